//! `portal.toml` resolved: absolute paths, checked values.

use super::raw::{RawChannel, RawConfig, RawGovernment, Upkeep};
use super::{ConfigError, read_toml};
use crate::clock::{self, Date};
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// A portal's configuration, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder with `portal.toml`.
    pub root: PathBuf,
    pub title: String,
    /// Absolute, with a trailing slash.
    pub base_url: String,
    /// `zh-CN` or `en`.
    pub language: String,
    /// Six-digit division code.
    pub region: String,
    pub organizer: String,
    pub time_zone: TimeZone,
    pub as_of: Option<Date>,
    pub theme: String,
    pub sample: bool,
    /// Browsers may keep visited pages for reading offline.
    pub offline: bool,
    /// Merchants with a code have a badge for other sites.
    pub badges: bool,
    /// Snapshots older than this are removed after a pull.
    pub keep_snapshots_days: Option<u32>,
    pub upkeep: Upkeep,
    pub government: RawGovernment,
    pub channels: Vec<RawChannel>,
}

impl Settings {
    /// Reads and checks `portal.toml` below `root`.
    ///
    /// # Errors
    /// [`ConfigError`] when the file is missing, does not parse, has an unknown key, or a value cannot be right.
    pub fn load(root: &Path) -> Result<Settings, ConfigError> {
        Settings::read(root).map_err(|mut errors| errors.swap_remove(0))
    }

    /// As [`Settings::load`], with every value that cannot be right.
    ///
    /// # Errors
    /// At least one [`ConfigError`].
    pub fn read(root: &Path) -> Result<Settings, Vec<ConfigError>> {
        let path = root.join("portal.toml");
        if !path.is_file() {
            return Err(vec![ConfigError::NoPortal(root.to_owned())]);
        }
        let raw: RawConfig = read_toml(&path).map_err(|error| vec![error])?;
        let portal = raw.portal;
        let mut errors = Vec::new();
        let mut refuse =
            |key: &str, value: &str, reason: &str| errors.push(ConfigError::value(&path, key, value, reason));
        if !(portal.base_url.starts_with("https://") || portal.base_url.starts_with("http://")) {
            refuse("base_url", &portal.base_url, "write an address that begins with https://");
        }
        if !matches!(portal.language.as_str(), "zh-CN" | "en") {
            refuse("language", &portal.language, "one of `zh-CN`, `en`");
        }
        if portal.region.len() != 6 || !portal.region.bytes().all(|byte| byte.is_ascii_digit()) {
            refuse("region", &portal.region, "a division code of six digits, like 210300");
        }
        if portal.theme.is_empty() || portal.theme.contains(['/', '\\', '.']) {
            refuse("theme", &portal.theme, "the name of a folder below `themes/`");
        }
        let time_zone = TimeZone::get(&portal.time_zone).ok();
        if time_zone.is_none() {
            refuse("time_zone", &portal.time_zone, "an IANA name, like Asia/Shanghai");
        }
        let as_of = portal.as_of.as_deref().and_then(|text| text.parse::<Date>().ok());
        if let Some(text) = portal.as_of.as_deref().filter(|_| as_of.is_none()) {
            refuse("as_of", text, "a date like 2026-11-25");
        }
        for channel in portal.channels.iter().filter(|channel| channel.checked_on.parse::<Date>().is_err()) {
            refuse("channels.checked_on", &channel.checked_on, "a date like 2026-11-25");
        }
        if portal.keep_snapshots_days == Some(0) {
            refuse("keep_snapshots_days", "0", "at least one day; without the key all are kept");
        }
        let Some(time_zone) = time_zone.filter(|_| errors.is_empty()) else { return Err(errors) };
        let mut base_url = portal.base_url;
        if !base_url.ends_with('/') {
            base_url.push('/');
        }
        Ok(Settings {
            root: std::path::absolute(root).unwrap_or_else(|_| root.to_owned()),
            title: portal.title,
            base_url,
            language: portal.language,
            region: portal.region,
            organizer: portal.organizer,
            time_zone,
            as_of,
            theme: portal.theme,
            sample: portal.sample,
            offline: portal.offline,
            badges: portal.badges,
            keep_snapshots_days: portal.keep_snapshots_days,
            upkeep: portal.upkeep,
            government: portal.government,
            channels: portal.channels,
        })
    }

    /// The date of a run: `--date`, else the portal's `as_of`, else today in its time zone.
    pub fn date(&self, chosen: Option<Date>) -> Date {
        chosen.or(self.as_of).unwrap_or_else(|| clock::today(&self.time_zone))
    }

    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub fn ledger_path(&self) -> PathBuf {
        self.data().join("ledger.db")
    }

    pub fn snapshots(&self) -> PathBuf {
        self.data().join("snapshots")
    }

    /// Private folder of the tantivy index that `mingjing search` reads.
    pub fn index(&self) -> PathBuf {
        self.data().join("index")
    }

    /// Where the site is published unless `--out` names another folder.
    pub fn site(&self) -> PathBuf {
        self.root.join("site")
    }

    /// The folder a site is to be built in: `chosen`, else [`Settings::site`].
    ///
    /// # Errors
    /// [`ConfigError::Output`] for a folder that holds the portal's own files, or lies among them: who publishes it
    /// would publish the ledger and what agencies sent.
    pub fn output(&self, chosen: Option<&Path>) -> Result<PathBuf, ConfigError> {
        let out = chosen.map_or_else(|| self.site(), Path::to_owned);
        match is_among_own(&real(&self.root), &real(&out)) {
            true => Err(ConfigError::Output(out)),
            false => Ok(out),
        }
    }

    pub fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    /// Folder of the portal's own theme files; they win over the embedded ones file by file.
    pub fn theme_dir(&self) -> PathBuf {
        self.root.join("themes").join(&self.theme)
    }
}

/// Folders of what people write and agencies sent, in which no site may stand.
const OWN: [&str; 6] = ["content", "themes", "data/sources", "data/samples", "data/rules", "data/snapshots"];

/// Whether an output folder holds a portal's own files or lies among them. Both are absolute, without links and `..`.
pub fn is_among_own(root: &Path, out: &Path) -> bool {
    root.starts_with(out) || out == root.join("data") || OWN.iter().any(|folder| out.starts_with(root.join(folder)))
}

/// A path without links and `..`; what of it is not there yet stays as it is written.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    match found {
        Some((folder, real)) => path.strip_prefix(folder).map_or(real.clone(), |rest| real.join(rest)),
        None => path,
    }
}
