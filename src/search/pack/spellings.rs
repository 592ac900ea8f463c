//! The table of readings that a browser needs to hear a query as pinyin.
//!
//! In: the documents, for the rare characters of their names. Out: the usual reading of every character of GB 2312, whose
//! first level is in the order of pinyin and so costs next to nothing, and further readings.

use super::bytes;
use crate::search::document::SearchDocument;
use crate::search::{pinyin, text};
use std::collections::BTreeSet;

/// The characters of GB 2312 in its order.
fn gb2312() -> Vec<char> {
    let bytes: Vec<u8> = (0xb0..0xf8)
        .flat_map(|row| (0xa1..if row == 0xd7 { 0xfa } else { 0xff }).flat_map(move |cell| [row, cell]))
        .collect();
    encoding_rs::GBK.decode(&bytes).0.chars().collect()
}

/// The table (`docs/search-format.md`, Readings).
pub fn to_bytes(documents: &[SearchDocument]) -> Vec<u8> {
    let common = gb2312();
    let known: BTreeSet<char> = common.iter().copied().collect();
    let names = documents.iter().flat_map(|document| std::iter::once(&document.title).chain(&document.names));
    let rare: BTreeSet<char> = names
        .flat_map(|name| text::key(name).chars().collect::<Vec<_>>())
        .filter(|character| text::is_han(*character) && !known.contains(character))
        .collect();
    let usual: Vec<String> = common
        .iter()
        .map(|character| pinyin::readings(*character).first().map_or(String::new(), |it| it.to_string()))
        .collect();
    let syllables: BTreeSet<&String> = usual.iter().collect();
    let places: Vec<&String> = syllables.into_iter().collect();
    let list = places.iter().map(|syllable| syllable.as_str()).collect::<Vec<_>>().join(" ");
    let mut more = String::new();
    for (character, from) in
        common.iter().map(|character| (character, 1)).chain(rare.iter().map(|character| (character, 0)))
    {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_small() {
        assert_eq!(gb2312().len(), 6763);
        let table = to_bytes(&[]);
        assert!(table.len() < 20_000, "{}", table.len());
        assert!(super::bytes::Deflate::default().compress(&table).len() < 8_000);
    }
}
