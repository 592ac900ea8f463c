//! QR codes as inline SVG.
//!
//! A code is a linear function of its data once length, version and mask are fixed: what one changed bit turns over is
//! the same in every code. Merchants' addresses have one or two lengths and differ in twenty bytes, so their codes are
//! put together from a pattern in a few microseconds, where making each anew took longer than rendering its page.

use super::context::Qr;
use fast_qr::{ECL, Mask, Mode, QRBuilder, QRCode};
use std::collections::HashMap;
use std::ops::Range;

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// Sides of the codes that a pattern can hold: as many modules as fit a row's bits.
const MAX_SIDE: usize = 128;

/// Every code has the same mask: choosing the best of eight is for printers of 1994, and codes differ by data alone.
const MASK: Mask = Mask::Diamonds;

/// Modules by row; the first module of a row is the lowest bit, a dark one is set.
type Rows = Vec<u128>;

/// Draws the codes of many addresses that are alike.
#[derive(Default)]
pub struct Codes {
    /// By length of the address.
    patterns: HashMap<usize, Pattern>,
}

/// The code of one address, and what each bit of the bytes that may vary turns over in it.
struct Pattern {
    address: Vec<u8>,
    varies: Range<usize>,
    rows: Rows,
    /// Eight for each byte of `varies`, lowest bit first.
    turns: Vec<Rows>,
}

impl Codes {
    /// Makes ready for addresses that have the length of one of `examples` and differ from it in the bytes from
    /// `varies_from` on, but for the ending `tail`.
    pub fn of_kind(examples: &[String], varies_from: usize, tail: &str) -> Codes {
        let pattern = |example: &String| {
            let end = example.strip_suffix(tail)?.len();
            Some((example.len(), Pattern::new(example.as_bytes(), varies_from..end)?))
        };
        Codes { patterns: examples.iter().filter_map(pattern).collect() }
    }

    /// The code of an address; empty for an address too long for any code (over 2,900 bytes).
    pub fn svg(&self, address: &str) -> Qr {
        let known = self.patterns.get(&address.len()).and_then(|pattern| pattern.code(address.as_bytes()));
        known.or_else(|| code(address.as_bytes())).as_ref().map(draw).unwrap_or_default()
    }
}

impl Pattern {
    fn new(address: &[u8], varies: Range<usize>) -> Option<Pattern> {
        let rows = code(address)?;
        let bits = varies.clone().flat_map(|position| (0..8).map(move |bit| (position, bit)));
        let turns = bits.map(|(position, bit)| {
            let mut other = address.to_vec();
            other[position] ^= 1 << bit;
            Some(code(&other)?.iter().zip(&rows).map(|(one, other)| one ^ other).collect())
        });
        let turns = turns.collect::<Option<_>>()?;
        Some(Pattern { address: address.to_vec(), varies, rows, turns })
    }

    /// Nothing when the address differs elsewhere than it may.
    fn code(&self, address: &[u8]) -> Option<Rows> {
        let Range { start, end } = self.varies;
        if address[..start] != self.address[..start] || address[end..] != self.address[end..] {
            return None;
        }
        let mut rows = self.rows.clone();
        for (position, turns) in (start..end).zip(self.turns.chunks_exact(8)) {
            let differs = address[position] ^ self.address[position];
            for turned in turns.iter().enumerate().filter(|(bit, _)| differs >> bit & 1 == 1).map(|turn| turn.1) {
                rows.iter_mut().zip(turned).for_each(|(row, turned)| *row ^= turned);
            }
        }
        Some(rows)
    }
}

fn code(address: &[u8]) -> Option<Rows> {
    let code: QRCode = QRBuilder::new(address).ecl(ECL::L).mode(Mode::Byte).mask(MASK).build().ok()?;
    (code.size <= MAX_SIDE).then(|| {
        let row = |row: usize| code[row].iter().rev().fold(0, |bits, module| bits << 1 | u128::from(module.value()));
        (0..code.size).map(row).collect()
    })
}

/// One stroke a run of dark modules: a quarter of the bytes of a square a module, on pages that come by the hundred
/// thousand.
fn draw(rows: &Rows) -> Qr {
    let side = rows.len() + 2 * QUIET;
    let mut svg = String::with_capacity(2600);
    svg.push_str(&format!("<path fill=\"#fff\" d=\"M0 -.5h{side}v{side}H0z\"/><path stroke=\"#000\" d=\""));
    for (number, row) in rows.iter().enumerate() {
        draw_row(*row, number, &mut svg);
    }
    svg.push_str("\"/>");
    Qr { view_box: format!("0 -.5 {side} {side}"), inner: svg }
}

fn draw_row(mut row: u128, number: usize, svg: &mut String) {
    let (mut column, mut drawn) = (0, None);
    while row != 0 {
        let light = row.trailing_zeros() as usize;
        row >>= light;
        let dark = row.trailing_ones() as usize;
        row >>= dark;
        column += light;
        match drawn {
            None => push(svg, &[("M", column + QUIET), (" ", number + QUIET), ("h", dark)]),
            Some(end) => push(svg, &[("m", column - end), (" 0h", dark)]),
        }
        column += dark;
        drawn = Some(column);
    }
}

/// Writes numbers below 1,000, each after its letters: a page has a thousand of them.
fn push(svg: &mut String, steps: &[(&str, usize)]) {
    for (letters, number) in steps {
        svg.push_str(letters);
        let digit = |place: usize| char::from(b'0' + (number / place % 10) as u8);
        svg.extend([100, 10].into_iter().filter(|place| number >= place).map(digit));
        svg.push(digit(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(key: &str) -> String {
        format!("https://example.gov.cn/yfk/m/{}/{key}.html", &key[key.len() - 2..])
    }

    fn codes() -> Codes {
        let start = "https://example.gov.cn/yfk/m/".len();
        Codes::of_kind(&[address("91210302MA99FAK16F"), address("n0123456789abcde")], start, ".html")
    }

    #[test]
    fn small_and_whole() {
        let svg = codes().svg(&address("91210302MA99FAK16F")).inner;
        assert!(svg.len() < 2600, "{} bytes", svg.len());
        assert!(svg.contains("M4 4h7m"), "the finder pattern begins four modules in: {svg}");
        assert_eq!(codes().svg(&"x".repeat(5000)), Qr::default());
        let mut text = String::new();
        push(&mut text, &[("M", 4), (" ", 40), ("h", 109)]);
        assert_eq!(text, "M4 40h109");
    }

    #[test]
    fn a_pattern_gives_the_code_itself() {
        let codes = codes();
        for key in ["92210381MA9ZZZZ00K", "n00ffeeddccbbaa9", "99999999999999999X", "91210302MA99FAK16F"] {
            let address = address(key);
            let pattern = codes.patterns.get(&address.len()).expect("of a known length");
            assert_eq!(pattern.code(address.as_bytes()), code(address.as_bytes()), "{key}");
        }
        let elsewhere = address("91210302MA99FAK16F").replace("yfk", "abc");
        let known = codes.patterns.get(&elsewhere.len()).and_then(|pattern| pattern.code(elsewhere.as_bytes()));
        assert!(known.is_none() && codes.svg(&elsewhere).inner.starts_with("<path"));
    }
}
