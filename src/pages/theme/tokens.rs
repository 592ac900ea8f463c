//! The tokens of a theme's style sheet: colours in four modes with their contrast, sizes of text, spaces.
//!
//! In: the text of `static/css/10-tokens.css`. Out: [`Tokens`], which the page on the design shows and tests hold to
//! WCAG. Only custom properties of `:root` are read, by themselves or inside `@media` for the dark and for more contrast.

use lightningcss::declaration::DeclarationBlock;
use lightningcss::printer::PrinterOptions;
use lightningcss::properties::Property;
use lightningcss::properties::custom::{CustomPropertyName, TokenOrValue};
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use lightningcss::traits::ToCss;
use lightningcss::values::color::{CssColor, RGBA};
use std::collections::BTreeMap;

/// How a device may ask for colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    Light,
    Dark,
    LightMore,
    DarkMore,
}

impl Mode {
    pub const ALL: [Mode; 4] = [Mode::Light, Mode::Dark, Mode::LightMore, Mode::DarkMore];

    /// Whether more contrast is asked for.
    pub fn more(self) -> bool {
        matches!(self, Mode::LightMore | Mode::DarkMore)
    }

    /// Whether a block that asks for the dark, or for more contrast, holds in this mode.
    fn holds(self, dark: bool, more: bool) -> bool {
        (!dark || matches!(self, Mode::Dark | Mode::DarkMore)) && (!more || self.more())
    }
}

/// What stands on a ground, and so what contrast it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Text: WCAG 2.2, 1.4.3, and 1.4.6 where more contrast is asked for.
    Text,
    /// Edges of fields and marks that carry meaning: WCAG 2.2, 1.4.11.
    Edge,
}

impl Part {
    /// The least contrast in a mode.
    pub fn least(self, mode: Mode) -> f64 {
        match (self, mode.more()) {
            (Part::Text, false) => 4.5,
            (Part::Text, true) => 7.0,
            (Part::Edge, _) => 3.0,
        }
    }
}

/// What stands on what, in the default theme.
const PAIRS: [(&str, &[&str], Part); 17] = [
    ("ink", &["paper", "ground", "severe-bg", "warn-bg", "neutral-bg", "good-bg", "mark"], Part::Text),
    ("ink-2", &["paper", "ground", "severe-bg", "warn-bg", "neutral-bg", "good-bg"], Part::Text),
    ("link", &["paper", "ground", "severe-bg", "warn-bg", "neutral-bg", "good-bg"], Part::Text),
    ("visited", &["paper", "ground", "severe-bg", "warn-bg", "neutral-bg", "good-bg"], Part::Text),
    ("link-hover", &["paper", "ground"], Part::Text),
    ("paper", &["link", "link-hover"], Part::Text),
    ("band-ink", &["band"], Part::Text),
    ("severe", &["severe-bg"], Part::Text),
    ("warn", &["warn-bg"], Part::Text),
    ("neutral", &["neutral-bg"], Part::Text),
    ("good", &["good-bg"], Part::Text),
    ("field", &["paper", "ground"], Part::Edge),
    ("focus", &["paper", "ground"], Part::Edge),
    ("severe-edge", &["paper", "severe-bg"], Part::Edge),
    ("warn-edge", &["paper", "warn-bg"], Part::Edge),
    ("neutral-edge", &["paper", "neutral-bg"], Part::Edge),
    ("good-edge", &["paper", "good-bg"], Part::Edge),
];

/// The contrast of a colour on another, mode by mode.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub ink: &'static str,
    pub ground: &'static str,
    pub part: Part,
    /// In the order of [`Mode::ALL`], from 1 to 21.
    pub ratios: [f64; 4],
}

/// Names and values of the custom properties, without the two dashes.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    colours: BTreeMap<Mode, BTreeMap<String, RGBA>>,
    /// As they stand before any `@media`, in the order of the file.
    plain: Vec<(String, String)>,
}

impl Tokens {
    /// Reads a style sheet. What cannot be parsed has no tokens: a page that shows none says so better than no page.
    pub fn parse(source: &str) -> Tokens {
        let mut tokens = Tokens::default();
        let Ok(sheet) = StyleSheet::parse(source, ParserOptions::default()) else { return tokens };
        for rule in &sheet.rules.0 {
            match rule {
                CssRule::Style(style) => tokens.take(&style.declarations, false, false),
                CssRule::Media(media) => {
                    let query = media.query.to_css_string(PrinterOptions::default()).unwrap_or_default();
                    let (dark, more) = (query.contains("dark"), query.contains("more"));
                    let inner = media.rules.0.iter().filter(|_| dark || more);
                    for rule in inner {
                        if let CssRule::Style(style) = rule {
                            tokens.take(&style.declarations, dark, more);
                        }
                    }
                }
                _ => {}
            }
        }
        tokens
    }

    fn take(&mut self, block: &DeclarationBlock<'_>, dark: bool, more: bool) {
        for property in &block.declarations {
            let Property::Custom(custom) = property else { continue };
            let CustomPropertyName::Custom(name) = &custom.name else { continue };
            let name = name.0.trim_start_matches("--").to_owned();
            match custom.value.0.as_slice() {
                [TokenOrValue::Color(CssColor::RGBA(colour))] => {
                    for mode in Mode::ALL.into_iter().filter(|mode| mode.holds(dark, more)) {
                        self.colours.entry(mode).or_default().insert(name.clone(), *colour);
                    }
                }
                [_] if !dark && !more => {
                    let written = property.value_to_css_string(PrinterOptions::default()).unwrap_or_default();
                    self.plain.push((name, written));
                }
                _ => {}
            }
        }
    }

    /// Names of all colours, sorted.
    pub fn colours(&self) -> impl Iterator<Item = &str> {
        self.colours.get(&Mode::Light).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    /// A colour in a mode, as `#rrggbb`.
    pub fn colour(&self, name: &str, mode: Mode) -> Option<String> {
        let RGBA { red, green, blue, .. } = self.colours.get(&mode)?.get(name)?;
        Some(format!("#{red:02x}{green:02x}{blue:02x}"))
    }

    /// Every colour that stands on another, where the theme has both.
    pub fn pairs(&self) -> Vec<Pair> {
        let pairs =
            PAIRS.iter().flat_map(|(ink, grounds, part)| grounds.iter().map(move |ground| (*ink, *ground, *part)));
        pairs
            .filter_map(|(ink, ground, part)| Some(Pair { ink, ground, part, ratios: self.ratios(ink, ground)? }))
            .collect()
    }

    fn ratios(&self, ink: &str, ground: &str) -> Option<[f64; 4]> {
        let mut ratios = [0.0; 4];
        for (ratio, mode) in ratios.iter_mut().zip(Mode::ALL) {
            let colours = self.colours.get(&mode)?;
            *ratio = contrast(*colours.get(ink)?, *colours.get(ground)?);
        }
        Some(ratios)
    }

    /// Sizes and spaces whose names begin with `prefix`, in the order of the file: name and value.
    pub fn steps<'t>(&'t self, prefix: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let plain = self.plain.iter().filter(move |(name, _)| name.starts_with(prefix));
        plain.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// WCAG 2.2, contrast ratio: (lighter + 0.05) / (darker + 0.05).
fn contrast(one: RGBA, other: RGBA) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, relative luminance of an sRGB colour.
fn luminance(RGBA { red, green, blue, .. }: RGBA) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::theme::Theme;

    #[test]
    fn contrast_is_that_of_wcag() {
        let grey = |part| RGBA { red: part, green: part, blue: part, alpha: 255 };
        assert!((contrast(grey(0), grey(255)) - 21.0).abs() < 1e-9);
        assert!((contrast(grey(255), grey(255)) - 1.0).abs() < 1e-9);
        // #767676 on white is the lightest grey that passes.
        assert!(contrast(grey(0x76), grey(255)) >= 4.5 && contrast(grey(0x77), grey(255)) < 4.5);
    }

    #[test]
    fn modes_build_on_each_other() {
        let tokens = Tokens::parse(
            ":root{--a:#000;--b:#fff;--text-s:1rem} @media (prefers-color-scheme:dark){:root{--b:#111;--text-s:2rem}} @media (min-width:45em){:root{--a:red;--text-s:3rem}} \
             @media (prefers-contrast:more){:root{--a:#222}} \
             @media (prefers-contrast:more) and (prefers-color-scheme:dark){:root{--b:#333}}",
        );
        let all = |name| Mode::ALL.map(|mode| tokens.colour(name, mode).expect("a colour"));
        assert_eq!(all("a"), ["#000000", "#000000", "#222222", "#222222"]);
        assert_eq!(all("b"), ["#ffffff", "#111111", "#ffffff", "#333333"]);
        assert_eq!(tokens.steps("text-").collect::<Vec<_>>(), [("text-s", "1rem")]);
        assert!(Tokens::parse("}}{").pairs().is_empty());
    }

    #[test]
    fn every_colour_of_the_theme_can_be_read_on_its_ground() {
        let tokens = Theme::embedded().tokens();
        let pairs = tokens.pairs();
        assert!(pairs.len() >= 40, "{} pairs", pairs.len());
        let weak: Vec<String> = pairs
            .iter()
            .flat_map(|pair| Mode::ALL.into_iter().zip(pair.ratios).map(move |(mode, ratio)| (pair, mode, ratio)))
            .filter(|(pair, mode, ratio)| *ratio < pair.part.least(*mode))
            .map(|(pair, mode, ratio)| format!("{} on {} in {mode:?}: {ratio:.2}", pair.ink, pair.ground))
            .collect();
        assert!(weak.is_empty(), "{}", weak.join("\n"));
    }
}
