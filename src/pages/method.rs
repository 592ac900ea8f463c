//! The method page: what the portal says of its way of working, then the law it applies, rule by rule, with what could
//! not be checked.

use super::context::{Labelled, MethodPage, ProvisionView, RuleView};
use super::facts::View;
use crate::ledger::rules::{Ground, Period};
use std::collections::BTreeMap;

impl View<'_> {
    /// The method page, also where a portal has written none: its rules must be public.
    pub fn method_page(self) -> MethodPage {
        let fixed = self.model.content.pages.iter().find(|page| page.slug == "method");
        let title = self.words.get("page.method").to_owned();
        let rules = &self.model.rules;
        let classes = rules.classes().iter().map(|class| self.provision(&class.ground));
        let provisions = rules.provisions().iter().map(|provision| self.provision(&provision.ground));
        MethodPage {
            rules: rules.periods().iter().map(|period| self.period(period)).collect(),
            provisions: provisions.chain(classes).collect(),
            unverified: self.unverified(),
            page: self.about_page_meta(
                "method",
                fixed.map_or(title.clone(), |page| page.front.title.clone()),
                fixed.map_or(title, |page| page.front.summary.clone()),
            ),
            body_html: fixed.map(|page| self.fixed_html(page)).unwrap_or_default(),
            updated_on: fixed.and_then(|page| page.front.updated_on).map(|date| date.to_string()),
        }
    }

    fn period(self, period: &Period) -> RuleView {
        let ground = &period.ground;
        RuleView {
            kind_label: self.words.label(period.kind).to_owned(),
            class_label: self.words.get(&format!("class.{}", period.class.key())).to_owned(),
            domain: match period.domain.as_str() {
                "" => self.words.get("value.all_domains").to_owned(),
                domain => domain.to_owned(),
            },
            maximum: self.words.fill("value.months", &[("n", &period.max_months.to_string())]),
            valid_from: ground.valid_from.to_string(),
            source: ground.source.clone(),
            checked_on: ground.checked_on.to_string(),
            verified: ground.verified,
        }
    }

    fn provision(self, ground: &Ground) -> ProvisionView {
        ProvisionView {
            title: ground.title.clone(),
            valid_from: ground.valid_from.to_string(),
            source: ground.source.clone(),
            checked_on: ground.checked_on.to_string(),
            verified: ground.verified,
        }
    }

    /// What rests on a text that nobody has checked, by source.
    fn unverified(self) -> Vec<Labelled> {
        let rules = &self.model.rules;
        let mut by_source: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let plain = rules.provisions().iter().map(|provision| &provision.ground);
        let plain = plain.chain(rules.classes().iter().map(|class| &class.ground));
        let plain = plain.map(|ground| (ground, ground.title.clone()));
        let periods = rules.periods().iter().map(|period| {
            let class = self.words.get(&format!("class.{}", period.class.key())).to_owned();
            (&period.ground, self.words.aside(self.words.label(period.kind), &class))
        });
        for (ground, name) in plain.chain(periods).filter(|(ground, _)| !ground.verified) {
            let names = by_source.entry(&ground.source).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let labelled = by_source.into_iter().map(|(source, names)| Labelled {
            key: String::new(),
            label: source.to_owned(),
            value: names.join(self.words.get("value.list")),
            href: None,
        });
        labelled.collect()
    }
}
