//! The likeliest encoding of bytes that are not UTF-8, and what of them is damaged.

use super::stream::Decoded;
use crate::sources::Body;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK};
use std::io::{self, BufRead, Read};

/// Characters for each damaged place, at the least: a text in another encoding has more of them.
const WHOLE_PER_DAMAGED: usize = 20;
const PIECE: usize = 64 * 1024;

/// The encoding of a body, with what there is to say of its damage.
///
/// # Errors
/// A body that cannot be read.
pub fn of(body: &Body) -> io::Result<(&'static Encoding, Option<String>)> {
    let guessed = of_bytes(body)?;
    if guessed.is_single_byte() {
        return Ok((guessed, None));
    }
    // A detector gives an encoding up for one byte that it cannot have: what is whole of a text in GBK is looked at too.
    let chinese = Damage::of(body, GB18030)?;
    let is_chinese = guessed == GBK || chinese.is_slight() && chinese.guessed == GBK && chinese.is_common();
    let (encoding, found) = if is_chinese { (GBK, chinese) } else { (guessed, Damage::of(body, guessed)?) };
    Ok((encoding, (found.places > 0).then(|| super::damage(encoding.name(), found.places, found.line))))
}

fn detector() -> EncodingDetector {
    EncodingDetector::new(Iso2022JpDetection::Deny)
}

fn end(mut detector: EncodingDetector) -> &'static Encoding {
    detector.feed(&[], true);
    detector.guess(Some(b"cn"), Utf8Detection::Allow)
}

fn of_bytes(body: &Body) -> io::Result<&'static Encoding> {
    let (mut bytes, mut detector, mut piece) = (body.open()?, detector(), vec![0; PIECE]);
    loop {
        match bytes.read(&mut piece)? {
            0 => return Ok(end(detector)),
            length => drop(detector.feed(&piece[..length], false)),
        }
    }
}

/// What an encoding does not explain of a body.
struct Damage {
    places: usize,
    /// Line of the first.
    line: usize,
    characters: usize,
    /// Of them: Chinese ones, and the commonest of these as GB 2312 has them.
    han: usize,
    common: usize,
    /// What the rest looks like.
    guessed: &'static Encoding,
}

impl Damage {
    fn of(body: &Body, encoding: &'static Encoding) -> io::Result<Damage> {
        let mut text = Decoded::new(body.open()?, encoding);
        let (mut detector, mut line) = (detector(), 1);
        let mut damage = Damage { places: 0, line: 0, characters: 0, han: 0, common: 0, guessed: encoding };
        loop {
            // Whole characters, as the stream gives them out.
            let piece = text.fill_buf()?;
            if piece.is_empty() {
                break;
            }
            let said = String::from_utf8_lossy(piece);
            let breaks = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
            if let Some(first) = said.find('\u{fffd}').filter(|_| damage.places == 0) {
                damage.line = line + breaks(&said[..first]);
            }
            line += breaks(&said);
            damage.places += said.matches('\u{fffd}').count();
            damage.characters += said.chars().filter(|character| !character.is_ascii()).count();
            let whole = encoding.encode(&said.replace('\u{fffd}', "")).0.into_owned();
            damage.count(&whole);
            detector.feed(&whole, false);
            let length = piece.len();
            text.consume(length);
        }
        damage.guessed = end(detector);
        Ok(damage)
    }

    /// Counts the characters of a text in GBK; those of the first level lie in rows of their own.
    fn count(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let [lead, after @ ..] = rest {
            let trail = after.first().copied().unwrap_or_default();
            let is_han = *lead >= 0x81 && trail >= 0x40 && !(0xa1..=0xa9).contains(lead);
            self.han += usize::from(is_han);
            self.common += usize::from((0xb0..=0xd7).contains(lead) && trail >= 0xa1);
            rest = if *lead >= 0x81 { after.get(1..).unwrap_or_default() } else { after };
        }
    }

    /// Whether most Chinese characters are common ones, as they are not where another encoding is read as this one.
    fn is_common(&self) -> bool {
        self.common * 10 >= self.han * 8
    }

    fn is_slight(&self) -> bool {
        self.characters >= self.places * WHOLE_PER_DAMAGED
    }
}
