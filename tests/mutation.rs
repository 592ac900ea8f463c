//! Every format's reader on broken input: the feeds of the sample portal, changed at random but the same at every run.
//! No panic, and no more memory than the input warrants. `MINGJING_MUTATIONS` asks for more than the usual number.

use mingjing::config::{Agencies, Districts, Local};
use mingjing::records::read::read_feed;
use mingjing::sources::Feed;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Mutations of each format in a usual run.
const USUAL: u64 = 150;
/// Memory that reading may take beside a multiple of the input.
const SPARE: usize = 64 << 20;
/// Bytes of memory for a byte of input: a reader may hold text, rows and columns.
const PER_BYTE: usize = 200;

/// The system's allocator, counting.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A small sequence of numbers (splitmix64) that is the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).expect("below a usize")
    }
}

/// What readers trip over.
const TOKENS: [&[u8]; 28] = [
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b"\"\"",
    b"'",
    b",",
    b"\t",
    b"\r",
    b"\n",
    b"<",
    b">",
    b"</",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]>",
    b"&a;",
    b"&#x0;",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\ud800",
    b"1e999",
    b"-",
    "。".as_bytes(),
    "99999999999999999999年13月32日".as_bytes(),
];

fn mutate(body: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..=random.below(6) {
        let at = random.below(body.len() + 1);
        let end = (at + 1 + random.below(40)).min(body.len());
        match random.below(7) {
            0 if at < body.len() => body[at] ^= 1 << random.below(8),
            1 => drop(body.splice(at..at, TOKENS[random.below(TOKENS.len())].iter().copied())),
            2 => drop(body.drain(at.min(end)..end)),
            3 => body.truncate(at),
            4 => {
                let part = body[at.min(end)..end].to_vec();
                drop(body.splice(at..at, part.repeat(1 + random.below(50))));
            }
            5 => {
                let from = random.below(other.len());
                let part = other[from..(from + random.below(200)).min(other.len())].to_vec();
                drop(body.splice(at..at, part));
            }
            _ => {
                let token = TOKENS[random.below(TOKENS.len())];
                drop(body.splice(at..at, token.repeat(random.below(2000))));
            }
        }
    }
}

/// A spreadsheet with one of its parts changed: changed from outside it would only ever be a broken container. Places of
/// cells stay as they are.
fn mutate_book(book: &[u8], random: &mut Random) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("the sample is whole");
    let chosen = random.below(archive.len());
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("whole");
        if place == chosen {
            mutate(&mut bytes, b"<c t=\"s\"><v>999999999</v></c>", random);
        }
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        made.start_file(part.name().expect("a name").into_owned(), options).expect("a name");
        made.write_all(&bytes).expect("memory takes it");
    }
    made.finish().expect("whole").into_inner()
}

/// Records of a workbook in the old binary format: a list of two issuers.
fn old_records() -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    };
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let label = |row: u8, column: u8, text: &str| {
        let letters = u8::try_from(text.encode_utf16().count()).expect("a short text");
        record(0x0204, &[&[row, 0, column, 0, 0, 0, letters, 0, 1], wide(text).as_slice()].concat())
    };
    let name = [&[0; 6], [2, 1].as_slice(), &wide("备案")].concat();
    let globals = |start: u32| {
        let mut bound = name.clone();
        bound[..4].copy_from_slice(&start.to_le_bytes());
        [begin(5), record(0x0085, &bound), record(0x000a, &[])].concat()
    };
    let start = u32::try_from(globals(0).len()).expect("short");
    let rows = [["企业名称", "备案号"], ["海城示例商贸有限公司", "1"], ["铁西区示例美发店", "2"]];
    let mut records =
        [globals(start), begin(0x10), record(0x0200, &[0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0])].concat();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            records.extend(label(row, column, text));
        }
    }
    records.extend(record(0x000a, &[]));
    records
}

fn old_book(records: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    file.create_stream("Workbook").and_then(|mut stream| stream.write_all(records)).expect("memory takes it");
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}

/// No program here writes XLS, so the sample is made of its records; they are mutated within their container.
fn the_old_binary_format_is_read_and_survives_what_is_broken() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("old.toml");
    std::fs::write(&manifest, "kind = \"filing\"\nagency = \"示例局\"\nsource = \"old.xls\"\n").expect("written");
    let feed = Feed::load(&manifest, folder.path()).expect("a manifest");
    let mut names = Vec::new();
    let mut take = |record: mingjing::records::Record, _| names.extend(record.subject_name().map(str::to_owned));
    read_feed(
        &feed,
        &[old_book(&old_records()).into()],
        Local { agencies: &Agencies::default(), districts: &Districts::default() },
        &mut take,
    )
    .expect("reads");
    assert_eq!(names, ["海城示例商贸有限公司", "铁西区示例美发店"]);
    for number in 0..USUAL {
        let mut random = Random(number ^ 0xb1ff << 32);
        let mut body = old_records();
        if number % 2 == 0 {
            mutate(&mut body, &[0xbd, 0, 0xff, 0xff], &mut random);
            body = old_book(&body);
        } else {
            body = old_book(&body);
            mutate(&mut body, b"Workbook", &mut random);
        }
        let survives = catch_unwind(AssertUnwindSafe(|| read(&feed, body)));
        assert!(survives.is_ok(), "mutation {number} makes the reader panic");
    }
}

/// Reads a body; the most memory it took beyond what was in use before.
fn read(feed: &Feed, body: Vec<u8>) -> usize {
    let before = NOW.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    // Most are refused; whether rightly so is for the readers' own tests.
    drop(read_feed(
        feed,
        &[body.into()],
        Local { agencies: &Agencies::default(), districts: &Districts::default() },
        &mut |_, _| (),
    ));
    PEAK.load(Ordering::Relaxed).saturating_sub(before)
}

/// All formats in one test: the memory is that of the whole process.
#[test]
fn readers_survive_what_is_broken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let count = std::env::var("MINGJING_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL);
    let feeds = Feed::load_all(root).expect("the sample portal is in order");
    let bodies: Vec<Vec<u8>> =
        feeds.iter().map(|feed| std::fs::read(root.join(&feed.source)).expect("a sample")).collect();
    let formats = ["csv", "tsv", "json", "ndjson", "xlsx", "xml", "rss", "atom", "html"];
    for format in formats {
        let ending = format!(".{format}");
        let corpus: Vec<usize> = (0..feeds.len()).filter(|place| feeds[*place].source.ends_with(&ending)).collect();
        assert!(!corpus.is_empty(), "no sample is {format}");
        for number in 0..count {
            let mut random = Random(number ^ (format.len() as u64) << 32);
            let place = corpus[random.below(corpus.len())];
            let other = &bodies[random.below(bodies.len())];
            let body = if format == "xlsx" && number % 4 > 0 {
                mutate_book(&bodies[place], &mut random)
            } else {
                let mut body = bodies[place].clone();
                mutate(&mut body, other, &mut random);
                body
            };
            let allowed = SPARE + body.len() * PER_BYTE;
            let taken = catch_unwind(AssertUnwindSafe(|| read(&feeds[place], body)));
            let taken = taken.unwrap_or_else(|_| panic!("mutation {number} of {format} makes the reader panic"));
            assert!(taken <= allowed, "mutation {number} of {format}: {taken} bytes of memory, {allowed} allowed");
        }
    }
    the_old_binary_format_is_read_and_survives_what_is_broken();
}
