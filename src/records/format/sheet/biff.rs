//! The records of an XLS workbook, as they follow one another.

use crate::records::read::ReadError;
use std::io::{Cursor, Read};

/// Start of a sheet, or of the workbook, among the records.
pub const BEGIN: u16 = 0x0809;
/// The end of what a [`BEGIN`] began.
pub const END: u16 = 0x000a;
/// Several numbers beside one another.
pub const NUMBERS: u16 = 0x00bd;

/// The stream of records in a workbook; nothing where it has none.
///
/// # Errors
/// [`ReadError::Format`] for a container that is broken.
pub fn stream(body: &[u8]) -> Result<Vec<u8>, ReadError> {
    let broken = |error: std::io::Error| ReadError::Format(format!("not a spreadsheet that can be read: {error}"));
    let mut file = cfb::CompoundFile::open(Cursor::new(body)).map_err(broken)?;
    let mut records = Vec::new();
    if let Some(name) = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name)) {
        file.open_stream(name).and_then(|mut stream| stream.read_to_end(&mut records)).map_err(broken)?;
    }
    Ok(records)
}

/// Kind and content of each record.
pub struct Records<'a>(pub &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (number(self.0, 0)?, usize::from(number(self.0, 2)?));
        let content = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, content))
    }
}

/// A sheet, and where its records begin.
pub const SHEET: u16 = 0x0085;

/// The records of each sheet of a workbook, in their order: those of a sheet that begins nowhere are none.
pub fn sheets(records: &[u8]) -> Vec<&[u8]> {
    let globals = Records(records).take_while(|(kind, _)| *kind != END);
    let begins = globals.filter(|(kind, _)| *kind == SHEET).map(|(_, content)| {
        let half = |at: usize| u64::from(number(content, at).unwrap_or_default());
        usize::try_from(half(0) | half(2) << 16).unwrap_or(usize::MAX)
    });
    begins.map(|begin| records.get(begin..).unwrap_or_default()).collect()
}

/// The records of a sheet's own, without those of diagrams in it.
pub fn own(sheet: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut depth = 0;
    let step = move |(kind, content)| match kind {
        BEGIN => {
            depth += 1;
            Some(None)
        }
        END if depth <= 1 => None,
        END => {
            depth -= 1;
            Some(None)
        }
        _ if depth > 1 => Some(None),
        _ => Some(Some((kind, content))),
    };
    Records(sheet).map_while(step).flatten()
}

/// The number of two bytes at a place.
pub fn number(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|two| u16::from_le_bytes([two[0], two[1]]))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::io::Write;

    /// A record with its content.
    pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).expect("short");
        [&kind.to_le_bytes(), &length.to_le_bytes(), content].concat()
    }

    /// A workbook of these records.
    pub fn workbook(records: &[u8]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
        file.create_stream("Workbook").expect("a stream").write_all(records).expect("written");
        file.flush().expect("written");
        file.into_inner().into_inner()
    }

    #[test]
    fn records_follow_one_another_until_one_is_cut() {
        let bytes = [record(BEGIN, &[1, 2]), record(END, &[]), vec![3, 0, 9, 0, 1]].concat();
        assert_eq!(stream(&workbook(&bytes)).expect("a workbook"), bytes);
        let found: Vec<(u16, &[u8])> = Records(&bytes).collect();
        assert_eq!(found, [(BEGIN, &[1, 2][..]), (END, &[][..])]);
        assert!(stream(b"\xd0\xcf\x11\xe0").is_err(), "cut short");
    }
}
