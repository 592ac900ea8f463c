//! How well the bytes of a body are UTF-8, in one pass.

use std::io::{self, Read};

/// Characters of three bytes for each sequence that is none, at the least: in another encoding they are as good as absent.
const WHOLE_PER_DAMAGED: usize = 4;
/// Damaged places after which a text without as many whole characters is taken for another encoding.
const ENOUGH: usize = 1_000;
const PIECE: usize = 64 * 1024;

/// What a body is, seen as UTF-8.
#[derive(Debug)]
pub struct Survey {
    /// Characters of three bytes.
    whole: usize,
    /// Whether there are characters of four bytes.
    has_long: bool,
    damaged: usize,
    /// Line of the first damage.
    line: usize,
    pub is_blank: bool,
}

impl Survey {
    /// # Errors
    /// Bytes that cannot be read.
    pub fn of(bytes: &mut dyn Read) -> io::Result<Survey> {
        let mut survey = Survey { whole: 0, has_long: false, damaged: 0, line: 1, is_blank: true };
        let (mut piece, mut filled) = (vec![0; PIECE], 0);
        loop {
            let length = bytes.read(&mut piece[filled..])?;
            filled += length;
            let rest = survey.take(&piece[..filled], length == 0);
            if length == 0 {
                return Ok(survey);
            }
            piece.copy_within(filled - rest..filled, 0);
            filled = rest;
        }
    }

    /// Looks at a piece; how many bytes at its end are the beginning of a character.
    fn take(&mut self, mut piece: &[u8], is_last: bool) -> usize {
        self.is_blank &= piece.iter().all(u8::is_ascii_whitespace);
        while !piece.is_empty() {
            if self.damaged >= ENOUGH && self.whole < self.damaged * WHOLE_PER_DAMAGED {
                return 0;
            }
            let error = match simdutf8::compat::from_utf8(piece) {
                Ok(_) => {
                    self.count(piece);
                    return 0;
                }
                Err(error) => error,
            };
            let (valid, rest) = piece.split_at(error.valid_up_to());
            self.count(valid);
            match error.error_len() {
                None if !is_last => return rest.len(),
                length => {
                    self.damaged += 1;
                    piece = &rest[length.unwrap_or(rest.len())..];
                }
            }
        }
        0
    }

    fn count(&mut self, valid: &[u8]) {
        // Sums of few bytes and no way out of the loop, so that many bytes are looked at at a time.
        let begin_three = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(byte & 0xf0 == 0xe0)).sum::<u8>();
        self.whole += valid.chunks(255).map(|bytes| usize::from(begin_three(bytes))).sum::<usize>();
        self.has_long |= valid.iter().fold(0, |most, byte| most.max(*byte)) >= 0xf0;
        if self.damaged == 0 {
            self.line += memchr::memchr_iter(b'\n', valid).count();
        }
    }

    pub fn is_utf8(&self) -> bool {
        self.damaged == 0
    }

    /// UTF-8 with characters of three bytes or more. Other encodings of Chinese all but never look like that; pairs of
    /// bytes, which some GBK texts share with UTF-8, are no proof.
    pub fn is_chinese_utf8(&self) -> bool {
        self.is_utf8() && (self.whole > 0 || self.has_long)
    }

    /// What there is to say of UTF-8 in which a few bytes are not: a cut at the end, a byte lost on the way. The rest must
    /// not be read as another encoding for their sake; where they stand in a name or a number, its row is quarantined; a
    /// long text keeps the mark of what is lost.
    pub fn damaged_utf8(&self) -> Option<String> {
        let Survey { whole, damaged, line, .. } = *self;
        if damaged == 0 || whole < damaged * WHOLE_PER_DAMAGED {
            return None;
        }
        Some(super::damage("UTF-8", damaged, line))
    }
}
