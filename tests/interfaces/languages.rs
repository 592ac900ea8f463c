//! Interface strings: as many in each language, all used, with the same places to fill in, and nowhere else.

use crate::Files;
use crate::portal::Portal;
use mingjing::pages::theme::Theme;
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
}
