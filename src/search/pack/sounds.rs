//! How characters sound, as the meta file has it: what a browser needs to find a pair, and to hear a query as pinyin.
//!
//! In: the documents, for the rare characters of their names. Out: the usual reading of every character of GB 2312, whose
//! first level is in the order of pinyin and so costs next to nothing, and further readings.

use super::bytes::{self, Bytes};
use crate::search::document::SearchDocument;
use crate::search::sounds::{GB2312, Sounds, rare};
use crate::search::{SearchError, pinyin};
use std::collections::{BTreeMap, BTreeSet};

/// The table (`docs/search-format.md`, Sounds).
pub fn to_bytes(documents: &[SearchDocument]) -> Vec<u8> {
    let names = documents.iter().flat_map(|document| std::iter::once(&document.title).chain(&document.names));
    let rare = rare(names.map(String::as_str));
    let usual: Vec<String> = GB2312
        .iter()
        .map(|character| pinyin::readings(*character).first().map_or(String::new(), |it| it.to_string()))
        .collect();
    let syllables: BTreeSet<&String> = usual.iter().collect();
    let places: Vec<&String> = syllables.into_iter().collect();
    let list = places.iter().map(|syllable| syllable.as_str()).collect::<Vec<_>>().join(" ");
    let mut more = String::new();
    let known = GB2312.iter().map(|character| (character, 1));
    for (character, from) in known.chain(rare.iter().map(|character| (character, 0))) {
        for reading in pinyin::readings(*character).iter().skip(from) {
            more.push(*character);
            more.push_str(reading);
        }
    }
    let mut out = Vec::new();
    for part in [&list, &more] {
        bytes::put(&mut out, part.len() as u32);
        out.extend_from_slice(part.as_bytes());
    }
    let mut last = 0i64;
    for syllable in &usual {
        let place = places.partition_point(|other| *other < syllable) as i64;
        // A step up is even, a step down odd.
        let step = place - last;
        bytes::put(&mut out, if step >= 0 { step * 2 } else { -step * 2 - 1 } as u32);
        last = place;
    }
    out
}

/// Reads what [`to_bytes`] wrote.
pub fn read(path: &str, table: &[u8]) -> Result<Sounds, SearchError> {
    let mut bytes = Bytes::new(path, table);
    let syllables: Vec<&str> = bytes.text()?.split(' ').collect();
    let mut more = bytes.text()?;
    let mut readings: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    let mut place = 0i64;
    for character in GB2312.iter() {
        let step = i64::from(bytes.number()?);
        place += if step % 2 == 0 { step / 2 } else { -(step + 1) / 2 };
        let usual = usize::try_from(place).ok().and_then(|place| syllables.get(place));
        let usual = usual.ok_or_else(|| bytes.damaged("a character has a reading that is not listed"))?;
        readings.insert(*character, if usual.is_empty() { Vec::new() } else { vec![*usual] });
    }
    while let Some(character) = more.chars().next() {
        let reading = &more[character.len_utf8()..];
        let end = reading.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(reading.len());
        readings.entry(character).or_default().push(&reading[..end]);
        more = &reading[end..];
    }
    Ok(Sounds::of(readings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_small_and_comes_back() {
        assert_eq!(GB2312.len(), 6763);
        let table = to_bytes(&[]);
        assert!(table.len() < 20_000, "{}", table.len());
        assert!(super::bytes::Deflate::default().compress(&table).len() < 8_000);
        let sounds = read("x", &table).expect("whole");
        for character in GB2312.iter() {
            let pair = format!("{character}乐");
            assert_eq!(sounds.further_keys(&pair).len(), Sounds::all().further_keys(&pair).len(), "{pair}");
        }
        assert_eq!(sounds.places("xin", false).len(), 2);
        assert!(read("x", &table[..table.len() / 2]).is_err());
    }
}
