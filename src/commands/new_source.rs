//! `mingjing new source`: looks at a feed, guesses what it is, writes its manifest, shows its first records.

mod manifest;

use super::answer::{answer, typed};
use crate::cli::Common;
use crate::config::{Agencies, Districts, Local, Settings};
use crate::exit::{Exit, UsageError};
use crate::fs;
use crate::records::format::{Outside, outside};
use crate::records::read::{ReadError, Reading, read_feed};
use crate::records::sketch::{self, Guess, Look};
use crate::records::{Kind, Record};
use crate::sources::manifest::Paging;
use crate::sources::paging;
use crate::sources::{Asking, Feed, FetchError, Fetched, Fetcher, Snapshot, SnapshotStore};
use manifest::manifest;
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Records that are shown.
const SHOWN: usize = 3;

/// What was typed.
pub struct Wish<'a> {
    pub source: &'a str,
    pub kind: Option<Kind>,
    pub agency: Option<&'a str>,
    pub id: Option<&'a str>,
    /// The address may be of this machine or a private network.
    pub allow_private: bool,
}

/// A feed that was looked at.
struct Seen {
    outside: Outside,
    look: Look,
    kind: Kind,
    kind_is_guessed: bool,
    /// Another kind that has the same columns.
    twin: Option<Kind>,
    agency: String,
    agency_is_guessed: bool,
    allow_private: bool,
    /// That the answer has more rows than came, in its own words.
    more: Option<String>,
    /// How the others are asked for, where its address tells.
    page: Option<Paging>,
}

pub fn run(common: &Common, wish: &Wish<'_>) -> anyhow::Result<Exit> {
    let settings = Settings::load(&common.root)?;
    let source = source_below(wish.source, &settings.root)?;
    let id = match wish.id {
        Some(id) => id.to_owned(),
        None => free_id(&source, &settings.data().join("sources")),
    };
    if id.is_empty() || !id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        let hint = "use a-z, 0-9 and hyphens, like `--id swj-filings`";
        return Err(UsageError(format!("`{id}` is no name of a feed\n  hint: {hint}")).into());
    }
    let path = Path::new("data").join("sources").join(format!("{id}.toml"));
    let file = settings.root.join(&path);
    if file.exists() {
        let hint = "choose another name with `--id`";
        return Err(UsageError(format!("`{}` exists already\n  hint: {hint}", file.display())).into());
    }
    let agency = wish.agency.unwrap_or(&settings.organizer).to_owned();
    // Any kind will do to fetch and to look.
    let draft = |kind: Kind| {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let private = if wish.allow_private { "allow_private = true\n" } else { "" };
        format!("kind = \"{kind}\"\nagency = {}\nsource = {}\n{private}", quoted(&agency), quoted(&source))
    };
    let first = Feed::parse(&draft(wish.kind.unwrap_or(Kind::Notice)), &file, &settings.root)?;
    // Nothing of it is kept: the portal's own snapshots are of feeds that are declared.
    let folder = tempfile::tempdir()?;
    let snapshot = fetch(&first, &SnapshotStore::new(folder.path()))?;
    let bodies = snapshot.spool.bodies();
    let body = bodies.first().ok_or_else(|| UsageError(format!("`{source}` is empty")))?;
    let unreadable = |error: ReadError| UsageError(format!("`{source}`: {error}"));
    let look = sketch::look(&first, &bodies).map_err(unreadable)?;
    let guess = || sketch::kind(&first, &look).ok_or_else(|| unknown_kind(&look));
    let Guess { kind, twin } = wish.kind.map_or_else(guess, |kind| Ok(Guess { kind, twin: None }))?;
    let more = look.more.as_ref().map(ToString::to_string);
    let more = more.or_else(|| snapshot.receipt.unasked(&first).map(|issue| issue.message));
    let page = more.as_ref().and_then(|_| {
        let more = look.more.as_ref();
        let total = more.and_then(|more| more.total.as_ref().filter(|total| total.1 > more.rows));
        let next = more.and_then(|more| more.next.as_ref()).map(|(pointer, next)| (&**pointer, &**next));
        paging::guess(&source, total.map(|total| &*total.0), next)
    });
    let seen = Seen {
        outside: outside(body, &source).map_err(unreadable)?,
        look,
        kind,
        kind_is_guessed: wish.kind.is_none(),
        twin,
        agency: agency.clone(),
        agency_is_guessed: wish.agency.is_none(),
        allow_private: wish.allow_private,
        more,
        page,
    };
    let feed = Feed::parse(&draft(kind), &file, &settings.root)?;
    let agencies = Agencies::load(&settings.data().join("agencies.toml"))?;
    let districts = Districts::load(&settings.data().join("districts.toml"), &settings.region)?;
    let mut shown = Vec::new();
    let local = Local { agencies: &agencies, districts: &districts };
    let read = read_feed(&feed, &bodies, local, &mut |record, _| {
        if shown.len() < SHOWN {
            shown.push(record);
        }
    });
    fs::write_new(&file, &manifest(&seen, &source, &read))?;
    let words = words(common, &path, &seen, &shown, &read)?;
    let is_whole = seen.more.is_none() || seen.page.is_some();
    let exit = if read.is_ok() && seen.twin.is_none() && is_whole { Exit::Done } else { Exit::NeedsPerson };
    answer(common, &report(&path, &seen, &shown, &read, exit), &words)?;
    Ok(exit)
}

/// An address as it is, a file as its path below the root.
fn source_below(source: &str, root: &Path) -> Result<String, UsageError> {
    if source.starts_with("http://") || source.starts_with("https://") {
        return Ok(source.to_owned());
    }
    let refuse = |what: &str| {
        let hint = "copy it below the portal's folder, like `data/samples/`, or name an http(s) address";
        UsageError(format!("`{source}` {what}\n  hint: {hint}"))
    };
    let found = [root.join(source), PathBuf::from(source)].into_iter().find(|path| path.is_file());
    let found = found.ok_or_else(|| refuse("is no file"))?;
    let real = |path: &Path| std::fs::canonicalize(path).map_err(|_| refuse("cannot be read"));
    let (real_file, real_root) = (real(&found)?, real(root)?);
    let below = real_file.strip_prefix(&real_root).map_err(|_| refuse("lies outside the portal"))?;
    Ok(below.to_string_lossy().replace('\\', "/"))
}

/// The feed's id: of the last name in its source, and free.
fn free_id(source: &str, dir: &Path) -> String {
    let plain = source.split(['?', '#']).next().unwrap_or(source).trim_end_matches('/');
    let name = plain.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
    let letters: String =
        stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let id = if words.is_empty() { "feed".to_owned() } else { words.join("-") };
    let taken = |id: &str| dir.join(format!("{id}.toml")).exists();
    let more = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone()).chain(more).find(|id| !taken(id)).unwrap_or(id)
}

/// The feed's bytes, which `store` keeps until it goes.
fn fetch(feed: &Feed, store: &SnapshotStore) -> anyhow::Result<Snapshot> {
    let runtime = tokio::runtime::Runtime::new()?;
    let fetcher = Fetcher { asking: Asking::Always, ..Fetcher::default() };
    let fetched = runtime.block_on(fetcher.fetch_all(std::slice::from_ref(feed), store, &|_, _| {}));
    match fetched.into_iter().next().expect("one feed, one answer") {
        Ok(Fetched::Fresh(snapshot)) => Ok(snapshot),
        Ok(Fetched::Unchanged(_)) => unreachable!("the store is empty"),
        // Its manifest is not written yet.
        Err(FetchError::Private { address, found, .. }) => {
            let hint = "if that is right, say so with `--allow-private`; it is then written into the file";
            let text = format!("`{address}` leads to `{found}`, an address of this machine or of a private network");
            Err(UsageError(format!("{text}\n  hint: {hint}")).into())
        }
        Err(FetchError::OtherHost { address, host, .. }) => {
            let hint = "if that is right, name the address that it leads to";
            Err(UsageError(format!("`{address}` redirects to another host, `{host}`\n  hint: {hint}")).into())
        }
        Err(error) => Err(UsageError(error.to_string()).into()),
    }
}

fn unknown_kind(look: &Look) -> UsageError {
    let columns = look.columns.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let kinds = Kind::all().map(Kind::key).collect::<Vec<_>>().join(", ");
    let columns = crate::records::privacy::mask(&columns);
    UsageError(format!(
        "no kind of record can be told from the columns: {columns}\n  hint: name it with `--kind`, one of: {kinds}"
    ))
}

fn words(
    common: &Common,
    path: &Path,
    seen: &Seen,
    shown: &[Record],
    read: &Result<Reading, ReadError>,
) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    let format = seen.outside.format.map_or("zip", |format| format.key());
    let encoding = seen.outside.encoding.as_deref().map(|label| format!(", {label}")).unwrap_or_default();
    writeln!(out, "{} rows of `{}` ({format}{encoding})", seen.look.rows, seen.kind)?;
    if let Some(twin) = seen.twin {
        writeln!(
            out,
            "  doubtful: `{twin}` has the same columns; look at what the list is called, or say it with `--kind`"
        )?;
    }
    if let Some(more) = &seen.more {
        let how = if seen.page.is_some() { "is written as the address tells" } else { "is to be written by hand" };
        writeln!(out, "  incomplete: {more}; it {how}")?;
    }
    match read {
        Ok(reading) => {
            for row in reading.quarantined.iter().take(SHOWN) {
                writeln!(out, "  quarantined: {row}")?;
            }
            for guess in &reading.columns.guessed {
                writeln!(out, "  guessed: `{}` is read as `{}`", guess.column, guess.field)?;
            }
            if !reading.columns.ignored.is_empty() {
                writeln!(out, "  ignored: {}", reading.columns.ignored.join(", "))?;
            }
        }
        Err(error) => writeln!(out, "  {error}")?,
    }
    for (position, record) in shown.iter().enumerate() {
        writeln!(out, "record {}", position + 1)?;
        for (field, value) in record.fields.iter() {
            writeln!(out, "  {} = {value}", field.key())?;
        }
    }
    let file = common.root.join(path);
    writeln!(out, "written to `{}`: look at it, then: {}", file.display(), typed(&common.root, "pull"))?;
    Ok(out)
}

fn report(
    path: &Path,
    seen: &Seen,
    shown: &[Record],
    read: &Result<Reading, ReadError>,
    exit: Exit,
) -> serde_json::Value {
    let columns = read.as_ref().map(|reading| reading.columns.clone()).unwrap_or_default();
    let pairs = |record: &Record| {
        record.fields.iter().map(|(field, value)| json!([field.key(), value.to_string()])).collect::<Vec<_>>()
    };
    json!({
        "command": "new",
        "what": "source",
        "path": path,
        "exit": exit.code(),
        "kind": seen.kind,
        "may_be": seen.twin,
        "format": seen.outside.format,
        "encoding": seen.outside.encoding,
        "rows": seen.look.rows,
        "incomplete": seen.more,
        "warnings": read.as_ref().map(|reading| reading.warnings.iter().map(ToString::to_string).collect()).unwrap_or_else(|_| Vec::new()),
        "recognised_columns": columns.recognised,
        "guessed_columns": columns.guessed,
        "ignored_columns": columns.ignored,
        "preview": shown.iter().map(pairs).collect::<Vec<_>>(),
    })
}
