//! `docs/sources.md` and the program, held together: keys, kinds, formats, presets, examples.

use mingjing::config::{Agencies, Districts, Local};
use mingjing::ledger::Corrections;
use mingjing::records::{Kind, preset};
use mingjing::sources::Feed;
use std::collections::BTreeSet;
use std::path::Path;

const PAGE: &str = include_str!("../../docs/sources.md");

/// A part of the page, from its heading to the next of any level.
fn section(heading: &str) -> &'static str {
    let after = PAGE.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no `{heading}`")).1;
    after.split("\n#").next().expect("a part")
}

/// First cells of a section's table, without their ticks.
fn first_cells(heading: &str) -> BTreeSet<String> {
    let rows = section(heading).lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).map(str::to_owned).collect()
}

fn parse(text: &str) -> Result<Feed, String> {
    let path = Path::new("/portal/data/sources/test.toml");
    Feed::parse(text, path, Path::new("/portal")).map_err(|error| error.to_string())
}

/// What a table of a manifest may hold, by the error for a key that it does not know.
fn known(manifest: &str) -> BTreeSet<String> {
    let error = parse(manifest).expect_err("an unknown key");
    let list = error.split_once("expected").unwrap_or_else(|| panic!("{error}")).1.lines().next().expect("a line");
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_stands_on_the_page_and_no_other() {
    let three = "kind = \"filing\"\nagency = \"x\"\nsource = \"x\"\n";
    let mut keys = known(&format!("{three}unknown = 1\n"));
    for table in ["page", "request"] {
        keys.remove(table);
        let inner = known(&format!("{three}[{table}]\nunknown = 1\n"));
        keys.extend(inner.into_iter().map(|key| format!("{table}.{key}")));
    }
    keys.remove("fields");
    keys.insert("fields.CANONICAL".to_owned());
    assert_eq!(first_cells("## Every key"), keys);
    let formats = known(&format!("{three}format = \"unknown\"\n"));
    assert_eq!(first_cells("## Formats"), formats);
}

#[test]
fn every_preset_and_every_kind_stand_on_the_page() {
    let rows: BTreeSet<String> =
        section("### Presets").lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
    let expected = preset::all().map(|(name, preset)| {
        let kinds: Vec<String> = preset.kinds.iter().map(|kind| format!("`{kind}`")).collect();
        format!("| `{name}` | {} | {} |", preset.title, kinds.join(", "))
    });
    assert_eq!(rows, expected.collect::<BTreeSet<_>>());
    let said: BTreeSet<&str> = section("## Kinds").split('`').skip(1).step_by(2).collect();
    assert_eq!(said, Kind::all().map(Kind::key).collect::<BTreeSet<_>>());
}

#[test]
fn there_are_ten_steps_and_the_examples_are_right() {
    let steps = section("## A feed in ten steps");
    let numbers: Vec<usize> = steps.lines().filter_map(|line| line.split_once(". **")?.0.parse().ok()).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    let examples: Vec<&str> = PAGE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let (corrections, feeds): (Vec<&str>, Vec<&str>) =
        examples.iter().partition(|text| text.contains("[[correction]]"));
    assert!(!corrections.is_empty() && !feeds.is_empty());
    for text in feeds {
        parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
    for text in corrections {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        assert!(
            !Corrections::load(file.path(), Local { agencies: &Agencies::default(), districts: &Districts::default() })
                .expect(text)
                .is_empty()
        );
    }
}
