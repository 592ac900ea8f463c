//! Parties of a matter: whose a value is that stands below a name.
//!
//! In: the name around a value. Out: whether that is a party beside the one that the record is about.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    others: Vec<String>,
}

static PARTIES: LazyLock<Parties> = LazyLock::new(|| {
    toml::from_str(include_str!("../parties.toml")).expect("the embedded table of parties parses (tested)")
});

/// Whether a name is that of another party; 被投诉人 is the one that the record is about, 被害人 is not.
pub fn is_other_party(name: &str) -> bool {
    let is_of = |word: &str| name.match_indices(word).any(|(at, _)| !name[..at].ends_with('被'));
    PARTIES.others.iter().any(|word| is_of(word) || name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_another_unless_something_is_done_to_it() {
        for other in [
            "投诉人",
            "投诉人信息",
            "委托代理人",
            "法定代表人",
            "被害人",
            "投诉方",
            "Complainant",
            "legalperson",
            "处罚机关",
            "dept",
        ] {
            assert!(is_other_party(other), "{other}");
        }
        for own in ["被投诉人", "被举报人信息", "当事人", "企业", ""] {
            assert!(!is_other_party(own), "{own}");
        }
    }
}
