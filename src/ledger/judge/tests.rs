//! What the law of publication makes of one record.

use super::*;
use crate::ledger::Mention;
use crate::ledger::entry::History;
use crate::records::{Fields, Record, Value};
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 25);

fn text(field: Field, text: &str) -> (Field, Value) {
    (field, Value::Text(text.to_owned()))
}

/// A record of a kind, decided in March and first seen in April 2026.
fn entry(kind: Kind, extra: &[(Field, Value)]) -> Entry {
    let basic = [
        text(Field::SubjectName, "示例健身有限公司"),
        text(Field::Agency, "示例局"),
        text(Field::LegalBasis, "示例办法"),
        (Field::DecidedOn, Value::Date(date(2026, 3, 2))),
    ];
    let mut fields: Fields = basic.into_iter().collect();
    for (field, value) in extra {
        fields.set(*field, value.clone());
    }
    let record = Record::new(kind, "示例局", fields.clone());
    let first_seen = date(2026, 4, 1);
    let mention = Mention { feed: "a".into(), row: "2".into(), fields, first_seen, gone_on: None };
    let history = History { first_seen, changed_on: Some(date(2026, 5, 1)), withdrawn_on: None };
    Entry::join(record.id, kind, vec![mention], history)
}

fn judged(kind: Kind, extra: &[(Field, Value)]) -> Judgement {
    let rules = Rules::embedded().expect("embedded rules parse");
    let (agencies, withdrawals) = (Agencies::default(), Withdrawals::default());
    judge(&entry(kind, extra), Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date: TODAY })
}

#[test]
fn a_revoked_record_is_withdrawn_with_its_reason() {
    let revoked = judged(Kind::Penalty, &[text(Field::RecordState, "撤销")]);
    assert_eq!((revoked.state, revoked.left_on), (State::Withdrawn, Some(date(2026, 5, 1))));
    assert!(revoked.steps.iter().any(|step| step.to_string().contains("`撤销`")), "{:?}", revoked.steps);
    let dated = [text(Field::RecordState, "已移出"), (Field::WithdrawnOn, Value::Date(date(2026, 6, 1)))];
    assert_eq!(judged(Kind::Abnormal, &dated).left_on, Some(date(2026, 6, 1)));
    let objection = [(Field::UnderObjection, Value::Flag(true))];
    assert_eq!(judged(Kind::Penalty, &objection).state, State::Objection);
    assert_eq!(judged(Kind::Penalty, &[]).state, State::Shown);
}
