//! Where the rows of a delimited text begin and end. A quote that never closes costs its own line: what follows it must
//! not be swallowed.
//!
//! In: a stream. Out: its rows as they stand in it, each with its number as a spreadsheet counts: a row of several lines
//! is one. Holds one row.

use crate::records::read::ReadError;
use memchr::{memchr, memchr_iter, memchr3};
use std::io::{BufRead, Read};

/// Bytes that are read at a time.
const PIECE: usize = 256 * 1024;
/// A quoted cell longer than this never closes.
const LONGEST_CELL: usize = 1024 * 1024;
/// A longer row is no row.
const LONGEST_ROW: usize = 4 * 1024 * 1024;

/// A row as it stands in the text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Row(&'a [u8]),
    /// A line that opens a quote which nothing closes properly.
    Broken(&'a [u8]),
}

/// What the bytes at hand say of a row that begins at their first.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// It ends here, its line break included.
    At(usize),
    /// A quote stands here that breaks it.
    Broken(usize),
    /// Not within these bytes.
    Further,
}

pub struct Splitter<'a> {
    text: Box<dyn BufRead + Send + 'a>,
    delimiter: u8,
    bytes: Vec<u8>,
    /// Of `bytes`: those that were handed out.
    taken: usize,
    row: usize,
    /// What ends a line: some systems write a carriage return and nothing else.
    line_end: u8,
    is_at_end: bool,
}

impl<'a> Splitter<'a> {
    pub fn new(text: Box<dyn BufRead + Send + 'a>, delimiter: u8) -> Self {
        Splitter {
            text,
            delimiter,
            bytes: Vec::with_capacity(2 * PIECE),
            taken: 0,
            row: 1,
            line_end: b'\n',
            is_at_end: false,
        }
    }

    /// The next row with its number; of a broken one, that of the line of its quote.
    ///
    /// # Errors
    /// [`ReadError::Format`] for what cannot be read, or is no text of rows.
    pub fn next(&mut self) -> Result<Option<(usize, Piece<'_>)>, ReadError> {
        loop {
            self.pass_over_breaks();
            let rest = &self.bytes[self.taken..];
            let end = if rest.is_empty() { End::Further } else { self.end(rest) };
            match end {
                End::At(length) => {
                    let (row, from) = (self.row, self.taken);
                    // Of a break of two characters the second one is still to come.
                    self.row += usize::from(rest[..length].ends_with(&[self.line_end]));
                    self.taken += length;
                    return Ok(Some((row, Piece::Row(&self.bytes[from..from + length]))));
                }
                End::Broken(quote) => match memchr(self.line_end, &rest[quote..]) {
                    None if !self.is_at_end && rest.len() - quote < LONGEST_ROW => self.read()?,
                    found => {
                        let length = found.map_or(rest.len(), |found| quote + found + 1);
                        let row = self.row + memchr_iter(self.line_end, &rest[..quote]).count();
                        let from = self.taken;
                        self.take(length);
                        return Ok(Some((row, Piece::Broken(&self.bytes[from..from + length]))));
                    }
                },
                End::Further if self.is_at_end => return Ok(None),
                End::Further if rest.len() > LONGEST_ROW => {
                    let reason = format!("not CSV: row {} is longer than {LONGEST_ROW} bytes", self.row);
                    return Err(ReadError::Format(reason));
                }
                End::Further => self.read()?,
            }
        }
    }

    fn take(&mut self, length: usize) {
        self.row += memchr_iter(self.line_end, &self.bytes[self.taken..self.taken + length]).count();
        self.taken += length;
    }

    /// Blank lines, and what is left of a line break of two characters.
    fn pass_over_breaks(&mut self) {
        let rest = &self.bytes[self.taken..];
        let length = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.take(length);
    }

    fn read(&mut self) -> Result<(), ReadError> {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        let before = self.bytes.len();
        let mut piece = self.text.by_ref().take(PIECE as u64);
        piece.read_to_end(&mut self.bytes).map_err(ReadError::unreadable)?;
        self.is_at_end = self.bytes.len() == before;
        if self.row == 1 && memchr(b'\n', &self.bytes).is_none() && memchr(b'\r', &self.bytes).is_some() {
            self.line_end = b'\r';
        }
        if memchr(0, &self.bytes[before..]).is_some() {
            let reason = "the text holds NUL bytes: not CSV, or another encoding";
            return Err(ReadError::Format(reason.to_owned()));
        }
        Ok(())
    }

    /// Where the row that begins with the first of these bytes ends.
    fn end(&self, bytes: &[u8]) -> End {
        let mut at = 0;
        loop {
            if bytes.get(at) == Some(&b'"') {
                match self.quoted_end(bytes, at) {
                    End::At(end) => at = end,
                    other => return other,
                }
            }
            // What follows a closed quote on its line belongs to the cell, as readers of CSV have it.
            match memchr3(self.delimiter, b'\n', b'\r', &bytes[at..]) {
                None if self.is_at_end => return End::At(bytes.len()),
                None => return End::Further,
                Some(length) if bytes[at + length] == self.delimiter => at += length + 1,
                Some(length) => return End::At(at + length + 1),
            }
        }
    }

    /// The end of a quoted cell; broken when it never closes, or only lines further on and in the middle of a cell.
    fn quoted_end(&self, bytes: &[u8], start: usize) -> End {
        let mut at = start + 1;
        let open = || match self.is_at_end || bytes.len() - start > LONGEST_CELL {
            true => End::Broken(start),
            false => End::Further,
        };
        loop {
            match memchr(b'"', &bytes[at..]) {
                Some(length) => at += length + 1,
                None => return open(),
            }
            match bytes.get(at) {
                Some(b'"') => at += 1,
                None if !self.is_at_end => return open(),
                None | Some(b'\n' | b'\r') => return End::At(at),
                Some(byte) if *byte == self.delimiter => return End::At(at),
                Some(_) if memchr(self.line_end, &bytes[start..at]).is_some() => return End::Broken(start),
                Some(_) => return End::At(at),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// Rows and broken lines, with their numbers, whatever pieces the text comes in.
    fn split(text: &str) -> Vec<(usize, bool, String)> {
        let mut splitter = Splitter::new(Box::new(BufReader::with_capacity(3, text.as_bytes())), b',');
        let mut found = Vec::new();
        while let Some((line, piece)) = splitter.next().expect("rows") {
            let (is_row, bytes) = match piece {
                Piece::Row(bytes) => (true, bytes),
                Piece::Broken(bytes) => (false, bytes),
            };
            found.push((line, is_row, String::from_utf8_lossy(bytes).trim_end().to_owned()));
        }
        found
    }

    fn broken(text: &str) -> Vec<String> {
        split(text).into_iter().filter(|row| !row.1).map(|row| row.2).collect()
    }

    #[test]
    fn only_quotes_that_swallow_lines_are_broken() {
        for good in ["a,b\n", "\"a\nb\",c\n", "\"a\"\"b\",c\n", "\"某\"行动,c\n", "a\"b,c\n", "\"\",\"\"\r\n", ""] {
            assert_eq!(broken(good), [""; 0], "{good}");
        }
        assert_eq!(broken("a,b\n\"c,d\ne,f\n"), ["\"c,d"]);
        assert_eq!(broken("a,b\n\"c,d\ne,\"f\"\ng,h\n"), ["\"c,d"], "a later quote does not close it");
        assert_eq!(broken("a,\"b\nc,\"d"), ["a,\"b", "c,\"d"]);
        assert_eq!(broken(&"\"a,b\n".repeat(500)).len(), 500);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        let lines = |text: &str| split(text).into_iter().map(|row| (row.0, row.2)).collect::<Vec<_>>();
        let row = |line: usize, text: &str| (line, text.to_owned());
        assert_eq!(lines("a\r\n\r\nb\n\n\"c\nd\",x\ne"), [row(1, "a"), row(3, "b"), row(5, "\"c\nd\",x"), row(6, "e")]);
        assert_eq!(lines("a\nb,\"c\nd"), [row(1, "a"), row(2, "b,\"c"), row(3, "d")]);
    }

    #[test]
    fn a_cell_without_an_end_fills_no_memory() {
        let text = format!("a,b\n\"{}\nc,d\n", "x,y\n".repeat(LONGEST_CELL));
        let found = split(&text);
        assert_eq!((found[1].1, found.len()), (false, LONGEST_CELL + 2));
        let mut splitter = Splitter::new(Box::new(BufReader::new(std::io::repeat(b'x'))), b',');
        assert!(splitter.next().is_err());
        let nul = format!("a,b\n{}\0", "c,d\n".repeat(PIECE));
        let mut splitter = Splitter::new(Box::new(BufReader::new(nul.as_bytes())), b',');
        assert!((0..=PIECE + 1).any(|_| splitter.next().is_err()));
    }
}
