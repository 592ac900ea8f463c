//! Records in words: one sentence a fact, by the patterns of the theme.
//!
//! In: a judged record. Out: text. A sentence stands below the name of whom it is about, so it does not repeat that name.

use super::facts::View;
use super::labelled::{grouped, tells};
use crate::records::document_no::is_of_document;
use crate::records::person::behind_officer;
use crate::records::status::Safeguard;
use crate::records::{Field, Kind, Value, status};
use std::borrow::Cow;

/// What a title keeps at the least when the name before it is left out.
const SHORTEST_TITLE: usize = 3;

impl<'a> View<'a> {
    /// The fact in one sentence, by the pattern of the kind it is shown as.
    pub fn sentence(self, position: usize) -> String {
        self.worded_by_kind(position, &|name| self.part(position, name))
    }

    /// The same without its day, for places that show the day beside it.
    pub fn undated(self, position: usize) -> String {
        let sentence = self.worded_by_kind(position, &|name| self.part(position, name).filter(|_| name != "date"));
        capital(sentence)
    }

    /// Whether a record says that what its kind tells of is not so, not yet so or no longer so: a filing that is none, a custody
    /// that is none.
    pub(super) fn denies(self, position: usize) -> bool {
        let (entry, judgement) = self.judged(position);
        let said = |field| entry.record.fields.text(field);
        match judgement.shown_as {
            Kind::Filing => said(Field::Status).is_some_and(|status| !status::is_filed(status)),
            Kind::Custody => {
                said(Field::CustodyMethod).is_some_and(|method| status::safeguard(method) == Safeguard::Untold)
            }
            _ => false,
        }
    }

    fn worded_by_kind(self, position: usize, value: &dyn Fn(&str) -> Option<Cow<'a, str>>) -> String {
        let (entry, judgement) = self.judged(position);
        let kind = judgement.shown_as;
        let said = |field| entry.record.fields.text(field);
        if self.denies(position) {
            return self.words.fill_by(&format!("denied.{}", kind.key()), value);
        }
        if kind == Kind::Custody
            && said(Field::CustodyMethod).is_some_and(|method| status::safeguard(method) == Safeguard::Other)
        {
            return self.words.fill_by("marked.custody", value);
        }
        // Individual businesses are marked (个体工商户年度报告暂行办法), not listed.
        if kind == Kind::Abnormal && status::is_individual(said(Field::SubjectKind), said(Field::SubjectCode)) {
            return self.words.fill_by("marked.abnormal", value);
        }
        let sentence = self.words.sentence(kind, value);
        // Units are words behind a space, but this one is a sign.
        if kind == Kind::Statistic { sentence.replace(" %", "%") } else { sentence }
    }

    /// The fact by another pattern.
    pub fn worded(self, position: usize, pattern: &str) -> String {
        self.words.fill_by(pattern, &|name| self.part(position, name))
    }

    /// What a name in a pattern stands for.
    pub(super) fn part(self, position: usize, name: &str) -> Option<Cow<'a, str>> {
        let (entry, judgement) = self.judged(position);
        let fields = &entry.record.fields;
        let long = |date| Some(Cow::Owned(self.words.date(date)));
        match name {
            "date" => entry.date().and_then(long),
            "until" => judgement.until.and_then(long),
            "period" => fields.text(Field::Period).map(|period| Cow::Owned(self.words.period(period))),
            "part" => {
                // Of a merchant with several stores or types of complaints each record is one of them.
                let parts = fields.list(Field::Brands).iter().map(String::as_str);
                let matter = fields.text(Field::Category).filter(|_| entry.record.kind == Kind::Complaints);
                let parts: Vec<&str> = parts.chain(matter).collect();
                (!parts.is_empty()).then(|| Cow::Owned(parts.join(self.words.get("value.separator"))))
            }
            "title" => {
                let subject = fields.text(Field::SubjectName).unwrap_or_default();
                let title = fields.text(Field::Title).map(|title| without_subject(title, subject))?;
                // Of a penalty it stands as the reason.
                let says = judgement.shown_as != Kind::Penalty || title != subject && !is_of_document(title);
                says.then_some(Cow::Borrowed(title))
            }
            name => {
                let field = name.parse::<Field>().ok();
                let told = field.and_then(|field| Some((field, fields.get(field)?)));
                let told = told.filter(|(field, value)| tells(*field, value)).map(|told| told.1);
                let value = told.map(|value| match value {
                    Value::Date(date) => Cow::Owned(self.words.date(*date)),
                    Value::Text(text) if matches!(field, Some(Field::Category | Field::MainIssues)) => {
                        enumerated(text, self.words.get("value.separator"))
                    }
                    Value::Text(text) if field == Some(Field::CustodyMethod) => {
                        Cow::Borrowed(status::plain_custody(text))
                    }
                    Value::Text(text) => Cow::Borrowed(text.as_str()),
                    Value::Number(_) => Cow::Owned(grouped(&value.to_string())),
                    other => Cow::Owned(other.to_string()),
                });
                value.or_else(|| self.words.find(&format!("default.{name}")).map(Cow::Borrowed))
            }
        }
    }
}

/// A title without the name it begins with, where enough is left to say something.
fn without_subject<'t>(title: &'t str, subject: &str) -> &'t str {
    let Some(rest) = title.strip_prefix(subject).filter(|_| !subject.is_empty()) else { return title };
    let rest = behind_officer(rest).trim_start_matches([' ', '：', ':', '，', ',', '、', '—', '-']);
    if rest.chars().count() < SHORTEST_TITLE { title } else { rest }
}

/// Several things that an agency wrote in one field, with the separator of running text between them.
fn enumerated<'t>(text: &'t str, separator: &str) -> Cow<'t, str> {
    let marks = [';', '；'];
    if !text.contains(marks) {
        return Cow::Borrowed(text);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(marks).map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Cow::Owned(parts.join(separator))
}

/// The sentence with a capital at its beginning, where its script has them.
fn capital(sentence: String) -> String {
    match sentence.chars().next().filter(char::is_ascii_lowercase) {
        Some(first) => first.to_ascii_uppercase().to_string() + &sentence[1..],
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_does_not_repeat_whom_it_is_about() {
        for (title, expected) in [
            ("示例健身房拖延退款被查处", "拖延退款被查处"),
            ("示例健身房：虚假宣传", "虚假宣传"),
            ("示例健身房（法定代表人王建国）虚假宣传案", "虚假宣传案"),
            ("示例健身房（二期）虚假宣传案", "（二期）虚假宣传案"),
            ("关于示例健身房的通报", "关于示例健身房的通报"),
            ("示例健身房", "示例健身房"),
            ("示例健身房案", "示例健身房案"),
            ("", ""),
        ] {
            assert_eq!(without_subject(title, "示例健身房"), expected);
        }
        assert_eq!(without_subject("警惕返利", ""), "警惕返利", "a record about nobody keeps its title");
    }

    #[test]
    fn what_an_agency_lists_is_listed_in_words() {
        assert_eq!(enumerated("罚款;没收违法所得；", "、"), "罚款、没收违法所得");
        assert_eq!(enumerated("罚款；警告；罚款", "、"), "罚款、警告");
        assert_eq!(enumerated("警告", "、"), "警告");
        assert_eq!((capital("put on".to_owned()), capital("被列入".to_owned())), ("Put on".into(), "被列入".into()));
        assert_eq!(capital(String::new()), "");
    }
}
