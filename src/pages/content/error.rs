//! What can be wrong with a file of prose, each with its mend.

use crate::fs::FileError;
use crate::pages::markdown::Mention;
use crate::pictures::PictureError;
use std::path::{Path, PathBuf};

/// A file of prose that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("`{}`, line {line}: {mistake}\n  hint: {}", path.display(), mistake.hint())]
    Text { path: PathBuf, line: usize, mistake: Mistake },
}

impl ContentError {
    pub(in crate::pages) fn at(path: &Path, line: usize, mistake: Mistake) -> Self {
        ContentError::Text { path: path.to_owned(), line, mistake }
    }
}

/// One mistake. Values that are quoted have had personal data masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error("the file is not UTF-8")]
    NotUtf8,
    #[error("no front matter")]
    NoFrontMatter,
    #[error("the front matter has no end")]
    Unclosed,
    /// The TOML parser's own words.
    #[error("{0}")]
    Toml(String),
    #[error("`{key}` is missing")]
    Missing { key: &'static str },
    #[error("`{key}` is empty")]
    Empty { key: &'static str },
    #[error("`{key}` is not a known key")]
    UnknownKey { key: String, known: String },
    #[error("`{key}` = `{value}`: not {expected}")]
    Value { key: &'static str, value: String, expected: &'static str },
    #[error("`{key}` is before `published_on`")]
    BeforePublication { key: &'static str },
    #[error("`{slug}` cannot be part of an address")]
    BadSlug { slug: String },
    #[error("`{slug}` is an address that the program itself writes")]
    ReservedSlug { slug: String },
    #[error("`{slug}` is the name of `{}` too", first.display())]
    DuplicateSlug { slug: String, first: PathBuf },
    #[error("part {part} of the series is `{}` already", first.display())]
    DuplicatePart { part: u32, first: PathBuf },
    #[error("there is no other article `{slug}`")]
    NoSuchArticle { slug: String },
    #[error("a case is published, and nobody says that it names no one")]
    NotAnonymised,
    #[error("the picture `{target}` has no words for those who do not see it")]
    NoAlt { target: String },
    #[error("a picture's name holds personal data")]
    PictureName,
    #[error("`{target}` leads out of `content/`")]
    PictureOutside { target: String },
    #[error("`{target}`: {error}")]
    Picture { target: String, error: PictureError },
    #[error("a record or merchant is mentioned in a way that shows nothing")]
    Mention,
    #[error("no {} `{}` is known", mention.noun(), mention.name())]
    Unknown { mention: Mention },
    #[error("blocks and elements stand in one another more than {limit} deep")]
    TooDeep { limit: usize },
    #[error("`<{element}>` is not closed in the block where it was opened")]
    LeftOpen { element: String },
    #[error("`</{element}>` closes nothing")]
    ClosesNothing { element: String },
    #[error("text below the front matter, where no page shows it")]
    BodyOfHome,
}

impl Mistake {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Mistake::NotUtf8 => "save the file as UTF-8".to_owned(),
            Mistake::NoFrontMatter => {
                "begin the file with a line `+++`, keys such as `title = \"…\"`, and a line `+++`; \
                                       `mingjing new article` writes them"
                    .to_owned()
            }
            Mistake::Unclosed => "put a line `+++` between the keys and the text".to_owned(),
            Mistake::Toml(_) => {
                "texts need quotes, dates need none: `title = \"…\"`, `published_on = 2026-11-20`".to_owned()
            }
            Mistake::Missing { key } | Mistake::Empty { key } => format!("write {}", example(key)),
            Mistake::UnknownKey { known, .. } => format!("known keys are {known}"),
            Mistake::Value { key, .. } => format!("write {}", example(key)),
            Mistake::BeforePublication { key } => format!("mend `{key}` or `published_on`"),
            Mistake::BadSlug { .. } => {
                "name the file with small letters, digits and hyphens, like `refund-steps.md`".to_owned()
            }
            Mistake::ReservedSlug { .. } | Mistake::DuplicateSlug { .. } => "rename the file".to_owned(),
            Mistake::DuplicatePart { .. } => "give each article of the series its own `part`".to_owned(),
            Mistake::NoSuchArticle { .. } => {
                "`related` names files of `content/articles/` without `.md`, like `refund-steps`".to_owned()
            }
            Mistake::NotAnonymised => {
                "take names, numbers and addresses of people and shops out, then write `anonymised = true`".to_owned()
            }
            Mistake::NoAlt { .. } => "say what it shows: `![what is seen](images/a.png)`".to_owned(),
            Mistake::PictureName => "rename the file, without numbers of people".to_owned(),
            Mistake::PictureOutside { .. } => "put the picture beside the article or below `content/`".to_owned(),
            Mistake::Picture { error, .. } => error.hint().to_owned(),
            Mistake::Mention => {
                "write `<record:ID>` or `<merchant:CODE>` on a line of its own; the ID stands on the record's \
                                 page, the CODE is the 统一社会信用代码"
                    .to_owned()
            }
            Mistake::Unknown { .. } => {
                "copy it from the page of the record or merchant; `mingjing explain` finds it by name".to_owned()
            }
            Mistake::TooDeep { .. } => {
                "take marks of lists and quotations (`>`, `-`) or tags away at the beginning of that line".to_owned()
            }
            Mistake::LeftOpen { element } => {
                format!(
                    "write `</{element}>` before the next blank line; `</details>` may come later, at the same indent"
                )
            }
            Mistake::ClosesNothing { element } => {
                format!("remove it, or open `<{element}>` before it in the same block")
            }
            Mistake::BodyOfHome => "move the text to `content/pages/`".to_owned(),
        }
    }
}

/// How a key is written.
fn example(key: &str) -> String {
    match key {
        "kind" => "`kind = \"guide\"`; one of `policy`, `case`, `alert`, `guide`".to_owned(),
        "published_on" | "updated_on" | "checked_on" | "review_by" | "expires_on" | "written_on" => {
            format!("`{key} = 2026-11-20`, without quotes, a day that exists")
        }
        "draft" | "anonymised" => format!("`{key} = true` or `{key} = false`"),
        "part" => "`part = 1`, the place in the series, without quotes".to_owned(),
        "validity" => "`validity = \"有效\"`; one of `有效`, `已修改`, `废止`, `失效`, `征求意见`".to_owned(),
        "keywords" | "examples" | "related" => format!("`{key} = [\"…\", \"…\"]`"),
        "sources" | "steps" => format!("`[[{key}]]` and below it `title = \"…\"`"),
        "url" => "`url = \"https://…\"`".to_owned(),
        _ => format!("`{key} = \"…\"`"),
    }
}
