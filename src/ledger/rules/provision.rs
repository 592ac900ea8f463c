//! What is not published, or only as something else: tests the program makes, with the words it looks for as data.

use super::Ground;
use crate::records::Kind;
use std::str::FromStr;
use std::sync::Arc;

/// The tests the program can make (`domain.md` 4.2, 4.3), in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProvisionId {
    /// 使用范围.
    UseScope,
    NaturalPerson,
    Minor,
    /// 当场处罚.
    SimpleProcedure,
    WarningOnly,
    /// 不予行政处罚: a decision that imposes nothing.
    NotImposed,
    /// A licence that is no filing of an issuer of cards.
    OtherLicence,
    /// An award from an agency that may not give it.
    AwardAgency,
    /// No day from which a period could run.
    NoDate,
    FutureDate,
    /// A blacklist without legal basis.
    LegalBasis,
    /// 信用修复.
    Repair,
    /// Whom the filing of cards concerns.
    FilingCoverage,
}

impl ProvisionId {
    pub const ALL: [ProvisionId; 13] = [
        ProvisionId::UseScope,
        ProvisionId::NaturalPerson,
        ProvisionId::Minor,
        ProvisionId::SimpleProcedure,
        ProvisionId::WarningOnly,
        ProvisionId::NotImposed,
        ProvisionId::OtherLicence,
        ProvisionId::AwardAgency,
        ProvisionId::NoDate,
        ProvisionId::FutureDate,
        ProvisionId::LegalBasis,
        ProvisionId::Repair,
        ProvisionId::FilingCoverage,
    ];

    /// The `id` in rule files.
    pub fn key(self) -> &'static str {
        match self {
            ProvisionId::UseScope => "use-scope",
            ProvisionId::NaturalPerson => "natural-person",
            ProvisionId::Minor => "minor",
            ProvisionId::SimpleProcedure => "simple-procedure",
            ProvisionId::WarningOnly => "warning-only",
            ProvisionId::NotImposed => "not-imposed",
            ProvisionId::OtherLicence => "other-licence",
            ProvisionId::AwardAgency => "award-agency",
            ProvisionId::NoDate => "no-date",
            ProvisionId::FutureDate => "future-date",
            ProvisionId::LegalBasis => "legal-basis",
            ProvisionId::Repair => "repair",
            ProvisionId::FilingCoverage => "filing-coverage",
        }
    }
}

impl FromStr for ProvisionId {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        ProvisionId::ALL.into_iter().find(|id| id.key() == word).ok_or(())
    }
}

/// One `[[rule]]`: which test, for which kinds, by which words, on what ground.
#[derive(Debug, Clone)]
pub struct Provision {
    pub id: ProvisionId,
    /// Kinds it is for; empty for every kind.
    pub kinds: Vec<Kind>,
    pub words: Vec<String>,
    /// What a text of the decision says where the words are too short to mean it.
    pub texts: Vec<String>,
    /// Words in document numbers.
    pub numbers: Vec<String>,
    /// Wordings that hold a word and do not mean it.
    pub except: Vec<String>,
    /// Words of penalties harder than a warning.
    pub harder: Vec<String>,
    /// Keys of plain industries.
    pub industries: Vec<String>,
    /// First characters of codes.
    pub codes: Vec<String>,
    /// What a record is shown as instead.
    pub shown_as: Option<Kind>,
    pub ground: Arc<Ground>,
}

impl Provision {
    pub fn is_for(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// The first of its words in a text, once the wordings that do not mean it are taken out.
    pub fn word_in<'p>(&'p self, text: &str) -> Option<&'p str> {
        first_word(&self.words, &self.except, text)
    }
}

/// The first of `words` in a text without the wordings in `except`.
pub(super) fn first_word<'w>(words: &'w [String], except: &[String], text: &str) -> Option<&'w str> {
    let found = |text: &str| words.iter().find(|word| text.contains(word.as_str())).map(String::as_str);
    found(text)?;
    let meant = except.iter().fold(text.to_owned(), |text, wording| text.replace(wording.as_str(), ""));
    found(&meant)
}
