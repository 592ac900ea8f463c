//! The portal as a whole: the same plan gives the same bytes, and the program understands every file.

use super::merchant::Merchant;
use super::*;
use mingjing::config::{Agencies, Settings};
use mingjing::records::code::check_digit_matches;
use mingjing::sources::Feed;
use std::collections::BTreeSet;
use std::fs;

const MERCHANTS: u64 = 4_000;

fn written(seed: u64, changed: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = Plan::new(MERCHANTS, seed, changed).expect("a plan");
    write(&plan, folder.path()).expect("written");
    folder
}

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("listed"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(root).expect("below the root").display().to_string();
            (name, fs::read(entry.path()).expect("read"))
        })
        .collect()
}

/// Lines of `new` that `old` does not have, in all feeds.
fn new_lines(old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, usize> {
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<BTreeSet<_>>();
    new.iter()
        .map(|(name, bytes)| (name.clone(), lines(bytes).difference(&lines(&old[name])).count()))
        .filter(|(_, count)| *count > 0)
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (first, again, other) = (written(1, 0), written(1, 0), written(2, 0));
    assert_eq!(files(first.path()), files(again.path()));
    assert_ne!(files(first.path()), files(other.path()));
}

#[test]
fn changes_touch_as_many_rows_as_asked() {
    let (before, after) = (files(written(1, 0).path()), files(written(1, 10).path()));
    let changed = new_lines(&before, &after);
    // Ten in turn: three penalties, three moves, two signs, two closures. The ban of who moved moves too.
    assert_eq!(changed["data/samples/scjg-penalties.csv"], 3);
    assert_eq!(changed["data/samples/scjg-merchants.csv"], 7);
    let touched: Vec<&str> = changed.keys().map(String::as_str).collect();
    let expected = ["data/samples/scjg-merchants.csv", "data/samples/scjg-penalties.csv"];
    let bans = "data/samples/scjg-premises-bans.tsv";
    assert!(touched.iter().all(|name| expected.contains(name) || *name == bans), "{touched:?}");
    assert!(Plan::new(5, 1, 6).is_err() && Plan::new(code::CAPACITY + 1, 1, 0).is_err());
}

#[test]
fn the_program_reads_configuration_and_manifests() {
    let folder = written(3, 0);
    let settings = Settings::load(folder.path()).expect("settings");
    assert!(settings.sample && settings.title.contains("示例"));
    assert_eq!(settings.as_of, Some(dates::AS_OF));
    let agencies = Agencies::load(&folder.path().join("data/agencies.toml")).expect("agencies");
    assert!(agencies.iter().all(|agency| agency.code.as_deref().is_some_and(check_digit_matches)));
    let feeds = Feed::load_all(folder.path()).expect("feeds");
    assert_eq!(feeds.len(), 13);
    for feed in feeds {
        assert!(agencies.find(&feed.agency).is_some(), "{}", feed.agency);
        let mingjing::sources::manifest::Location::File(path) = &feed.location else { panic!("{} is a file", feed.id) };
        let text = fs::read(path).expect("the feed's file");
        let text = if feed.encoding.is_some() {
            encoding_rs::GB18030.decode(&text).0.into_owned()
        } else {
            String::from_utf8(text).expect("UTF-8")
        };
        for column in feed.fields.values() {
            assert!(text.contains(column.as_str()), "{} has no column {column}", feed.id);
        }
    }
}

#[test]
fn merchants_are_varied_and_well_formed() {
    let plan = Plan::new(MERCHANTS, 5, 0).expect("a plan");
    let merchants: Vec<Merchant> = (0..MERCHANTS).map(|index| Merchant::generate(&plan, index)).collect();
    let distinct = |pieces: BTreeSet<&str>| pieces.len();
    assert!(distinct(merchants.iter().map(|merchant| merchant.name.as_str()).collect()) > 3_990);
    assert!(distinct(merchants.iter().map(|merchant| merchant.core.as_str()).collect()) > 3_900);
    let districts = mingjing::config::Districts::default();
    for merchant in &merchants {
        assert!(check_digit_matches(&merchant.code), "{}", merchant.code);
        let district = districts.of_code(&merchant.code).map(|found| found.code.to_string());
        assert_eq!(district.as_deref(), Some(merchant.district.code));
        assert!(merchant.name.contains(&merchant.core));
    }
    let share = |is: fn(&Merchant) -> bool| merchants.iter().filter(|merchant| is(merchant)).count() * 100 / 4_000;
    assert!((57..63).contains(&share(|merchant| merchant.code.starts_with("91"))));
    assert!((37..43).contains(&share(|merchant| !merchant.signs.is_empty())));
    assert!((12..18).contains(&share(|merchant| merchant.mall.is_some())));
    assert!((3..7).contains(&share(|merchant| merchant.former_name.is_some())));
}

#[test]
fn records_are_about_nine_for_twenty_merchants() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = Plan::new(MERCHANTS, 1, 0).expect("a plan");
    let Written { rows, articles } = write(&plan, folder.path()).expect("written");
    assert_eq!(articles, MERCHANTS / 100);
    let records: u64 = rows.iter().filter(|row| *row.0 != "scjg-merchants").map(|row| row.1).sum();
    assert_eq!(rows["scjg-merchants"], MERCHANTS);
    assert!((1_650..2_050).contains(&records), "{rows:?}");
}

#[test]
fn documents_have_numbers_of_their_own() {
    let folder = written(1, 10);
    let bytes = fs::read(folder.path().join("data/samples/scjg-penalties.csv")).expect("read");
    let text = encoding_rs::GB18030.decode(&bytes).0;
    let mut numbers = BTreeSet::new();
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let number = row.expect("a row")[4].to_owned();
        assert!(number.contains('〔') && number.ends_with('号'), "{number}");
        assert!(numbers.insert(number.clone()), "{number} twice");
    }
}

#[test]
fn articles_have_front_matter_and_link_to_each_other() {
    let folder = written(1, 0);
    let articles = files(&folder.path().join("content/articles"));
    assert_eq!(articles.len() as u64, MERCHANTS / 100);
    for (name, bytes) in &articles {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let matter = text.strip_prefix("+++\n").and_then(|text| text.split_once("\n+++\n")).expect("front matter").0;
        let matter: toml::Table = matter.parse().expect("TOML");
        assert!(["policy", "case", "alert", "guide"].contains(&matter["kind"].as_str().expect("a kind")), "{name}");
        assert!(matter["published_on"].is_datetime() && matter["sources"].is_array());
        if let Some((_, link)) = text.split_once("[上一期](") {
            let target = link.split_once(')').expect("a whole link").0;
            assert!(articles.contains_key(target), "{name} links to {target}");
        }
    }
}
