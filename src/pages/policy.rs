//! The header of a policy document as 国办发〔2017〕47号 orders it, the same on its record's page and on the article that
//! explains it; and what is only a draft, which is never shown as a rule in force.

use super::content::{validity_key, validity_word};
use super::context::{ArticleSource, Labelled};
use super::facts::View;
use crate::clock::Date;
use crate::records::status::{Force, force};
use crate::records::{Field, Fields, Kind};

/// What is known of a document, in the order of the header; of the rest, that nothing is.
#[derive(Debug, Clone, Default)]
pub struct PolicyHeader {
    pub index_no: Option<String>,
    pub topic: Option<String>,
    pub issuer: Option<String>,
    pub written_on: Option<String>,
    pub title: String,
    pub document_no: Option<String>,
    pub published_on: Option<String>,
    /// In words.
    pub validity: Option<String>,
}

/// Fields of a record that its header shows.
pub const IN_HEADER: [Field; 8] = [
    Field::IndexNo,
    Field::Category,
    Field::Agency,
    Field::DecidedOn,
    Field::Title,
    Field::DocumentNo,
    Field::PublishedOn,
    Field::Status,
];

/// How a document calls itself that is not in force yet.
const DRAFT_WORDS: [&str; 4] = ["征求意见", "讨论稿", "送审稿", "草案"];

impl View<'_> {
    /// The header of the document that a policy's record stands for.
    pub fn header_of(self, position: usize) -> PolicyHeader {
        let entry = &self.model.entries[position];
        let fields = &entry.record.fields;
        let text = |field: Field| fields.text(field).map(str::to_owned);
        let day = |field: Field| fields.date(field).map(|date| date.to_string());
        PolicyHeader {
            index_no: text(Field::IndexNo),
            topic: text(Field::Category),
            issuer: Some(entry.agency().to_owned()).filter(|agency| !agency.is_empty()),
            written_on: day(Field::DecidedOn),
            title: self.heading(position),
            document_no: text(Field::DocumentNo),
            published_on: day(Field::PublishedOn),
            validity: self.validity(position),
        }
    }

    /// 有效性 of a record in the words of the portal's language, else in those of its agency.
    pub(super) fn validity(self, position: usize) -> Option<String> {
        let said = validity_of(&self.model.entries[position].record.fields, self.model.date)?;
        Some(validity_key(said).map_or_else(|| said.to_owned(), |key| self.validity_label(key)))
    }

    pub(super) fn validity_label(self, key: &str) -> String {
        self.words.get(&format!("validity.{key}")).to_owned()
    }

    /// The header as labels and values.
    pub fn header_lines(self, header: PolicyHeader) -> Vec<Labelled> {
        let lines = [
            ("index_no", header.index_no),
            ("topic", header.topic),
            ("issuer", header.issuer),
            ("written_on", header.written_on),
            ("title", Some(header.title)),
            ("document_no", header.document_no),
            ("published_on", header.published_on),
            ("validity", header.validity),
        ];
        let line = |(key, value): (&str, Option<String>)| Labelled {
            key: key.to_owned(),
            label: self.words.get(&format!("policy.{key}")).to_owned(),
            value: value.unwrap_or_else(|| self.words.get("policy.unknown").to_owned()),
            href: None,
        };
        lines.map(line).into()
    }

    /// What is said beside a document that is only a draft.
    pub fn draft_remark(self, position: usize) -> Option<String> {
        let (entry, judgement) = self.judged(position);
        let is_draft = judgement.shown_as == Kind::Policy && is_draft(&entry.record.fields);
        is_draft.then(|| self.words.get("policy.draft").to_owned())
    }
}

/// 有效性 of a policy's record on a day: the key of a draft and of what is past its last day, else its agency's own word.
pub fn validity_of(fields: &Fields, date: Date) -> Option<&str> {
    let status = fields.text(Field::Status);
    let is_over = fields.date(Field::ValidUntil).is_some_and(|last| last < date);
    match status {
        _ if is_draft(fields) => Some("draft"),
        // 废止 and 已修改 say more than the day does.
        None if is_over => Some("lapsed"),
        Some(status) if is_over && force(status) == Some(Force::InForce) => Some("lapsed"),
        status => status,
    }
}

/// Whether what an article says of a document is another thing than what its record says; both as keys or in an agency's words.
pub fn contradicts(of_article: &str, of_record: &str) -> bool {
    let is_draft = |said: &str| said == "draft" || says_draft(said);
    match (is_draft(of_article), is_draft(of_record)) {
        (false, false) => {
            let forces = force(validity_word(of_article)).zip(force(validity_word(of_record)));
            forces.is_some_and(|(article, record)| article != record)
        }
        (article, record) => article != record,
    }
}

fn says_draft(text: &str) -> bool {
    DRAFT_WORDS.iter().any(|word| text.contains(word))
}

/// Whether a policy's record is of a draft: its agency says so, or says nothing and its title does.
pub fn is_draft(fields: &Fields) -> bool {
    match fields.text(Field::Status) {
        Some(status) => says_draft(status),
        None => fields.text(Field::Title).is_some_and(says_draft),
    }
}

/// Whether an article's source is of a draft.
pub fn is_draft_source(source: &ArticleSource) -> bool {
    source.validity.map_or_else(|| says_draft(&source.title), |key| key == "draft")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Value;

    #[test]
    fn a_document_past_its_last_day_is_not_in_force() {
        let day = |day: &str| day.parse::<Date>().expect("a day");
        let told = |status: Option<&str>, until: &str| {
            let status = status.map(|status| (Field::Status, Value::Text(status.to_owned())));
            let until = (Field::ValidUntil, Value::Date(day(until)));
            let fields = Fields::from_iter(status.into_iter().chain([until]));
            validity_of(&fields, day("2026-11-30")).unwrap_or_default().to_owned()
        };
        for (status, until, expected) in [
            (None, "2026-11-29", "lapsed"),
            (Some("有效"), "2026-11-29", "lapsed"),
            (Some("现行有效"), "2026-11-29", "lapsed"),
            (Some("废止"), "2026-11-29", "废止"),
            (Some("有效"), "2026-11-30", "有效"),
            (None, "2026-11-30", ""),
            (Some("征求意见"), "2026-11-29", "draft"),
        ] {
            assert_eq!(told(status, until), expected, "{status:?} {until}");
        }
    }

    #[test]
    fn what_an_article_says_of_a_document_may_contradict_its_record() {
        assert!(contradicts("valid", "废止") && contradicts("valid", "已失效") && contradicts("draft", "现行有效"));
        assert!(
            !contradicts("lapsed", "废止")
                && !contradicts("valid", "有效")
                && !contradicts("valid", "部分有效")
                && !contradicts("valid", "尚未失效")
        );
    }

    #[test]
    fn a_draft_is_told_by_its_status_else_by_its_title() {
        let draft = |title: &str, status: Option<&str>| {
            let text = |text: &str| Value::Text(text.to_owned());
            let status = status.map(|status| (Field::Status, text(status)));
            is_draft(&Fields::from_iter([(Field::Title, text(title))].into_iter().chain(status)))
        };
        assert!(draft("甲办法（征求意见稿）", None) && draft("甲办法", Some("讨论稿，未施行")));
        assert!(!draft("关于甲办法草案的说明", Some("有效")) && !draft("甲办法", None));
    }
}
