//! Quotes in CSV that never close: the line they stand in is set apart, so that it does not swallow the rest.

use std::ops::Range;

/// More broken lines than this are another format, not a slip.
const MAX_BROKEN: usize = 100;

/// A line that opens a quote which nothing closes properly.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// From the start of its row to the end of the line, line break included.
    pub range: Range<usize>,
    /// Where the quote stands.
    pub quote: usize,
}

/// All broken lines of a text, in order; `None` when there are too many to be slips.
pub fn broken(text: &str, delimiter: u8) -> Option<Vec<Broken>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if !bytes.contains(&b'"') {
        return Some(found);
    }
    let mut at = 0;
    while at < bytes.len() {
        match row_end(bytes, at, delimiter) {
            Ok(end) => at = end,
            Err(quote) => {
                let end =
                    bytes[quote..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| quote + end + 1);
                found.push(Broken { range: at..end, quote });
                if found.len() > MAX_BROKEN {
                    return None;
                }
                at = end;
            }
        }
    }
    Some(found)
}

/// Where the row that begins at `at` ends, its line break included; the quote that breaks it, if one does.
fn row_end(bytes: &[u8], mut at: usize, delimiter: u8) -> Result<usize, usize> {
    loop {
        if bytes.get(at) == Some(&b'"') {
            at = quoted_end(bytes, at, delimiter).ok_or(at)?;
        }
        // What follows a closed quote on its line belongs to the field, as readers of CSV have it.
        match bytes[at..].iter().position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r')) {
            None => return Ok(bytes.len()),
            Some(length) if bytes[at + length] == delimiter => at += length + 1,
            Some(length) => return Ok(at + length + 1),
        }
    }
}

/// The end of a quoted field; `None` when it never closes, or only lines further on and in the middle of a cell.
fn quoted_end(bytes: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == b'"')? + 1;
        match bytes.get(at) {
            Some(b'"') => at += 1,
            None | Some(b'\n' | b'\r') => return Some(at),
            Some(byte) if *byte == delimiter => return Some(at),
            Some(_) => return (!bytes[start..at].contains(&b'\n')).then_some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        let broken = broken(text, b',').expect("few");
        broken.into_iter().map(|broken| text[broken.range].trim_end()).collect()
    }

    #[test]
    fn only_quotes_that_swallow_lines_are_broken() {
        for good in ["a,b\n", "\"a\nb\",c\n", "\"a\"\"b\",c\n", "\"某\"行动,c\n", "a\"b,c\n", "\"\",\"\"\r\n", ""] {
            assert_eq!(lines(good), [""; 0], "{good}");
        }
        assert_eq!(lines("a,b\n\"c,d\ne,f\n"), ["\"c,d"]);
        assert_eq!(lines("a,b\n\"c,d\ne,\"f\"\ng,h\n"), ["\"c,d"], "a later quote does not close it");
        assert_eq!(lines("a,\"b\nc,\"d"), ["a,\"b", "c,\"d"]);
        assert_eq!(broken(&"\"a,b\n".repeat(500), b','), None);
    }
}
