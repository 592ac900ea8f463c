//! Number formats: what a spreadsheet shows of a number, told from the code of its format.
//!
//! In: a code like `#,##0.00"万元"`, `0.0%`, `0!.0,`, `[>=10000]0!.0,"万元";0"元"` or `yyyy"年"m"月"`. Out: the number as text, with the sign of
//! percent or the unit that the sheet shows. Knows the parts of a format that change what a number says, and no decoration.

use rust_decimal::Decimal;

/// Digits of a number that a spreadsheet keeps; what stands behind them is noise of its binary form.
const DIGITS: usize = 15;
/// From here on a whole number has more digits than that.
const ROUNDED: f64 = 1e15;

/// A format, understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NumberFormat {
    sections: Vec<Section>,
    /// What is hidden of a day.
    pub shows: Shows,
}

/// What a format shows of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shows {
    #[default]
    Day,
    Month,
    Year,
}

/// One of the parts of a format, divided by semicolons: for some numbers.
#[derive(Debug, Clone, Default, PartialEq)]
struct Section {
    /// `[>=10000]`: the sign, and the number behind it.
    condition: Option<(String, f64)>,
    /// Whether digits are shown at all, and not only words.
    has_digits: bool,
    is_percent: bool,
    /// Power of ten by which the number is made smaller: three for each comma behind the digits (`0.0,`), one for each digit behind
    /// a point that is only painted (`0!.0`).
    power: u32,
    /// The unit beside the digits: 万元, 元, ‰.
    unit: String,
}

impl NumberFormat {
    /// Understands the code of a format. `id`: of those that programs know without a code.
    pub fn new(code: &str, id: Option<u32>) -> NumberFormat {
        let shows = match id {
            // The formats of a Chinese Excel that have no code in the file: yyyy"年"m"月".
            Some(27 | 36 | 50 | 52 | 57) if code == "General" => Shows::Month,
            _ => shown_of_a_day(code),
        };
        let sections: Vec<Section> = sections(code).iter().map(|tokens| Section::of(tokens)).collect();
        let is_plain = |section: &Section| !section.is_percent && section.power == 0 && section.unit.is_empty();
        // Nearly all: the number as it is.
        let sections = if sections.iter().all(is_plain) { Vec::new() } else { sections };
        NumberFormat { sections, shows }
    }

    /// Whether it shows numbers as they are, and days whole.
    pub fn is_plain(&self) -> bool {
        *self == NumberFormat::default()
    }

    /// A number as the sheet shows it, but with all its digits. One that is made smaller says both, as sums in words and digits do:
    /// `5万元（50000元）`.
    pub fn text(&self, number: f64) -> String {
        let plain = plain(number);
        let Some(section) = self.section(number).filter(|section| section.has_digits) else { return plain };
        let Ok(exact) = plain.parse::<Decimal>() else { return plain };
        let unit = &section.unit;
        if section.is_percent {
            return exact.checked_mul(Decimal::ONE_HUNDRED).map_or(plain, |shown| format!("{}%", shown.normalize()));
        }
        if section.power == 0 {
            return plain + unit;
        }
        let shown = Decimal::try_new(1, section.power).ok().and_then(|part| exact.checked_mul(part));
        shown.map_or(String::new(), |shown| shown.normalize().to_string() + unit) + &format!("（{plain}元）")
    }

    /// The part of the format for a number: by its condition, else by its sign.
    fn section(&self, number: f64) -> Option<&Section> {
        let holds = |section: &&Section| match &section.condition {
            Some((sign, bound)) => match sign.as_str() {
                ">" => number > *bound,
                ">=" => number >= *bound,
                "<" => number < *bound,
                "<=" => number <= *bound,
                "<>" => number != *bound,
                _ => number == *bound,
            },
            None => false,
        };
        if self.sections.iter().any(|section| section.condition.is_some()) {
            let other = || self.sections.iter().find(|section| section.condition.is_none());
            return self.sections.iter().find(holds).or_else(other);
        }
        let at = match self.sections.len() {
            0 | 1 => 0,
            2 => usize::from(number < 0.0),
            _ if number == 0.0 => 2,
            _ => usize::from(number < 0.0),
        };
        self.sections.get(at)
    }
}

/// A number with the digits that a spreadsheet keeps. One of more whole digits is shown as Excel shows it: the others are lost, so
/// it is no code, and nobody's number.
pub fn plain(number: f64) -> String {
    if number.abs() >= ROUNDED {
        let text = format!("{number:.5e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}E+{power}", digits.trim_end_matches('0').trim_end_matches('.'));
    }
    let text = number.to_string();
    if text.len() <= DIGITS || number.fract() == 0.0 {
        return text;
    }
    let kept: f64 = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    kept.to_string()
}

/// A piece of a format.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// 0, # or ?.
    Digit,
    Point,
    Comma,
    Percent,
    /// What stands in square brackets.
    Bracket(String),
    /// What is shown as it is: quoted, or behind a sign that says so.
    Literal(String),
    /// A letter of a day or a time, or one that is shown without quotation marks.
    Bare(char),
}

/// The tokens of each section of a format.
fn sections(code: &str) -> Vec<Vec<Token>> {
    let mut sections = vec![Vec::new()];
    // The format without digits of its own has one, so to speak.
    let code = code.replace("General", "0").replace("G/通用格式", "0");
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        let token = match sign {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '"' => Token::Literal(signs.by_ref().take_while(|sign| *sign != '"').collect()),
            '[' => Token::Bracket(signs.by_ref().take_while(|sign| *sign != ']').collect()),
            '\\' | '!' => Token::Literal(signs.next().into_iter().collect()),
            // A space as wide as the next character, and one that fills the cell.
            '_' | '*' => {
                signs.next();
                continue;
            }
            '0' | '#' | '?' | '@' => Token::Digit,
            '.' => Token::Point,
            ',' => Token::Comma,
            '%' => Token::Percent,
            other => Token::Bare(other),
        };
        if let Some(tokens) = sections.last_mut() {
            tokens.push(token);
        }
    }
    sections
}

impl Section {
    fn of(tokens: &[Token]) -> Section {
        let digits = |tokens: &[Token]| tokens.iter().filter(|token| **token == Token::Digit).count();
        let first = tokens.iter().position(|token| *token == Token::Digit);
        let last = tokens.iter().rposition(|token| *token == Token::Digit);
        let mut section = Section { has_digits: first.is_some(), ..Section::default() };
        for token in tokens {
            if let Token::Bracket(inside) = token {
                section.condition = section.condition.or_else(|| condition(inside));
            }
        }
        section.is_percent = tokens.contains(&Token::Percent);
        let (Some(first), Some(last)) = (first, last) else { return section };
        let point = tokens.iter().position(|token| *token == Token::Point).unwrap_or(tokens.len());
        let is_scaling = |at: &usize| {
            let rest = &tokens[*at..];
            let end = rest.iter().position(|token| *token == Token::Point).unwrap_or(rest.len());
            tokens[*at] == Token::Comma && digits(&rest[..end]) == 0
        };
        let commas = (first..tokens.len()).filter(is_scaling).count();
        let painted = (first..last).find(|at| tokens[*at] == Token::Literal(".".to_owned()));
        let behind = painted.filter(|_| point > last).map_or(0, |at| digits(&tokens[at..]));
        section.power = u32::try_from(3 * commas + behind).unwrap_or(u32::MAX);
        let after = unit(&tokens[last..]);
        section.unit = if after.is_empty() { unit(&tokens[..first]) } else { after };
        section
    }
}

/// `>=10000`; `None` for a colour, a currency and the like.
fn condition(inside: &str) -> Option<(String, f64)> {
    let number = inside.trim_start_matches(['<', '>', '=']);
    let sign = &inside[..inside.len() - number.len()];
    Some((sign.to_owned(), number.trim().parse().ok()?)).filter(|_| !sign.is_empty())
}

/// The words beside the digits, where they change what these say.
fn unit(tokens: &[Token]) -> String {
    let words = tokens.iter().fold(String::new(), |mut words, token| {
        match token {
            Token::Literal(text) => words.push_str(text),
            Token::Bare(sign) => words.push(*sign),
            _ => {}
        }
        words
    });
    let is_around = |sign: &char| sign.is_whitespace() || "()（）[]【】¥￥:：".contains(*sign);
    let unit: String = words.chars().filter(|sign| !is_around(sign)).collect();
    let says = |sign: char| "元圆百千万萬亿億%％‰kKwW".contains(sign);
    if unit.contains(says) { unit } else { String::new() }
}

/// What a format shows of a day; the whole of it where it says nothing of years.
fn shown_of_a_day(code: &str) -> Shows {
    let sections = sections(code);
    let has = |letters: &str| {
        let is = |token: &Token| matches!(token, Token::Bare(sign) if letters.contains(sign.to_ascii_lowercase()));
        sections[0].iter().any(is)
    };
    match (has("ye"), has("m"), has("d")) {
        (true, true, false) => Shows::Month,
        (true, false, false) => Shows::Year,
        _ => Shows::Day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_sheet_shows_them() {
        for (code, number, shown) in [
            ("General", 0.5, "0.5"),
            ("#,##0.00", 1234.5, "1234.5"),
            ("0%", 1.0, "100%"),
            ("0.00%", 7.0 / 11.0, "63.6363636363636%"),
            ("0.0%", 0.57, "57%"),
            ("0\"%\"", 63.6, "63.6%"),
            ("#,##0.00\"万元\"", 0.5, "0.5万元"),
            ("#,##0.00\" 万元\"_);[Red]\\-0.00\"万元\"", 0.5, "0.5万元"),
            ("0.00万元", 0.5, "0.5万元"),
            ("\"（万元）\"0.00", 0.5, "0.5万元"),
            ("General\"万元\"", 0.5, "0.5万元"),
            ("¥#,##0.00", 5.0, "5"),
            ("[$¥-804]#,##0.00", 5.0, "5"),
            ("0\"件\"", 12.0, "12"),
            // Made smaller: by commas, and by a point that is only painted.
            ("0.0000,\"千元\"", 5000.0, "5千元（5000元）"),
            ("0!.0,\"万元\"", 50_000.0, "5万元（50000元）"),
            ("0\\.0000\"万\"", 50_123.0, "5.0123万（50123元）"),
            ("0\".\"0,", 50_000.0, "5（50000元）"),
            ("#,##0.00,,", 5e6, "5（5000000元）"),
            ("0,.0", 1500.0, "1.5（1500元）"),
            // By the size or the sign of the number.
            ("[>=10000]0!.0,\"万元\";0\"元\"", 50_000.0, "5万元（50000元）"),
            ("[>=10000]0!.0,\"万元\";0\"元\"", 500.0, "500元"),
            ("0.0\"万元\";-0.0\"万元\";\"-\"", 0.0, "0"),
            ("0;-0.0\"万元\"", -3.0, "-3万元"),
            (";;;", 3.0, "3"),
            ("0!.", 3.0, "3"),
            ("\"", 3.0, "3"),
        ] {
            assert_eq!(NumberFormat::new(code, None).text(number), shown, "{code}");
        }
        let endless = NumberFormat::new(&format!("0{}", ",".repeat(40)), None);
        assert_eq!(endless.text(5.0), "（5元）", "no sum that can be read");
    }

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_keeps() {
        for (number, text) in [
            (3.300_000_000_000_000_3, "3.3"),
            (0.1 + 0.2, "0.3"),
            (11.000_000_000_000_002, "11"),
            (46_113.0, "46113"),
            (-0.5, "-0.5"),
            (1_735_833_600_000.0, "1735833600000"),
            (999_999_999_999_999.0, "999999999999999"),
            (912_103_007_777_777_792.0, "9.12103E+17"),
            (522_103_020_099_901_234.0, "5.22103E+17"),
            (1e15, "1E+15"),
        ] {
            assert_eq!(plain(number), text, "{number}");
        }
    }

    #[test]
    fn formats_tell_what_they_show_of_a_day() {
        for (code, id, shows) in [
            ("yyyy\"年\"m\"月\"", None, Shows::Month),
            ("[$-804]yyyy\\-mm;@", None, Shows::Month),
            ("mmm-yy", Some(17), Shows::Month),
            ("General", Some(57), Shows::Month),
            ("General", Some(58), Shows::Day),
            ("yyyy\"年\"", None, Shows::Year),
            ("e\"年度(day)\"", None, Shows::Year),
            ("yyyy/m/d", None, Shows::Day),
            ("YYYY-MM-DD hh:mm", None, Shows::Day),
            ("m\"月\"d\"日\"", None, Shows::Day),
            ("h:mm", None, Shows::Day),
        ] {
            assert_eq!(NumberFormat::new(code, id).shows, shows, "{code}");
        }
    }
}
