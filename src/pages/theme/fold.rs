//! Values that are the same on every page, written into the templates once.
//!
//! A merchant page prints some sixty interface strings, and looking each up by three keys was a quarter of the work of
//! rendering it. `{{ t.ui.skip }}` becomes the text itself, escaped as Tera would, when the templates are loaded.

use crate::pages::escape;
use serde_json::Value;

/// The names under which templates see the site's values.
const ROOTS: [&str; 3] = ["site", "t", "assets"];

/// The site's values, with those names left out that some template gives to something else.
pub struct Constants<'s> {
    site: &'s Value,
    roots: Vec<&'static str>,
}

impl<'s> Constants<'s> {
    /// `site` is the whole site context as JSON; `sources` are all templates, since an included one sees the names of
    /// those around it.
    pub fn new<'t>(site: &'s Value, sources: impl Iterator<Item = &'t str> + Clone) -> Self {
        let roots = ROOTS.into_iter().filter(|root| !sources.clone().any(|source| rebinds(source, root)));
        Constants { site, roots: roots.collect() }
    }

    /// The source with every expression that is nothing but a path to a text replaced by the text.
    pub fn fold(&self, source: &str) -> String {
        let mut out = String::with_capacity(source.len() * 2);
        let mut rest = source;
        while let Some(begin) = rest.find("{{") {
            let Some(length) = rest[begin..].find("}}") else { break };
            let end = begin + length + 2;
            out.push_str(&rest[..begin]);
            match self.text(&rest[begin + 2..end - 2]) {
                Some(text) => escape::push(&mut out, text),
                None => out.push_str(&rest[begin..end]),
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    fn text(&self, expression: &str) -> Option<&'s str> {
        let path = expression.trim();
        let root = self
            .roots
            .iter()
            .find(|root| path.strip_prefix(**root).is_some_and(|rest| rest.starts_with(['.', '['])))?;
        let value = &self.site[root];
        let rest = &path[root.len()..];
        let value = match rest.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]")) {
            Some(name) => value.get(name)?,
            None => rest.strip_prefix('.')?.split('.').try_fold(value, |value, step| value.get(step))?,
        };
        // A brace at an end could form a tag with what stands beside it.
        value.as_str().filter(|text| !text.starts_with(['{', '}']) && !text.ends_with(['{', '}']) && !holds_a_tag(text))
    }
}

fn holds_a_tag(text: &str) -> bool {
    ["{{", "}}", "{%", "%}", "{#", "#}"].iter().any(|tag| text.contains(tag))
}

/// Whether a template gives `name` to something: in a loop, with `set`, as an argument of a component. Raw blocks are
/// counted too, since what looks like an expression there is text.
fn rebinds(source: &str, name: &str) -> bool {
    let tags = source.split("{%").skip(1).filter_map(|rest| Some(rest.split_once("%}")?.0));
    tags.into_iter().any(|tag| {
        let mut words = tag
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .filter(|word| !word.is_empty());
        match words.next() {
            Some("for" | "set" | "set_global") => words.take(2).any(|word| word == name),
            Some("component") => words.any(|word| word == name),
            Some("raw") => true,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fold(source: &str) -> String {
        let site = json!({
            "site": {"title": "<甲>", "sample": true},
            "t": {"ui": {"a": "字", "b": "{date} 收录", "c": "{{ x }}", "d": {"e": "深"}}},
            "assets": {"site.css": "assets/site.1.css"},
        });
        Constants::new(&site, [source].into_iter()).fold(source)
    }

    #[test]
    fn texts_are_written_in() {
        assert_eq!(fold("<p>{{ t.ui.a }}{{t.ui.d.e}}</p>{{ site.title }}"), "<p>字深</p>&lt;甲&gt;");
        assert_eq!(fold("{{ page.root }}{{ assets[\"site.css\"] }}"), "{{ page.root }}assets/site.1.css");
    }

    #[test]
    fn everything_else_stays() {
        for kept in [
            "{{ t.ui.nowhere }}",
            "{{ t.ui.d }}",
            "{{ t.ui.a | upper }}",
            "{{ site.sample }}",
            "{{ t.ui.b }}",
            "{{ t.ui.c }}",
            "{{ x.t.ui.a }}",
            "{{ tt.ui.a }}",
            "{{- t.ui.a }}",
            "{% if t.ui.a %}",
            "{{ t.ui.a",
            "{{ assets[\"nowhere\"] }}",
            "{% for t in list %}{{ t.ui.a }}{% endfor %}",
            "{% for k, t in list %}{{ t.ui.a }}{% endfor %}",
            "{% set t = 1 %}{{ t.ui.a }}",
            "{% raw %}{{ t.ui.a }}{% endraw %}",
        ] {
            assert_eq!(fold(kept), kept);
        }
    }
}
