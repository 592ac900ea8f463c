//! XLSX, for those who have nothing but a spreadsheet.

use super::{Cell, Column, DownloadError, Table, formula};
use crate::clock::Date;
use crate::records::{Kind, Value, ValueType};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Rows above which no XLSX is written: spreadsheets of that size are slow to open and CSV serves better.
pub const XLSX_MAX_ROWS: usize = 100_000;

/// Characters in a cell at most, an Excel limit.
const MAX_CELL: usize = 32_767;

/// What a sheet says of itself.
pub struct Sheet<'a> {
    /// Name of the sheet, such as the kind's label.
    pub name: &'a str,
    /// Heading of a column.
    pub heading: &'a (dyn Fn(Column) -> String + Sync),
    /// The file's date of creation: of the newest change in it, not of the build, so that the same records make the same
    /// file.
    pub created: Date,
}

impl Table<'_> {
    /// A workbook with this table alone; `None` above [`XLSX_MAX_ROWS`].
    ///
    /// # Errors
    /// [`DownloadError::Xlsx`].
    pub fn xlsx(&self, sheet: &Sheet<'_>) -> Result<Option<Vec<u8>>, DownloadError> {
        (self.rows.len() <= XLSX_MAX_ROWS).then(|| workbook(&[(self, sheet)])).transpose()
    }

    fn write_sheet(&self, workbook: &mut Workbook, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
        let worksheet = workbook.add_worksheet_with_constant_memory();
        worksheet.set_name(sheet_name(sheet.name))?;
        worksheet.set_freeze_panes(1, 0)?;
        let day = Format::new().set_num_format("yyyy-mm-dd");
        for (position, column) in (0..).zip(&self.columns) {
            worksheet.set_column_width(position, width(*column))?;
            if column.value_type() == ValueType::Date {
                worksheet.set_column_format(position, &day)?;
            }
        }
        let bold = Format::new().set_bold();
        for (position, column) in (0..).zip(&self.columns) {
            worksheet.write_string_with_format(0, position, (sheet.heading)(*column), &bold)?;
        }
        let mut writing = Writing { worksheet, text: String::new(), as_typed: Format::new().set_quote_prefix() };
        for (number, row) in (1..).zip(self.rows) {
            for (position, column) in (0..).zip(&self.columns) {
                writing.cell((number, position), Self::cell(row, *column))?;
            }
        }
        Ok(())
    }
}

/// A workbook with a sheet a table, in order. Texts are stored as texts, so that none is a formula.
///
/// # Errors
/// [`DownloadError::Xlsx`], for the kind of the table that failed, or of the first.
pub fn workbook(tables: &[(&Table<'_>, &Sheet<'_>)]) -> Result<Vec<u8>, DownloadError> {
    let mut workbook = Workbook::new();
    let failed = |kind| move |source| DownloadError::Xlsx { kind, source };
    let first = tables.first().map_or(Kind::Merchant, |table| table.0.kind);
    if let Some(created) = tables.iter().map(|table| table.1.created).max() {
        let created = excel_date(created).map_err(failed(first))?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    for (table, sheet) in tables {
        table.write_sheet(&mut workbook, sheet).map_err(failed(table.kind))?;
    }
    workbook.save_to_buffer().map_err(failed(first))
}

/// A sheet while its cells are written.
struct Writing<'w> {
    worksheet: &'w mut Worksheet,
    /// A buffer.
    text: String,
    /// How a text is stored that would be a formula if somebody typed it, so that it stays a text when the cell is edited.
    as_typed: Format,
}

impl Writing<'_> {
    /// Writes a cell at (row, column).
    fn cell(&mut self, (row, column): (u32, u16), cell: Cell<'_>) -> Result<(), XlsxError> {
        let date = match cell {
            Cell::Empty => return Ok(()),
            Cell::Date(date) | Cell::Value(&Value::Date(date)) => excel_date(date).ok(),
            _ => None,
        };
        if let Some(date) = date {
            self.worksheet.write_datetime(row, column, &date)?;
            return Ok(());
        }
        if let Cell::Value(Value::Number(number)) = cell
            && let Some(number) = number.to_f64()
        {
            self.worksheet.write_number(row, column, number)?;
            return Ok(());
        }
        let text = &mut self.text;
        cell.write_to(text);
        // Not characters of XML, which is what a sheet is inside; the library escapes the others.
        text.retain(|character| !matches!(character, '\u{fffe}' | '\u{ffff}'));
        // A character is a byte at least: only a long text needs to be counted.
        if text.len() > MAX_CELL
            && let Some((end, _)) = text.char_indices().nth(MAX_CELL - 1)
        {
            text.truncate(end);
            text.push('…');
        }
        if formula::begins_a_formula(text) {
            self.worksheet.write_string_with_format(row, column, text.as_str(), &self.as_typed)?;
        } else {
            self.worksheet.write_string(row, column, text.as_str())?;
        }
        Ok(())
    }
}

/// Days that Excel knows begin with 1900.
fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// Names of sheets have at most 31 characters, without some.
fn sheet_name(label: &str) -> String {
    let name: String = label
        .chars()
        .filter(|character| !"*?:[]\\/'".contains(*character) && !character.is_control())
        .take(31)
        .collect();
    if name.trim().is_empty() { "data".to_owned() } else { name }
}

/// Width of a column, in characters of the sheet's font.
fn width(column: Column) -> f64 {
    match column.value_type() {
        ValueType::LongText => 50.0,
        ValueType::Url => 40.0,
        ValueType::Code | ValueType::DocumentNo => 24.0,
        ValueType::Text | ValueType::List => 20.0,
        ValueType::Date | ValueType::Money | ValueType::Number | ValueType::Flag => 12.0,
    }
}
