//! Number formats of an XLS workbook, which calamine reads for days alone: of the cells that show something else than their number.
//!
//! In: the workbook's records. Out: the format of a cell. Holds nothing of a workbook whose formats are plain.

use super::biff::{self, BEGIN, END, NUMBERS, Records, number};
use super::number_format::NumberFormat;
use encoding_rs::GB18030;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

const FORMAT: u16 = 0x041e;
/// The style of cells, of which only the format counts.
const STYLE: u16 = 0x00e0;
/// A number, a short number, and the result of a formula.
const NUMBER: [u16; 3] = [0x0203, 0x027e, 0x0006];
/// The version whose texts are Unicode.
const UNICODE: u16 = 0x0600;

/// The formats of a workbook.
#[derive(Debug, Default)]
pub struct OldFormats {
    /// By the number of the style.
    styles: Vec<NumberFormat>,
    /// Of each sheet, the cells that show something else than their number: row and column, and the style.
    sheets: Vec<HashMap<(u16, u16), u16>>,
    plain: NumberFormat,
}

impl OldFormats {
    pub fn new(records: &[u8]) -> OldFormats {
        let (mut codes, mut styles) = (BTreeMap::new(), Vec::new());
        let mut is_unicode = true;
        for (kind, content) in Records(records) {
            match kind {
                BEGIN => is_unicode = number(content, 0) == Some(UNICODE),
                FORMAT => codes.extend(number(content, 0).zip(code(content, is_unicode))),
                STYLE => styles.push(number(content, 2).unwrap_or_default()),
                END => break,
                _ => {}
            }
        }
        let format = |id: &u16| {
            let code = codes.get(id).map_or_else(|| built_in(*id), |code| code.as_ref());
            NumberFormat::new(code, Some(u32::from(*id)))
        };
        let styles: Vec<NumberFormat> = styles.iter().map(format).collect();
        if styles.iter().all(NumberFormat::is_plain) {
            return OldFormats::default();
        }
        let sheets = biff::sheets(records).into_iter().map(|sheet| cells(sheet, &styles)).collect();
        OldFormats { sheets, styles, plain: NumberFormat::default() }
    }

    /// The format of a cell in the sheet of that number, from 0.
    pub fn of(&self, sheet: usize, row: u32, column: u32) -> &NumberFormat {
        let place = u16::try_from(row).ok().zip(u16::try_from(column).ok());
        let style = self.sheets.get(sheet).zip(place).and_then(|(cells, place)| cells.get(&place));
        style.and_then(|style| self.styles.get(usize::from(*style))).unwrap_or(&self.plain)
    }
}

/// The code of a format, behind its number.
fn code(content: &[u8], is_unicode: bool) -> Option<Cow<'_, str>> {
    if !is_unicode {
        let length = usize::from(*content.get(2)?);
        return Some(GB18030.decode_without_bom_handling(content.get(3..3 + length)?).0);
    }
    let (length, is_wide) = (usize::from(number(content, 2)?), content.get(4)? & 1 == 1);
    let text = if is_wide {
        let units: Vec<u16> = (0..length).map_while(|at| number(content, 5 + 2 * at)).collect();
        String::from_utf16_lossy(&units)
    } else {
        content.get(5..5 + length)?.iter().map(|byte| char::from(*byte)).collect()
    };
    Some(Cow::Owned(text))
}

/// Formats that need no code in the file and show something else than the number.
fn built_in(id: u16) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        17 => "mmm-yy",
        _ => "General",
    }
}

/// The cells of a sheet whose formats are not plain, with their styles.
fn cells(sheet: &[u8], styles: &[NumberFormat]) -> HashMap<(u16, u16), u16> {
    let mut cells = HashMap::new();
    for (kind, content) in biff::own(sheet) {
        let Some((row, first)) = number(content, 0).zip(number(content, 2)) else { continue };
        let count = match kind {
            NUMBERS => content.len().saturating_sub(6) / 6,
            kind => usize::from(NUMBER.contains(&kind)),
        };
        let of_cell = |at: usize| number(content, 4 + 6 * at);
        let found = (first..).zip((0..count).map_while(of_cell));
        let is_odd = |style: u16| styles.get(usize::from(style)).is_some_and(|format| !format.is_plain());
        cells.extend(found.filter(|cell| is_odd(cell.1)).map(|(column, style)| ((row, column), style)));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::format::sheet::biff::SHEET;
    use crate::records::format::sheet::biff::tests::record;

    /// A format of that number.
    fn format(id: u16, code: &str) -> Vec<u8> {
        let units: Vec<u16> = code.encode_utf16().collect();
        let mut content = [id, u16::try_from(units.len()).expect("short")].map(u16::to_le_bytes).concat();
        content.push(1);
        content.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        record(FORMAT, &content)
    }

    fn style(id: u16) -> Vec<u8> {
        record(STYLE, &[0_u16, id].map(u16::to_le_bytes).concat())
    }

    fn words(kind: u16, content: &[u16]) -> Vec<u8> {
        record(kind, &content.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>())
    }

    #[test]
    fn cells_have_the_format_of_their_style() {
        let globals = |start: u32| {
            let sheet = [start.to_le_bytes().as_slice(), &[0, 0, 1, 0, b'A']].concat();
            [
                words(BEGIN, &[UNICODE, 5]),
                format(164, "0.0\"万元\""),
                style(0),
                style(164),
                style(9),
                record(SHEET, &sheet),
                words(END, &[]),
            ]
            .concat()
        };
        let start = u32::try_from(globals(0).len()).expect("short");
        let sheet = [
            words(BEGIN, &[UNICODE, 0x10]),
            words(NUMBER[0], &[1, 2, 1, 0, 0, 0, 0]),
            words(NUMBERS, &[2, 0, 0, 0, 0, 2, 0, 0, 1]),
            // A diagram has cells of its own.
            words(BEGIN, &[UNICODE, 0x20]),
            words(NUMBER[0], &[5, 0, 1, 0, 0, 0, 0]),
            words(END, &[]),
            words(NUMBER[1], &[3, 0, 2, 0, 0]),
            words(END, &[]),
            words(NUMBER[1], &[6, 0, 2, 0, 0]),
        ]
        .concat();
        let formats = OldFormats::new(&[globals(start), sheet].concat());
        let shown = |row, column| formats.of(0, row, column).text(0.5);
        assert_eq!((shown(1, 2), shown(3, 0)), ("0.5万元".to_owned(), "50%".to_owned()));
        assert_eq!((shown(2, 0), shown(2, 1)), ("0.5".to_owned(), "50%".to_owned()), "numbers beside one another");
        for (row, column) in [(5, 0), (6, 0), (9, 9), (u32::MAX, 0)] {
            assert_eq!(shown(row, column), "0.5", "{row} {column}");
        }
        assert_eq!(formats.of(1, 1, 2).text(0.5), "0.5", "another sheet");
        assert!(OldFormats::new(&globals(u32::MAX)).of(0, 1, 2).is_plain(), "a sheet that begins nowhere");
    }

    #[test]
    fn formats_are_read_in_the_texts_of_their_version() {
        assert_eq!(code(&[164, 0, 2, 0, 0, b'0', b'%'], true).as_deref(), Some("0%"));
        let (bytes, _, _) = GB18030.encode("0\"万元\"");
        let old = [&[164, 0, u8::try_from(bytes.len()).expect("short")], bytes.as_ref()].concat();
        assert_eq!(code(&old, false).as_deref(), Some("0\"万元\""));
        for cut in 0..old.len() {
            assert_eq!(code(&old[..cut], false), None);
        }
        assert_eq!((code(&[164, 0, 9, 0], true), code(&[164, 0, 9, 0, 0, b'0'], true)), (None, None));
    }
}
