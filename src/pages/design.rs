//! The page on the design: what the theme's style sheet declares, with contrasts computed, and its components.
//!
//! For those who change a theme; no page leads there, and search engines are asked to leave it out.

use super::context::{ColourView, DesignPage, PairView, StepView};
use super::facts::View;
use super::theme::{Mode, Pair, Part, Tokens};

/// Part of the names of sizes of text, and of spaces.
const SIZES: &str = "text-";
const SPACES: &str = "space-";

impl View<'_> {
    /// The design page of a theme with these tokens.
    pub fn design_page(self, tokens: &Tokens) -> DesignPage {
        let words = |key| self.words.get(key).to_owned();
        let mut page = self.about_page_meta("design", words("page.design"), words("page.design_intro"));
        page.noindex = true;
        let colour = |name: &str| {
            let [light, dark] = [Mode::Light, Mode::Dark].map(|mode| tokens.colour(name, mode).unwrap_or_default());
            ColourView { name: name.to_owned(), light, dark }
        };
        DesignPage {
            page,
            colours: tokens.colours().map(colour).collect(),
            pairs: tokens.pairs().iter().map(pair).collect(),
            sizes: steps(tokens, SIZES),
            spaces: steps(tokens, SPACES),
            tones: ["severe", "warn", "neutral", "good"],
        }
    }
}

fn pair(pair: &Pair) -> PairView {
    PairView {
        ink: pair.ink,
        ground: pair.ground,
        text: pair.part == Part::Text,
        ratios: pair.ratios.iter().map(|ratio| format!("{ratio:.2}")).collect(),
        least: Mode::ALL.map(|mode| pair.part.least(mode).to_string()).to_vec(),
    }
}

fn steps(tokens: &Tokens, prefix: &str) -> Vec<StepView> {
    let steps = tokens.steps(prefix);
    steps.map(|(name, value)| StepView { name: name.to_owned(), value: value.to_owned() }).collect()
}
