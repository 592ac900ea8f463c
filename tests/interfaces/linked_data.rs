//! JSON-LD as another library reads it: the catalogue against what DCAT-AP requires, pages against schema.org's types.

use crate::Files;
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{Quad, Term};
use scraper::{Html, Selector};
use std::collections::BTreeMap;

const DCAT: &str = "http://www.w3.org/ns/dcat#";
const DCT: &str = "http://purl.org/dc/terms/";
const FOAF: &str = "http://xmlns.com/foaf/0.1/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// What is said of each subject, by predicate.
type Graph = BTreeMap<String, BTreeMap<String, Vec<Term>>>;

/// The statements of a document; schema.org's context stands for one that makes every term its own.
fn graph(json: &str) -> Result<Graph, String> {
    let parser = JsonLdParser::new().for_slice(json).with_load_document_callback(|url, _| match url {
        "https://schema.org" => Ok(JsonLdRemoteDocument {
            document: br#"{"@context":{"@vocab":"https://schema.org/"}}"#.to_vec(),
            document_url: url.to_owned(),
        }),
        _ => Err(format!("a context from elsewhere: {url}").into()),
    });
    let mut graph = Graph::new();
    for quad in parser {
        let Quad { subject, predicate, object, .. } = quad.map_err(|error| error.to_string())?;
        let said = graph.entry(subject.to_string()).or_default();
        said.entry(predicate.into_string()).or_default().push(object);
    }
    Ok(graph)
}

/// Subjects of a class, each with what is said of it.
fn of_class<'g>(graph: &'g Graph, class: &str) -> Vec<(&'g String, &'g BTreeMap<String, Vec<Term>>)> {
    let is = |said: &BTreeMap<String, Vec<Term>>| {
        said.get(&format!("{RDF}type"))
            .is_some_and(|types| types.iter().any(|of| of.to_string() == format!("<{class}>")))
    };
    graph.iter().filter(|(_, said)| is(said)).collect()
}

#[test]
fn the_catalogue_is_rdf_with_what_dcat_ap_requires() {
    let files = Files::sample();
    let graph = graph(files.text("data/catalog.jsonld")).expect("RDF");
    let catalogues = of_class(&graph, &format!("{DCAT}Catalog"));
    let datasets = of_class(&graph, &format!("{DCAT}Dataset"));
    let distributions = of_class(&graph, &format!("{DCAT}Distribution"));
    assert_eq!((catalogues.len(), datasets.len(), distributions.len()), (1, 24, 56));
    let texts = ["title", "description"].map(|term| format!("{DCT}{term}"));
    for (subject, said) in catalogues.iter().chain(&datasets) {
        for text in &texts {
            let literal = said.get(text).and_then(|terms| terms.first());
            let tag = |term: &Term| matches!(term, Term::Literal(text) if text.language() == Some("zh-cn") && !text.value().is_empty());
            assert!(literal.is_some_and(tag), "{subject}: {text} is {literal:?}");
        }
        for publisher in said.get(&format!("{DCT}publisher")).expect("a publisher") {
            assert!(graph[&publisher.to_string()].contains_key(&format!("{FOAF}name")), "{subject}");
        }
    }
    let listed = &catalogues[0].1[&format!("{DCAT}dataset")];
    assert_eq!(listed.len(), datasets.len());
    for (subject, said) in &datasets {
        assert!(listed.iter().any(|term| term.to_string() == **subject), "{subject} is in no catalogue");
        for term in ["issued", "modified"] {
            let day = &said[&format!("{DCT}{term}")][0];
            let is_day = matches!(day, Term::Literal(day) if day.datatype().as_str().ends_with("#date")
                && day.value().parse::<jiff::civil::Date>().is_ok());
            assert!(is_day, "{subject}: {day}");
        }
    }
    for (subject, said) in &distributions {
        for term in ["accessURL", "downloadURL", "mediaType"] {
            assert!(said[&format!("{DCAT}{term}")].iter().all(Term::is_named_node), "{subject}: {term}");
        }
        let size = &said[&format!("{DCAT}byteSize")][0];
        assert!(size.to_string().contains("nonNegativeInteger"), "{subject}: {size}");
    }
}

#[test]
fn pages_say_what_they_are_in_terms_of_schema_org() {
    let files = Files::sample();
    let script = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let kind = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let mut types: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for path in files.paths("", ".html") {
        let html = Html::parse_document(files.text(path));
        let silent = html.select(&script).next().is_none() && !files.text(path).contains("noindex");
        assert!(!silent, "{path} does not say what it is");
        for element in html.select(&script) {
            let json: String = element.text().collect();
            let graph = graph(&json).unwrap_or_else(|error| panic!("{path}: {error}: {json}"));
            let said = graph.values().filter_map(|said| said.get(&format!("{RDF}type")));
            for of in said.flatten() {
                let of = of.to_string();
                let name = of.strip_prefix("<https://schema.org/").and_then(|of| of.strip_suffix('>'));
                let name = name.unwrap_or_else(|| panic!("{path}: {of} is no type of schema.org")).to_owned();
                *types.entry(kind(path)).or_default().entry(name).or_default() += 1;
            }
        }
    }
    for (kind, of) in [("index.html", "WebSite"), ("articles", "Article")] {
        assert!(types.get(kind).is_some_and(|types| types.contains_key(of)), "{kind}: {types:#?}");
    }
    assert!(types.contains_key("m") && types.contains_key("r"), "{types:#?}");
    let capital = |name: &String| name.starts_with(|first: char| first.is_ascii_uppercase());
    assert!(types.values().flat_map(BTreeMap::keys).all(capital), "{types:#?}");
}

#[test]
fn a_document_that_is_no_json_ld_is_found_out() {
    assert!(graph(r#"{"@context": "https://elsewhere.example", "@type": "Thing"}"#).is_err());
    assert!(graph(r#"{"@context": {"a": 5}, "a": "b"}"#).is_err());
    let dropped = graph(r#"{"@context": "https://schema.org", "@type": "Thing", "name": "甲"}"#).expect("RDF");
    assert_eq!(dropped.values().map(BTreeMap::len).sum::<usize>(), 2);
}
