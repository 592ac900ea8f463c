//! The leak gate: no finished file leaves with personal data in it, whatever let it through before.

mod picture;

use super::PublishError;
use crate::records::privacy::{self, Official, Rule};
use libdeflater::{DecompressionError, Decompressor};
use std::collections::BTreeSet;
use std::fmt;
use std::io::{Cursor, Read};

/// Opened, a compressed file may not be larger: a bomb is no reason to run out of memory.
const MAX_OPENED: usize = 512 << 20;
/// Room for an opened search chunk to begin with: there are thousands, and room is memory that has to be cleared.
const FIRST_ROOM: usize = 16 << 10;
/// Room that is made at once for a part of a workbook, whatever it says its size is.
const PART_ROOM: u64 = 64 << 20;
/// Endings of what is text although it lies in the folder of compressed search chunks.
const TEXT: [&str; 8] = ["html", "js", "mjs", "css", "json", "xml", "txt", "svg"];

/// Parts of the search index that hold no text as anybody wrote it: terms cut to what differs from the term before,
/// and document numbers. Read as text they are runs of digits that mean nothing; every word of them also stands in a
/// page or in a row that answers show, which are looked into.
const CODED: [&str; 2] = ["search/t/", "search/p/"];

/// A file with personal data in it. Holds the rule, never the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    pub path: String,
    pub rule: Rule,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.rule.noun();
        // A page named after a number that is taken for a credit code has it in its path.
        write!(f, "`{}` holds {what}", privacy::mask(&self.path))
    }
}

/// Looks into finished files.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    /// Telephones and e-mail addresses that may be published.
    official: Official,
}

impl Gate {
    pub fn new(official: Official) -> Gate {
        Gate { official }
    }

    /// Every rule that the file breaks, once each. Text (SVG too) is read as it is; search chunks (zlib or bare deflate)
    /// and workbooks (zip) are opened; of a picture its parts are told, not its pixels.
    ///
    /// # Errors
    /// [`PublishError::Opaque`] for a compressed file that cannot be opened: what nobody can look into is not published.
    /// [`PublishError::Picture`] for a picture with more in it than is seen.
    pub fn scan(&self, path: &str, bytes: &[u8]) -> Result<Vec<Leak>, PublishError> {
        let opaque = |reason: String| PublishError::Opaque { path: path.to_owned(), reason };
        let mut rules = BTreeSet::new();
        self.scan_text(path, &mut rules);
        if bytes.starts_with(b"PK\x03\x04") {
            self.scan_archive(bytes, &mut rules).map_err(opaque)?;
        } else if CODED.iter().any(|folder| path.starts_with(folder)) {
            // Only its name has been looked at.
        } else if picture::is_picture(bytes) {
            if let Some(leftover) = picture::leftover(bytes) {
                return Err(PublishError::Picture { path: privacy::mask(path).into_owned(), what: leftover.noun() });
            }
        } else if is_search_chunk(path) {
            self.scan_bytes(&inflate(bytes).map_err(opaque)?, &mut rules);
        } else {
            self.scan_bytes(bytes, &mut rules);
        }
        Ok(rules.into_iter().map(|rule| Leak { path: path.to_owned(), rule }).collect())
    }

    /// Text, or the stretches of text in a binary file.
    fn scan_bytes(&self, bytes: &[u8], rules: &mut BTreeSet<Rule>) {
        // Nearly every file is text throughout, and is told to be that ten times as fast as it is cut into chunks.
        match std::str::from_utf8(bytes) {
            Ok(text) => self.scan_text(text, rules),
            Err(_) => bytes.utf8_chunks().for_each(|chunk| self.scan_text(chunk.valid(), rules)),
        }
    }

    fn scan_text(&self, text: &str, rules: &mut BTreeSet<Rule>) {
        let emails =
            if memchr::memchr(b'@', text.as_bytes()).is_some() { privacy::find_emails(text) } else { Vec::new() };
        let findings = privacy::find(text).into_iter().chain(emails);
        let leaks = findings.filter(|finding| !self.official.allows(finding.rule, &text[finding.range.clone()]));
        rules.extend(leaks.map(|leak| leak.rule));
    }

    fn scan_archive(&self, bytes: &[u8], rules: &mut BTreeSet<Rule>) -> Result<(), String> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let mut room = MAX_OPENED;
        for position in 0..archive.len() {
            let part = archive.by_index(position).map_err(|error| error.to_string())?;
            let said = part.size().min(PART_ROOM).min(room as u64);
            let mut opened = Vec::with_capacity(usize::try_from(said).unwrap_or_default());
            part.take(room as u64 + 1).read_to_end(&mut opened).map_err(|error| error.to_string())?;
            room = room.checked_sub(opened.len()).ok_or_else(too_large)?;
            self.scan_bytes(&opened, rules);
        }
        Ok(())
    }
}

/// Index chunks lie compressed below `search/`, beside the search page and its meta, which are text.
fn is_search_chunk(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    path.starts_with("search/") && !extension.is_some_and(|extension| TEXT.contains(&extension))
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut decompressor = Decompressor::new();
    let mut room = FIRST_ROOM.max(bytes.len() * 6);
    loop {
        let mut opened = vec![0; room.min(MAX_OPENED)];
        let zlib = decompressor.zlib_decompress(bytes, &mut opened);
        let size = match zlib {
            Err(DecompressionError::BadData) => decompressor.deflate_decompress(bytes, &mut opened),
            _ => zlib,
        };
        match size {
            Ok(size) => {
                opened.truncate(size);
                return Ok(opened);
            }
            Err(DecompressionError::InsufficientSpace) if room < MAX_OPENED => room *= 4,
            Err(DecompressionError::InsufficientSpace) => return Err(too_large()),
            Err(DecompressionError::BadData) => return Err("it is no compressed stream".to_owned()),
        }
    }
}

fn too_large() -> String {
    format!("it holds more than {} MB", MAX_OPENED >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use libdeflater::{CompressionLvl, Compressor};
    use std::io::Write;

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut compressor = Compressor::new(CompressionLvl::default());
        let mut out = vec![0; compressor.deflate_compress_bound(text.len())];
        let size = compressor.deflate_compress(text, &mut out).unwrap();
        out.truncate(size);
        out
    }

    fn workbook(cell: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(format!("<sst><si><t>{cell}</t></si></sst>").as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn opens_what_is_compressed() {
        let gate = Gate::default();
        let text = "平安 ".repeat(200_000).into_bytes();
        assert_eq!(inflate(&deflated(&text)).unwrap(), text, "larger than the first room");
        assert_eq!(gate.scan("search/d/ab", &deflated(&text)).unwrap(), []);
        assert_eq!(gate.scan("data/all.xlsx", &workbook("健身")).unwrap(), []);
        assert_eq!(gate.scan("search/index.html", b"<p>text</p>").unwrap(), []);
        assert_eq!(gate.scan("search/meta.json", b"{}").unwrap(), []);
        assert_eq!(gate.scan("fonts/a.woff2", b"wOF2\xff\xfe\0\x01").unwrap(), []);
    }

    #[test]
    fn refuses_what_it_cannot_open() {
        let gate = Gate::default();
        let cut = &deflated(&"平安".repeat(1000).into_bytes());
        for (path, bytes) in [
            ("search/d/ab", b"\xff\xff no stream".as_slice()),
            ("search/d/ab", &cut[..cut.len() / 2]),
            ("search/d/ab", b""),
            ("data/all.xlsx", b"PK\x03\x04 and nothing more"),
        ] {
            let error = gate.scan(path, bytes).unwrap_err().to_string();
            assert!(error.contains(path), "{error}");
        }
    }

    fn rules(gate: &Gate, path: &str, text: &str) -> Vec<Rule> {
        gate.scan(path, text.as_bytes()).unwrap().into_iter().map(|leak| leak.rule).collect()
    }

    #[test]
    fn official_numbers_are_told_by_their_digits() {
        let page = "<p>138-0000-1234 <a href=\"mailto:x@example.cn\">x@example.cn</a>";
        assert_eq!(rules(&Gate::default(), "a.html", page), [Rule::Mobile, Rule::Email]);
        let gate = Gate::new(Official::new(["138 0000 1234", "写信到 x@example.cn"]));
        assert_eq!(rules(&gate, "a.html", page), []);
        assert_eq!(rules(&gate, "a.html", "13800001235 y@example.cn"), [Rule::Mobile, Rule::Email]);
        let never = Gate::new(Official::new(["210302190001010015"]));
        assert_eq!(rules(&never, "a.html", "210302190001010015"), [Rule::IdNumber], "nobody's ID number is official");
    }

    #[test]
    fn reads_names_of_files_and_what_looks_like_an_address() {
        let gate = Gate::default();
        assert_eq!(rules(&gate, "articles/13800001234.html", "<p>"), [Rule::Mobile]);
        assert_eq!(rules(&gate, "search/t/13800001234", ""), [Rule::Mobile], "also where the content is not read");
        for innocent in
            ["@media print{a{top:0}}", "{\"@context\":\"https://schema.org\"}", "a@b", "swj@anshan.gov.cn", "lib@1.2.3"]
        {
            assert_eq!(rules(&gate, "a.html", innocent), [], "{innocent}");
        }
    }

    #[test]
    fn drawings_are_text_wherever_they_lie_and_pictures_carry_nothing() {
        let gate = Gate::default();
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- 13800001234 --><path d=\"M0 0h9\"/></svg>";
        for path in ["images/a.svg", "assets/a.svg", "images/a.png", "search/a.svg"] {
            assert_eq!(rules(&gate, path, drawing), [Rule::Mobile], "{path}");
        }
        assert_eq!(rules(&gate, "images/a.svg", &drawing.replace("13800001234", "")), []);
        let binary = [b"\xff\xfe\x00 ", "13800001234 ".as_bytes(), b"\xff"].concat();
        assert_eq!(gate.scan("images/a.bin", &binary).unwrap().len(), 1, "stretches of text in what is none");
        let photograph = b"\xff\xd8\xff\xe1\0\x0eExif\0\0II*\0GPS";
        let error = gate.scan("images/13800001234.jpg", photograph).unwrap_err().to_string();
        assert!(error.contains("EXIF") && error.contains("hint: ") && !error.contains("13800001234"), "{error}");
    }

    #[test]
    fn a_leak_names_file_and_rule() {
        let leak = Leak { path: "m/1.html".to_owned(), rule: Rule::Mobile };
        assert_eq!(leak.to_string(), "`m/1.html` holds a mobile number");
    }
}
