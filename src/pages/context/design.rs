//! What the theme looks like, on one page for those who change it.
//!
//! In: the tokens of the theme's style sheet. Out: `design.html`.

use super::page::Page;
use serde::Serialize;

/// `design.html`: tokens, then every component as pages have it.
#[derive(Debug, Clone, Serialize)]
pub struct DesignPage {
    pub page: Page,
    pub colours: Vec<ColourView>,
    pub pairs: Vec<PairView>,
    /// Sizes of text, smallest first.
    pub sizes: Vec<StepView>,
    pub spaces: Vec<StepView>,
    /// The tones a fact can have: part of a class.
    pub tones: [&'static str; 4],
}

/// A colour by its token's name, as `#rrggbb`.
#[derive(Debug, Clone, Serialize)]
pub struct ColourView {
    pub name: String,
    pub light: String,
    pub dark: String,
}

/// What stands on what, with its contrast.
#[derive(Debug, Clone, Serialize)]
pub struct PairView {
    pub ink: &'static str,
    pub ground: &'static str,
    /// Text, not an edge.
    pub text: bool,
    /// Light, dark, and both with more contrast: `7.12`.
    pub ratios: Vec<String>,
    /// The least that it must be, in the same order.
    pub least: Vec<String>,
}

/// A step of a scale.
#[derive(Debug, Clone, Serialize)]
pub struct StepView {
    pub name: String,
    pub value: String,
}
