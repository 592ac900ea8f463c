//! Corrections apply to the value they were made for, and say so when it is gone.

use super::*;
use crate::config::{Agencies, Districts};
use crate::ledger::Mention;
use crate::ledger::entry::History;
use crate::records::{Fields, Kind};
use jiff::civil::date;

fn entry() -> Entry {
    let fields: Fields = [
        (Field::SubjectName, Value::Text("示例店".into())),
        (Field::Agency, Value::Text("示例局".into())),
        (Field::DocumentNo, Value::Text("示处罚〔2026〕1号".into())),
        (Field::AmountYuan, Value::Number(300_000.into())),
        (Field::District, Value::Text("210302".into())),
    ]
    .into_iter()
    .collect();
    let day = date(2026, 1, 1);
    let mention = Mention { feed: "a".into(), row: "2".into(), fields, first_seen: day, gone_on: None };
    let history = History { first_seen: day, changed_on: None, withdrawn_on: None };
    Entry::join("r1".to_owned().into(), Kind::Penalty, vec![mention], history)
}

fn load(text: &str) -> Result<Corrections, ConfigError> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), text).expect("written");
    Corrections::load(file.path(), Local { agencies: &Agencies::default(), districts: &Districts::default() })
}

fn list(target: &str, field: &str, original: &str, corrected: &str) -> String {
    format!(
        "[[correction]]\n{target}\nfield = \"{field}\"\noriginal = \"{original}\"\ncorrected = \"{corrected}\"\nreason = \"与决定书核对\"\non = \"2026-11-20\"\n"
    )
}

const BY_ID: &str = "record = \"r1\"";
const BY_NUMBER: &str = "document_no = \"示处罚[2026]1号\"\nagency = \"示例局\"";

#[test]
fn the_value_is_corrected_and_the_feeds_word_stays() {
    for (target, original, corrected) in [(BY_ID, "300000", "30000"), (BY_NUMBER, "30万元", "3万元")] {
        let mut entries = [entry()];
        let corrections = load(&list(target, "amount_yuan", original, corrected)).expect("a list");
        assert_eq!(corrections.apply(&mut entries, date(2026, 11, 25)), []);
        let [entry] = entries;
        assert_eq!(entry.record.fields.number(Field::AmountYuan), Some(30_000.into()), "{target}");
        assert_eq!(entry.mentions[0].fields.number(Field::AmountYuan), Some(300_000.into()));
        assert_eq!((entry.corrections.len(), entry.changed_on), (1, Some(date(2026, 11, 20))));
    }
}

#[test]
fn places_may_be_named_and_values_taken_out() {
    let mut entries = [entry()];
    let text = list(BY_ID, "district", "铁东区", "立山区") + &list(BY_ID, "amount_yuan", "300000", "");
    let corrections = load(&text).expect("a list");
    assert_eq!(corrections.apply(&mut entries, date(2026, 11, 25)), []);
    assert_eq!(entries[0].record.fields.text(Field::District), Some("210304"));
    assert_eq!(entries[0].record.fields.get(Field::AmountYuan), None);
}

#[test]
fn what_no_longer_occurs_is_said_and_changes_nothing() {
    for (target, original, corrected, said) in [
        (BY_ID, "500000", "50000", "no longer `500000`"),
        (BY_ID, "3000000", "300000", "itself by now"),
        ("record = \"r2\"", "300000", "30000", "no record is `r2`"),
        ("document_no = \"示处罚〔2026〕1号\"\nagency = \"别的局\"", "300000", "30000", "no record is"),
    ] {
        let mut entries = [entry()];
        let corrections = load(&list(target, "amount_yuan", original, corrected)).expect("a list");
        let misfits = corrections.apply(&mut entries, date(2026, 11, 25));
        assert_eq!(misfits.len(), 1, "{said}");
        assert!(misfits[0].message.contains(said) && misfits[0].hint.is_some(), "{}", misfits[0]);
        assert_eq!(entries[0].record.fields, entry().record.fields, "{said}");
    }
    let mut entries = [entry()];
    let corrections = load(&list(BY_ID, "amount_yuan", "300000", "30000")).expect("a list");
    assert_eq!(corrections.apply(&mut entries, date(2026, 11, 19)), [], "not yet");
    assert!(entries[0].corrections.is_empty());
}

#[test]
fn a_list_that_cannot_be_right_is_refused() {
    for text in [
        list("", "amount_yuan", "1", "2"),
        list("record = \"r1\"\nagency = \"x\"", "amount_yuan", "1", "2"),
        list(BY_ID, "amount", "1", "2"),
        list(BY_ID, "id", "1", "2"),
        list(BY_ID, "amount_yuan", "1", "about two"),
        list(BY_ID, "amount_yuan", "30000", "3万元"),
        list(BY_ID, "decided_on", "2026-01-01", "2026-13-01"),
        list(BY_ID, "district", "铁东区", "浑南区"),
        list(BY_ID, "amount_yuan", "1", "2").replace("2026-11-20", "yesterday"),
        list(BY_ID, "amount_yuan", "1", "2").replace("与决定书核对", " "),
        list(BY_ID, "amount_yuan", "1", "2").replace("reason", "grund"),
    ] {
        assert!(load(&text).is_err(), "{text}");
    }
    assert!(
        Corrections::load(
            Path::new("/nonexistent/corrections.toml"),
            Local { agencies: &Agencies::default(), districts: &Districts::default() }
        )
        .expect("none")
        .is_empty()
    );
}
