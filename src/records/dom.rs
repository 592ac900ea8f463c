//! HTML as a tree, by html5ever: fed piece by piece, so that markup which only costs time is refused while it is read.
//!
//! In: a page, or a piece of one. Out: its tree. Must not be called around: elements that never close, and formats that
//! each paragraph opens again, make trees that are many times as large as their text.

use html5ever::driver::{self, Parser};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink};

/// Deepest nesting that is read: deeper, tags are opened and never closed.
const DEPTH: usize = 1_000;
/// Bytes between two looks at the tree.
const PIECE: usize = 1024;

/// Markup of which no use can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMarkup {
    #[error("elements are nested more than {DEPTH} deep: tags are opened and never closed")]
    Deep,
    #[error("it has more elements than bytes: formats are opened and never closed")]
    Multiplied,
}

/// A whole page; `go_on` may put an end to it.
///
/// # Errors
/// [`BadMarkup`], or what `go_on` says.
pub fn document<E: From<BadMarkup>>(text: &str, go_on: impl Fn() -> Result<(), E>) -> Result<Html, E> {
    tree(driver::parse_document(HtmlTreeSink::new(Html::new_document()), Default::default()), text, go_on)
}

/// A piece of a page, as it stands in a cell.
///
/// # Errors
/// [`BadMarkup`].
pub fn fragment(text: &str) -> Result<Html, BadMarkup> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let sink = HtmlTreeSink::new(Html::new_fragment());
    tree(driver::parse_fragment(sink, Default::default(), body, Vec::new(), false), text, || Ok(()))
}

fn tree<E: From<BadMarkup>>(
    mut parser: Parser<HtmlTreeSink>,
    text: &str,
    go_on: impl Fn() -> Result<(), E>,
) -> Result<Html, E> {
    let mut read = 0;
    while read < text.len() {
        let end = (read + PIECE..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        parser.process(StrTendril::from_slice(&text[read..end]));
        read = end;
        go_on()?;
        let html = parser.tokenizer.sink.sink.0.borrow();
        let mut nodes = html.tree.nodes();
        if nodes.len() > read + PIECE {
            return Err(BadMarkup::Multiplied.into());
        }
        if nodes.next_back().is_some_and(|last| last.ancestors().take(DEPTH + 1).count() > DEPTH) {
            return Err(BadMarkup::Deep.into());
        }
    }
    Ok(parser.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_costs_time_is_refused() {
        let page = |text: &str| document(text, || Ok::<(), BadMarkup>(())).map(|_| ());
        assert_eq!(page(&"<table><tr><td>".repeat(4_000)), Err(BadMarkup::Deep));
        assert_eq!(fragment(&"<div>".repeat(5_000)).map(|_| ()), Err(BadMarkup::Deep));
        let formats: String = (0..900).map(|number| format!("<font color={number}>")).collect();
        assert_eq!(page(&format!("<p>{formats}{}", "<p>甲".repeat(10_000))), Err(BadMarkup::Multiplied));
        assert_eq!(page(&"<table><tr><td>甲".repeat(200)), Ok(()));
        assert_eq!(page(&"<p>甲<br><b>乙</b></p>".repeat(10_000)), Ok(()));
    }

    #[test]
    fn pieces_make_the_tree_of_the_whole() {
        let text = "<p class=\"甲\">商户<b>须知</b>&nbsp;第二条</p><table><tr><td>1<td>2</table>".repeat(200);
        assert_eq!(fragment(&text).expect("sound").html(), Html::parse_fragment(&text).html());
        let whole = document(&text, || Ok::<(), BadMarkup>(())).expect("sound");
        assert_eq!(whole.html(), Html::parse_document(&text).html());
    }
}
