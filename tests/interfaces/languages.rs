//! Interface strings: as many in each language, all used, with the same places to fill in, and nowhere else.

use crate::Files;
use crate::portal::Portal;
use mingjing::pages::theme::Theme;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

fn strings(language: &str) -> BTreeMap<String, String> {
    let strings = Theme::embedded().strings(language).expect("strings");
    let text = |key: String| strings.get(&key).map(|text| (key.clone(), text.to_owned()));
    strings.keys().into_iter().filter_map(text).collect()
}

/// Every source file below a folder, without what stands in comments' lines and tests.
fn sources(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.expect("readable"));
    let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    let wanted = files.filter(|path| path.to_string_lossy().ends_with(ending) && !path.ends_with("tests.rs"));
    wanted.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("text"))).collect()
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}')
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn both_languages_fill_in_the_same() {
    let (chinese, english) = (strings("zh-CN"), strings("en"));
    for (key, text) in &chinese {
        let translated = english.get(key).unwrap_or_else(|| panic!("`{key}` is not in English"));
        assert_eq!(placeholders(text), placeholders(translated), "`{key}`");
        assert!(!text.trim().is_empty() && !translated.trim().is_empty(), "`{key}` is empty");
        assert!(!translated.contains(is_chinese), "`{key}` is Chinese in English");
    }
    assert_eq!(chinese.len(), english.len());
}

/// Words of a page that wait to be filled in: what stands in braces in what is read, attributes left to scripts apart.
fn unfilled(html: &str) -> Vec<String> {
    let body = Selector::parse("body").expect("a selector");
    let page = Html::parse_document(html);
    let texts = page.select(&body).flat_map(|body| {
        body.descendants().filter_map(|node| {
            let text = node.value().as_text()?;
            let parent = node.parent()?.value().as_element()?.name();
            (!matches!(parent, "script" | "style")).then(|| text.to_string())
        })
    });
    let is_place = |place: &str| !place.is_empty() && place.chars().all(|one| one.is_ascii_lowercase() || one == '_');
    texts.filter(|text| placeholders(text).into_iter().any(is_place)).collect()
}

#[test]
fn no_page_shows_words_that_wait_to_be_filled_in() {
    assert_eq!(unfilled("<p data-now='{date}'>订阅{name}（Atom）<p>{} {1} 二〇二六年").len(), 1, "the test can fail");
    let files = Files::sample();
    for path in files.paths("", ".html") {
        assert_eq!(unfilled(files.text(path)), [""; 0], "{path}");
    }
}

#[test]
fn every_string_is_used() {
    let mut used: String = sources("themes/default/templates", "").into_iter().map(|file| file.1).collect();
    used.extend(sources("src", ".rs").into_iter().map(|file| file.1));
    let unused: Vec<String> = strings("zh-CN")
        .into_keys()
        .filter(|key| {
            let (table, last) = key.rsplit_once('.').unwrap_or(("", key));
            let direct = used.contains(&format!("t.{key}")) || used.contains(&format!("\"{key}\""));
            // Tables that are looked into by a key made at run time, such as a kind's or a field's.
            let made = [format!("\"{table}.{{"), format!("\"{table}\""), format!("t.{table} ")];
            let by_kind = ["kind.", "sentence.", "remark.", "default."].iter().any(|start| key.starts_with(start));
            let through = format!("[\"{last}\"]");
            !direct && !by_kind && !made.iter().any(|made| used.contains(made)) && !used.contains(&through)
        })
        .collect();
    assert!(unused.is_empty(), "strings that nothing shows: {unused:#?}");
}

/// Words that the program asks for by name, not made at run time.
fn asked_for() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (_, text) in sources("src/pages", ".rs") {
        let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for call in ["words.get(\"", "words.fill(\"", "words.find(\"", "words.fill_by(\"", ".link(\""] {
            let keys_of = program.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            keys.extend(keys_of.filter(|key| key.contains('.')).map(str::to_owned));
        }
    }
    keys
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let (chinese, keys) = (strings("zh-CN"), asked_for());
    let missing: Vec<&String> = keys.iter().filter(|key| !chinese.contains_key(*key)).collect();
    assert!(keys.len() > 60 && missing.is_empty(), "{} words; no language has {missing:?}", keys.len());
}

#[test]
fn no_template_or_script_holds_words_of_a_language() {
    let mut found = Vec::new();
    for (file, text) in sources("themes/default/templates", "") {
        let lines = text.lines().filter(|line| line.contains(is_chinese));
        found.extend(lines.map(|line| format!("{file}: {line}")));
    }
    for (file, text) in
        sources("themes/default/static/js", ".js").into_iter().filter(|file| !file.0.contains("/search/"))
    {
        let code = text.lines().filter(|line| !matches!(line.trim_start().get(..1), Some("*" | "/")));
        let code = code.filter(|line| line.split(" //").next().is_some_and(|code| code.contains(is_chinese)));
        found.extend(code.map(|line| format!("{file}: {line}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_english_site_says_nothing_in_chinese_itself() {
    let portal = Portal::copy_of("");
    portal.edit("portal.toml", "language = \"zh-CN\"", "language = \"en\"");
    let files = Files::of(&portal);
    let chinese = strings("zh-CN");
    // Words of the interface long enough to be nobody's data.
    let own = chinese.iter().filter(|(key, _)| key.starts_with("ui.") || key.starts_with("page."));
    // The design page's examples speak of merchants of the sample, which are data here.
    let own = own.filter(|(key, _)| !key.starts_with("ui.design.example."));
    let own: Vec<(&String, &String)> =
        own.filter(|(_, text)| text.chars().filter(|c| is_chinese(*c)).count() > 9).collect();
    let mut said = BTreeSet::new();
    for path in files.paths("", ".html") {
        let page = files.text(path);
        assert!(page.contains("lang=en") || page.contains("lang=\"en\""), "{path}");
        said.extend(
            own.iter().filter(|(_, text)| page.contains(text.as_str())).map(|(key, _)| format!("{path}: {key}")),
        );
    }
    assert!(own.len() > 40 && said.is_empty(), "{} words looked for; {said:#?}", own.len());
    all_chinese_is_of_the_portals_own_files(&portal, &files);
    what_agencies_wrote_is_marked(&files);
    numbers_and_days_are_english(&files);
    let standings = |word: &str| files.paths("m/", ".html").filter(|path| files.text(path).contains(word)).count();
    assert_eq!(standings("存续"), 0, "how a business stands is said in English");
    assert!(standings("in operation") > 20);
}

/// Whatever Chinese stands in any file of the site was written by an agency or by the portal's people.
fn all_chinese_is_of_the_portals_own_files(portal: &Portal, files: &Files) {
    let mut written = files.text("data/all.ndjson").to_owned();
    for part in ["portal.toml", "content", "data/agencies.toml", "data/samples", "data/rules"] {
        for entry in walkdir::WalkDir::new(portal.path(part)).into_iter().map(|entry| entry.expect("readable")) {
            if entry.file_type().is_file() {
                let bytes = std::fs::read(entry.path()).expect("a file");
                written.push_str(
                    &String::from_utf8(bytes)
                        .unwrap_or_else(|odd| encoding_rs::GB18030.decode(odd.as_bytes()).0.into_owned()),
                );
            }
        }
    }
    written.extend(mingjing::config::Districts::default().iter().map(|district| district.name.as_str()));
    written.retain(|character| !character.is_whitespace());
    let mut found = BTreeMap::new();
    for ending in [".html", ".xml", ".svg", ".csv", ".json", ".jsonld", ".webmanifest", ".txt", ".js"] {
        for path in files.paths("", ending).filter(|path| !path.starts_with("assets/")) {
            let text = files.text(path).replace("&amp;", "&");
            for run in text.split(|character| !is_chinese(character)).filter(|run| !run.is_empty()) {
                found.entry(run.to_owned()).or_insert_with(|| path.to_owned());
            }
        }
    }
    assert!(found.len() > 500, "{} runs of Chinese", found.len());
    let foreign: Vec<_> = found.iter().filter(|(run, _)| !written.contains(run.as_str())).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
}

/// Names and fields stand in the language of the record.
fn what_agencies_wrote_is_marked(files: &Files) {
    let marked = |page: &str, element: &str| {
        let document = Html::parse_document(page);
        let found = document.select(&Selector::parse(element).expect("a selector")).collect::<Vec<_>>();
        let all = found.iter().filter(|element| element.text().any(|text| text.contains(is_chinese))).count();
        let marked = found.iter().filter(|element| element.attr("lang") == Some("zh-CN")).count();
        (all, marked)
    };
    for (folder, kind, element) in [
        ("m/", "k-merchant", "h1"),
        ("m/", "k-merchant", ".compare b"),
        ("r/", "k-record", ".record .fields:first-of-type dd"),
        ("penalties/", "k-list", "tbody th > a"),
        ("about/sources.html", "k-sources", "[scope=rowgroup]"),
    ] {
        let pages = files.paths(folder, ".html").map(|path| files.text(path));
        let page = pages.into_iter().find(|page| page.contains(kind)).unwrap_or_else(|| panic!("no {kind}"));
        let (all, marked) = marked(page, element);
        assert!(all > 0 && marked >= all, "{kind} `{element}`: {marked} of {all}");
    }
    let bare = marked("<h1>甲</h1>", "h1");
    assert_eq!(bare, (1, 0), "what is not marked is seen");
    assert_eq!(unmarked("<html lang=en><body><p>By 甲<p lang=zh-CN>乙<b>丙</b><title>丁</title>"), ["By 甲"]);
    for path in files.paths("", ".html") {
        assert_eq!(unmarked(files.text(path)), [""; 0], "{path}");
    }
}

/// Texts in Chinese that are read as if they were of the page's own language.
fn unmarked(page: &str) -> Vec<String> {
    let document = Html::parse_document(page);
    let texts =
        document.tree.nodes().filter(|node| node.value().as_text().is_some_and(|text| text.contains(is_chinese)));
    let unmarked = texts.filter(|node| {
        let around = || node.ancestors().filter_map(|node| node.value().as_element());
        let silent = around().any(|element| matches!(element.name(), "script" | "style" | "title" | "svg" | "option"));
        !silent && around().find_map(|element| element.attr("lang")) != Some("zh-CN")
    });
    unmarked.filter_map(|node| node.value().as_text().map(|text| text.trim().to_owned())).collect()
}

/// 5 May 2026, and thousands apart, wherever the page itself writes them.
fn numbers_and_days_are_english(files: &Files) {
    let facts = files.paths("m/", ".html").map(|path| files.text(path));
    let facts: Vec<_> = facts.filter(|page| page.contains("shown until")).collect();
    assert!(!facts.is_empty(), "no fact with an end");
    for page in facts {
        let until = page.split("shown until ").nth(1).expect("a day");
        let mut words = until.split(' ');
        let day = words.next().and_then(|day| day.parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day));
        assert!(
            day && words.next().is_some_and(|month| month.bytes().all(|byte| byte.is_ascii_alphabetic())),
            "{until:.60}"
        );
    }
    // A figure of the sample, told by the sentence of its record.
    let told = |form: &str| files.paths("r/", ".html").any(|path| files.text(path).contains(form));
    assert!(told("): 1,086 ") && !told("): 1086 "), "thousands are not told apart");
}

/// Where the program itself has Chinese: what it reads in the words of agencies and authors, what it writes into a new
/// file of theirs, and how a day is written. How many lines of each file, so that no other comes in.
const REVIEWED: [(&str, usize, &str); 11] = [
    ("cite.rs", 1, "marks of a title within a title"),
    ("content/article.rs", 2, "有效性 of a policy, as its front matter says it (国办发〔2017〕47号)"),
    ("content/draft.rs", 7, "what `new article` writes for its author"),
    ("content/error.rs", 2, "keys and words that an author has to write"),
    ("downloads/formula.rs", 1, "signs that spreadsheets take for a formula"),
    ("labelled.rs", 2, "how agencies write a sum of money"),
    ("policy.rs", 1, "how a document calls itself that is not in force"),
    ("render.rs", 1, "brackets at the end of a portal's name"),
    ("sentences.rs", 2, "marks between what agencies list"),
    ("theme/unbroken.rs", 6, "signs that dates, the words before them and numbers of documents are known by"),
    ("wording.rs", 10, "days and periods in each language, brackets around brackets"),
];

#[test]
fn pages_take_their_words_from_the_theme() {
    let is_word = |character: char| {
        is_chinese(character) || matches!(character, '\u{3001}'..='\u{301f}' | '\u{ff00}'..='\u{ffef}')
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, text) in sources("src/pages", ".rs") {
        let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
        let lines = lines.filter(|line| line.split(" //").next().is_some_and(|code| code.contains(is_word)));
        let name = file.split_once("src/pages/").expect("below the folder").1.to_owned();
        lines.for_each(|line| found.entry(name.clone()).or_default().push(line.trim().to_owned()));
    }
    for (file, lines, why) in REVIEWED {
        let held = found.remove(file).unwrap_or_default();
        assert_eq!(held.len(), lines, "{file} ({why}): {held:#?}");
    }
    assert!(found.is_empty(), "words that belong to the theme: {found:#?}");
}
