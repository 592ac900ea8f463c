use super::*;
use jiff::civil::date;

const GOOD: &str = "title = \"退款\"\nkind = \"guide\"\npublished_on = 2026-09-15\nsummary = \"要\"\nauthor = \"局\"\n";

fn portal(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("created");
        std::fs::write(path, bytes).expect("written");
    }
    dir
}

fn article(front: &str) -> Vec<u8> {
    format!("+++\n{front}+++\n\n正文\n").into_bytes()
}

/// Messages of a portal that has one article, without its path.
fn mistakes_of(bytes: &[u8]) -> Vec<String> {
    let dir = portal(&[("articles/a.md", bytes)]);
    let errors = Content::load(dir.path()).expect_err("mistakes");
    let path = dir.path().join("articles/a.md");
    errors.iter().map(|error| error.to_string().replace(&format!("`{}`, ", path.display()), "")).collect()
}

#[test]
fn an_absent_folder_is_empty() {
    let dir = portal(&[]);
    let content = Content::load(&dir.path().join("content")).expect("empty");
    assert!(content.articles.is_empty() && content.pages.is_empty() && content.home.slogan.is_empty());
}

#[test]
fn reads_every_key() {
    let front = format!(
        "{GOOD}updated_on = 2026-10-01\nchecked_on = 2026-11-20\nexpires_on = 2027-01-01\ndraft = true\n\
         keywords = [\"退费\"]\n\n[[sources]]\ntitle = \"法\"\narticle = \"第一条\"\nurl = \"https://x.cn/\"\n"
    );
    let dir = portal(&[
        ("articles/refund-steps.md", &article(&front)),
        ("pages/method.md", "\u{feff}+++\r\ntitle = \"方法\"\r\n+++\r\n一\r\n".as_bytes()),
        ("home.md", "+++\ntitle = \"台\"\nslogan = \"查\"\nexamples = [\"甲\"]\n[[steps]]\ntitle = \"看\"\ntext = \"照\"\n+++\n".as_bytes()),
        ("articles/.#refund-steps.md", b"left by an editor"),
    ]);
    let content = Content::load(dir.path()).expect("content");
    let article = &content.articles[0];
    assert_eq!((article.slug.as_str(), article.body_line, article.body.as_str()), ("refund-steps", 18, "\n正文\n"));
    assert_eq!(article.front.kind, ArticleKind::Guide);
    assert_eq!(article.front.changed_on(), date(2026, 10, 1));
    assert_eq!(article.front.sources[0].url.as_deref(), Some("https://x.cn/"));
    assert_eq!(content.pages[0].body, "一\r\n");
    assert_eq!(content.home.steps[0].text, "照");
}

#[test]
fn reads_names_series_and_documents() {
    let front = GOOD.replace("\"局\"", "[\"局\", \"处\"]")
        + "reviewers = \"审核处\"\nreview_by = 2027-05-20\nseries = \"办卡前后\"\npart = 2\nrelated = [\"b\"]\n\
           [[sources]]\ntitle = \"法\"\nwritten_on = 2025-03-13\nvalidity = \"废止\"\n";
    let dir = portal(&[("articles/a.md", &article(&front)), ("articles/b.md", &article(GOOD))]);
    let front = &Content::load(dir.path()).expect("content").articles[0].front;
    assert_eq!(
        (front.authors.as_slice(), front.reviewers.as_slice()),
        (["局", "处"].map(str::to_owned).as_slice(), ["审核处".to_owned()].as_slice())
    );
    assert_eq!(front.review_by, Some(date(2027, 5, 20)));
    assert_eq!(front.series, Some(SeriesPart { title: "办卡前后".to_owned(), part: 2, line: 10 }));
    assert_eq!(front.related, Placed { value: vec!["b".to_owned()], line: 11 });
    assert_eq!(
        (front.sources[0].written_on.as_deref(), front.sources[0].validity),
        (Some("2025-03-13"), Some("repealed"))
    );
}

#[test]
fn what_concerns_several_articles() {
    let part = article(&format!("{GOOD}series = \"甲\"\npart = 1\n"));
    let dir = portal(&[
        ("articles/a.md", &part),
        ("articles/b.md", &part),
        ("articles/c.md", &article(&format!("{GOOD}related = [\"a\", \"nowhere\", \"c\"]\n"))),
    ]);
    let found: Vec<String> = Content::load(dir.path()).expect_err("mistakes").iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("b.md`, line 8: part 1 of the series is `") && found[0].contains("a.md` already"));
    assert!(found[1].contains("c.md`, line 7: there is no other article `nowhere`"), "{found:#?}");
    assert!(found[2].contains("there is no other article `c`"), "{found:#?}");
}

#[test]
fn keys_that_need_each_other_or_a_person() {
    for (extra, expected) in [
        ("series = \"甲\"\n", "line 7: `part` is missing\n  hint: write `part = 1`"),
        ("part = 1\n", "line 7: `series` is missing"),
        ("series = \"甲\"\npart = 0\n", "line 8: `part` = `0`: not a number from 1 to 99"),
        ("series = \"甲\"\npart = \"1\"\n", "line 8: `part` = `1`: not a number"),
        ("reviewers = []\n", "line 7: `reviewers` is empty"),
        ("review_by = 2026-01-01\n", "line 7: `review_by` is before `published_on`"),
        ("[[sources]]\ntitle = \"法\"\nvalidity = \"好\"\n", "line 9: `validity` = `好`: not one of `有效`"),
    ] {
        let found = mistakes_of(&article(&format!("{GOOD}{extra}")));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{extra}: {found:?}");
    }
    let case = GOOD.replace("guide", "case");
    let found = mistakes_of(&article(&case));
    assert!(found[0].starts_with("line 1: a case is published, and nobody says that it names no one"), "{found:?}");
    for right in ["anonymised = true\n", "draft = true\n"] {
        let dir = portal(&[("articles/a.md", &article(&format!("{case}{right}")))]);
        Content::load(dir.path()).expect("content");
    }
}

#[test]
fn shows_what_has_begun_and_not_ended() {
    let with = |extra: &str| article(&format!("{GOOD}{extra}"));
    let dir = portal(&[
        ("articles/draft.md", &with("draft = true\n")),
        ("articles/ended.md", &with("expires_on = 2026-10-01\n")),
        ("articles/plain.md", &with("")),
        ("articles/later.md", &article(&GOOD.replace("2026-09-15", "2026-12-01"))),
    ]);
    let content = Content::load(dir.path()).expect("content");
    let slugs = |day, drafts| {
        content.clone().visible(day, drafts).articles.into_iter().map(|article| article.slug).collect::<Vec<_>>()
    };
    assert_eq!(slugs(date(2026, 10, 1), Drafts::LeftOut), ["ended", "plain"], "the last day counts");
    assert_eq!(slugs(date(2026, 10, 2), Drafts::LeftOut), ["plain"]);
    assert_eq!(slugs(date(2026, 10, 2), Drafts::Shown), ["draft", "later", "plain"]);
    assert_eq!(slugs(date(2026, 9, 14), Drafts::LeftOut), [""; 0]);
}

#[test]
fn one_reading_finds_every_mistake_of_a_file() {
    let front = "kind = \"news\"\npublished_on = \"2026-9-15\"\nupdated_on = 2026-01-01T00:00:00\nsummary = 3\nautor = \"局\"\n\
                 keywords = \"退费\"\ndraft = 1\n[[sources]]\nurl = \"javascript:alert(1)\"\nyear = 1\n";
    let found = mistakes_of(&article(front)).join("\n");
    for line in [
        "line 1: `title` is missing\n  hint: write `title = \"…\"`",
        "line 1: `author` is missing",
        "line 2: `kind` = `news`: not one of `policy`, `case`, `alert`, `guide`",
        "line 3: `published_on` = `2026-9-15`: not a day\n  hint: write `published_on = 2026-11-20`, without quotes",
        "line 4: `updated_on` = `2026-01-01T00:00:00`: not a day",
        "line 5: `summary` = `3`: not a text",
        "line 6: `autor` is not a known key\n  hint: known keys are `title`, `kind`",
        "line 7: `keywords` = `退费`: not a list of texts",
        "line 8: `draft` = `1`: not `true` or `false`",
        "line 9: `title` is missing",
        "line 10: `url` = `javascript:alert(1)`: not an address",
        "line 11: `year` is not a known key",
    ] {
        assert!(found.contains(line), "no {line:?} in:\n{found}");
    }
}

#[test]
fn files_that_cannot_be_read_at_all() {
    for (bytes, expected) in [
        (b"# no front matter\n".as_slice(), "line 1: no front matter"),
        (b"".as_slice(), "line 1: no front matter"),
        (b"+++\ntitle = \"a\"\n".as_slice(), "line 1: the front matter has no end"),
        (b"+++\ntitle = \"a\"\n\n\xb9\xab+++\n".as_slice(), "line 4: the file is not UTF-8"),
        (b"+++\ntitle = \n+++\n".as_slice(), "line 2: "),
        (b"+++\ntitle = \"a\"\ntitle = \"b\"\n+++\n".as_slice(), "line 3: duplicate key"),
        (b"+++\n\npublished_on = 2026-13-45\n+++\n".as_slice(), "line 3: "),
    ] {
        let found = mistakes_of(bytes);
        assert!(found[0].starts_with(expected) && found[0].contains("\n  hint: "), "{expected:?}: {found:?}");
    }
}

#[test]
fn days_that_do_not_exist_or_run_backwards() {
    let found = mistakes_of(&article(&GOOD.replace("2026-09-15", "2026-02-30"))).join("\n");
    assert!(found.contains("line 4: "), "{found}");
    let found = mistakes_of(&article(&format!("{GOOD}expires_on = 2026-01-01\n")));
    assert!(found[0].starts_with("line 7: `expires_on` is before `published_on`"), "{found:?}");
}

#[test]
fn slugs_are_addresses() {
    let good = article(GOOD);
    let page = "+++\ntitle = \"x\"\n+++\n".as_bytes();
    let dir = portal(&[
        ("articles/退款.md", good.as_slice()),
        ("articles/Refund.md", &good),
        ("articles/index.md", &good),
        ("articles/2026/same.md", &good),
        ("articles/same.md", &good),
        ("pages/sources.md", page),
    ]);
    let errors = Content::load(dir.path()).expect_err("mistakes");
    let found = errors.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(found.len(), 5, "{found:#?}");
    for expected in [
        "`退款` cannot",
        "`Refund` cannot",
        "`index` is an address",
        "`same` is the name of",
        "`sources` is an address",
    ] {
        assert!(found.iter().any(|message| message.contains(expected)), "{expected}: {found:#?}");
    }
}

#[test]
fn texts_that_cannot_be_rendered_name_their_line() {
    for (text, expected) in [
        (
            format!("甲\n\n{} 乙", ">".repeat(3_000)),
            "line 11: blocks and elements stand in one another more than 64 deep",
        ),
        ("- ".repeat(20_000) + "甲", "line 9: blocks and elements stand"),
        ("<span>".repeat(3_000), "line 9: blocks and elements stand"),
        ("<details><summary>没关\n\n后".to_owned(), "line 9: `<summary>` is not closed in the block"),
        ("甲</b>乙".to_owned(), "line 9: `</b>` closes nothing\n  hint: remove it"),
    ] {
        let found = mistakes_of(format!("+++\n{GOOD}+++\n\n{text}\n").as_bytes());
        assert!(found[0].starts_with(expected) && found[0].contains("\n  hint: "), "{expected}: {found:?}");
    }
}

#[test]
fn a_wrong_front_matter_hides_nothing_of_the_text() {
    let wrong = GOOD.replace("author = \"局\"\n", "");
    let dir = portal(&[
        ("articles/a.md", format!("+++\n{wrong}+++\n\n![](a.png)\n\n<record:r1>\n").as_bytes()),
        ("articles/b.md", &article(&format!("{GOOD}related = [\"a\"]\n"))),
    ]);
    let (content, errors) = Content::read(dir.path());
    let found: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 4, "`related` leads to a file that is there: {found:#?}");
    for expected in ["`author` is missing", "no words for those", "`a.png`: the picture does not exist", "is mentioned"]
    {
        assert!(found.iter().any(|message| message.contains(expected)), "{expected}: {found:#?}");
    }
    assert_eq!(content.broken[0].address, "articles/a.html");
}

#[test]
fn long_values_are_cut() {
    let found = mistakes_of(&article(&GOOD.replace("\"guide\"", &format!("\"{}\"", "长".repeat(10_000)))));
    assert!(found[0].len() < 400, "{}", found[0]);
}

#[test]
fn home_has_no_body() {
    let dir = portal(&[("home.md", "+++\ntitle = \"台\"\nslogan = \"查\"\n+++\n\n字\n".as_bytes())]);
    let errors = Content::load(dir.path()).expect_err("a mistake");
    assert!(errors[0].to_string().contains("line 5: text below the front matter"), "{}", errors[0]);
}

#[test]
fn the_sample_portal_is_right() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    match Content::load(&dir) {
        Ok(_) => {}
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

#[test]
fn the_sample_portals_prose_renders_without_leftovers() {
    let content = Content::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).expect("content");
    let articles = content.articles.iter().map(|article| (&article.path, &article.body, "articles/"));
    let pages = content.pages.iter().map(|page| (&page.path, &page.body, "about/"));
    let known = |href: &str| {
        let stem = href.strip_suffix(".html").unwrap_or(href);
        match stem.split_once('/') {
            Some(("articles", slug)) => content.articles.iter().any(|article| article.slug == slug),
            Some(("about", slug)) => slug == "sources" || content.pages.iter().any(|page| page.slug == slug),
            _ => false,
        }
    };
    for (path, body, folder) in articles.chain(pages) {
        let rendered = crate::pages::markdown::render(body);
        assert!(!rendered.text.contains("**"), "emphasis that Markdown does not see, in `{}`", path.display());
        for link in rendered
            .links
            .iter()
            .filter(|link| link.kind == crate::pages::markdown::LinkKind::Internal && link.alt.is_none())
        {
            let path_only = link.target.split('#').next().unwrap_or_default();
            let href = path_only.strip_prefix("../").map_or_else(|| format!("{folder}{path_only}"), str::to_owned);
            assert!(known(&href), "`{}`: `{}` leads nowhere", path.display(), link.target);
        }
    }
}

/// An invented picture, 2 × 1 pixels.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    image::RgbImage::new(2, 1).write_with_encoder(encoder).expect("encoded");
    bytes
}

#[test]
fn pictures_are_found_from_the_file_that_shows_them() {
    let body = |text: &str| format!("+++\n{GOOD}+++\n\n{text}\n").into_bytes();
    let dir = portal(&[
        ("articles/a.md", &body("![一行](../images/a.png)\n\n![又一行](b.png \"题\")")),
        ("articles/b.md", &body("![草稿](b.png)")),
        ("images/a.png", &png()),
        ("articles/b.png", &[png(), b"other".to_vec()].concat()),
    ]);
    let mut content = Content::load(dir.path()).expect("content");
    assert_eq!(content.gallery.pictures().len(), 2, "each file once");
    let path = content.articles[0].path.clone();
    let picture = content.gallery.find(&path, "../images/a.png").expect("a picture");
    assert_eq!((picture.sizes[0].width, picture.sizes[0].height), (2, 1));
    content.articles[0].front.draft = true;
    let published = content.visible(date(2026, 11, 1), Drafts::LeftOut);
    assert_eq!(published.gallery.pictures().len(), 1, "a draft's pictures are not public");
}

#[test]
fn pictures_that_cannot_be_shown_name_file_line_and_mend() {
    for (text, expected) in [
        (
            "![](a.png)",
            "line 9: the picture `a.png` has no words for those who do not see it\n  hint: say what it shows",
        ),
        ("![ ](a.png)", "line 9: the picture `a.png` has no words"),
        ("![图](nowhere.png)", "line 9: `nowhere.png`: the picture does not exist\n  hint: pictures stand below"),
        ("![图](../../up.png)", "line 9: `../../up.png` leads out of `content/`"),
        ("![图](/etc/passwd)", "line 9: `/etc/passwd` leads out of `content/`"),
        ("![图](a.svg)", "line 9: `a.svg`: it is no JPEG, PNG or WebP picture\n  hint: save it as JPEG"),
        ("![图](13800001234.png)", "line 9: a picture's name holds personal data"),
        ("甲 <record:r0123456789abcde>", "line 9: a record or merchant is mentioned in a way that shows nothing"),
        (
            "<record:r1>",
            "line 9: a record or merchant is mentioned in a way that shows nothing\n  hint: write `<record:ID>`",
        ),
    ] {
        let dir = portal(&[
            ("content/articles/a.md", format!("+++\n{GOOD}+++\n\n{text}\n").as_bytes()),
            ("content/articles/a.png", &png()),
            ("content/articles/a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("up.png", &png()),
        ]);
        let errors = Content::load(&dir.path().join("content")).expect_err("a mistake");
        assert!(errors.len() == 1 && errors[0].to_string().contains(expected), "{text}: {errors:?}");
        assert!(!errors[0].to_string().contains("13800001234"), "personal data in a message");
    }
}
