//! How characters sound, as the meta file has it: what a browser needs to find a pair, and to hear a query as pinyin.
//!
//! In: the documents, for the rare characters of their names. Out: the usual reading of every character of the first level of
//! GB 2312, which is in the order of pinyin and so costs next to nothing, further readings, and those of rare characters that
//! names have. What only a query has, a table of its own tells.

use super::bytes::{self, Bytes};
use crate::search::document::SearchDocument;
use crate::search::sounds::{GB2312, Sounds, first_level, rare};
use crate::search::{SearchError, readings};
use std::collections::{BTreeMap, BTreeSet};

/// The part of the meta file (`docs/search-format.md`, Meta file).
pub fn to_bytes(documents: &[SearchDocument]) -> Vec<u8> {
    let names = documents.iter().flat_map(|document| std::iter::once(&document.title).chain(&document.names));
    let rare = rare(names.map(String::as_str));
    let mut more = String::new();
    first_level().iter().for_each(|character| put_readings(&mut more, *character, 1));
    rare.iter().for_each(|character| put_readings(&mut more, *character, 0));
    let places = places();
    let mut out = Vec::new();
    put_text(&mut out, &places.join(" "));
    put_text(&mut out, &more);
    put_steps(&mut out, first_level(), &places);
    out
}

/// The table of how the characters of the second level are read, whether names have them or not.
pub fn second_level() -> Vec<u8> {
    let characters = &GB2312[first_level().len()..];
    let mut more = String::new();
    characters.iter().for_each(|character| put_readings(&mut more, *character, 1));
    let mut out = Vec::new();
    put_text(&mut out, &more);
    put_steps(&mut out, characters, &places());
    out
}

/// The syllables that characters of GB 2312 are usually read by, and nothing for those that are not read, sorted.
fn places() -> Vec<String> {
    GB2312.iter().map(usual).collect::<BTreeSet<String>>().into_iter().collect()
}

fn usual(character: &char) -> String {
    readings::of(*character).first().map_or(String::new(), |it| it.to_string())
}

/// For each character the distance of its usual syllable's place from the one before: a step up is even, a step down odd.
fn put_steps(out: &mut Vec<u8>, characters: &[char], places: &[String]) {
    let mut last = 0i64;
    for syllable in characters.iter().map(usual) {
        let place = places.partition_point(|other| *other < syllable) as i64;
        let step = place - last;
        bytes::put(out, if step >= 0 { step * 2 } else { -step * 2 - 1 } as u32);
        last = place;
    }
}

/// Readings of a character from the one at `from` on, each behind it.
fn put_readings(out: &mut String, character: char, from: usize) {
    for reading in readings::of(character).iter().skip(from) {
        out.push(character);
        out.push_str(reading);
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    bytes::put(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

/// Reads what [`to_bytes`] wrote.
pub fn read(path: &str, table: &[u8]) -> Result<Sounds, SearchError> {
    let mut bytes = Bytes::new(path, table);
    let syllables: Vec<&str> = bytes.text()?.split(' ').collect();
    let mut more = bytes.text()?;
    let mut readings: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    let mut place = 0i64;
    for character in first_level() {
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
        let packed = |table: &[u8]| super::bytes::Deflate::default().compress(table).len();
        assert!(packed(&table) < 2_500, "{}", packed(&table));
        assert!(packed(&second_level()) < 6_000, "{}", packed(&second_level()));
        let sounds = read("x", &table).expect("whole");
        for character in first_level() {
            let pair = format!("{character}乐");
            assert_eq!(sounds.further_keys(&pair).len(), Sounds::all().further_keys(&pair).len(), "{pair}");
        }
        assert_eq!(sounds.places("xin", false).len(), 2);
        assert!(read("x", &table[..table.len() / 2]).is_err());
    }

    #[test]
    fn rare_characters_are_those_of_names() {
        let mut documents = crate::search::tests::documents(1);
        documents[0].title = "鞍山䶮鑫𠮷祥健身".to_owned();
        let sounds = read("x", &to_bytes(&documents)).expect("whole");
        assert_ne!(sounds.sign_of('䶮'), '䶮');
        assert_ne!(sounds.sign_of('鑫'), '鑫');
        assert_eq!(sounds.sign_of('囡'), '囡', "which no name has");
    }
}
