//! Telephone numbers and addresses that are official: they may be published.

use super::Rule;
use std::collections::BTreeSet;

/// What the portal itself declares as official: telephones and e-mail addresses of its channels and agencies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Official(BTreeSet<String>);

impl Official {
    /// From texts that hold them, however they are spaced: `0412-555 0100`, `12315、12345`, `mailto:x@example.cn`.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Official {
        let mut known = BTreeSet::new();
        for text in texts {
            known.insert(significant(text));
            known.extend(super::find_all(text).into_iter().map(|finding| significant(&text[finding.range])));
        }
        known.remove("");
        Official(known)
    }

    /// Whether what was found may be published. ID numbers, cards, homes and names never are.
    pub fn allows(&self, rule: Rule, value: &str) -> bool {
        matches!(rule, Rule::Mobile | Rule::Landline | Rule::Email) && self.0.contains(&significant(value))
    }
}

/// Letters and digits, without what people put between them.
fn significant(value: &str) -> String {
    value.chars().filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '@' | '.')).collect()
}
