//! The likeliest encoding of bytes that are not UTF-8, and what of them is damaged.

use super::stream::Decoded;
use crate::sources::Body;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK};
use memchr::{memchr_iter, memmem};
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
    let encoding = if guessed != GBK && Rest::of(body)?.is_gbk() { GBK } else { guessed };
    Ok((encoding, damage(body, encoding)?))
}

/// What there is to say of what an encoding does not explain of a body.
fn damage(body: &Body, encoding: &'static Encoding) -> io::Result<Option<String>> {
    let mut text = Decoded::new(body.open()?, encoding);
    let (mut places, mut first, mut line) = (0, 0, 1);
    loop {
        // Whole characters, as the stream gives them out.
        let piece = text.fill_buf()?;
        if piece.is_empty() {
            return Ok((places > 0).then(|| super::damage(encoding.name(), places, first)));
        }
        for at in memmem::find_iter(piece, "\u{fffd}") {
            if places == 0 {
                first = line + memchr_iter(b'\n', &piece[..at]).count();
            }
            places += 1;
        }
        line += memchr_iter(b'\n', piece).count();
        let length = piece.len();
        text.consume(length);
    }
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

/// What is whole of a body, read as GBK.
struct Rest {
    damaged: usize,
    characters: usize,
    /// Of them: Chinese ones, and the commonest of these as GB 2312 has them.
    han: usize,
    common: usize,
    /// What it looks like.
    guessed: &'static Encoding,
}

impl Rest {
    fn of(body: &Body) -> io::Result<Rest> {
        let mut text = Decoded::new(body.open()?, GB18030);
        let mut detector = detector();
        let mut rest = Rest { damaged: 0, characters: 0, han: 0, common: 0, guessed: GB18030 };
        loop {
            let piece = text.fill_buf()?;
            if piece.is_empty() {
                break;
            }
            let said = String::from_utf8_lossy(piece);
            rest.damaged += said.matches('\u{fffd}').count();
            rest.characters += said.chars().filter(|character| !character.is_ascii()).count();
            let whole = GB18030.encode(&said.replace('\u{fffd}', "")).0.into_owned();
            rest.count(&whole);
            detector.feed(&whole, false);
            let length = piece.len();
            text.consume(length);
        }
        rest.guessed = end(detector);
        Ok(rest)
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

    /// Whether little is damaged and the rest is GBK: most Chinese characters are common ones, as they are not where another
    /// encoding is read as this one.
    fn is_gbk(&self) -> bool {
        let is_slight = self.characters >= self.damaged * WHOLE_PER_DAMAGED;
        is_slight && self.guessed == GBK && self.common * 10 >= self.han * 8
    }
}
