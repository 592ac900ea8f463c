//! ZIP: an archive of feed files, or the container of a workbook. Never unpacks more than it may.
//!
//! In: an archive. Out: the feed files in it, one by one, each in a file of its own for as long as it is read. Archives
//! within archives and encrypted files are named as unreadable: records may be in them. Files of other kinds are left out
//! and named.

use crate::records::read::ReadError;
use crate::records::{privacy, standing};
use crate::sources::Body;
use crate::sources::body::Seekable;
use encoding_rs::GB18030;
use std::borrow::Cow;
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;

/// Endings of files that may be feeds.
const ENDINGS: [&str; 15] = [
    "csv", "txt", "tsv", "json", "ndjson", "jsonl", "geojson", "xlsx", "xls", "xml", "rss", "atom", "html", "htm",
    "shtml",
];
/// Endings of archives, in which records may be that are not read.
const ARCHIVES: [&str; 7] = ["zip", "rar", "7z", "gz", "tgz", "tar", "xz"];
/// More files than these are a backup of something.
const MAX_FILES: usize = 1_000;
/// What a workbook may unpack to, in multiples of the feed's `max_bytes`: its markup is wordy.
const WORKBOOK: u64 = 20;

/// Whether bytes begin like a ZIP archive.
pub fn is_archive(body: &[u8]) -> bool {
    body.starts_with(b"PK\x03\x04")
}

fn unpacked<R: Read + Seek>(bytes: R) -> Result<ZipArchive<R>, ReadError> {
    ZipArchive::new(bytes).map_err(broken)
}

/// An archive that is open.
pub struct Archive<'a> {
    body: &'a Body,
    files: ZipArchive<Box<dyn Seekable + 'a>>,
}

/// What a workbook may hold, by words that went by in its markup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holds {
    pub merges: bool,
    pub formulas: bool,
    pub links: bool,
}

/// Refuses a workbook that unpacks to far more than a workbook would. Says what it may hold.
///
/// # Errors
/// [`ReadError::Format`] for a bomb, or a broken archive.
pub fn check_workbook(body: &[u8], max_bytes: u64) -> Result<Holds, ReadError> {
    let mut archive = unpacked(Cursor::new(body))?;
    let mut left = max_bytes.saturating_mul(WORKBOOK);
    let mut holds = Holds::default();
    for position in 0..archive.len() {
        let file = archive.by_index(position).map_err(broken)?;
        let mut seen = Seen::default();
        // What the archive says of a file's size proves nothing.
        let size = std::io::copy(&mut file.take(left.saturating_add(1)), &mut seen).map_err(broken)?;
        left = left.checked_sub(size).ok_or_else(|| too_large(max_bytes.saturating_mul(WORKBOOK)))?;
        holds.merges |= seen.holds.merges;
        holds.formulas |= seen.holds.formulas;
        holds.links |= seen.holds.links;
    }
    Ok(holds)
}

/// Markup going by, of which only the names of merged cells, of formulas and of links are looked for.
#[derive(Default)]
struct Seen {
    holds: Holds,
    /// The end of what went by: a name may stand across two pieces.
    tail: Vec<u8>,
}

const MERGES: [&[u8]; 1] = [b"mergeCell"];
const LINKS: [&[u8]; 1] = [b"hyperlink"];
const FORMULAS: [&[u8]; 5] = [b"<f>", b"<f ", b"<f/", b":f>", b":f "];
/// The length of the longest of them.
const LONGEST: usize = MERGES[0].len();

impl std::io::Write for Seen {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        let reach = piece.len().min(LONGEST);
        self.tail.extend(&piece[..reach]);
        let holds = |names: &[&[u8]]| {
            let holds = |bytes: &[u8]| names.iter().any(|name| memchr::memmem::find(bytes, name).is_some());
            holds(&self.tail) || holds(piece)
        };
        let merges = self.holds.merges || holds(&MERGES);
        let formulas = self.holds.formulas || holds(&FORMULAS);
        let links = self.holds.links || holds(&LINKS);
        self.holds = Holds { merges, formulas, links };
        if piece.len() > reach {
            self.tail = piece[piece.len() - reach..].to_vec();
        }
        self.tail.drain(..self.tail.len().saturating_sub(LONGEST));
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Files that were not handed on, by their names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Not meant to be read: other kinds of files.
    pub left_out: Vec<String>,
    /// By their names, what is in them was taken back.
    pub gone: Vec<String>,
    /// Records may be in them: with what keeps them from being read.
    pub unreadable: Vec<(String, &'static str)>,
}

/// Takes a file of an archive: its name and what is in it.
pub type Take<'t> = dyn FnMut(&str, &Body) -> Result<(), ReadError> + 't;

impl<'a> Archive<'a> {
    /// # Errors
    /// [`ReadError::Format`] for a broken archive, or a body that cannot be read.
    pub fn open(body: &'a Body) -> Result<Archive<'a>, ReadError> {
        let files = unpacked(body.seekable().map_err(ReadError::unreadable)?)?;
        Ok(Archive { body, files })
    }

    /// Whether it is a workbook (XLSX, ODS).
    pub fn is_workbook(&self) -> bool {
        self.files.file_names().flatten().any(|name| matches!(name.as_ref(), "[Content_Types].xml" | "content.xml"))
    }

    /// Hands each feed file to `take` with its name; the names of the others.
    ///
    /// # Errors
    /// [`ReadError::Format`] for a broken archive, one without feed files, or one that unpacks to more than `max_bytes`.
    pub fn each(&mut self, max_bytes: u64, take: &mut Take<'_>) -> Result<Others, ReadError> {
        if self.files.len() > MAX_FILES {
            let reason = format!("a ZIP archive of {} files; at most {MAX_FILES} are read", self.files.len());
            return Err(ReadError::Format(reason));
        }
        let names = self.files.file_names_raw().map(name);
        let mut names: Vec<(String, usize)> = names.zip(0..).collect();
        // An archive's own order may change with every export.
        names.sort();
        let (mut left, mut found, mut others) = (max_bytes, 0, Others::default());
        names.retain(|(name, _)| !name.ends_with('/') && !is_litter(name));
        // What was taken back stays out, but for a feed that has nothing else.
        let has_current = names.iter().any(|(name, _)| ENDINGS.contains(&&*ending(name)) && !is_of_gone(name));
        for (name, position) in names {
            let ending = ending(&name);
            if has_current && is_of_gone(&name) {
                others.gone.push(name);
                continue;
            }
            if ARCHIVES.contains(&ending.as_str()) {
                others.unreadable.push((name, "an archive within the archive; put its files into this one"));
                continue;
            }
            if !ENDINGS.contains(&ending.as_str()) {
                others.left_out.push(name);
                continue;
            }
            let Ok(file) = self.files.by_index(position) else {
                others.unreadable.push((name, "encrypted, or packed in a way that nobody uses"));
                continue;
            };
            let mut room = self.body.room().map_err(ReadError::unreadable)?;
            let size = std::io::copy(&mut file.take(left.saturating_add(1)), &mut room).map_err(broken)?;
            left = left.checked_sub(size).ok_or_else(|| too_large(max_bytes))?;
            found += 1;
            take(&name, &Body::File(room.path().to_owned()))?;
        }
        if found == 0 {
            let unreadable = others.unreadable.into_iter().map(|(name, _)| name);
            let held = others.left_out.into_iter().chain(others.gone).chain(unreadable).collect::<Vec<_>>().join(", ");
            return Err(ReadError::Format(format!("a ZIP archive without feed files; it holds: {held}")));
        }
        Ok(others)
    }
}

fn ending(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether the name of a file, or of its folder, says that what is in it was taken back.
fn is_of_gone(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.split('/').any(standing::is_of_gone)
}

/// The name of a file, in UTF-8 or as Chinese systems write it; reports hold it, so it is masked.
fn name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => GB18030.decode_without_bom_handling(raw).0,
    };
    privacy::mask(&name).into_owned()
}

/// What operating systems put into archives beside people's files.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    name.starts_with("__MACOSX/") || last.starts_with('.') || last.eq_ignore_ascii_case("thumbs.db")
}

fn broken(error: impl std::fmt::Display) -> ReadError {
    ReadError::Format(format!("a broken ZIP archive: {error}"))
}

fn too_large(limit: u64) -> ReadError {
    ReadError::Format(format!("it unpacks to more than {limit} bytes; raise `max_bytes` if that is right"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a file");
            writer.write_all(bytes).expect("written");
        }
        writer.finish().expect("an archive").into_inner()
    }

    fn read(body: &[u8], max_bytes: u64) -> Result<(Vec<String>, Others), ReadError> {
        let mut seen = Vec::new();
        let body = Body::from(body);
        let others = Archive::open(&body)?.each(max_bytes, &mut |name, file| {
            seen.push(format!("{name}:{}", file.length().expect("a file")));
            Ok(())
        })?;
        Ok((seen, others))
    }

    #[test]
    fn feed_files_come_in_the_order_of_their_names() {
        let body = archive(&[
            ("b/2.csv", b"12"),
            ("__MACOSX/x.csv", b"1"),
            ("a.JSON", b"[]"),
            ("说明.pdf", b"%PDF"),
            ("inner.zip", b"PK"),
        ]);
        let (seen, others) = read(&body, 100).expect("reads");
        assert_eq!(seen, ["a.JSON:2", "b/2.csv:2"]);
        assert_eq!(others.left_out, ["说明.pdf"]);
        assert_eq!(others.unreadable.iter().map(|file| file.0.as_str()).collect::<Vec<_>>(), ["inner.zip"]);
        let is_workbook = |bytes: Vec<u8>| Archive::open(&Body::from(bytes)).expect("whole").is_workbook();
        assert!(is_archive(&body) && !is_workbook(body));
        assert!(is_workbook(archive(&[("[Content_Types].xml", b"")])));
    }

    #[test]
    fn files_that_are_called_taken_back_stay_out() {
        let (seen, others) =
            read(&archive(&[("公示.csv", b"1"), ("已修复.csv", b"12"), ("removed/a.csv", b"1")]), 100).expect("reads");
        assert_eq!(
            (seen, others.gone),
            (vec!["公示.csv:1".to_owned()], vec!["removed/a.csv".into(), "已修复.csv".into()])
        );
        let (seen, _) = read(&archive(&[("已修复.csv", b"12"), ("说明.pdf", b"1")]), 100).expect("reads");
        assert_eq!(seen, ["已修复.csv:2"], "a feed of nothing else");
    }

    #[test]
    fn names_are_read_as_chinese_systems_write_them() {
        assert_eq!(name("铁东.csv".as_bytes()), "铁东.csv");
        assert_eq!(name(&GB18030.encode("铁东.csv").0), "铁东.csv");
        assert_eq!(name("13812345678.csv".as_bytes()), "138****5678.csv");
    }

    #[test]
    fn merged_cells_and_formulas_are_seen_wherever_pieces_end() {
        let seen = |text: &[u8], length: usize| {
            let mut seen = Seen::default();
            text.chunks(length).for_each(|piece| seen.write_all(piece).expect("takes all"));
            (seen.holds.merges, seen.holds.formulas)
        };
        for (text, holds) in [
            ("<worksheet><mergeCells>", (true, false)),
            ("<c><f>SUM(1,2)</f></c>", (false, true)),
            ("<x:c><x:f t='shared'/><mergeCell/>", (true, true)),
            ("mergemergeCelmerge<fill><font/>f>", (false, false)),
        ] {
            for length in 1..=text.len() {
                assert_eq!(seen(text.as_bytes(), length), holds, "{text} {length}");
            }
        }
    }

    #[test]
    fn bombs_and_broken_archives_are_refused() {
        let zeros = vec![b'0'; 1_000_000];
        let bomb = archive(&[("a.csv", &zeros), ("b.csv", &zeros)]);
        assert!(bomb.len() < 10_000, "it is small");
        for limit in [0, 10_000, 1_500_000] {
            let error = read(&bomb, limit).expect_err("too large").to_string();
            assert!(error.contains("max_bytes"), "{error}");
        }
        assert!(read(&bomb, 2_000_000).is_ok());
        assert!(check_workbook(&bomb, 50_000).is_err() && check_workbook(&bomb, 100_000).is_ok());
        assert!(read(&bomb[..bomb.len() / 2], 2_000_000).is_err());
        assert!(read(&archive(&[("a.pdf", b"x")]), 100).is_err(), "nothing to read");
        assert!(Archive::open(&Body::from(b"PK\x03\x04cut".as_slice())).is_err());
    }
}
