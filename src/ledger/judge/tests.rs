//! What the law of publication makes of one record.

mod code_sets;

use super::*;
use crate::ledger::Mention;
use crate::ledger::entry::History;
use crate::ledger::transition::Transition;
use crate::records::{Fields, Record, Value};
use jiff::civil::date;

/// Fields beside the basic ones.
type Extra<'a> = &'a [(Field, Value)];

const TODAY: Date = date(2026, 11, 25);

fn text(field: Field, text: &str) -> (Field, Value) {
    (field, Value::Text(text.to_owned()))
}

/// A record of a kind, decided in March and first seen in April 2026.
fn entry(kind: Kind, extra: Extra<'_>) -> Entry {
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

fn judged(kind: Kind, extra: Extra<'_>) -> Judgement {
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

#[test]
fn what_the_law_does_not_publish_is_held_back_and_says_why() {
    let money = (Field::AmountYuan, Value::Number(1000.into()));
    let held: [(Kind, Extra<'_>, &str); 32] = [
        (Kind::Penalty, &[text(Field::Category, "警告（当场）")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "1.警告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "01-警告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "行政警告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "警告类处罚")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "警告；责令改正")], "warning"),
        (Kind::Penalty, &[text(Field::Outcome, "处以警告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "其他"), text(Field::Outcome, "警告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "不予行政处罚")], "imposes nothing"),
        (Kind::Penalty, &[text(Field::Outcome, "不予处罚")], "imposes nothing"),
        (Kind::Penalty, &[text(Field::Title, "免予行政处罚决定书")], "imposes nothing"),
        (Kind::Penalty, &[text(Field::Procedure, "简易程序")], "简易程序"),
        (Kind::Penalty, &[text(Field::Category, "警　告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "警告 通报批评")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "01"), text(Field::Outcome, "警告")], "warning"),
        (Kind::Penalty, &[text(Field::Facts, "经查，当事人系未成年人")], "minor"),
        (Kind::Penalty, &[text(Field::SubjectName, "王小明"), text(Field::SubjectKind, "1")], "natural person"),
        (Kind::Penalty, &[text(Field::SubjectKind, "未成年人")], "minor"),
        (Kind::Penalty, &[text(Field::UseScope, "1")], "scope"),
        (Kind::Award, &[text(Field::UseScope, "2")], "scope"),
        (Kind::Penalty, &[text(Field::SubjectKind, "自然人")], "natural person"),
        (Kind::Blacklist, &[text(Field::SubjectKind, "自然人")], "natural person"),
        (Kind::Award, &[text(Field::SubjectKind, "公民")], "natural person"),
        (Kind::Exposure, &[text(Field::SubjectName, "张*")], "natural person"),
        (Kind::Penalty, &[text(Field::Category, "警告")], "warning"),
        (Kind::Penalty, &[text(Field::Category, "警告、通报批评")], "warning"),
        (Kind::Penalty, &[text(Field::Outcome, "给予警告，责令改正")], "warning"),
        (Kind::Penalty, &[text(Field::Outcome, "1.通报批评；2.责令改正")], "warning"),
        (Kind::Penalty, &[text(Field::DocumentNo, "鞍市监当罚〔2026〕3号"), money.clone()], "当罚"),
        (Kind::Penalty, &[text(Field::Outcome, "适用简易程序，罚款50元")], "简易程序"),
        (Kind::Penalty, &[text(Field::Basis, "当场处罚决定")], "当场处罚"),
        (Kind::Penalty, &[text(Field::Category, "简易程序")], "简易程序"),
    ];
    for (kind, fields, why) in held {
        let judgement = judged(kind, fields);
        let steps: Vec<String> = judgement.steps.iter().map(ToString::to_string).collect();
        assert_eq!(judgement.state, State::Held, "{kind} {fields:?}");
        assert!(steps.last().is_some_and(|step| step.contains(why) && step.contains("held back")), "{steps:?}");
    }
    let shown: [(Kind, Extra<'_>); 15] = [
        (Kind::Penalty, &[text(Field::Category, "责令改正")]),
        (Kind::Penalty, &[text(Field::Category, "1.警告；2.罚款")]),
        (Kind::Penalty, &[text(Field::Category, "其他"), text(Field::Outcome, "处以罚款1000元，警告")]),
        (Kind::Penalty, &[text(Field::Outcome, "罚款1000元，对其余行为不予处罚")]),
        (Kind::Penalty, &[text(Field::Procedure, "普通程序")]),
        (Kind::Penalty, &[text(Field::Category, "01"), text(Field::Outcome, "罚款")]),
        (Kind::Penalty, &[text(Field::Facts, "向未成年人销售预付卡；不适用当场处罚")]),
        (Kind::Penalty, &[text(Field::UseScope, "0")]),
        (Kind::Penalty, &[text(Field::SubjectKind, "有限责任公司（自然人独资）")]),
        (Kind::Penalty, &[text(Field::Category, "警告;罚款")]),
        (Kind::Penalty, &[text(Field::Category, "警告"), money]),
        (Kind::Penalty, &[text(Field::Outcome, "警告并处罚款1000元")]),
        (Kind::Penalty, &[text(Field::Outcome, "责令停业整顿，给予警告")]),
        (Kind::Penalty, &[text(Field::Facts, "执法人员当场发现；不适用简易程序")]),
        (Kind::Exposure, &[text(Field::Category, "警告")]),
    ];
    for (kind, fields) in shown {
        assert_eq!(judged(kind, fields).state, State::Shown, "{kind} {fields:?}");
    }
}

#[test]
fn what_left_after_a_repair_is_told_from_what_was_withdrawn() {
    let repaired = judged(Kind::Abnormal, &[text(Field::RecordState, "已修复")]);
    assert_eq!(repaired.state, State::Repaired);
    let last = repaired.steps.last().expect("a step");
    assert!(last.ground.as_ref().is_some_and(|ground| ground.rule == "repair"), "{last}");
    let by_reason =
        [(Field::WithdrawnOn, Value::Date(date(2026, 6, 1))), text(Field::WithdrawalReason, "完成信用修复，移出名录")];
    assert_eq!(judged(Kind::Abnormal, &by_reason).state, State::Repaired);
    assert_eq!(judged(Kind::Abnormal, &by_reason[..1]).state, State::Withdrawn);
}

#[test]
fn a_correction_is_shown_until_an_objection_is() {
    let judged = |fields: Extra<'_>, on| {
        let rules = Rules::embedded().expect("embedded rules parse");
        let (agencies, withdrawals) = (Agencies::default(), Withdrawals::default());
        let mut entry = entry(Kind::Penalty, fields);
        let fields = vec![Field::AmountYuan];
        entry.transitions = vec![Transition { on, cause: Cause::Corrected, detail: String::new(), fields }];
        judge(&entry, Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date: TODAY }).state
    };
    let objection = [(Field::UnderObjection, Value::Flag(true))];
    assert_eq!(judged(&[], date(2026, 6, 1)), State::Corrected);
    assert_eq!(judged(&[], date(2027, 6, 1)), State::Shown, "not yet");
    assert_eq!(judged(&objection, date(2026, 6, 1)), State::Objection);
}

#[test]
fn an_end_beyond_the_maximum_is_cut_and_each_step_names_its_rule() {
    let cut = judged(Kind::Penalty, &[(Field::ValidUntil, Value::Date(date(2029, 3, 2)))]);
    assert_eq!(cut.cut(), Some((date(2029, 3, 2), date(2027, 3, 2))));
    assert_eq!(cut.until, Some(date(2027, 3, 2)));
    let steps: Vec<String> = cut.steps.iter().map(ToString::to_string).collect();
    assert!(steps.iter().any(|step| step.contains("rule `penalty/ordinary` in embedded publicity.toml")), "{steps:?}");
    assert_eq!(judged(Kind::Penalty, &[(Field::ValidUntil, Value::Date(date(2026, 12, 2)))]).cut(), None);
    let expired = judged(Kind::Penalty, &[(Field::ValidUntil, Value::Date(date(2026, 11, 24)))]);
    assert_eq!((expired.state, expired.left_on), (State::Expired, Some(TODAY)));
    let notice = judged(Kind::Blacklist, &[(Field::LegalBasis, Value::Flag(false))]);
    assert_eq!(notice.shown_as, Kind::Notice);
    assert!(notice.steps[0].ground.as_ref().is_some_and(|ground| ground.rule == "legal-basis"));
}

#[test]
fn the_last_day_is_shown_and_the_day_after_it_is_not() {
    let on = |decided: Date, level: &str, day: Date| {
        let rules = Rules::embedded().expect("embedded rules parse");
        let (agencies, withdrawals) = (Agencies::default(), Withdrawals::default());
        let entry = entry(Kind::Penalty, &[(Field::DecidedOn, Value::Date(decided)), text(Field::Level, level)]);
        judge(&entry, Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date: day })
    };
    for (decided, level, last) in [
        (date(2026, 3, 2), "", date(2027, 3, 2)),
        (date(2026, 3, 2), "极其恶劣", date(2027, 3, 2)),
        (date(2026, 3, 2), "轻微", date(2026, 6, 2)),
        (date(2026, 3, 2), "严重", date(2029, 3, 2)),
        // No such day in the month of the end: its last one (民法典 art. 202).
        (date(2024, 2, 29), "", date(2025, 2, 28)),
        (date(2024, 2, 29), "严重", date(2027, 2, 28)),
        (date(2025, 11, 30), "轻微违法", date(2026, 2, 28)),
        (date(2027, 2, 28), "", date(2028, 2, 28)),
        (date(2025, 12, 31), "", date(2026, 12, 31)),
    ] {
        let then = on(decided, level, last);
        assert_eq!((then.state, then.until), (State::Shown, Some(last)), "{decided} {level}");
        let after = on(decided, level, last.tomorrow().expect("a day"));
        assert_eq!((after.state, after.left_on), (State::Expired, last.tomorrow().ok()), "{decided} {level}");
    }
    assert_eq!(on(date(2026, 3, 2), "", date(2026, 3, 2)).state, State::Shown, "on its own day");
    assert_eq!(on(date(2026, 3, 2), "", date(2026, 3, 1)).state, State::Held, "not before it");
}

#[test]
fn a_premises_ban_counts_from_the_day_it_holds() {
    let only = |kind, field, day| {
        let rules = Rules::embedded().expect("embedded rules parse");
        let (agencies, withdrawals) = (Agencies::default(), Withdrawals::default());
        let mut entry = entry(kind, &[(field, Value::Date(day))]);
        entry.record.fields.remove(Field::DecidedOn);
        judge(&entry, Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date: TODAY })
    };
    let ban = only(Kind::PremisesBan, Field::ValidFrom, date(2026, 5, 1));
    assert_eq!((ban.state, ban.until), (State::Shown, Some(date(2029, 5, 1))));
    assert_eq!(only(Kind::Penalty, Field::ValidFrom, date(2026, 5, 1)).state, State::Held);
    assert_eq!(only(Kind::PremisesBan, Field::ValidFrom, date(2027, 5, 1)).state, State::Held, "not yet in force");
}

#[test]
fn a_licence_of_another_kind_is_no_filing_of_cards() {
    for extra in [
        [text(Field::Category, "食品经营许可证"), text(Field::FilingNo, "JY12103810012345")],
        [text(Field::Title, "食品经营许可决定书"), text(Field::Outcome, "食品销售")],
        [text(Field::FilingNo, "教民121030270000099号"), text(Field::FilingClass, "普通")],
    ] {
        let judgement = judged(Kind::Filing, &extra);
        assert_eq!(judgement.state, State::Held, "{extra:?}");
        assert!(judgement.steps[0].ground.as_ref().is_some_and(|ground| ground.rule == "other-licence"));
    }
    for extra in [
        [text(Field::FilingNo, "210300BAC0007"), text(Field::Title, "准予许可决定书")],
        [text(Field::FilingNo, "鞍商备〔2026〕3号"), text(Field::Category, "备案许可")],
        [text(Field::FilingNo, "17"), text(Field::FilingClass, "规模发卡企业")],
        [text(Field::Category, "单用途卡发卡许可"), text(Field::Status, "有效")],
    ] {
        assert_eq!(judged(Kind::Filing, &extra).state, State::Shown, "{extra:?}");
    }
}

#[test]
fn a_courts_list_rests_on_the_law_itself() {
    let none = (Field::LegalBasis, Value::Flag(false));
    let number = text(Field::DocumentNo, "（2026）辽0302执90100号");
    let court = text(Field::Agency, "鞍山市铁东区人民法院");
    assert_eq!(judged(Kind::Blacklist, &[none.clone(), number.clone(), court.clone()]).shown_as, Kind::Blacklist);
    assert_eq!(judged(Kind::Blacklist, &[none.clone(), number]).shown_as, Kind::Notice, "of another agency");
    assert_eq!(judged(Kind::Blacklist, &[none, court]).shown_as, Kind::Notice, "no number of a case");
}
