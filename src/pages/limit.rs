//! 公示期限 on a record's page: how the last day comes about, and the rule that sets it.
//!
//! In: the steps of a judgement. Out: labelled lines in words. What is looked at here was decided in the ledger.

use super::context::Labelled;
use super::facts::View;
use crate::ledger::judge::{Finding, Step};

impl View<'_> {
    /// The last day, what it is counted from, and each rule that had a part in it, with its source.
    pub fn limit(self, position: usize) -> Vec<Labelled> {
        let judgement = &self.model.judgements[position];
        let line = |key: &str, value: String| Labelled {
            key: key.to_owned(),
            label: self.words.get(&format!("limit.{key}")).to_owned(),
            value,
            href: None,
        };
        let last = judgement.until.map_or_else(|| self.words.get("limit.none").to_owned(), |day| self.words.date(day));
        let mut lines = vec![line("last_day", last)];
        let reckoned: Vec<String> = judgement.steps.iter().filter_map(|step| self.reckoning(&step.finding)).collect();
        if !reckoned.is_empty() {
            lines.push(line("reckoning", reckoned.join("\n")));
        }
        let limiting = |step: &&Step| matches!(step.finding, Finding::Class(..) | Finding::Maximum { .. });
        let mut rules: Vec<String> = Vec::new();
        for ground in judgement.steps.iter().filter(limiting).filter_map(|step| step.ground.as_ref()) {
            let checked = if ground.verified { "limit.checked" } else { "limit.unverified" };
            let checked = self.words.fill(checked, &[("date", &self.words.date(ground.checked_on))]);
            let values = [("title", ground.title.as_str()), ("source", &ground.source), ("checked", &checked)];
            // Periods are told by their source alone.
            let key = if ground.title.is_empty() { "limit.untitled" } else { "limit.ground" };
            let rule = self.words.fill(key, &values);
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        if !rules.is_empty() {
            let href = Some("about/method.html".to_owned());
            lines.push(Labelled { href, ..line("rule", rules.join("\n")) });
        }
        lines
    }

    /// A step that counts days, in words.
    fn reckoning(self, finding: &Finding) -> Option<String> {
        let date = |day| self.words.date(day);
        match finding {
            Finding::Class(class, _) => {
                let class = self.words.get(&format!("class.{}", class.key())).to_owned();
                Some(self.words.fill("limit.class", &[("class", &class)]))
            }
            Finding::Maximum { from, months, until } => {
                let values = [("from", date(*from)), ("months", months.to_string()), ("until", date(*until))];
                Some(self.words.fill("limit.maximum", &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
            }
            Finding::FeedEnd(day) => Some(self.words.fill("limit.feed_end", &[("date", &date(*day))])),
            Finding::FeedEndCut { feed, until } => {
                Some(self.words.fill("limit.cut", &[("feed", &date(*feed)), ("until", &date(*until))]))
            }
            _ => None,
        }
    }
}
