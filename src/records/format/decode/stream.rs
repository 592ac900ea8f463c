//! A stream of bytes in any encoding, as a stream of UTF-8.

use encoding_rs::{Decoder, Encoding};
use std::io::{self, BufRead, Read};

/// Bytes that are decoded at a time.
pub const PIECE: usize = 64 * 1024;

/// The text of `R`, whatever its encoding; what the encoding does not explain becomes U+FFFD.
pub struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Of `raw`: what is read and not yet decoded.
    waiting: std::ops::Range<usize>,
    text: Vec<u8>,
    /// Of `text`: what is decoded and not yet taken.
    ready: std::ops::Range<usize>,
    is_at_end: bool,
    is_done: bool,
    was_replaced: bool,
}

impl<R: Read> Decoded<R> {
    pub fn new(bytes: R, encoding: &'static Encoding) -> Self {
        Decoded {
            bytes,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; PIECE],
            waiting: 0..0,
            text: vec![0; 3 * PIECE],
            ready: 0..0,
            is_at_end: false,
            is_done: false,
            was_replaced: false,
        }
    }

    /// Whether anything that was read so far was none of the encoding's.
    pub fn was_replaced(&self) -> bool {
        self.was_replaced
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.ready.is_empty() && !self.is_done {
            if self.waiting.is_empty() && !self.is_at_end {
                let length = self.bytes.read(&mut self.raw)?;
                self.waiting = 0..length;
                self.is_at_end = length == 0;
            }
            let raw = &self.raw[self.waiting.clone()];
            let (result, read, written, replaced) = self.decoder.decode_to_utf8(raw, &mut self.text, self.is_at_end);
            self.waiting.start += read;
            self.ready = 0..written;
            self.was_replaced |= replaced;
            self.is_done = self.is_at_end && result == encoding_rs::CoderResult::InputEmpty;
        }
        Ok(&self.text[self.ready.clone()])
    }

    fn consume(&mut self, amount: usize) {
        self.ready.start = (self.ready.start + amount).min(self.ready.end);
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives out a few bytes at a time, so that characters are cut everywhere.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(into.len());
            into[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    #[test]
    fn characters_may_be_cut_anywhere() {
        let text = "企业名称,示例健身𠮷a\n";
        for encoding in [encoding_rs::GB18030, encoding_rs::UTF_8] {
            let bytes = encoding.encode(text).0;
            for step in 1..7 {
                let mut decoded = Decoded::new(Slow(&bytes, step), encoding);
                let mut found = String::new();
                decoded.read_to_string(&mut found).expect("in memory");
                assert_eq!((found.as_str(), decoded.was_replaced()), (text, false), "{} {step}", encoding.name());
                let mut cut = Decoded::new(Slow(&bytes[..bytes.len() - 3], step), encoding);
                let mut found = String::new();
                cut.read_to_string(&mut found).expect("in memory");
                assert!(found.ends_with('\u{fffd}') && cut.was_replaced(), "{found}");
            }
        }
    }
}
