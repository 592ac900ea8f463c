//! Tables and pictures of figures, as those meet them who hear a page: captions, headings with a scope, titles.

use crate::Files;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

/// What is wrong with the tables of a page.
fn faults(html: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    for table in html.select(&select("table")) {
        let mut fault = |what: &str| faults.push(format!("{what}: {:.160}", table.html()));
        let captions: Vec<String> = table.select(&select("caption")).map(|it| it.text().collect()).collect();
        if captions.len() != 1 || captions[0].trim().is_empty() {
            fault("no caption");
        }
        if table.select(&select("th:not([scope])")).next().is_some() {
            fault("a heading without a scope");
        }
        let columns = table.select(&select("thead th, thead td")).count();
        let span = |cell: ElementRef<'_>| cell.attr("colspan").and_then(|span| span.parse().ok()).unwrap_or(1_usize);
        let cells = |row: ElementRef<'_>| row.select(&select("th, td")).map(span).sum::<usize>();
        if table.select(&select("tbody tr")).any(|row| cells(row) != columns) {
            fault("rows of another length than the head");
        }
    }
    faults
}

#[test]
fn every_table_has_a_caption_and_headings_with_a_scope() {
    let files = Files::sample();
    let (mut tables, mut found) = (BTreeMap::new(), Vec::new());
    for path in files.paths("", ".html") {
        let html = Html::parse_document(files.text(path));
        let kind = path.split('/').next().unwrap_or_default();
        *tables.entry(kind).or_insert(0) += html.select(&select("table")).count();
        found.extend(faults(&html).into_iter().map(|fault| format!("{path}: {fault}")));
    }
    assert!(found.is_empty(), "{} faults, as {:#?}", found.len(), &found[..found.len().min(5)]);
    for kind in ["about", "articles", "changes", "data", "penalties", "stats"] {
        assert!(tables[kind] > 0, "no table below {kind}/: {tables:?}");
    }
}

#[test]
fn a_table_with_faults_is_found_out() {
    let faults = |table: &str| faults(&Html::parse_document(table)).len();
    let head = "<thead><tr><th scope=col>a<th scope=col>b</thead>";
    assert_eq!(faults(&format!("<table><caption>x</caption>{head}<tbody><tr><th scope=row>1<td>2</table>")), 0);
    assert_eq!(faults(&format!("<table>{head}<tbody><tr><td>1<td>2</table>")), 1);
    assert_eq!(faults(&format!("<table><caption> </caption>{head}<tbody><tr><th>1<td>2<td>3</table>")), 3);
}

#[test]
fn every_picture_of_figures_has_its_words_and_its_table() {
    let files = Files::sample();
    let page = Html::parse_document(files.text("stats/index.html"));
    let charts: Vec<ElementRef<'_>> = page.select(&select("section.chart")).collect();
    let ids: Vec<&str> = charts.iter().filter_map(|chart| chart.attr("aria-labelledby")).collect();
    assert_eq!(
        ids,
        ["by-month", "by-district", "by-kind", "by-industry", "listed", "complaints", "mediation", "custody"]
    );
    for (chart, id) in charts.iter().zip(ids) {
        let text = |selector: &str| {
            let found = chart.select(&select(selector)).next().unwrap_or_else(|| panic!("{id} has no {selector}"));
            found.text().collect::<String>()
        };
        let (title, said) = (text("svg > title"), text("svg > desc"));
        assert_eq!(title, text("caption"), "{id}");
        assert!(text("h2").chars().any(|character| character.is_ascii_digit()), "{id}: a finding has a figure");
        assert!(text("p.meta + p.meta").contains("来源："), "{id} names no source");
        let (row, cell) = (select("tbody tr"), select("th, td"));
        let rows = chart.select(&row).map(|row| row.select(&cell).map(|cell| cell.text().collect()).collect());
        let rows: Vec<Vec<String>> = rows.collect();
        assert!(rows.len() > 2, "{id}: {rows:?}");
        assert!(rows.iter().flatten().all(|cell| said.contains(cell.as_str())), "{id}: {said} does not say all");
        let csv = files.text(&format!("data/charts/{id}.csv"));
        let mut csv = csv::Reader::from_reader(csv.strip_prefix('\u{feff}').expect("a byte order mark").as_bytes());
        let kept: Vec<Vec<String>> =
            csv.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        assert_eq!(kept, rows, "{id}");
        assert!(chart.select(&select("[style], script")).next().is_none(), "{id}");
    }
}

#[test]
fn the_map_leads_to_every_district() {
    let files = Files::sample();
    let page = Html::parse_document(files.text("stats/index.html"));
    let tiles: Vec<ElementRef<'_>> = page.select(&select("svg.tiles a")).collect();
    assert_eq!(tiles.len(), 7);
    for tile in tiles {
        let text: String = tile.text().collect();
        let href = tile.attr("href").and_then(|href| href.strip_prefix("../")).expect("a link below the site");
        assert!(text.contains('户') && text.contains('%'), "{text}");
        let list = files.text(&format!("{href}index.html"));
        let count: String = text.split_whitespace().nth(1).expect("a number").to_owned();
        assert!(list.contains(&format!("共 {count}")) || list.contains(&count), "{href} has not {count} entries");
    }
}

#[test]
fn counts_leave_out_what_is_no_longer_public() {
    let files = Files::sample();
    let page = Html::parse_document(files.text("stats/index.html"));
    let column = |id: &str, at: usize| -> u64 {
        let (chart, row, cell) = (select("section.chart"), select("tbody tr"), select("td"));
        let chart = page.select(&chart).find(|chart| chart.attr("aria-labelledby") == Some(id)).expect("a chart");
        let number = |cell: ElementRef<'_>| cell.text().collect::<String>().parse::<u64>().expect("a number");
        chart.select(&row).filter_map(|row| row.select(&cell).nth(at).map(number)).sum()
    };
    let public = |list: &str| files.text(&format!("data/{list}.ndjson")).lines().count() as u64;
    let kinds = mingjing::records::Kind::all().map(|kind| kind.list());
    let all: u64 = kinds.filter(|list| !["merchants", "stats"].contains(list)).map(public).sum();
    assert_eq!(column("by-kind", 0), all);
    assert_eq!(column("by-district", 2), all, "the district of none is a row, too");
    assert!(column("listed", 3) <= public("blacklist") + public("abnormal") + public("premises-bans"));
    assert!(column("listed", 4) > 0, "the sample has entries that were taken down");
}
