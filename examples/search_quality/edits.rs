//! How people get a name wrong, and other ways of writing it.

use mingjing::search::{readings, simplified};
use std::collections::BTreeMap;

/// Draws numbers, the same ones each time.
pub struct Draw(pub u64);

impl Draw {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        // Constants of Knuth's MMIX generator; the low bits are the poor ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}

/// Characters that take the place of others, or come in between.
const STRAYS: &str = "大小中新老天地金木水火土日月春夏秋冬东南西北一二三十百千万";

pub fn wrong(name: &[char], draw: &mut Draw) -> String {
    let strays: Vec<char> = STRAYS.chars().collect();
    let mut out = name.to_vec();
    let at = draw.below(out.len());
    out[at] = strays[draw.below(strays.len())];
    String::from_iter(out)
}

pub fn missing(name: &[char], draw: &mut Draw) -> String {
    let mut out = name.to_vec();
    out.remove(draw.below(name.len()));
    String::from_iter(out)
}

pub fn extra(name: &[char], draw: &mut Draw) -> String {
    let strays: Vec<char> = STRAYS.chars().collect();
    let mut out = name.to_vec();
    out.insert(1 + draw.below(name.len() - 1), strays[draw.below(strays.len())]);
    String::from_iter(out)
}

pub fn swapped(name: &[char], draw: &mut Draw) -> String {
    let mut out = name.to_vec();
    let at = draw.below(name.len() - 1);
    out.swap(at, at + 1);
    String::from_iter(out)
}

/// One character replaced by another that sounds the same; `None` where none has such another.
pub fn homophone(name: &[char], sounds: &BTreeMap<String, Vec<char>>, draw: &mut Draw) -> Option<String> {
    let from = draw.below(name.len());
    (0..name.len()).map(|step| (from + step) % name.len()).find_map(|at| {
        let reading = readings::of(name[at]).first()?.to_string();
        let others: Vec<char> = sounds.get(&reading)?.iter().copied().filter(|other| *other != name[at]).collect();
        let mut out = name.to_vec();
        out[at] = *others.get(draw.below(others.len()))?;
        Some(String::from_iter(out))
    })
}

/// Common characters by how they sound.
pub fn sounds() -> BTreeMap<String, Vec<char>> {
    let mut out: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for character in '\u{4e00}'..='\u{9fa5}' {
        // The characters of GB 2312 are the common ones.
        let common = encoding_rs::GBK.encode(&character.to_string()).0.iter().all(|byte| *byte >= 0xa1);
        if let (true, Some(reading)) = (common, readings::of(character).first()) {
            out.entry(reading.to_string()).or_default().push(character);
        }
    }
    out
}

/// The name in traditional characters where there are any; the first of several.
pub fn traditional(name: &[char], forms: &BTreeMap<char, char>) -> String {
    name.iter().map(|character| forms.get(character).copied().unwrap_or(*character)).collect()
}

pub fn forms() -> BTreeMap<char, char> {
    let mut out = BTreeMap::new();
    for (traditional, simplified) in simplified::pairs() {
        out.entry(simplified).or_insert(traditional);
    }
    out
}

/// Each character in its usual reading: whole syllables, initials, or only those that `spell` picks.
pub fn spelt(name: &[char], initials: bool, spell: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    for (at, character) in name.iter().enumerate() {
        match readings::of(*character).first() {
            Some(reading) if spell(at) => out.push_str(if initials { &reading[..1] } else { reading }),
            _ => out.push(*character),
        }
    }
    out
}
