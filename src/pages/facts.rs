//! Records as pages show them: one fact, one sentence.

use super::context::{Chip, Fact, ListItem, SourceView, TurnView};
use super::model::{Model, has_own_page};
use super::urls;
use super::words::Words;
use crate::clock::Date;
use crate::ledger::{Cause, Entry, FeedStatus, Judgement, State, Turn, history};
use crate::merchants::Merchant;
use crate::records::person::Officers;
use crate::records::{Field, Kind};
use std::collections::BTreeSet;

/// Model and words: what every view is made from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub model: &'a Model,
    pub words: &'a Words,
}

impl<'a> View<'a> {
    pub(super) fn judged(self, position: usize) -> (&'a Entry, &'a Judgement) {
        (&self.model.entries[position], &self.model.judgements[position])
    }

    /// A fact's permalink.
    pub fn href(self, position: usize) -> String {
        let record = &self.model.entries[position].record;
        match self.model.merchant_of(position) {
            Some(merchant) if !has_own_page(record.kind) => urls::merchant(&merchant.key),
            _ => urls::record(&record.id),
        }
    }

    pub fn fact(self, position: usize) -> Fact {
        let (entry, judgement) = self.judged(position);
        let kind = judgement.shown_as;
        let agency = entry.agency();
        let sentence = self.sentence(position);
        Fact {
            kind: kind.key(),
            kind_label: self.words.label(kind).to_owned(),
            tone: kind.tone().key(),
            nameless: self.nameless(position, &sentence),
            sentence,
            href: self.href(position),
            date: entry.date().map(|date| date.to_string()),
            agency: agency.to_owned(),
            document_no: entry.record.fields.text(Field::DocumentNo).map(str::to_owned),
            until: judgement.until.map(|date| date.to_string()),
            objection: (judgement.state == State::Objection)
                .then(|| self.words.fill("state.objection", &[("agency", agency)])),
            correction: (judgement.state == State::Corrected).then(|| self.correction(entry)).flatten(),
            remark: self.draft_remark(position).or_else(|| self.words.remark(kind).map(str::to_owned)),
            sources: self.sources(entry),
        }
    }

    /// A text about a record without those who hold an office in a company; none where it names nobody.
    pub fn nameless(self, position: usize, text: &str) -> Option<String> {
        Officers::of(&self.model.entries[position].record.fields)?.masked(text)
    }

    /// When and in what a record was corrected last.
    fn correction(self, entry: &Entry) -> Option<String> {
        let last = entry.turned(Cause::Corrected)?.on;
        let turns = entry.transitions.iter().filter(|turn| turn.on == last && turn.cause == Cause::Corrected);
        let fields: BTreeSet<Field> = turns.flat_map(|turn| turn.fields.iter().copied()).collect();
        let (date, fields) = (self.words.date(last), self.field_names(&fields.into_iter().collect::<Vec<_>>()));
        Some(self.words.fill("state.corrected", &[("date", &date), ("fields", &fields)]))
    }

    /// What became of a record, in words: no values, and no words of people.
    pub fn history(self, position: usize) -> Vec<TurnView> {
        let (entry, judgement) = self.judged(position);
        let turns = history(entry, judgement, self.model.law()).into_iter();
        let view = |Turn { state, transition }: Turn| {
            let cause = self.words.get(&format!("history.{}", transition.cause.key())).to_owned();
            let fields = self.field_names(&transition.fields);
            TurnView {
                date: transition.on.to_string(),
                state: self.words.get(&format!("record_state.{}", state.key())).to_owned(),
                text: if fields.is_empty() { cause } else { self.words.pair(&cause, &fields) },
            }
        };
        turns.map(view).collect()
    }

    /// Where an entry came from: each feed that still has it.
    pub fn sources(self, entry: &Entry) -> Vec<SourceView> {
        let current = entry.mentions.iter().filter(|mention| mention.gone_on.is_none());
        current
            .map(|mention| SourceView {
                feed: mention.feed.clone(),
                agency: self.model.feed(&mention.feed).map(|feed| feed.agency.clone()).unwrap_or_default(),
                url: mention.fields.text(Field::SourceUrl).map(str::to_owned),
                first_seen: mention.first_seen.to_string(),
                trouble: self.trouble(&mention.feed),
            })
            .collect()
    }

    /// Said of a feed that was not had as it should be. The day of its last success changes daily and stands in
    /// `status.json`.
    fn trouble(self, feed: &str) -> Option<String> {
        let status = self.model.feed_states.get(feed)?.status.as_shown();
        (status != FeedStatus::Fresh).then(|| self.words.get(&format!("feed_status.{}", status.key())).to_owned())
    }

    /// What a record is called: its title, else its subject and kind.
    pub fn heading(self, position: usize) -> String {
        let (entry, judgement) = self.judged(position);
        let fields = &entry.record.fields;
        let kind = self.words.label(judgement.shown_as);
        match (fields.text(Field::SubjectName), fields.text(Field::Title).or_else(|| fields.text(Field::Name))) {
            (Some(subject), _) => self.words.fill("heading.record", &[("subject_name", subject), ("kind", kind)]),
            (None, Some(title)) if names_itself(judgement.shown_as) => title.to_owned(),
            (None, title) => self.words.fill(
                "heading.plain",
                &[("kind", kind), ("title", title.or_else(|| fields.text(Field::Address)).unwrap_or_default())],
            ),
        }
    }

    /// One row of a record list.
    pub fn list_item(self, position: usize) -> ListItem {
        let (entry, judgement) = self.judged(position);
        let fields = &entry.record.fields;
        let kind = judgement.shown_as;
        let merchant = self.model.merchant_of(position);
        let title = match fields.text(Field::SubjectName) {
            Some(subject) => subject.to_owned(),
            None => self.heading(position),
        };
        let summary = match fields.text(Field::Summary) {
            Some(summary) if names_itself(kind) => shorten(summary, 120),
            // The day stands beside it.
            _ => self.undated(position),
        };
        let district = merchant
            .and_then(|merchant| merchant.district.as_deref())
            .or_else(|| fields.text(Field::District))
            .and_then(|code| self.model.districts.name(code));
        let industry = merchant.and_then(|merchant| merchant.industry.as_deref());
        ListItem {
            title,
            href: self.href(position),
            summary,
            kind_label: self.words.label(kind).to_owned(),
            tone: kind.tone().key(),
            date: entry.date().map(|date| date.to_string()),
            agency: Some(entry.agency().to_owned()).filter(|agency| !agency.is_empty()),
            document_no: fields.text(Field::DocumentNo).map(str::to_owned),
            district: district.map(str::to_owned),
            industry: industry.and_then(|key| self.words.industry(key)).map(str::to_owned),
            until: judgement.until.map(|date| date.to_string()),
            chips: Vec::new(),
        }
    }

    /// The kinds of facts on record about a merchant, severe first, each with the last day of its last fact.
    pub fn chips(self, merchant: &Merchant) -> Vec<(Kind, Option<Date>)> {
        self.kinds_of(&merchant.records)
    }

    /// The kinds of some records as labels, severe first, each hidden after the last day of its last fact.
    pub(super) fn chips_of(self, records: &[usize]) -> Vec<Chip> {
        let chip = |(kind, until): (Kind, Option<Date>)| Chip {
            label: self.words.label(kind).to_owned(),
            tone: kind.tone().key(),
            until: until.map(|date| date.to_string()),
        };
        self.kinds_of(records).into_iter().map(chip).collect()
    }

    fn kinds_of(self, records: &[usize]) -> Vec<(Kind, Option<Date>)> {
        let mut chips: Vec<(Kind, Option<Date>)> = Vec::new();
        for position in records {
            let judgement = &self.model.judgements[*position];
            if judgement.shown_as == Kind::Merchant {
                continue;
            }
            match chips.iter_mut().find(|chip| chip.0 == judgement.shown_as) {
                // A fact without an end outlasts every other.
                Some(chip) => chip.1 = chip.1.zip(judgement.until).map(|(a, b)| a.max(b)),
                None => chips.push((judgement.shown_as, judgement.until)),
            }
        }
        chips.sort();
        chips
    }
}

/// Kinds whose title stands for them without the word for the kind.
fn names_itself(kind: Kind) -> bool {
    matches!(kind, Kind::Notice | Kind::Case | Kind::Policy | Kind::Statistic | Kind::Exposure)
}

/// The first `length` characters, with an ellipsis when there are more.
pub fn shorten(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
