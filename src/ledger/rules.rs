//! `data/rules/*.toml`: the law of publication as dated data.
//!
//! In: rule files. Out: for a record, the rule that was in force on its day, with its source. Periods, classes and each
//! provision that a portal has none of are those embedded in the program.

mod class;
mod ground;
mod provision;
mod raw;
#[cfg(test)]
mod tests;
mod weaker;

pub use class::{Class, ClassRule, Classed};
pub use ground::Ground;
pub use provision::{Provision, ProvisionId};

use crate::clock::Date;
use crate::config::ConfigError;
use crate::fs;
use crate::records::{Field, Fields, Kind};
use ground::in_force;
use jiff::Span;
use raw::{Origin, RawRules};
use std::path::Path;
use std::sync::Arc;

/// Rules that hold where a portal has none of its own: name and text.
const EMBEDDED: [(&str, &str); 2] = [
    ("publicity.toml", include_str!("../../data/rules/publicity.toml")),
    ("closed.toml", include_str!("../../data/rules/closed.toml")),
];

/// The longest time a record of a kind and class may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub kind: Kind,
    pub class: Class,
    /// Business domain of the deciding agency; empty for all.
    pub domain: String,
    pub max_months: u32,
    pub ground: Arc<Ground>,
}

impl Period {
    /// Last day on which a record of that date may be shown.
    pub fn end(&self, from: Date) -> Date {
        from.saturating_add(Span::new().months(i64::from(self.max_months)))
    }
}

/// All rules of a portal.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    classes: Vec<ClassRule>,
    periods: Vec<Period>,
    provisions: Vec<Provision>,
}

impl Rules {
    /// Reads all files of `data/rules/`; what they say nothing of is as embedded.
    ///
    /// # Errors
    /// [`ConfigError`] naming file and value.
    pub fn load(dir: &Path) -> Result<Rules, ConfigError> {
        let mut rules = Rules::default();
        for path in fs::files_below(dir, "toml")? {
            rules.read(&path, dir)?;
        }
        rules.complete()
    }

    /// What is wrong with the files of `data/rules/`: the first mistake of each.
    pub fn mistakes(dir: &Path) -> Vec<ConfigError> {
        match fs::files_below(dir, "toml") {
            Ok(paths) => paths.iter().filter_map(|path| Rules::default().read(path, dir).err()).collect(),
            Err(error) => vec![error.into()],
        }
    }

    /// The rules that come with the program.
    pub fn embedded() -> Result<Rules, ConfigError> {
        let mut rules = Rules::default();
        for (name, text) in EMBEDDED {
            let path = Path::new(name);
            let raw: RawRules =
                toml::from_str(text).map_err(|source| ConfigError::Toml { path: path.to_owned(), source })?;
            raw.add_to(&mut rules, &Origin { path, name: format!("embedded {name}"), text })?;
        }
        Ok(rules)
    }

    fn read(&mut self, path: &Path, dir: &Path) -> Result<(), ConfigError> {
        let text = fs::read_to_string(path)?;
        let raw: RawRules =
            toml::from_str(&text).map_err(|source| ConfigError::Toml { path: path.to_owned(), source })?;
        let name = path.strip_prefix(dir).unwrap_or(path).display().to_string();
        raw.add_to(self, &Origin { path, name: format!("data/rules/{name}"), text: &text })
    }

    /// Fills in what no file says: the periods of each kind and class, what makes a class, and each provision by itself,
    /// so that leaving one out does not open what the law closes.
    fn complete(mut self) -> Result<Rules, ConfigError> {
        let embedded = Rules::embedded()?;
        let periods = embedded.periods.into_iter().filter(|period| !self.rules_out(period));
        let periods: Vec<Period> = periods.collect();
        self.periods.extend(periods);
        let classes = embedded.classes.into_iter().filter(|rule| !self.classes.iter().any(|own| own.replaces(rule)));
        let classes: Vec<ClassRule> = classes.collect();
        self.classes.extend(classes);
        let missing = embedded.provisions.into_iter().filter(|provision| !self.has(provision.id));
        let missing: Vec<Provision> = missing.collect();
        self.provisions.extend(missing);
        self.provisions.sort_by_key(|provision| (provision.id, provision.ground.valid_from));
        Ok(self)
    }

    /// Whether the portal's own periods leave nothing for an embedded one: they have its kind and class for every domain,
    /// or for its own.
    fn rules_out(&self, embedded: &Period) -> bool {
        let same = |own: &&Period| own.kind == embedded.kind && own.class == embedded.class;
        self.periods.iter().filter(same).any(|own| own.domain.is_empty() || own.domain == embedded.domain)
    }

    fn has(&self, id: ProvisionId) -> bool {
        self.provisions.iter().any(|provision| provision.id == id)
    }

    /// All periods, for the method page.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// All rules on classes.
    pub fn classes(&self) -> &[ClassRule] {
        &self.classes
    }

    /// All provisions, in the order of their tests.
    pub fn provisions(&self) -> &[Provision] {
        &self.provisions
    }

    /// The grounds of all rules.
    pub fn grounds(&self) -> impl Iterator<Item = &Arc<Ground>> {
        let provisions = self.provisions.iter().map(|provision| &provision.ground);
        let classes = self.classes.iter().map(|class| &class.ground);
        provisions.chain(classes).chain(self.periods.iter().map(|period| &period.ground))
    }

    /// Whether records of the kind may be shown only for a time.
    pub fn limits(&self, kind: Kind) -> bool {
        self.periods.iter().any(|period| period.kind == kind)
    }

    /// The provision in force on a record's day, where it is for its kind.
    pub fn provision(&self, id: ProvisionId, kind: Kind, on: Option<Date>) -> Option<&Provision> {
        let versions = self.provisions.iter().filter(|provision| provision.id == id);
        in_force(versions, |provision| provision.ground.valid_from, on).filter(|provision| provision.is_for(kind))
    }

    /// The class of a record: by its `level` column, else by what the decision says. A record that nothing classes is
    /// ordinary, or of the only class its kind has.
    pub fn class(&self, kind: Kind, fields: &Fields) -> Classed {
        let has = |class| self.periods.iter().any(|period| period.kind == kind && period.class == class);
        let known = || self.classes.iter().filter(|rule| has(rule.class));
        if let Some(level) = fields.text(Field::Level)
            && let Some(rule) = known().find(|rule| rule.names(kind, level))
        {
            let by = Some(format!("`{level}`"));
            return Classed { class: rule.class, by, ground: Some(Arc::clone(&rule.ground)) };
        }
        let followed = known().filter_map(|rule| Some((rule, rule.follows_from(kind, fields)?)));
        if let Some((rule, by)) = followed.max_by_key(|(rule, _)| rule.class) {
            return Classed { class: rule.class, by: Some(by), ground: Some(Arc::clone(&rule.ground)) };
        }
        let class = [Class::Ordinary, Class::Serious].into_iter().find(|class| has(*class)).unwrap_or(Class::Light);
        Classed { class, by: None, ground: None }
    }

    /// The period in force on the record's own date; before the first one, the first one. A period of the agency's
    /// domain goes before one of all domains, among those that have begun.
    pub fn period(&self, kind: Kind, class: Class, domain: &str, on: Date) -> Option<&Period> {
        let fits = |period: &&Period| {
            period.kind == kind && period.class == class && (period.domain.is_empty() || period.domain == domain)
        };
        let rank = |period: &&Period| {
            let begun = period.ground.valid_from <= on;
            let nearness = if begun { period.ground.valid_from - on } else { on - period.ground.valid_from };
            (begun, !period.domain.is_empty(), nearness.get_days())
        };
        self.periods.iter().filter(fits).max_by_key(rank)
    }

    /// Whether the filing of prepaid cards concerns a merchant of that code and plain industry. Without an industry it
    /// may.
    pub fn filing_concerns(&self, code: Option<&str>, industry: Option<&str>, on: Date) -> bool {
        let Some(rule) = self.provision(ProvisionId::FilingCoverage, Kind::Filing, Some(on)) else { return true };
        let outside = |code: &str| rule.codes.iter().any(|prefix| code.starts_with(prefix.as_str()));
        !code.is_some_and(outside)
            && industry.is_none_or(|industry| rule.industries.iter().any(|covered| covered == industry))
    }

    /// The provision on 信用修复, where the words of a state or a reason speak of it.
    pub fn repair(&self, kind: Kind, words: &str, on: Option<Date>) -> Option<&Provision> {
        self.provision(ProvisionId::Repair, kind, on).filter(|provision| provision.word_in(words).is_some())
    }
}
