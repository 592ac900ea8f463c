//! All articles of a site, arranged once: newest first, by series, by what they share.

use crate::pages::content::{Article, ArticleKind};
use crate::pages::model::Model;
use crate::records::document_no::written_key;
use crate::records::{Field, Kind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Articles that an article leads on to.
const RELATED: usize = 3;
/// Articles that a policy's record leads to.
const EXPLAINERS: usize = 5;
/// A word or document that more articles share than this says nothing of any of them.
const TELLING: usize = 50;

/// The articles that are shown, and what connects them. An article is named by its position in `order`.
pub struct Shelf<'a> {
    /// Newest first.
    pub order: Vec<&'a Article>,
    /// Parts of a series, first part first.
    series: BTreeMap<&'a str, Vec<usize>>,
    by_slug: HashMap<&'a str, usize>,
    by_keyword: HashMap<&'a str, Vec<usize>>,
    /// Articles by the number of a document they rest on.
    by_document: HashMap<String, Vec<usize>>,
    by_kind: BTreeMap<ArticleKind, Vec<usize>>,
    /// Public policy records by their number; of several, the newest.
    policies: HashMap<String, usize>,
}

impl<'a> Shelf<'a> {
    /// The articles that a model shows, and its public policy records.
    pub fn of(model: &'a Model) -> Shelf<'a> {
        let mut shelf = Shelf::arranged(&model.content.articles);
        // Nobody asks for them when no article cites a document.
        if !shelf.by_document.is_empty() {
            for position in model.shown(Kind::Policy).into_iter().rev() {
                if let Some(number) = model.entries[position].record.fields.text(Field::DocumentNo) {
                    shelf.policies.insert(written_key(number), position);
                }
            }
        }
        shelf
    }

    fn arranged(articles: &'a [Article]) -> Shelf<'a> {
        let mut order: Vec<&Article> = articles.iter().collect();
        order.sort_by_key(|article| (Reverse(article.front.published_on), &article.slug));
        let mut shelf = Shelf {
            order: order.clone(),
            series: BTreeMap::new(),
            by_slug: HashMap::new(),
            by_keyword: HashMap::new(),
            by_document: HashMap::new(),
            by_kind: BTreeMap::new(),
            policies: HashMap::new(),
        };
        for (at, article) in order.iter().enumerate() {
            shelf.put(at, article);
        }
        for parts in shelf.series.values_mut() {
            parts.sort_by_key(|at| order[*at].front.series.as_ref().map(|series| series.part));
        }
        shelf
    }

    fn put(&mut self, at: usize, article: &'a Article) {
        let front = &article.front;
        if let Some(series) = &front.series {
            self.series.entry(&series.title).or_default().push(at);
        }
        for keyword in &front.keywords {
            self.by_keyword.entry(keyword).or_default().push(at);
        }
        for number in numbers(article) {
            let citing = self.by_document.entry(number).or_default();
            // One article may cite a document twice, for two of its articles.
            if citing.last() != Some(&at) {
                citing.push(at);
            }
        }
        self.by_slug.insert(&article.slug, at);
        self.by_kind.entry(front.kind).or_default().push(at);
    }

    /// The parts of the article's series, itself among them; none when it is in none, or the only one shown.
    pub fn series(&self, article: &Article) -> &[usize] {
        let parts = article.front.series.as_ref().and_then(|series| self.series.get(series.title.as_str()));
        parts.filter(|parts| parts.len() > 1).map_or(&[], Vec::as_slice)
    }

    /// The public policy record of a document.
    pub fn policy(&self, number: &str) -> Option<usize> {
        self.policies.get(&written_key(number)).copied()
    }

    /// Whether there is an article of a kind.
    pub fn holds(&self, kind: ArticleKind) -> bool {
        self.by_kind.contains_key(&kind)
    }

    /// Policy explainers that rest on a document, newest first.
    pub fn explaining(&self, number: &str) -> impl Iterator<Item = usize> {
        let citing = self.by_document.get(&written_key(number)).into_iter().flatten().copied();
        citing.filter(|at| self.order[*at].front.kind == ArticleKind::Policy).take(EXPLAINERS)
    }

    /// What to read next: what the author names, then what shares most words and documents, then the newest of the kind.
    /// Other parts of its series are told of elsewhere on the page.
    pub fn related(&self, at: usize) -> Vec<usize> {
        let article = self.order[at];
        let named = article.front.related.value.iter().filter_map(|slug| self.by_slug.get(slug.as_str()).copied());
        let mut related: Vec<usize> = named.collect();
        let parts = self.series(article);
        let of_kind = self.by_kind.get(&article.front.kind).into_iter().flatten().copied();
        for other in self.alike(at).into_iter().chain(of_kind) {
            if related.len() >= RELATED {
                break;
            }
            if other != at && !related.contains(&other) && !parts.contains(&other) {
                related.push(other);
            }
        }
        related
    }

    /// Articles that share keywords (two points each) or documents (one), most points first, then newest.
    fn alike(&self, at: usize) -> Vec<usize> {
        let article = self.order[at];
        let mut points: BTreeMap<usize, usize> = BTreeMap::new();
        let words = article.front.keywords.iter().filter_map(|word| self.by_keyword.get(word.as_str()));
        let documents: Vec<_> = numbers(article).collect();
        let documents = documents.iter().filter_map(|number| self.by_document.get(number));
        for (sharing, worth) in words.map(|sharing| (sharing, 2)).chain(documents.map(|sharing| (sharing, 1))) {
            for other in sharing.iter().filter(|_| sharing.len() <= TELLING) {
                *points.entry(*other).or_default() += worth;
            }
        }
        let mut alike: Vec<(usize, usize)> = points.into_iter().collect();
        alike.sort_by_key(|(other, points)| (Reverse(*points), *other));
        alike.into_iter().map(|(other, _)| other).collect()
    }
}

fn numbers(article: &Article) -> impl Iterator<Item = String> {
    article.front.sources.iter().filter_map(|source| source.document_no.as_deref().map(written_key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::content::Content;

    /// Articles of the given slugs and extra front matter, each a day older than the one before.
    fn content(files: &[(&str, &str)]) -> Content {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("articles")).expect("made");
        for (age, (slug, extra)) in files.iter().enumerate() {
            let day = 28 - age;
            let text = format!(
                "+++\ntitle = \"{slug}\"\nkind = \"guide\"\npublished_on = 2026-09-{day:02}\nsummary = \"要\"\n\
                 author = \"局\"\n{extra}+++\n正文\n"
            );
            std::fs::write(dir.path().join(format!("articles/{slug}.md")), text).expect("written");
        }
        Content::load(dir.path()).expect("content")
    }

    fn slugs(shelf: &Shelf<'_>, positions: impl IntoIterator<Item = usize>) -> Vec<String> {
        positions.into_iter().map(|at| shelf.order[at].slug.clone()).collect()
    }

    #[test]
    fn a_series_is_in_order_of_its_parts_and_one_alone_is_none() {
        let content = content(&[
            ("late", "series = \"甲\"\npart = 3\n"),
            ("early", "series = \"甲\"\npart = 1\n"),
            ("alone", "series = \"乙\"\npart = 1\n"),
        ]);
        let shelf = Shelf::arranged(&content.articles);
        assert_eq!(slugs(&shelf, shelf.series(shelf.order[0]).iter().copied()), ["early", "late"]);
        assert!(shelf.series(shelf.order[2]).is_empty());
    }

    #[test]
    fn related_are_those_named_then_alike_then_new() {
        let content = content(&[
            ("newest", ""),
            ("own", "keywords = [\"退款\"]\nrelated = [\"oldest\"]\nseries = \"甲\"\npart = 1\n"),
            ("other-part", "keywords = [\"退款\"]\nseries = \"甲\"\npart = 2\n"),
            ("alike", "keywords = [\"退款\"]\n"),
            ("oldest", ""),
        ]);
        let shelf = Shelf::arranged(&content.articles);
        assert_eq!(slugs(&shelf, shelf.related(1)), ["oldest", "alike", "newest"]);
    }

    #[test]
    fn a_document_is_explained_by_policy_articles_however_its_number_is_written() {
        let source = "[[sources]]\ntitle = \"法\"\ndocument_no = \"法释[2025]4号\"\n";
        let mut content = content(&[("guide", source), ("explainer", source)]);
        content.articles[0].front.kind = ArticleKind::Policy;
        let shelf = Shelf::arranged(&content.articles);
        assert_eq!(slugs(&shelf, shelf.explaining("法释〔2025〕4号")), ["explainer"]);
        for spelling in ["法释(2025)第4号", "法释﹝2025﹞004号", "法释【二〇二五】4号"] {
            assert_eq!(shelf.explaining(spelling).count(), 1, "{spelling}");
        }
        assert_eq!(shelf.explaining("法释〔2025〕5号").count(), 0);
    }
}
