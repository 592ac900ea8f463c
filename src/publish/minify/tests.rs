use super::*;
use crate::pages::theme::Theme;
use std::collections::BTreeSet;

/// What other modules may name, and which modules it names, of a module that must parse.
fn ends(source: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    assert!(parsed.errors.is_empty(), "{:?}: {source}", parsed.errors);
    let record = &parsed.module_record;
    let mut exports: BTreeSet<String> = record.exported_bindings.keys().map(ToString::to_string).collect();
    exports.extend(
        record.local_export_entries.iter().any(|entry| entry.export_name.is_default()).then(|| "default".to_owned()),
    );
    let requested = record.requested_modules.keys().map(ToString::to_string);
    let dynamic = record.dynamic_imports.iter().map(|import| {
        let address = import.module_request;
        source[address.start as usize..address.end as usize].trim_matches(['"', '\'', '`']).to_owned()
    });
    (exports, requested.chain(dynamic).collect())
}

#[test]
fn modules_keep_their_exports_and_imports() {
    for (path, bytes) in Theme::embedded().static_files().iter().filter(|(path, _)| path.ends_with(".js")) {
        let source = std::str::from_utf8(bytes).unwrap();
        let minified = javascript(source);
        assert_eq!(ends(&minified), ends(source), "{path}");
        assert!(minified.len() < source.len(), "{path}");
    }
    let source = "import { a as one } from \"./a.js\";\nimport * as b from './b.js';\n\
                  export function longName(longArgument) { return one(longArgument) + b.two; }\n\
                  const local = 1; export { local as shown };\nexport default () => import(\"./c.js\");\n\
                  // a comment\nconst used = longName(2);\ndocument.title = used;\n";
    let minified = javascript(source);
    assert_eq!(ends(&minified), ends(source), "{minified}");
    assert!(!minified.contains("longArgument") && !minified.contains("comment"), "{minified}");
    assert!(minified.contains("document.title"), "{minified}");
}

#[test]
fn what_cannot_be_parsed_stays() {
    for broken in ["function (", "<p>", "\u{0}"] {
        assert_eq!(javascript(broken), broken);
    }
    for broken in ["a { color: ", "}", "@media {{"] {
        assert!(css(broken) == broken || StyleSheet::parse(&css(broken), ParserOptions::default()).is_ok(), "{broken}");
    }
    assert_eq!((javascript(""), css("")), (String::new(), String::new()));
}

#[test]
fn style_sheets_suit_the_browsers() {
    let made = css("/* a */ .a { inset: 0; color: red; }\n.a { color: red }\n.b { & .c { top: 0px } }");
    assert!(!made.contains("/*") && !made.contains('\n') && !made.contains('&'), "nesting is newer: {made}");
    assert!(made.contains(".b .c{top:0}"), "{made}");
}

#[test]
fn pages_of_which_there_are_few() {
    for few in ["index.html", "articles/a.html", "articles/index.html", "about/method.html", "404.html"] {
        assert!(is_worth_it(few), "{few}");
    }
    for other in ["m/6F/91210302MA99FAK16F.html", "r/ab/1.html", "merchants/index.html", "index.htm", "articles/a.png"]
    {
        assert!(!is_worth_it(other), "{other}");
    }
}

#[test]
fn a_page_says_the_same() {
    let html = "<!doctype html>\n<html lang=\"zh-CN\">\n<head><title>甲</title></head>\n<body>\n  <!-- note -->\n  \
                <p>甲 <b>乙</b>\n 丙 &lt;b&gt; &amp;amp;</p>\n<pre>  a\n    b </pre>\n\
                <input type=\"text\" name=\"q\" value=\"\">\n<script type=\"application/ld+json\">{\"a\": \"</p>\"}</script>\
                </body>\n</html>\n";
    let made = String::from_utf8(page(html.as_bytes())).unwrap();
    assert_eq!(words(&made), words(html));
    for kept in ["</p>", "</body>", "<head>", "type=text", "<pre>  a\n    b </pre>", "{\"a\": \"</p>\"}"] {
        assert!(made.contains(kept), "{kept}: {made}");
    }
    assert!(!made.contains("note") && made.len() < html.len(), "{made}");
}

/// The text of a page, white space between words made one.
fn words(html: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(html);
    page.root_element().text().flat_map(str::split_whitespace).map(str::to_owned).collect()
}
