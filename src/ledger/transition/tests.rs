//! What a change of a record amounts to.

use super::*;
use crate::records::Value;
use jiff::civil::date;

const DAY: Date = date(2026, 11, 25);

fn fields(values: &[(Field, Value)]) -> Fields {
    values.iter().cloned().collect()
}

fn text(field: Field, text: &str) -> (Field, Value) {
    (field, Value::Text(text.to_owned()))
}

#[test]
fn causes_stand_in_their_own_row() {
    for cause in Cause::all() {
        assert_eq!(cause.key().parse(), Ok(cause));
    }
    assert_eq!("nothing".parse::<Cause>(), Err(()));
}

#[test]
fn a_replaced_value_of_a_decision_is_a_correction_and_an_added_one_is_not() {
    let before = fields(&[text(Field::Outcome, "罚款1000元")]);
    let after = fields(&[text(Field::Outcome, "罚款2000元"), text(Field::Basis, "示例")]);
    let none = Fields::new();
    let turn = |kind, before, after| turns(kind, before, after, DAY).remove(0);
    let corrected = turn(Kind::Penalty, &before, &after);
    assert_eq!((corrected.cause, corrected.fields), (Cause::Corrected, vec![Field::Basis, Field::Outcome]));
    assert_eq!(turn(Kind::Penalty, &none, &before).cause, Cause::Updated);
    assert_eq!(turn(Kind::Penalty, &before, &none).cause, Cause::Corrected, "taken out");
    assert_eq!(turn(Kind::Commitment, &before, &after).cause, Cause::Updated, "a commitment goes on");
    assert!(turns(Kind::Penalty, &before, &before, DAY).is_empty());
    let link = fields(&[text(Field::Outcome, "罚款1000元"), text(Field::SourceUrl, "https://x.cn/")]);
    assert!(turns(Kind::Penalty, &before, &link, DAY).is_empty(), "a link is not content");
}

#[test]
fn objections_and_withdrawals_come_and_go() {
    let none = Fields::new();
    let objection = fields(&[(Field::UnderObjection, Value::Flag(true))]);
    let causes = |before, after| turns(Kind::Penalty, before, after, DAY).into_iter().map(|turn| turn.cause);
    assert!(causes(&none, &objection).eq([Cause::Objection]));
    assert!(causes(&objection, &none).eq([Cause::ObjectionOver]));
    let removed = fields(&[
        (Field::WithdrawnOn, Value::Date(date(2026, 11, 20))),
        text(Field::WithdrawalReason, "完成信用修复"),
        text(Field::RecordState, "已移出"),
    ]);
    let turn = turns(Kind::Abnormal, &none, &removed, DAY).remove(0);
    assert_eq!((turn.on, turn.cause, turn.detail.as_str()), (date(2026, 11, 20), Cause::Revoked, "完成信用修复"));
    assert!(causes(&removed, &none).eq([Cause::Returned]));
    assert!(causes(&removed, &objection).eq([Cause::Objection, Cause::Returned]));
}
