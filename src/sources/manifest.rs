//! One feed as declared in `data/sources/ID.toml`.

use crate::config::{ConfigError, read_toml};
use crate::fs;
use crate::records::{Field, Kind, preset};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// An hour: whatever takes longer is not going to come.
const MAX_TIMEOUT: u64 = 3600;

/// Container of a feed's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Csv,
    Tsv,
    Json,
    Ndjson,
    Xlsx,
    Xls,
    Xml,
    Rss,
    Atom,
    Html,
}

impl Format {
    pub fn key(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Xml => "xml",
            Format::Rss => "rss",
            Format::Atom => "atom",
            Format::Html => "html",
        }
    }
}

/// Whether absence from the feed means withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The feed is the whole list: a record that is gone was withdrawn.
    #[default]
    Full,
    /// The feed brings news: absence says nothing.
    Append,
}

/// Unit of the amounts in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum AmountUnit {
    #[serde(rename = "元")]
    Yuan,
    #[serde(rename = "万元")]
    TenThousandYuan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageStyle {
    /// Page numbers, from 1 unless the address asks for page 0.
    Number,
    /// Row offsets, from 0 unless the address asks for row 1.
    Offset,
    /// Each page names the next one.
    Next,
}

impl PageStyle {
    /// The word for it in a manifest.
    pub fn key(self) -> &'static str {
        match self {
            PageStyle::Number => "number",
            PageStyle::Offset => "offset",
            PageStyle::Next => "next",
        }
    }
}

/// A paged interface.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    pub style: PageStyle,
    #[serde(default = "default_page_param")]
    pub param: String,
    pub size_param: Option<String>,
    #[serde(default = "default_page_size")]
    pub size: usize,
    /// JSON pointer of the total number of rows.
    pub total: Option<String>,
    /// JSON pointer of the next page's address or token.
    pub next: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    #[default]
    Get,
    Post,
}

/// How the request is made. Values may hold `${VARIABLE}`; they are filled in by the client and never logged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    #[serde(default)]
    pub method: Method,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub form: BTreeMap<String, String>,
}

/// Whom a feed's fetching may ask, and how politely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The feed may come from this machine or a private network.
    pub allow_private: bool,
    /// Other hosts that a redirect may lead to, with the port where it is not the usual one.
    pub redirect_hosts: Vec<String>,
    /// Least time between two requests to the feed's host, in milliseconds.
    pub delay_ms: u64,
    /// Limit for the whole feed, with all tries and pages, in seconds.
    pub deadline_secs: u64,
    /// PEM file of certificate authorities beside those of the machine, absolute.
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFeed {
    kind: String,
    agency: String,
    source: String,
    format: Option<Format>,
    encoding: Option<String>,
    #[serde(default)]
    mode: Mode,
    preset: Option<String>,
    records: Option<String>,
    header_row: Option<usize>,
    amount_unit: Option<AmountUnit>,
    schedule_hours: Option<u32>,
    #[serde(default = "default_min_rows")]
    min_rows: usize,
    max_shrink_percent: Option<u32>,
    max_quarantine_percent: Option<u32>,
    #[serde(default)]
    allow_private: bool,
    #[serde(default)]
    redirect_hosts: Vec<String>,
    #[serde(default)]
    delay_ms: u64,
    deadline_secs: Option<u64>,
    ca_file: Option<String>,
    #[serde(default = "default_max_bytes")]
    max_bytes: u64,
    #[serde(default = "default_timeout")]
    timeout_secs: u64,
    #[serde(default = "default_reading")]
    reading_secs: u64,
    page: Option<Paging>,
    #[serde(default)]
    request: Request,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

/// Where a feed's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file below the portal's root, absolute.
    File(PathBuf),
    /// An http(s) address, as written; may hold `${VARIABLE}`.
    Http(String),
}

/// A feed, checked.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The manifest's file name without its ending.
    pub id: String,
    /// The manifest itself, for messages.
    pub path: PathBuf,
    pub kind: Kind,
    /// Publishing agency; a row's own deciding agency wins.
    pub agency: String,
    pub source: String,
    pub location: Location,
    pub format: Option<Format>,
    pub encoding: Option<String>,
    pub mode: Mode,
    pub preset: Option<String>,
    pub records: Option<String>,
    /// Row of the column names, from 1.
    pub header_row: Option<usize>,
    pub amount_unit: Option<AmountUnit>,
    pub schedule_hours: Option<u32>,
    pub min_rows: usize,
    pub max_shrink_percent: u32,
    pub max_quarantine_percent: u32,
    pub max_bytes: u64,
    pub timeout_secs: u64,
    /// Limit for reading all of it into records, in seconds.
    pub reading_secs: u64,
    pub access: Access,
    pub page: Option<Paging>,
    pub request: Request,
    /// Canonical field to source column.
    pub fields: BTreeMap<Field, String>,
}

impl Feed {
    /// Reads one manifest.
    ///
    /// # Errors
    /// [`ConfigError`] naming file and key for anything that cannot be right.
    pub fn load(path: &Path, root: &Path) -> Result<Feed, ConfigError> {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let refuse = |key: &str, value: &str, reason: String| ConfigError::value(path, key, value, reason);
        if id.is_empty() || !id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
            return Err(refuse("file name", &id, "the name is the feed's id: use a-z, 0-9 and hyphens".to_owned()));
        }
        Feed::check(id, read_toml(path)?, path, root)
    }

    /// Reads a manifest that is not written yet: `path` is where it will stand.
    ///
    /// # Errors
    /// As [`Feed::load`].
    pub fn parse(text: &str, path: &Path, root: &Path) -> Result<Feed, ConfigError> {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let raw = toml::from_str(text).map_err(|source| ConfigError::Toml { path: path.to_owned(), source })?;
        Feed::check(id, raw, path, root)
    }

    fn check(id: String, raw: RawFeed, path: &Path, root: &Path) -> Result<Feed, ConfigError> {
        let refuse = |key: &str, value: &str, reason: String| ConfigError::value(path, key, value, reason);
        let kind: Kind = raw
            .kind
            .parse()
            .map_err(|error: crate::records::kind::UnknownKind| refuse("kind", &raw.kind, error.to_string()))?;
        let location = locate(&raw.source, root).ok_or_else(|| {
            refuse("source", &raw.source, "a path below the portal's root, or an http(s) address".to_owned())
        })?;
        if let Some(label) = &raw.encoding
            && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
        {
            return Err(refuse("encoding", label, "not a known encoding; try utf-8, gb18030 or utf-16le".to_owned()));
        }
        if let Some(name) = raw.preset.as_deref().filter(|name| preset::find(name).is_none()) {
            let known = preset::all().map(|(name, _)| name).collect::<Vec<_>>().join("`, `");
            return Err(refuse("preset", name, format!("no such preset; one of `{known}`")));
        }
        check_request(path, &raw)?;
        let access = access(path, root, &raw)?;
        let mut fields = BTreeMap::new();
        for (key, column) in raw.fields {
            let field: Field = key.parse().map_err(|error: crate::records::field::UnknownField| {
                refuse("fields", &key, format!("{error}; see the data dictionary for the list"))
            })?;
            fields.insert(field, column);
        }
        Ok(Feed {
            id,
            path: path.to_owned(),
            kind,
            agency: raw.agency,
            source: raw.source,
            location,
            format: raw.format,
            encoding: raw.encoding,
            mode: raw.mode,
            preset: raw.preset,
            records: raw.records,
            header_row: raw.header_row,
            amount_unit: raw.amount_unit,
            schedule_hours: raw.schedule_hours,
            min_rows: raw.min_rows,
            max_shrink_percent: raw.max_shrink_percent.unwrap_or(50),
            max_quarantine_percent: raw.max_quarantine_percent.unwrap_or(50),
            max_bytes: raw.max_bytes,
            timeout_secs: raw.timeout_secs,
            reading_secs: raw.reading_secs,
            access,
            page: raw.page,
            request: raw.request,
            fields,
        })
    }

    /// Ids of all manifests of a portal, whatever is in them.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn declared(root: &Path) -> Result<BTreeSet<String>, ConfigError> {
        let files = fs::files_below(&sources(root), "toml")?;
        Ok(files.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect())
    }

    /// All feeds of a portal, by id.
    ///
    /// # Errors
    /// The first manifest that cannot be used, or that has the id of another one.
    pub fn load_all(root: &Path) -> Result<Vec<Feed>, ConfigError> {
        let mut feeds = BTreeMap::new();
        for path in fs::files_below(&sources(root), "toml")? {
            let feed = Feed::load(&path, root)?;
            if let Some(other) = feeds.insert(feed.id.clone(), feed) {
                let reason = format!("`{}` has the same name; the name is the feed's id", other.path.display());
                return Err(ConfigError::value(path, "file name", other.id, reason));
            }
        }
        Ok(feeds.into_values().collect())
    }
}

/// Where the manifests of a portal stand.
fn sources(root: &Path) -> PathBuf {
    root.join("data").join("sources")
}

/// What the types do not say about limits, paging and the request.
fn check_request(path: &Path, raw: &RawFeed) -> Result<(), ConfigError> {
    let refuse = |key: &str, value: &str, reason: &str| Err(ConfigError::value(path, key, value, reason));
    if raw.timeout_secs == 0 || raw.timeout_secs > MAX_TIMEOUT {
        return refuse("timeout_secs", &raw.timeout_secs.to_string(), "between 1 and 3600 seconds");
    }
    if raw.reading_secs == 0 || raw.reading_secs > MAX_DEADLINE {
        return refuse("reading_secs", &raw.reading_secs.to_string(), "between 1 and 86400 seconds");
    }
    for (key, percent) in
        [("max_shrink_percent", raw.max_shrink_percent), ("max_quarantine_percent", raw.max_quarantine_percent)]
    {
        if let Some(percent) = percent.filter(|percent| *percent > 100) {
            return refuse(key, &percent.to_string(), "between 0 and 100");
        }
    }
    if raw.max_bytes == 0 {
        return refuse("max_bytes", "0", "at least one byte");
    }
    if raw.request.method == Method::Get && !raw.request.form.is_empty() {
        return refuse("request.form", "…", "a form is sent with `method = \"POST\"`");
    }
    let Some(page) = &raw.page else { return Ok(()) };
    if page.size == 0 {
        return refuse("page.size", "0", "at least one row a page");
    }
    if page.style == PageStyle::Next && page.next.is_none() {
        return refuse("page.next", "", "style `next` needs the JSON pointer of the next page, like /data/next");
    }
    for (key, pointer) in [("page.total", &page.total), ("page.next", &page.next)] {
        if let Some(pointer) = pointer
            && !pointer.starts_with('/')
        {
            return refuse(key, pointer, "a JSON pointer begins with `/`, like /data/total");
        }
    }
    if let Some(pointer) = page.total.as_deref().filter(|pointer| counts_pages(pointer)) {
        return refuse("page.total", pointer, "by its name a number of pages; name that of all rows, like /data/total");
    }
    Ok(())
}

/// Whether a pointer leads to a number of pages, as interfaces call it.
fn counts_pages(pointer: &str) -> bool {
    const NAMES: [&str; 8] =
        ["pages", "totalpages", "totalpage", "pagestotal", "pagecount", "pagescount", "totalpagecount", "总页数"];
    let name = pointer.rsplit('/').next().unwrap_or_default().replace(['_', '-'], "").to_lowercase();
    NAMES.contains(&name.as_str())
}

/// Time for a single request with all its tries, in multiples of `timeout_secs`.
const TRIES_DEADLINE: u64 = 3;
/// Time for all pages of a feed, in multiples of `timeout_secs`.
const PAGES_DEADLINE: u64 = 60;
/// A day: a feed that takes longer is never done before it is due again.
const MAX_DEADLINE: u64 = 24 * 3600;
/// A minute between two requests is as polite as one can be.
const MAX_DELAY: u64 = 60_000;

fn access(path: &Path, root: &Path, raw: &RawFeed) -> Result<Access, ConfigError> {
    let refuse = |key: &str, value: &str, reason: &str| Err(ConfigError::value(path, key, value, reason));
    if raw.delay_ms > MAX_DELAY {
        return refuse("delay_ms", &raw.delay_ms.to_string(), "at most 60000 milliseconds");
    }
    if let Some(seconds) = raw.deadline_secs.filter(|seconds| *seconds == 0 || *seconds > MAX_DEADLINE) {
        return refuse("deadline_secs", &seconds.to_string(), "between 1 and 86400 seconds");
    }
    let is_host = |host: &str| !host.is_empty() && !host.contains(['/', '@', '?', '#', '*', ' ']);
    if let Some(host) = raw.redirect_hosts.iter().find(|host| !is_host(host)) {
        return refuse("redirect_hosts", host, "the name of one host, like `data.example.gov.cn` or `a.example:8443`");
    }
    let ca_file = match &raw.ca_file {
        Some(file) => match locate(file, root) {
            Some(Location::File(file)) => Some(file),
            _ => return refuse("ca_file", file, "a path below the portal's root"),
        },
        None => None,
    };
    let times = if raw.page.is_some() { PAGES_DEADLINE } else { TRIES_DEADLINE };
    Ok(Access {
        allow_private: raw.allow_private,
        redirect_hosts: raw.redirect_hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
        delay_ms: raw.delay_ms,
        deadline_secs: raw.deadline_secs.unwrap_or((raw.timeout_secs * times).min(MAX_DEADLINE)),
        ca_file,
    })
}

/// A path that stays below the root, or an address.
fn locate(source: &str, root: &Path) -> Option<Location> {
    if source.starts_with("http://") || source.starts_with("https://") {
        return Some(Location::Http(source.to_owned()));
    }
    let path = Path::new(source);
    let stays = !source.is_empty()
        && !source.contains("://")
        && path.components().all(|part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir));
    stays.then(|| Location::File(root.join(path)))
}

fn default_page_param() -> String {
    "page".to_owned()
}

/// Rows asked for in one page where nothing else is said.
pub const PAGE_SIZE: usize = 100;

fn default_page_size() -> usize {
    PAGE_SIZE
}

fn default_min_rows() -> usize {
    1
}

fn default_max_bytes() -> u64 {
    100 * 1024 * 1024
}

fn default_timeout() -> u64 {
    30
}

/// Many times what a million rows take.
fn default_reading() -> u64 {
    600
}
