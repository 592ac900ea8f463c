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

mod in_the_ledger {
    use super::*;
    use crate::config::Agencies;
    use crate::ledger::advance::Finished;
    use crate::ledger::{Ledger, Rules, Withdrawals, judge};
    use crate::records::Record;
    use crate::records::mapping::Columns;
    use crate::records::read::Provenance;
    use crate::sources::Feed;

    /// A ledger and a portal with feeds in full mode.
    struct Bench {
        dir: tempfile::TempDir,
        ledger: Ledger,
    }

    impl Bench {
        fn new() -> Bench {
            let dir = tempfile::tempdir().expect("a folder");
            let ledger = Ledger::open(&dir.path().join("ledger.db")).expect("a ledger");
            Bench { dir, ledger }
        }

        fn feed(&self, id: &str) -> Feed {
            let path = self.dir.path().join(format!("{id}.toml"));
            let text = "kind = \"penalty\"\nagency = \"示例局\"\nsource = \"x.csv\"\n";
            std::fs::write(&path, text).expect("written");
            Feed::load(&path, self.dir.path()).expect("a feed")
        }

        /// A pull on a day of November: the records of a feed, and the hash of its bytes.
        fn pull(&mut self, id: &str, day: i8, hash: &str, records: &[Record]) {
            let feed = self.feed(id);
            let (rules, agencies) = (Rules::embedded().expect("embedded rules parse"), Agencies::default());
            let (withdrawals, on) = (Withdrawals::default(), date(2026, 11, day));
            let law = Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date: on };
            let mut advance = self.ledger.advance(&feed, law).expect("an advance");
            records
                .iter()
                .for_each(|record| advance.take(record, Provenance { row: "2".to_owned(), repairs: Vec::new() }));
            let finished = Finished {
                hash,
                layout: "",
                rows: 1,
                records: 1,
                quarantined: &[],
                columns: &Columns::default(),
                seen_on: on,
            };
            advance.commit(&finished).expect("committed");
        }

        fn turns(&self) -> Vec<(i8, Cause, Vec<Field>)> {
            let entries = self.ledger.entries(&|_| true).expect("entries");
            let turns = entries[0].transitions.iter();
            turns.map(|turn| (turn.on.day(), turn.cause, turn.fields.clone())).collect()
        }
    }

    fn penalty(extra: &[(Field, Value)]) -> Record {
        let mut fields = fields(&[
            text(Field::SubjectName, "示例健身有限公司"),
            text(Field::DocumentNo, "示〔2026〕1号"),
            text(Field::Outcome, "罚款1000元"),
        ]);
        for (field, value) in extra {
            fields.set(*field, value.clone());
        }
        Record::new(Kind::Penalty, "示例局", fields)
    }

    /// A notice of one title and day, with a page and a text.
    fn notice(page: Option<&str>, body: &str) -> Record {
        let mut fields = fields(&[
            text(Field::Title, "警情通报"),
            (Field::PublishedOn, Value::Date(date(2026, 11, 1))),
            text(Field::Body, body),
        ]);
        page.into_iter().for_each(|page| fields.set(Field::SourceUrl, Value::Text(page.to_owned())));
        Record::new(Kind::Notice, "示例局", fields)
    }

    /// Id and text of every record that stands.
    fn texts(bench: &Bench) -> Vec<(String, String)> {
        let entries = bench.ledger.entries(&|_| true).expect("entries");
        let stands = entries.into_iter().filter(|entry| entry.withdrawn_on.is_none());
        let mut texts: Vec<(String, String)> = stands
            .map(|entry| {
                (
                    entry.record.fields.text(Field::Body).unwrap_or_default().to_owned(),
                    entry.record.id.as_str().to_owned(),
                )
            })
            .collect();
        texts.sort();
        texts
    }

    #[test]
    fn two_records_of_one_title_and_day_are_told_apart_whatever_their_order() {
        let (one, other) = (Some("https://x.cn/1"), Some("https://x.cn/2"));
        for [first, second] in [[one, other], [None, None]] {
            let mut bench = Bench::new();
            bench.pull("a", 1, "1", &[notice(first, "案一")]);
            let alone = texts(&bench);
            bench.pull("a", 2, "2", &[notice(second, "案二"), notice(first, "案一")]);
            let both = texts(&bench);
            assert_eq!((both.len(), &both[0]), (2, &alone[0]), "the first keeps its id: {both:?}");
            bench.pull("a", 3, "3", &[notice(first, "案一"), notice(second, "案二")]);
            assert_eq!(texts(&bench), both);
            bench.pull("a", 4, "4", &[notice(second, "案二")]);
            assert_eq!(texts(&bench), both[1..], "the other one left");
        }
        let mut bench = Bench::new();
        bench.pull("a", 1, "1", &[notice(one, "案一"), notice(one, "案二")]);
        assert_eq!(texts(&bench).len(), 1, "one page is one record");
    }

    #[test]
    fn pulls_keep_what_became_of_a_record() {
        let mut bench = Bench::new();
        let objection = penalty(&[(Field::UnderObjection, Value::Flag(true))]);
        let corrected = penalty(&[text(Field::Outcome, "罚款500元")]);
        bench.pull("a", 1, "1", &[penalty(&[])]);
        assert_eq!(bench.turns(), [], "that it came stands in its own column");
        bench.pull("a", 2, "2", &[objection]);
        bench.pull("a", 3, "3", std::slice::from_ref(&corrected));
        bench.pull("a", 4, "4", std::slice::from_ref(&corrected));
        bench.pull("a", 5, "5", &[]);
        bench.pull("a", 6, "6", &[corrected]);
        let expected = [
            (2, Cause::Objection, vec![]),
            (3, Cause::Corrected, vec![Field::Outcome]),
            (3, Cause::ObjectionOver, vec![]),
            (5, Cause::Absent, vec![]),
            (6, Cause::Returned, vec![]),
        ];
        assert_eq!(bench.turns(), expected);
    }

    #[test]
    fn the_same_bytes_read_differently_correct_nothing() {
        let mut bench = Bench::new();
        bench.pull("a", 1, "1", &[penalty(&[])]);
        bench.pull("a", 2, "1", &[penalty(&[text(Field::Outcome, "罚款500元")])]);
        assert_eq!(bench.turns(), []);
    }

    #[test]
    fn a_digest_of_an_older_program_makes_no_change() {
        let mut bench = Bench::new();
        bench.pull(
            "a",
            1,
            "1",
            &[penalty(&[(Field::AmountYuan, Value::Number("1000.50".parse().expect("a number")))])],
        );
        let digest = |bench: &Bench| -> Option<i64> {
            let sql = "SELECT digest FROM mentions";
            bench.ledger.connection.query_row(sql, [], |row| row.get(0)).expect("a row")
        };
        let of_today = digest(&bench);
        for older in ["NULL", "7"] {
            let sql = format!("UPDATE mentions SET digest = {older}");
            bench.ledger.connection.execute(&sql, []).expect("written");
            bench.pull(
                "a",
                2,
                "2",
                &[penalty(&[(Field::AmountYuan, Value::Number("1000.5".parse().expect("a number")))])],
            );
            let entries = bench.ledger.entries(&|_| true).expect("entries");
            assert_eq!((bench.turns(), entries[0].changed_on), (vec![], None), "{older}");
            assert_eq!(digest(&bench), of_today, "{older}");
        }
    }

    #[test]
    fn only_what_all_feeds_together_show_counts() {
        let mut bench = Bench::new();
        bench.pull("a", 1, "1", &[penalty(&[])]);
        bench.pull("b", 2, "1", &[penalty(&[])]);
        bench.pull("b", 3, "2", &[penalty(&[text(Field::Outcome, "罚款500元")])]);
        assert_eq!(bench.turns(), [], "the first feed's word is the one shown");
        bench.pull("b", 4, "3", &[]);
        assert_eq!(bench.turns(), [], "another feed still has it");
        bench.pull("a", 5, "2", &[penalty(&[text(Field::Basis, "示例法")])]);
        assert_eq!(bench.turns(), [(5, Cause::Updated, vec![Field::Basis])]);
    }

    #[test]
    fn a_withdrawal_by_hand_is_kept_and_changes_the_digest() {
        let mut bench = Bench::new();
        bench.pull("a", 1, "1", &[penalty(&[])]);
        let before = bench.ledger.digest().expect("a digest");
        let id = bench.ledger.entries(&|_| true).expect("entries")[0].record.id.to_string();
        bench.ledger.note_withdrawal(&id, DAY, "处罚决定被撤销").expect("kept");
        assert_eq!(bench.turns(), [(25, Cause::WithdrawnLocally, vec![])]);
        assert_ne!(before, bench.ledger.digest().expect("a digest"));
    }

    /// The state of the one record on a day of November, and the day on which it left.
    fn standing(bench: &Bench, day: i8) -> (State, Option<i8>) {
        let (rules, agencies) = (Rules::embedded().expect("embedded rules parse"), Agencies::default());
        let withdrawals = Withdrawals::default();
        let law = Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date: date(2026, 11, day) };
        let judgement = judge(&bench.ledger.entries(&|_| true).expect("entries")[0], law);
        (judgement.state, judgement.left_on.map(|left| left.day()))
    }

    #[test]
    fn what_is_held_back_after_it_was_shown_has_left() {
        let decided = (Field::DecidedOn, Value::Date(date(2026, 6, 1)));
        let shown = penalty(std::slice::from_ref(&decided));
        for closing in [
            text(Field::UseScope, "1"),
            text(Field::Outcome, "给予警告"),
            text(Field::SubjectKind, "自然人"),
            text(Field::Procedure, "简易程序"),
        ] {
            let closed = penalty(&[decided.clone(), closing.clone()]);
            let mut bench = Bench::new();
            bench.pull("a", 20, "1", std::slice::from_ref(&shown));
            bench.pull("a", 21, "2", std::slice::from_ref(&closed));
            assert_eq!(standing(&bench, 22), (State::Withheld, Some(21)), "{closing:?}");
            assert_eq!(bench.turns().last().map(|turn| (turn.0, turn.1)), Some((21, Cause::Withheld)), "{closing:?}");
            bench.pull("a", 23, "3", std::slice::from_ref(&shown));
            assert!(standing(&bench, 23).0.is_public(), "{closing:?}");
        }
    }

    #[test]
    fn what_was_held_back_from_the_beginning_never_left_and_comes_when_it_is_let_go() {
        let decided = (Field::DecidedOn, Value::Date(date(2026, 6, 1)));
        let closed = penalty(&[decided.clone(), text(Field::UseScope, "1")]);
        let mut bench = Bench::new();
        bench.pull("a", 20, "1", std::slice::from_ref(&closed));
        bench.pull("a", 21, "2", &[penalty(&[decided.clone(), text(Field::UseScope, "2")])]);
        assert_eq!((standing(&bench, 22), bench.turns().len()), ((State::Held, None), 0));
        bench.pull("a", 23, "3", &[penalty(&[decided])]);
        assert_eq!((standing(&bench, 23), bench.turns()), ((State::Shown, None), vec![(23, Cause::Released, vec![])]));
        bench.pull("a", 24, "4", &[closed]);
        assert_eq!(standing(&bench, 25), (State::Withheld, Some(24)));
    }

    #[test]
    fn another_feed_can_close_a_record_and_what_had_expired_left_on_its_day() {
        let decided = (Field::DecidedOn, Value::Date(date(2026, 6, 1)));
        let mut bench = Bench::new();
        bench.pull("a", 20, "1", &[penalty(std::slice::from_ref(&decided))]);
        bench.pull("b", 21, "2", &[penalty(&[decided.clone(), text(Field::UseScope, "1")])]);
        assert_eq!(standing(&bench, 22), (State::Withheld, Some(21)));
        let ended = (Field::ValidUntil, Value::Date(date(2026, 11, 9)));
        let mut bench = Bench::new();
        bench.pull("a", 1, "1", &[penalty(&[decided.clone(), ended.clone()])]);
        bench.pull("a", 20, "2", &[penalty(&[decided, ended, text(Field::UseScope, "1")])]);
        assert_eq!(standing(&bench, 22), (State::Withheld, Some(10)));
    }
}
