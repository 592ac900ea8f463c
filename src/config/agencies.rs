//! `data/agencies.toml`: who publishes, under which names, and who may award what.

use super::{ConfigError, Settings, read_toml};
use crate::records::privacy::Official;
use crate::records::text::name_key;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// A publisher.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Full name; the one that pages show.
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub code: Option<String>,
    /// Business domain (商务, 市场监管 …): which publicity rules apply to what it decides.
    #[serde(default)]
    pub domain: String,
    pub site: Option<String>,
    /// Its official telephones: they stay in what feeds say and in pages.
    #[serde(default)]
    pub phones: Vec<String>,
    /// Honours it may award; an award from anyone else is held back.
    #[serde(default)]
    pub awards: Vec<String>,
    /// Member of the 联席会议.
    #[serde(default)]
    pub joint_meeting: bool,
    pub duties: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    agency: Vec<Agency>,
}

/// All agencies of a portal; empty when it has no `agencies.toml`.
#[derive(Debug, Clone, Default)]
pub struct Agencies {
    list: Vec<Agency>,
    by_key: BTreeMap<String, usize>,
    official: Official,
}

impl Agencies {
    /// Reads the file; an absent one gives an empty list, with which nothing is held back for its agency.
    ///
    /// # Errors
    /// [`ConfigError`] for a file that does not parse, or a name or alias that two agencies claim.
    pub fn load(path: &Path) -> Result<Agencies, ConfigError> {
        if !path.exists() {
            return Ok(Agencies::default());
        }
        let file: File = read_toml(path)?;
        let mut by_key = BTreeMap::new();
        for (position, agency) in file.agency.iter().enumerate() {
            let aliases = agency.aliases.iter().map(|alias| ("agency.aliases", alias));
            for (key, name) in std::iter::once(("agency.name", &agency.name)).chain(aliases) {
                let claimed = by_key.insert(name_key(name), position);
                if claimed.is_some_and(|other| other != position) {
                    let reason = "two agencies have this name or alias; give it to one of them";
                    return Err(ConfigError::repeated(path, key, name, reason));
                }
            }
        }
        Ok(Agencies { list: file.agency, by_key, official: Official::default() })
    }

    /// The agency of that name, alias or code.
    pub fn find(&self, name: &str) -> Option<&Agency> {
        if self.list.is_empty() {
            return None;
        }
        self.by_key
            // Most names are their own key.
            .get(name)
            .or_else(|| self.by_key.get(&name_key(name)))
            .map(|position| &self.list[*position])
            .or_else(|| self.list.iter().find(|agency| agency.code.as_deref() == Some(name)))
    }

    /// The full name behind a name or alias; an unknown name is its own.
    pub fn canonical<'a>(&'a self, name: &'a str) -> Cow<'a, str> {
        self.find(name).map_or_else(|| crate::records::text::tidy(name), |agency| Cow::Borrowed(&agency.name))
    }

    /// The same agencies, and what of the portal's own words may stand in texts although it looks like personal data:
    /// the telephones and addresses of its channels and agencies.
    #[must_use]
    pub fn knowing(self, settings: &Settings) -> Agencies {
        let channels = settings.channels.iter().flat_map(|channel| [&channel.phone, &channel.url, &channel.note]);
        let contact = [&settings.government.contact];
        let words = self.list.iter().flat_map(|agency| [&agency.site, &agency.duties]);
        let phones = self.list.iter().flat_map(|agency| &agency.phones).map(String::as_str);
        let official =
            Official::new(channels.chain(contact).chain(words).filter_map(|text| text.as_deref()).chain(phones));
        Agencies { official, ..self }
    }

    /// Telephones and addresses that may stand in texts; none but what [`Agencies::knowing`] was given.
    pub fn official(&self) -> &Official {
        &self.official
    }

    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.list.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
