//! QR codes as inline SVG.

use fast_qr::{ECL, QRBuilder, QRCode};
use std::fmt::Write;

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The code of an address; empty for an address too long for any code (over 2,900 bytes).
///
/// One stroke a run of dark modules: a quarter of the bytes of a square a module, on pages that come by the hundred
/// thousand.
pub fn svg(address: &str) -> String {
    let Ok(code) = QRBuilder::new(address).ecl(ECL::L).build() else {
        return String::new();
    };
    let side = code.size + 2 * QUIET;
    let mut path = String::with_capacity(2048);
    for row in 0..code.size {
        runs(&code, row, &mut path);
    }
    format!(
        "<svg viewBox=\"0 -.5 {side} {side}\" fill=\"#fff\"><path d=\"M0 -.5h{side}v{side}H0z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    )
}

fn runs(code: &QRCode, row: usize, path: &mut String) {
    let mut column = 0;
    let mut at = None;
    while column < code.size {
        let length = code[row][column..].iter().take_while(|module| module.value()).count();
        if length > 0 {
            let written = match at {
                None => write!(path, "M{} {}h{length}", column + QUIET, row + QUIET),
                Some(end) => write!(path, "m{} 0h{length}", column - end),
            };
            written.expect("writing to a string does not fail");
            at = Some(column + length);
        }
        column += length.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_whole() {
        let svg = svg("https://example.gov.cn/yfk/m/6F/91210302MA99FAK16F.html");
        assert!(svg.len() < 2600, "{} bytes", svg.len());
        assert!(svg.contains("M4 4h7m"), "the finder pattern begins four modules in: {svg}");
        assert_eq!(super::svg(&"x".repeat(5000)), "");
    }
}
