//! Markup, scripts and formulas in a merchant's name: text everywhere, never anything else.

use crate::published::Published;

const NAME: &str = r#"示例<script>alert(1)</script>"><img src=x onerror=alert(2)> ]]><b>'{{ 7*7 }}影城"#;

fn site_with(name: &str) -> Published {
    let site = Published::small();
    // As an agency's database gives it away; what stands there as elements is read as markup and leaves no trace.
    let told = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let cell = format!("\"{}\"", told.replace('"', "\"\""));
    site.portal.edit("data/samples/merchants.csv", "坏输入示例影城有限公司", &cell);
    let bytes = std::fs::read(site.portal.path("data/samples/penalties.csv")).expect("a file");
    let text = encoding_rs::GB18030.decode(&bytes).0.replace("坏输入示例影城有限公司", &cell);
    site.write("data/samples/penalties.csv", encoding_rs::GB18030.encode(&text).0);
    site.portal.run(&["update"]).ends(0, &[]);
    site
}

#[test]
fn no_page_has_an_element_of_it() {
    let files = site_with(NAME).files();
    let (mut pages, mut named) = (0, 0);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        let page = scraper::Html::parse_document(&text);
        let count = |selector: &str| page.select(&scraper::Selector::parse(selector).expect("a selector")).count();
        assert_eq!(count("img:not([src*='/badge/']), [onerror], main b:not(.compare b, .timeline b)"), 0, "{path}");
        let scripts = count("script:not([src]):not([type='application/ld+json'])");
        assert_eq!(scripts, 0, "an inline script on {path}");
        pages += 1;
        let whole: String = page.root_element().text().collect();
        named += usize::from(whole.contains("<script>alert(1)</script>"));
        assert!(!text.contains("49影城"), "{path} was rendered twice");
    }
    assert!(pages > 20 && named >= 3, "{named} of {pages} pages show the name");
}

#[test]
fn json_ld_stays_json_in_its_element() {
    let files = site_with(NAME).files();
    let page = scraper::Html::parse_document(&String::from_utf8_lossy(&files["m/7U/91210304MA99FY137U.html"]));
    let selector = scraper::Selector::parse("script[type='application/ld+json']").expect("a selector");
    let text: String = page.select(&selector).next().expect("JSON-LD").text().collect();
    assert!(!text.contains('<'), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(json.to_string().contains("<script>alert(1)</script>"), "{json}");
}

#[test]
fn feeds_and_sitemaps_stay_well_formed() {
    let files = site_with(NAME).files();
    let xml: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".xml")).collect();
    let mut named = 0;
    for (path, bytes) in &xml {
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(quick_xml::events::Event::Start(element)) => {
                    assert_ne!(element.name().as_ref(), "script", "{path}");
                }
                Ok(_) => {}
                Err(error) => panic!("{path}: {error}"),
            }
            buffer.clear();
        }
        named += usize::from(String::from_utf8_lossy(bytes).contains("alert(1)"));
    }
    assert!(xml.len() >= 5 && named >= 1, "{named} of {} XML files name the merchant", xml.len());
}

#[test]
fn downloads_give_the_name_back_whole() {
    let files = site_with(NAME).files();
    let mut reader = csv::Reader::from_reader(files["data/merchants.csv"].as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert!(rows.iter().any(|row| row.iter().any(|cell| cell == NAME)), "{rows:?}");
    let ndjson = String::from_utf8_lossy(&files["data/merchants.ndjson"]).into_owned();
    let names = ndjson.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    assert!(names.into_iter().any(|row| row["subject_name"] == NAME), "{ndjson}");
}

#[test]
fn formulas_are_text_in_spreadsheets() {
    for name in ["=HYPERLINK(\"http://example.invalid\")示例", "+示例影城", "-示例影城", "@示例影城"] {
        let files = site_with(name).files();
        let mut reader = csv::Reader::from_reader(files["data/merchants.csv"].as_slice());
        for row in reader.records().map(|row| row.expect("a row")) {
            for cell in row.iter() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a spreadsheet would calculate `{cell}`");
            }
        }
        let text = String::from_utf8_lossy(&files["data/merchants.csv"]).into_owned();
        assert!(text.contains("示例") && text.contains('\''), "{name}: {text}");
    }
}
