//! Sitemaps against the protocol that they are written to.

use crate::Files;

/// Elements of an XML file in order, each with its depth, its name in its namespace, and its text.
fn elements(xml: &[u8]) -> Vec<(usize, String, String)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::NsReader::from_reader(xml);
    let (mut found, mut open): (Vec<(usize, String, String)>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let (space, event) = reader.read_resolved_event().expect("well-formed XML");
        match event {
            Event::Start(element) => {
                let quick_xml::name::ResolveResult::Bound(space) = space else { panic!("an element of no namespace") };
                let local = element.local_name().as_ref().to_owned();
                found.push((open.len(), format!("{}#{local}", space.as_ref()), String::new()));
                open.push(found.len() - 1);
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    found[*at].2.push_str(text.trim());
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => return found,
            Event::Decl(_) | Event::Comment(_) => {}
            other => panic!("{other:?} has no place here"),
        }
    }
}

/// The rules of sitemaps.org, protocol 0.9: namespace, elements and their order, sizes, addresses, days.
#[test]
fn sitemaps_keep_the_protocol() {
    let files = Files::sample();
    let space = "http://www.sitemaps.org/schemas/sitemap/0.9#";
    let mut parts = 0;
    for path in files.paths("sitemap", ".xml") {
        let bytes = files.bytes(path);
        assert!(bytes.len() <= 50 << 20, "{path} is too large");
        let elements = elements(bytes);
        let name =
            |at: usize| elements[at].1.strip_prefix(space).unwrap_or_else(|| panic!("{path}: {:?}", elements[at]));
        let (root, child) = if path == "sitemap.xml" { ("sitemapindex", "sitemap") } else { ("urlset", "url") };
        assert_eq!((elements[0].0, name(0)), (0, root), "{path}");
        let mut entries = 0;
        for (at, (depth, _, text)) in elements.iter().enumerate().skip(1) {
            match (depth, name(at)) {
                (1, name) if name == child => entries += 1,
                (2, "loc") => {
                    assert_eq!(elements[at - 1].0, 1, "{path}: `loc` comes first");
                    let url = reqwest::Url::parse(text).unwrap_or_else(|error| panic!("{path}: {text}: {error}"));
                    assert!(url.as_str() == text && text.len() < 2048, "{path}: {text} is not escaped");
                    assert!(text.starts_with("https://example.gov.cn/yfk/"), "{path}: {text} is elsewhere");
                }
                (2, "lastmod") => {
                    assert_eq!(name(at - 1), "loc", "{path}");
                    assert!(text.parse::<jiff::civil::Date>().is_ok(), "{path}: {text}");
                }
                other => panic!("{path}: {other:?} is not of the protocol"),
            }
        }
        assert!((1..=50_000).contains(&entries), "{path}: {entries} entries");
        parts += 1;
    }
    assert!(parts > 1, "an index and a part at least");
}
