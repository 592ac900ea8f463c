//! `docs/articles.md` and the front matter, held together; `new article` writes keys that exist.

use mingjing::pages::content::{ArticleKind, Content, NewArticle};
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../docs/articles.md");

const FRONT: &str =
    "title = \"题\"\nkind = \"guide\"\npublished_on = 2026-09-15\nsummary = \"要\"\nauthor = \"局\"\ndraft = true\n";

/// Keys that an article with an unknown one could have had, by the hint of the error.
fn known(front: &str) -> BTreeSet<String> {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join("articles")).expect("made");
    std::fs::write(dir.path().join("articles/a.md"), format!("+++\n{front}unknown = 1\n+++\n")).expect("written");
    let errors = Content::load(dir.path()).expect_err("an unknown key");
    let message = errors.iter().map(ToString::to_string).find(|text| text.contains("known keys")).expect("a hint");
    message.split("known keys are").nth(1).expect("keys").split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// First cells of the page's tables, the article's first and the sources' second.
fn told() -> Vec<BTreeSet<String>> {
    let tables = PAGE.split("\n|---|---|\n").skip(1);
    let cell = |row: &str| row.strip_prefix("| `")?.split('`').next().map(str::to_owned);
    tables.map(|table| table.lines().map_while(cell).collect()).collect()
}

#[test]
fn every_key_stands_on_the_page_and_no_other() {
    let told = told();
    let mut article = known(FRONT);
    assert!(article.remove("sources") && article.len() >= 16, "{article:?}");
    assert_eq!(told[0], article);
    assert_eq!(told[1], known(&format!("{FRONT}[[sources]]\ntitle = \"法\"\n")));
}

#[test]
fn a_new_article_of_every_kind_and_language_can_be_read() {
    for kind in ArticleKind::ALL {
        for language in ["zh-CN", "en"] {
            let published_on = jiff::civil::date(2026, 11, 25);
            let text = NewArticle { title: "题", kind, published_on, author: "局", language }.text();
            let dir = tempfile::tempdir().expect("a folder");
            std::fs::create_dir(dir.path().join("articles")).expect("made");
            // As written, and with every key that it only shows.
            let shown = text.replace("\n# ", "\n").replace("https://…", "https://x.cn/");
            for text in [text, shown] {
                std::fs::write(dir.path().join("articles/a.md"), &text).expect("written");
                Content::load(dir.path()).unwrap_or_else(|errors| panic!("{}\n{text}", errors[0]));
            }
        }
    }
}
