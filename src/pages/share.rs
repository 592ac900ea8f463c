//! Pictures of the site for chats and home screens: what stands beside a shared link, and the site's own sign.
//!
//! In: SVG that the theme's `share/NAME.svg` makes. Out: PNG. Without a word of text in them: which fonts a machine has
//! must not change a byte of the site. There is one a kind of page, none a merchant.

use crate::records::Kind;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree};

/// Folder of the finished pictures, and of their templates.
pub const FOLDER: &str = "share/";

/// A picture that stands for the whole site.
pub const SITE: &str = "site";

/// Every picture: the site's (1200 × 630), square (300 × 300, for WeChat) and on a home screen; those of list kinds by
/// tone; those of article kinds.
pub const PICTURES: [&str; 11] =
    [SITE, "square", "icon", "severe", "warn", "neutral", "good", "policy", "case", "alert", "guide"];

/// Pixels a side at the most: a theme's slip must not take all memory.
const MAX_SIDE: u32 = 4096;

/// A picture that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    #[error("template `{template}` makes no picture: {source}\n  hint: it must make an SVG file")]
    Svg { template: String, source: usvg::Error },
    #[error("template `{template}` writes text into a picture\n  hint: draw its shapes; fonts differ between machines")]
    Text { template: String },
    #[error("template `{template}` makes a picture of {width} × {height} pixels\n  hint: at most {MAX_SIDE} a side")]
    Size { template: String, width: u32, height: u32 },
    #[error("the picture of template `{template}` cannot be written as PNG: {reason}")]
    Png { template: String, reason: String },
}

/// The picture of pages that show records of a kind.
pub fn of_kind(kind: Kind) -> &'static str {
    if kind == Kind::Merchant { SITE } else { kind.tone().key() }
}

/// Draws what `template` made, in the size that it says.
///
/// # Errors
/// [`ShareError`] for what is no SVG, or too large.
pub fn draw(template: &str, svg: &str) -> Result<Vec<u8>, ShareError> {
    let template = || template.to_owned();
    let tree =
        Tree::from_str(svg, &Options::default()).map_err(|source| ShareError::Svg { template: template(), source })?;
    // Without fonts the library drops text in silence.
    if svg.contains("<text") {
        return Err(ShareError::Text { template: template() });
    }
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    let too_large = || ShareError::Size { template: template(), width, height };
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(too_large());
    }
    let mut pixels = Pixmap::new(width, height).ok_or_else(too_large)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| ShareError::Png { template: template(), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v9H0z" fill="#0b3a6b"/></svg>"##;

    #[test]
    fn the_same_bytes_each_time_in_the_size_asked_for() {
        let png = draw("share/a.svg", SVG).expect("a picture");
        assert_eq!(png, draw("share/a.svg", SVG).expect("a picture"));
        assert!(png.starts_with(b"\x89PNG"));
        assert_eq!((&png[16..20], &png[20..24]), (&40_u32.to_be_bytes()[..], &20_u32.to_be_bytes()[..]));
        let other = SVG.replace("#0b3a6b", "#93c0f2");
        assert_ne!(png, draw("share/a.svg", &other).expect("a picture"));
    }

    #[test]
    fn what_is_no_picture_names_its_template() {
        let huge = SVG.replace("width=\"40\"", "width=\"400000\"");
        let text = SVG.replace("<path", "<text y=\"9\">明镜</text><path");
        for broken in ["", "<p>text</p>", &SVG[..30], &huge, &text] {
            let error = draw("share/a.svg", broken).expect_err("no picture").to_string();
            assert!(error.contains("`share/a.svg`") && error.contains("hint: "), "{error}");
        }
    }

    #[test]
    fn every_kind_has_a_picture() {
        for kind in Kind::all() {
            assert!(PICTURES.contains(&of_kind(kind)), "{kind}");
        }
    }
}
