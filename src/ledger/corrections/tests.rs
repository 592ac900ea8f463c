//! Corrections apply to the value they were made for, and say so when it is gone.

use super::*;
use crate::config::{Agencies, Districts};
use crate::ledger::Mention;
use crate::ledger::entry::{Conflict, History};
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
fn a_state_put_right_takes_the_record_back_and_an_objection_marks_it() {
    for (state, revoked, objection) in [("已撤销", true, false), ("1", true, false), ("异议", false, true)] {
        let mut entries = [entry()];
        let corrections = load(&list(BY_ID, "status", "", state)).expect("a list");
        assert_eq!(corrections.apply(&mut entries, date(2026, 11, 25)), []);
        let fields = &entries[0].record.fields;
        let found = (fields.text(Field::RecordState).is_some(), fields.flag(Field::UnderObjection));
        assert_eq!(found, (revoked, objection), "{state}");
    }
}

#[test]
fn what_was_derived_from_a_wrong_value_follows_it() {
    let with = |fields: &[(Field, &str)]| {
        let mut entry = entry();
        fields.iter().for_each(|(field, text)| entry.record.fields.set(*field, Value::Text((*text).to_owned())));
        entry
    };
    let code = list(BY_ID, "subject_code", "91210302MA99FAK16F", "91210304MA99FAK40W");
    let corrected = |mut entry: Entry, text: &str| {
        let entries = std::slice::from_mut(&mut entry);
        assert_eq!(load(text).expect("a list").apply(entries, date(2026, 11, 25)), []);
        entry.record.fields
    };
    let of_code = [(Field::SubjectCode, "91210302MA99FAK16F"), (Field::District, "210302")];
    assert_eq!(corrected(with(&of_code), &code).text(Field::District), Some("210304"));
    let named = [(Field::SubjectCode, "91210302MA99FAK16F"), (Field::District, "210381")];
    assert_eq!(corrected(with(&named), &code).text(Field::District), Some("210381"), "its source names it");
    let address = list(BY_ID, "address", "鞍山市立山区示例路1号", "鞍山市铁东区示例路2号");
    let of_address = [(Field::Address, "鞍山市立山区示例路1号"), (Field::District, "210304")];
    assert_eq!(corrected(with(&of_address), &address).text(Field::District), Some("210302"));
    let of_both = [of_address[0], of_address[1], (Field::SubjectCode, "91210304MA99FAK40W")];
    assert_eq!(corrected(with(&of_both), &address).text(Field::District), Some("210304"), "its code names it");
    let name = list(BY_ID, "subject_name", "示例健身有限公司", "示例美发店");
    let of_name = [(Field::SubjectName, "示例健身有限公司"), (Field::Industry, "fitness")];
    let industry = corrected(with(&of_name), &name).text(Field::Industry).map(str::to_owned);
    assert_eq!(industry.as_deref(), crate::records::place::industry_of_name("示例美发店"));
}

#[test]
fn a_wrong_value_is_no_longer_told_as_what_a_source_says() {
    let conflict = |values: &[&str]| Conflict {
        field: Field::AmountYuan,
        values: values.iter().map(|value| ("a".to_owned(), (*value).to_owned())).collect(),
    };
    for (values, left) in [(&["300000", "30000"][..], None), (&["300000", "20000"], Some(vec!["20000"]))] {
        let mut entry = entry();
        entry.conflicts = vec![conflict(values)];
        let corrections = load(&list(BY_ID, "amount_yuan", "300000", "30000")).expect("a list");
        corrections.apply(std::slice::from_mut(&mut entry), date(2026, 11, 25));
        let told = entry.conflicts.first().map(|conflict| conflict.values.iter().map(|said| &*said.1).collect());
        assert_eq!(told, left);
    }
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

#[test]
fn a_reason_names_nobody() {
    for (reason, hidden) in
        [("投诉人王建国反映", "王建国"), ("经办人李四核对", "李四"), ("电话13800001234核对", "13800001234")]
    {
        let text = list(BY_NUMBER, "amount_yuan", "300000", "30000").replace("与决定书核对", reason);
        let refusal = load(&text).expect_err(reason).to_string();
        for part in [", line 7:", "`reason`", "示处罚〔2026〕1号", "示例局", "personal data"] {
            assert!(refusal.contains(part), "{part}: {refusal}");
        }
        assert!(!refusal.contains(hidden), "{refusal}");
    }
    load(&list(BY_ID, "amount_yuan", "300000", "30000").replace("与决定书核对", "经市市场监督管理局核对决定书"))
        .expect("a list");
}
