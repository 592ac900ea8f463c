//! Values that stand in more than one column: a period beside its year, a term beside the day that it runs from.

use super::plan::{Pick, Plan};
use crate::clock::Date;
use crate::records::format::Row;
use crate::records::{Field, Fields, Kind, Value, date, period};
use jiff::Span;

/// The period of a column that says only a quarter or a month (`3`, `第三季度`, `9月`), by the year that stands in another.
pub fn period(row: &Row, plan: &Plan, pick: &Pick) -> Option<String> {
    if pick.field != Field::Period {
        return None;
    }
    let year = plan.iter().find(|pick| pick.field == Field::Year).and_then(|pick| row.cells.get(pick.position))?;
    let year = year.trim().trim_end_matches(['度', '年']);
    let part = row.cells.get(pick.position)?.trim();
    let column = row.columns.get(pick.position)?;
    let asks = |words: &[&str]| words.iter().any(|word| column.contains(word));
    let is_number = part.chars().count() < 3 && !part.contains(['月', '季', 'Q', 'q', '半']);
    let said = match () {
        () if !is_number => format!("{year}年{}", part.replace("季度", "季").replace('季', "季度")),
        () if asks(&["季", "quarter", "QUARTER"]) => format!("{year}年第{part}季度"),
        () if asks(&["月", "month", "MONTH"]) => format!("{year}年{part}月"),
        () => return None,
    };
    period::read(&said)
}

/// The period of what there is at a day (截至2026年9月底, 2026-09-30): a figure of a stock is that of the month that ends then.
pub fn stock(kind: Kind, field: Field, raw: &str) -> Option<String> {
    if kind != Kind::Statistic || field != Field::Period {
        return None;
    }
    let raw = raw.trim();
    let raw = ["截至", "截止"].iter().find_map(|word| raw.strip_prefix(word)).unwrap_or(raw);
    if let Some(month) = raw.strip_suffix(['底', '末']) {
        return period::read(month);
    }
    let day = date::parse(raw).ok()??;
    (day == day.last_of_month()).then(|| format!("{:04}-{:02}", day.year(), day.month()))
}

/// Fields that give another one together, each way.
pub fn parts(field: Field) -> &'static [&'static [Field]] {
    match field {
        Field::Period => &[&[Field::Year], &[Field::ValidFrom, Field::AsOf]],
        _ => &[],
    }
}

/// Makes a period of the two days, or of the year, that a row has in place of it.
pub fn complete_period(kind: Kind, fields: &mut Fields) {
    if !kind.required().contains(&Field::Period) {
        return;
    }
    if fields.get(Field::Period).is_none() {
        let days = fields.date(Field::ValidFrom).zip(fields.date(Field::AsOf));
        let said = days.map(|(from, to)| format!("{from}至{to}"));
        let said = said.or_else(|| fields.text(Field::Year).map(str::to_owned));
        if let Some(period) = said.and_then(|said| period::read(&said)) {
            fields.set(Field::Period, Value::Text(period));
            fields.remove(Field::ValidFrom);
            fields.remove(Field::AsOf);
        }
    }
    if fields.get(Field::Period).is_some() {
        fields.remove(Field::Year);
    }
}

/// The day on which a term ends: one of publicity runs from the publication, any other from its first day or the decision.
pub fn end(fields: &Fields, column: &str, term: Span) -> Option<Date> {
    let is_of_publicity = ["公示", "公布", "公开", "发布"].iter().any(|word| column.contains(word));
    let first = if is_of_publicity {
        [Field::PublishedOn, Field::ValidFrom, Field::DecidedOn]
    } else {
        [Field::ValidFrom, Field::DecidedOn, Field::PublishedOn]
    };
    let from = first.into_iter().find_map(|field| fields.date(field))?;
    from.checked_add(term).ok()
}
