//! Whom records speak of.

use super::*;
use crate::ledger::State;
use crate::ledger::entry::History;
use crate::records::{Fields, Record, Value};
use jiff::civil::date;

fn entry(kind: Kind, name: &str, code: Option<&str>, district: Option<&str>) -> Entry {
    let mut fields = Fields::new();
    fields.set(Field::SubjectName, Value::Text(name.into()));
    for (field, value) in [(Field::SubjectCode, code), (Field::District, district)] {
        if let Some(value) = value {
            fields.set(field, Value::Text(value.into()));
        }
    }
    let record = Record::new(kind, "示例机关", fields);
    let history = History { first_seen: date(2026, 1, 1), changed_on: None, withdrawn_on: None };
    let mention = crate::ledger::Mention {
        feed: "f".into(),
        row: "1".into(),
        fields: record.fields.clone(),
        first_seen: date(2026, 1, 1),
        gone_on: None,
    };
    Entry::join(record.id, kind, vec![mention], history)
}

fn judgement(state: State) -> Judgement {
    Judgement { state, shown_as: Kind::Penalty, until: None, left_on: None, steps: vec![] }
}

fn resolved(entries: &[Entry]) -> Resolution {
    decided(entries, "")
}

/// Resolved with the decisions of a file.
fn decided(entries: &[Entry], merges: &str) -> Resolution {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), merges).expect("written");
    let decisions = Decisions::load(file.path()).expect("decisions");
    resolve(entries, &vec![judgement(State::Shown); entries.len()], &decisions, &crate::config::Districts::default())
}

fn merge(rest: &str) -> String {
    format!("[[merge]]\n{rest}\nreason = \"执照核对\"\non = \"2026-11-20\"\n")
}

const A: &str = "91210302MA99FAK16F";
const B: &str = "91210381MA99FAK32J";

#[test]
fn a_name_joins_the_only_merchant_that_fits() {
    let code = Some("91210302MA99FAK16F");
    let entries = [
        entry(Kind::Merchant, "鞍山示例健身（中心）", code, Some("210302")),
        entry(Kind::Penalty, "鞍山示例健身(中心)", None, None),
        entry(Kind::Abnormal, "鞍山示例健身（中心）", None, Some("210303")),
    ];
    let of = resolved(&entries).merchant_of;
    assert!(of[1] != of[0] && of[2] != of[0], "two of that name in two districts: never a guess");
    let resolution = resolved(&entries[..2]);
    assert_eq!(resolution.merchant_of[0], resolution.merchant_of[1]);
    assert_eq!(resolution.merges.len(), 1);
}

#[test]
fn two_of_the_same_name_are_never_guessed_between() {
    let entries = [
        entry(Kind::Merchant, "示例店", Some("91210302MA99FAK16F"), None),
        entry(Kind::Merchant, "示例店", Some("91210381MA99FAK32J"), None),
        entry(Kind::Penalty, "示例店", None, None),
    ];
    let resolution = resolved(&entries);
    assert_eq!(resolution.merchants.len(), 3);
    assert!(resolution.merges.is_empty());
}

#[test]
fn a_branch_is_never_its_company_and_a_former_name_is() {
    let mut company = entry(Kind::Merchant, "示例健身有限公司", Some(A), Some("210302"));
    company.record.fields.set(Field::FormerNames, Value::List(vec!["旧名健身有限公司".into()]));
    let entries = [
        company,
        entry(Kind::Penalty, "示例健身有限公司铁东分公司", None, Some("210302")),
        entry(Kind::Penalty, "示例健身有限公司铁东分店", None, None),
        entry(Kind::Exposure, "旧名健身有限公司", None, None),
    ];
    let of = resolved(&entries).merchant_of;
    assert!(of[1] != of[0] && of[2] != of[0] && of[1] != of[2]);
    assert_eq!(of[3], of[0], "nobody else has or had that name");
    let mut taken = entries.to_vec();
    taken.push(entry(Kind::Merchant, "旧名健身有限公司", Some(B), None));
    let of = resolved(&taken).merchant_of;
    assert_eq!(of[3], of[4], "whoever has the name goes before whoever had it");
}

#[test]
fn a_record_without_district_joins_the_only_one_of_its_name() {
    let one = entry(Kind::Penalty, "示例店", None, Some("210302"));
    let nowhere = entry(Kind::Exposure, "示例店", None, None);
    let of = resolved(&[one.clone(), nowhere.clone()]).merchant_of;
    assert_eq!(of[0], of[1]);
    let two = entry(Kind::Abnormal, "示例店", None, Some("210303"));
    let of = resolved(&[one, nowhere, two]).merchant_of;
    assert!(of[0] != of[1] && of[1] != of[2] && of[0] != of[2], "the same name in two districts");
}

#[test]
fn one_code_with_several_names_is_one_merchant_that_tells_them() {
    let entries = [
        entry(Kind::Merchant, "示例健身有限公司", Some(A), None),
        entry(Kind::Penalty, "示例健身（有限公司）", Some(A), None),
        entry(Kind::Penalty, "另一个名称有限公司", Some(A), None),
    ];
    let resolution = resolved(&entries);
    assert_eq!(resolution.merchants.len(), 1);
    assert_eq!(resolution.merchants[0].also_named, ["示例健身（有限公司）", "另一个名称有限公司"]);
}

#[test]
fn what_a_person_decided_goes_before_every_rule() {
    let entries = [
        entry(Kind::Merchant, "示例店", Some(A), None),
        entry(Kind::Penalty, "示例店", None, None),
        entry(Kind::Penalty, "别的店", Some(B), None),
    ];
    let record = &entries[1].record.id;
    let of = decided(&entries, &merge(&format!("record = \"{record}\"\nmerchant = \"{A}\"\nsame = false"))).merchant_of;
    assert_ne!(of[1], of[0]);
    let of = decided(&entries, &merge(&format!("record = \"{record}\"\nmerchant = \"{B}\"\nsame = true"))).merchant_of;
    assert_eq!(of[1], of[2]);
    let both = decided(&entries, &merge(&format!("merchants = [\"{A}\", \"{B}\"]\nsame = true")));
    assert_eq!(both.merchants.len(), 1);
    let old: Vec<&str> = both.moved.keys().map(MerchantKey::as_str).collect();
    assert!(old.contains(&B), "the other address leads on: {old:?}");
    let own = MerchantKey::of_name(&name_key("示例店"), "");
    let of = decided(&entries, &merge(&format!("merchants = [\"{A}\", \"{own}\"]\nsame = false"))).merchant_of;
    assert_ne!(of[1], of[0]);
}

#[test]
fn a_merchant_that_gained_a_code_is_found_at_its_old_address() {
    let entries = [
        entry(Kind::Merchant, "示例店", Some(A), Some("210302")),
        entry(Kind::Merchant, "示例店", None, Some("210302")),
        entry(Kind::Penalty, "从未展示的店", None, None),
    ];
    // The entry without a code is gone from its register: the one with a code took its place.
    let states = [State::Shown, State::Withdrawn, State::Held].map(judgement);
    let resolution = resolve(&entries, &states, &Decisions::default(), &crate::config::Districts::default());
    let old = MerchantKey::of_name(&name_key("示例店"), "210302");
    assert_eq!(resolution.moved.into_iter().collect::<Vec<_>>(), [(old, 0)]);
}
