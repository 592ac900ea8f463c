//! One cell as text: what the sheet shows of it, with all that stands behind.

use super::number_format::{NumberFormat, Shows, plain};
use calamine::{Data, ExcelDateTime};

/// The last day that a spreadsheet knows, 9999-12-31.
const LAST_DAY: f64 = 2_958_465.0;

/// A cell of a format.
pub fn text(data: &Data, format: &NumberFormat) -> String {
    match data {
        Data::Empty => String::new(),
        Data::Int(number) => format.text(*number as f64),
        Data::Float(number) => format.text(*number),
        Data::DateTime(moment) => moment_text(*moment, format.shows),
        // Errors are words: #N/A, #VALUE!.
        other => other.to_string(),
    }
}

/// A day in its plain form, with the time where it has one. A month or a year stands alone where the format shows no more and it
/// is its first day, as one that was typed is.
fn moment_text(moment: ExcelDateTime, shows: Shows) -> String {
    let number = moment.as_f64();
    if number == 0.0 && moment.is_datetime() {
        // An empty cell that a formula refers to.
        return "1900/1/0".to_owned();
    }
    if !(1.0..=LAST_DAY).contains(&number) || !moment.is_datetime() {
        return plain(number);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (shows, month, day, (hour, minute, second)) {
        (Shows::Year, 1, 1, (0, 0, 0)) => format!("{year:04}"),
        (Shows::Month, _, 1, (0, 0, 0)) => format!("{year:04}-{month:02}"),
        (_, _, _, (0, 0, 0)) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};

    #[test]
    fn days_are_those_that_the_workbook_counts() {
        let day = |number: f64, is_1904: bool, code: &str| {
            let moment = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904);
            text(&Data::DateTime(moment), &NumberFormat::new(code, None))
        };
        for (number, is_1904, code, said) in [
            (46_025.0, false, "yyyy/m/d", "2026-01-03"),
            (44_563.0, true, "yyyy/m/d", "2026-01-03"),
            (44_563.0, true, "m\"月\"d\"日\"", "2026-01-03"),
            (46_025.5, false, "yyyy/m/d hh:mm", "2026-01-03 12:00:00"),
            (46_266.0, false, "yyyy\"年\"m\"月\"", "2026-09"),
            (46_266.0, false, "yyyy\"年\"", "2026-09-01"),
            (46_267.0, false, "yyyy\"年\"m\"月\"", "2026-09-02"),
            (46_023.0, false, "yyyy\"年\"", "2026"),
            (0.0, false, "yyyy/m/d", "1900/1/0"),
            (0.5, false, "h:mm", "0.5"),
            (-1.0, false, "yyyy/m/d", "-1"),
            (20_260_103.0, false, "yyyy/m/d", "20260103"),
        ] {
            assert_eq!(day(number, is_1904, code), said, "{number} {code}");
        }
        let lasts = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(text(&Data::DateTime(lasts), &NumberFormat::default()), "1.5");
        assert_eq!(text(&Data::Error(CellErrorType::NA), &NumberFormat::default()), "#N/A");
    }
}
