//! Fewer bytes for the same content: style sheets, scripts, and the pages of which there are few.
//!
//! In: a finished file. Out: one that means the same. What cannot be parsed stays as its author wrote it: a browser may
//! well understand what these parsers do not know yet. The pages that come by the hundred thousand are not minified: a
//! page takes ten times as long to minify as to render, for a few percent after compression; their templates are trimmed.

use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// The oldest browsers that pages are made for, as lightningcss writes versions.
const BROWSERS: Browsers = Browsers {
    chrome: Some(97 << 16),
    edge: Some(97 << 16),
    android: Some(97 << 16),
    safari: Some(15 << 16),
    ios_saf: Some(15 << 16),
    firefox: Some(97 << 16),
    ie: None,
    opera: None,
    samsung: None,
};

/// Folders of which all pages are minified: there are as many of them as people write.
const FOLDERS: [&str; 2] = ["articles/", "about/"];
/// Pages of which a site has one.
const PAGES: [&str; 6] =
    ["index.html", "404.html", "changes/index.html", "data/index.html", "search/index.html", "stats/index.html"];

/// A style sheet, with what the oldest browsers lack worded so that they understand it.
pub fn css(source: &str) -> String {
    let targets = Targets::from(BROWSERS);
    let minified = || {
        let mut sheet = StyleSheet::parse(source, ParserOptions::default()).ok()?;
        sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).ok()?;
        sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() }).ok()
    };
    minified().map_or_else(|| source.to_owned(), |sheet| sheet.code)
}

/// A module. What it exports and the addresses it imports keep their names; all else may be renamed.
pub fn javascript(source: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if parsed.panicked || !parsed.errors.is_empty() {
        return source.to_owned();
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: true, ..MangleOptions::default() }),
        compress: Some(CompressOptions::smallest()),
    };
    let names = Minifier::new(options).minify(&allocator, &mut program);
    let printer = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(names.scoping);
    printer.with_private_member_mappings(names.class_private_mappings).build(&program).code
}

/// Whether [`page`] is worth its time for the file at a path of the site.
pub fn is_worth_it(path: &str) -> bool {
    PAGES.contains(&path) || FOLDERS.iter().any(|folder| path.starts_with(folder)) && path.ends_with(".html")
}

/// A page; every tag stays, so that people and strict readers alike can follow it. The head stays as it was written:
/// checks of government sites look for its meta tags word by word.
pub fn page(html: &[u8]) -> Vec<u8> {
    let keep = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_input_type_text_attr: true,
        ..minify_html::Cfg::default()
    };
    let head = html.windows(HEAD_END.len()).position(|window| window == HEAD_END).map_or(0, |at| at + HEAD_END.len());
    let (head, body) = html.split_at(head);
    let mut page = [head, &minify_html::minify(body, &keep)].concat();
    // Given away with the head, whose `<html>` it closes.
    if !page.ends_with(END) {
        page.extend_from_slice(END);
    }
    page
}

const HEAD_END: &[u8] = b"</head>";
const END: &[u8] = b"</html>";

#[cfg(test)]
mod tests;
