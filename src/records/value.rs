//! One cell to one value: repaired where that is safe, refused where it would be a guess.

use super::date::{self, is_null_word};
use super::document_no::document_no;
use super::privacy::Official;
use super::standing::{self, Standing};
use super::text::{fold_width, tidy, tidy_name};
use super::{Field, Value, ValueType, amount, code, markup, numeral, origin, percent, period, person, privacy};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Why a cell cannot be read; says the mend.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// Of U+FFFD, which stands where bytes were no text.
pub const UNEXPLAINED: &str = "holds characters that the feed's encoding cannot explain; check `encoding`";

/// What a spreadsheet shows where it has no value: a formula failed, or a column is too narrow.
const ERRORS: [&str; 10] =
    ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#DATA!", "#SPILL!", "#CALC!"];

/// Stands where a workbook has a formula and does not hold what it comes to.
pub const UNSTORED: &str = "#UNSTORED!";

/// Whether a cell holds an error of a spreadsheet in place of a value.
pub fn is_error(raw: &str) -> bool {
    // Hardly a cell has the sign at all.
    if memchr::memchr(b'#', raw.as_bytes()).is_none() {
        return false;
    }
    let raw = raw.trim();
    raw.starts_with('#')
        && (ERRORS.contains(&raw) || raw == UNSTORED || raw.len() > 2 && raw.bytes().all(|byte| byte == b'#'))
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// None for null words.
    pub value: Option<Value>,
    /// Persons whose names were masked in it.
    pub persons: Vec<String>,
}

/// The value of a cell in the type of its field. Every text is masked, but for what is official. `yuan`: yuan in one unit
/// of an amount in this column.
///
/// # Errors
/// [`Unreadable`] with the reason.
pub fn read(field: Field, raw: &str, yuan: u32, official: &Official) -> Result<Told, Unreadable> {
    let mut persons = Vec::new();
    let value = typed(field, raw, yuan, &mut |text| masked(text, official, &mut persons))?;
    Ok(Told { value, persons })
}

/// A text without personal data.
fn masked(text: Cow<'_, str>, official: &Official, persons: &mut Vec<String>) -> String {
    if text.len() > LONGEST_PIECE {
        return pieces(&text).map(|piece| mask(piece.into(), official, persons)).collect();
    }
    mask(text, official, persons)
}

fn mask(text: Cow<'_, str>, official: &Official, persons: &mut Vec<String>) -> String {
    match privacy::mask_but(&text, official, persons) {
        Cow::Owned(masked) => person::mask_operators(&masked, persons).into_owned(),
        // Nearly all texts: nothing to mask, and nothing to copy but what is borrowed from the feed.
        Cow::Borrowed(_) => match person::mask_operators(&text, persons) {
            Cow::Owned(masked) => masked,
            Cow::Borrowed(_) => text.into_owned(),
        },
    }
}

/// The value by the type of its field, its texts by `masked`.
fn typed(
    field: Field,
    raw: &str,
    yuan: u32,
    masked: &mut dyn FnMut(Cow<'_, str>) -> String,
) -> Result<Option<Value>, Unreadable> {
    let plain = markup::text_of(raw);
    let raw = plain.as_ref();
    let text = tidy(raw);
    if is_null_word(&text) {
        // Of custody, that there is none is the fact.
        let is_fact = field == Field::CustodyMethod && matches!(text.as_ref(), "无" | "没有");
        return Ok(is_fact.then(|| Value::Text("无".to_owned())));
    }
    if *text == *UNSTORED {
        let reason =
            "a formula whose value the workbook does not hold; open it in a spreadsheet program and save it there";
        return Err(Unreadable(reason.to_owned()));
    }
    if is_error(&text) {
        return Err(Unreadable(
            "an error of a spreadsheet and no value; mend the formula or widen the column".to_owned(),
        ));
    }
    if text.as_bytes().contains(&0xef) && text.contains('\u{fffd}') && field.value_type() != ValueType::LongText {
        return Err(Unreadable(UNEXPLAINED.to_owned()));
    }
    Ok(match field.value_type() {
        ValueType::Date if field == Field::ValidUntil => {
            date::last_of(&text).map_err(|error| Unreadable(error.to_string()))?.map(Value::Date)
        }
        ValueType::Date => date::parse(&text).map_err(|error| Unreadable(error.to_string()))?.map(Value::Date),
        ValueType::Code => subject_code(&text)?.map(Value::Text),
        _ if is_identifier(field) && is_rounded(&text) => {
            return Err(Unreadable("a spreadsheet rounded the number; export the column as text".to_owned()));
        }
        ValueType::DocumentNo => Some(Value::Text(masked(document_no(&text).into()))),
        ValueType::Money | ValueType::Number if holds_several(raw) => {
            return Err(Unreadable("several numbers in one cell; one record has one".to_owned()));
        }
        ValueType::Number if field == Field::RatioPercent => Some(ratio(&text)?),
        ValueType::Money => Some(Value::Number(no_telephone(money(&text, yuan)?, yuan)?)),
        ValueType::Number => Some(Value::Number(possible(field, &text, no_telephone(number(&text)?, 1)?)?)),
        ValueType::Flag => Some(Value::Flag(flag(&text)?)),
        ValueType::List => {
            // 记名/不记名 are two kinds of cards; a name may hold the sign.
            let divides = |sign: char| "、；;，,|".contains(sign) || sign == '/' && field == Field::CardTypes;
            let items = text.split(divides).map(tidy_name);
            let items: Vec<String> = items.filter(|item| !is_null_word(item)).map(|item| masked(item.into())).collect();
            (!items.is_empty()).then_some(Value::List(items))
        }
        ValueType::Url => Some(Value::Text(text.into_owned())),
        ValueType::LongText if raw.contains('\n') => Some(Value::Text(masked(paragraphs(raw)))),
        ValueType::Text if field == Field::Period => {
            let hint = "not a period; write it like 2026Q3, 2026-09 or 2026";
            Some(Value::Text(period::read(&text).ok_or_else(|| Unreadable(hint.to_owned()))?))
        }
        ValueType::Text if field == Field::Year => Some(Value::Text(masked(year(&text)?))),
        ValueType::Text if field == Field::Agency => Some(Value::Text(masked(agency_name(&text).into()))),
        ValueType::Text if matches!(field, Field::SubjectName | Field::LegalRepresentative) => {
            Some(Value::Text(masked(subject_name(&text).into())))
        }
        ValueType::Text | ValueType::LongText => Some(Value::Text(masked(text))),
    })
}

/// Longest text that is looked through at once, in bytes: what stands around a number or a name is looked for on both sides of each, so
/// that the time grows with the square.
const LONGEST_PIECE: usize = 4 * 1024;

/// A long text in pieces that end where a sentence does, else behind another sign that is part of no number and no name.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = (0..=LONGEST_PIECE.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
        let parts = |sign: char| !sign.is_alphanumeric() && !sign.is_whitespace() && !"-—－_.*@".contains(sign);
        let last = |is: &dyn Fn(char) -> bool| {
            rest[..end].char_indices().rev().find(|(_, sign)| is(*sign)).map(|(at, sign)| at + sign.len_utf8())
        };
        let next =
            || rest[end..].char_indices().find(|(_, sign)| parts(*sign)).map(|(at, sign)| end + at + sign.len_utf8());
        let cut = match () {
            () if end == rest.len() => end,
            () => last(&|sign| matches!(sign, '。' | '\n' | '；' | ';'))
                .or_else(|| last(&parts))
                .or_else(next)
                .unwrap_or(rest.len()),
        };
        let piece = &rest[..cut];
        rest = &rest[cut..];
        (!piece.is_empty()).then_some(piece)
    })
}

/// A name without the spaces of typing; one before a person beside a business tells where that begins.
fn subject_name(text: &str) -> String {
    match person::space_before_person(text) {
        Some((business, person)) => format!("{} {person}", tidy_name(business)),
        None => tidy_name(text),
    }
}

/// Last characters of names of agencies, of which two with a space between are two.
const ORGANS: [char; 9] = ['局', '院', '会', '厅', '府', '委', '部', '办', '队'];

/// The name of an agency without the day or the telephone behind it; those of several, with a space between, as a list.
fn agency_name(text: &str) -> String {
    let is_own = |name: &&str| name.ends_with(ORGANS) && name.chars().nth(3).is_some();
    let behind = |sign: char| sign.is_ascii_digit() || "*＊-－/.年月日 （）()电话：:".contains(sign);
    let bare = text.trim_end_matches(behind);
    let has_number = text[bare.len()..].bytes().filter(u8::is_ascii_digit).nth(5).is_some();
    let text = if has_number && is_own(&bare) { bare } else { text };
    let text = origin::bare(text);
    let parts = || text.split(' ').filter(|part| !part.is_empty());
    if parts().nth(1).is_some() && parts().all(|part| is_own(&part)) {
        return parts().map(tidy_name).collect::<Vec<_>>().join("、");
    }
    tidy_name(text)
}

/// Whether a field's values tell a record or a filing from others.
fn is_identifier(field: Field) -> bool {
    matches!(field, Field::Id | Field::DocumentNo | Field::FilingNo | Field::IndexNo)
}

/// 9.12103E+17: what is left of a number with more digits than a spreadsheet keeps.
fn is_rounded(text: &str) -> bool {
    power(text).is_some_and(|power| power.starts_with('+') && power.len() <= 3)
}

/// The power of a number that is written with one: +17 of 9.12E+17.
fn power(text: &str) -> Option<&str> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let (digits, power) = text.split_once(['E', 'e'])?;
    (is_digits(digits) && is_digits(power.trim_start_matches('+'))).then_some(power)
}

/// The year of an award or an assessment, of a day or month that a spreadsheet made of it too.
fn year(text: &str) -> Result<Cow<'_, str>, Unreadable> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 5 && is_digits(text) {
        return Err(Unreadable("a serial day of a spreadsheet and no year; write it like 2026".to_owned()));
    }
    if let Some(year) = period::read(text).filter(|period| period.len() == 4) {
        return Ok(Cow::Owned(year));
    }
    let month = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
    let is_month = month.is_some_and(|(year, month)| is_digits(year) && is_digits(month));
    Ok(Cow::Borrowed(if is_month || date::plain(text).is_some() { &text[..4] } else { text }))
}

/// A number, unless the things it counts, or the rate that it is, cannot be so.
fn possible(field: Field, text: &str, number: Decimal) -> Result<Decimal, Unreadable> {
    let is_count = matches!(field, Field::Received | Field::Settled);
    if is_count && (number.is_sign_negative() || !number.is_integer() || text.contains(['%', '％'])) {
        return Err(Unreadable("no number of things: these are counted in whole numbers from 0".to_owned()));
    }
    if is_rate(field) && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&number) {
        return Err(Unreadable("no rate: these go from 0 to 100 %".to_owned()));
    }
    Ok(number)
}

/// The rate of a custody, or the class that it is in.
fn ratio(text: &str) -> Result<Value, Unreadable> {
    match number(text).and_then(|rate| possible(Field::RatioPercent, text, rate)) {
        Ok(rate) => Ok(Value::Number(rate)),
        Err(reason) => percent::class(text).map(Value::Text).ok_or(reason),
    }
}

/// Whether a field's values are percentages.
pub fn is_rate(field: Field) -> bool {
    matches!(field, Field::MediationRate | Field::RatioPercent)
}

/// Digits of the shortest number that could be somebody's.
const SHORTEST_OWN: i64 = 1_000_000_000;

/// A number, unless pages would show it as what may be somebody's telephone or card: a column that slipped, more likely than a
/// sum of so many digits. Nothing is published while one stands anywhere, so one row is set aside instead. The same holds of
/// what stood in the cell, before it was taken times the unit of its column.
fn no_telephone(number: Decimal, yuan: u32) -> Result<Decimal, Unreadable> {
    let is_own = |number: Decimal| {
        number.abs() >= SHORTEST_OWN.into() && !privacy::find(&number.normalize().to_string()).is_empty()
    };
    if is_own(number) || yuan > 1 && is_own(number / Decimal::from(yuan)) {
        return Err(Unreadable("reads like somebody's telephone or card, not like a number of things".to_owned()));
    }
    Ok(number)
}

/// Lines of a long text, each tidy; empty ones go.
fn paragraphs(raw: &str) -> Cow<'_, str> {
    Cow::Owned(raw.lines().map(tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Digits of the shortest ID number.
const SHORTEST_ID_NUMBER: usize = 15;

/// Whether a code column holds a person's ID number instead.
pub fn is_id_number(raw: &str) -> bool {
    // Nearly all codes of businesses: letters break the digits up, and nothing is there that could hold them together.
    let is_one_word = raw.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_one_word && raw.split(|one: char| !one.is_ascii_digit()).all(|digits| digits.len() < SHORTEST_ID_NUMBER) {
        return false;
    }
    privacy::find_all(raw).iter().any(|finding| finding.rule == privacy::Rule::IdNumber)
}

/// A credit code, repaired in case, width, spaces and hyphens only. Registration numbers of 13 or 15 digits and the
/// 组织机构代码 of nine characters are no credit codes and give no value; a masked code stays masked.
fn subject_code(text: &str) -> Result<Option<String>, Unreadable> {
    if code::is_well_formed(text) && !code::is_rounded(text) {
        return Ok(Some(text.to_owned()).filter(|code| !is_filler(code)));
    }
    let text = bare_code(text);
    let code: String = tidy_name(text).chars().filter(|character| !matches!(character, ' ' | '-')).collect();
    let code = code.to_ascii_uppercase();
    let code = code.replace(['＊', '×'], "*");
    if is_filler(&code) {
        return Ok(None);
    }
    if (code::is_well_formed(&code) && !code::is_rounded(&code)) || code::is_masked(&code) {
        return Ok(Some(code));
    }
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = code::is_rounded(&code) || power(&code).is_some();
    Err(Unreadable(match code.chars().count() {
        13 | 15 if digits => return Ok(None),
        9 if code.bytes().all(|byte| byte.is_ascii_alphanumeric()) => return Ok(None),
        _ if code.contains('*') => return Ok(None),
        _ if is_number => "a spreadsheet turned the code into a number; export the column as text".to_owned(),
        18 => "holds a character that codes do not have (I, O, S, V, Z look like 1, 0, 5, U, 2)".to_owned(),
        length => format!("{length} characters; a credit code has 18"),
    }))
}

/// 000000000000000000: a form that asks for a code gets one, and it is nobody's.
fn is_filler(code: &str) -> bool {
    code.len() > 1 && code.bytes().all(|byte| byte == code.as_bytes()[0] && byte != b'*')
}

/// A code without what people put around it: its label, brackets, a sign at the end, the registration number beside it.
fn bare_code(text: &str) -> &str {
    let text = text.rsplit_once([':', '：']).map_or(text, |(_, code)| code);
    let around = |sign: char| "()（）；;，,。.、\"“”".contains(sign) || sign.is_whitespace();
    let text = text.trim_matches(around);
    let mut parts =
        text.split(['/', '、', ';', '；', ',', '，']).map(str::trim).filter(|part| code::is_well_formed(part));
    match (parts.next(), parts.next()) {
        (Some(only), None) => only,
        _ => text,
    }
}

/// Whether lines of a cell each hold digits: two fines, one below the other.
fn holds_several(raw: &str) -> bool {
    raw.lines().filter(|line| line.contains(|sign: char| sign.is_numeric())).nth(1).is_some()
}

fn money(text: &str, yuan: u32) -> Result<Decimal, Unreadable> {
    amount::read(&fold_width(text), yuan)
        .ok_or_else(|| Unreadable("not a sum of money; write it in digits, like 30000 or 3万元".to_owned()))
}

/// Units of things that stand behind a number in its own cell.
const UNITS: [&str; 18] =
    ["%", "％", "人次", "件次", "件", "次", "家", "元", "人", "户", "张", "个", "份", "起", "笔", "宗", "例", "条"];

/// The unit that stands behind a number in its own cell: `97.3%`, `12件`, `1.5亿元`.
pub fn unit_of(raw: &str) -> Option<&'static str> {
    let raw = raw.trim().trim_end_matches([')', '）']);
    let unit = UNITS.into_iter().find(|unit| raw.ends_with(unit))?;
    Some(if unit == "％" { "%" } else { unit })
}

/// A number without the unit behind it, which may stand in brackets: 12件, 12(起).
fn without_unit(text: &str) -> &str {
    let bracketed = text.strip_suffix(')').and_then(|text| text.split_once('('));
    match bracketed.filter(|(_, unit)| UNITS.contains(unit)) {
        Some((number, _)) => number,
        None => UNITS.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text),
    }
}

/// The ten thousand or hundred million that a number is counted in by its own cell, and the rest of it.
fn multiple(plain: &str) -> Option<(Decimal, &str)> {
    let unit = |sign: char, times: i64| Some((Decimal::from(times), plain.strip_suffix(sign)?));
    unit('万', 10_000).or_else(|| unit('亿', 100_000_000))
}

fn number(text: &str) -> Result<Decimal, Unreadable> {
    let folded = fold_width(text);
    if !amount::groups_thousands(&folded) {
        return Err(Unreadable("several numbers in one cell, or a comma that parts no thousands".to_owned()));
    }
    let plain: String = folded.chars().filter(|character| !matches!(character, ',' | ' ')).collect();
    if let Some(rate) = percent::in_words(&plain) {
        return Ok(rate);
    }
    let plain = without_unit(&plain);
    let number = plain.parse().ok().map(amount::without_noise);
    let number = number.or_else(|| {
        let (times, rest) = multiple(plain)?;
        rest.parse().ok().map(amount::without_noise)?.checked_mul(times).map(|number| number.normalize())
    });
    let number = number.or_else(|| numeral::read(plain).map(Decimal::from));
    number.ok_or_else(|| Unreadable("not a number".to_owned()))
}

fn flag(text: &str) -> Result<bool, Unreadable> {
    match standing::answer(text) {
        Some(is_yes) => Ok(is_yes),
        _ if text.contains("异议") => Ok(standing::read(text) == Standing::Objection),
        _ if text == "处理中" => Ok(true),
        _ => Err(Unreadable("write 是 or 否".to_owned())),
    }
}
