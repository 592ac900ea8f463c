//! Template sources without the white space that only their authors need.
//!
//! A page made from a trimmed template is within a few percent of a minified one after compression, at none of the cost
//! (`docs/performance.md`), so the pages that come by the hundred thousand are not minified.

/// Removes blanks at the beginning and end of lines, and empty lines. Nothing changes where white space may mean
/// something: inside `<pre>`, `<textarea>` and `<script>`, and inside a template tag that goes over several lines.
pub fn trim(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut inside = None;
    for line in source.split_inclusive('\n') {
        let (mut content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        let begins_inside = inside.is_some();
        inside = state_after(content, inside);
        if !begins_inside {
            content = content.trim_start();
        }
        if inside.is_none() {
            content = content.trim_end();
        }
        if content.is_empty() && !begins_inside && inside.is_none() {
            continue;
        }
        out.push_str(content);
        out.push_str(end);
    }
    out
}

/// What begins a stretch that is left alone, and what ends it. Tags are compared in lower case.
const VERBATIM: [(&str, &str); 6] =
    [("<pre", "</pre"), ("<textarea", "</textarea"), ("<script", "</script"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The end that is being waited for after `line`, `inside` being the one before it.
fn state_after(line: &str, mut inside: Option<&'static str>) -> Option<&'static str> {
    let line = line.to_ascii_lowercase();
    let mut rest = line.as_str();
    loop {
        match inside {
            Some(end) => {
                let position = rest.find(end);
                let Some(position) = position else { return inside };
                rest = &rest[position + end.len()..];
                inside = None;
            }
            None => {
                let begun =
                    VERBATIM.iter().filter_map(|(begin, end)| Some((find_beginning(rest, begin)?, *begin, *end)));
                let (position, begin, end) = begun.min_by_key(|found| found.0)?;
                rest = &rest[position + begin.len()..];
                inside = Some(end);
            }
        }
    }
}

/// Position of `begin`; a tag's name must end there, so that `<pre` is not found in `<preview>`.
fn find_beginning(text: &str, begin: &str) -> Option<usize> {
    let is_tag = begin.starts_with('<');
    text.match_indices(begin).map(|found| found.0).find(|position| {
        let next = text.as_bytes().get(position + begin.len());
        !is_tag || next.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn blanks_and_empty_lines_go() {
        assert_eq!(trim("  <p>  \n\n\t  a  b </p>\r\n  </p>"), "<p>\na  b </p>\n</p>");
        assert_eq!(trim(""), "");
        assert_eq!(trim(" \n \n"), "");
    }

    #[test]
    fn what_may_matter_stays() {
        for kept in [
            "<pre>\n  a  \n\n  b\n</pre>",
            "<textarea rows=2>\n  a\n</textarea>",
            "<SCRIPT type=module>\n  a  \n</SCRIPT>",
            "{{ x | replace(from=\"a\n  b\", to=\"\") }}",
            "{% if a and\n   b %}",
            "{# a\n   b #}",
            "<p><pre>\n  {{ a }}\n  </pre> {{ b\n  }}",
        ] {
            assert_eq!(trim(kept), kept);
        }
    }

    #[test]
    fn a_closed_stretch_ends() {
        assert_eq!(trim("  <script src=\"{{ a }}\"></script>  \n  <p>\n"), "<script src=\"{{ a }}\"></script>\n<p>\n");
        assert_eq!(trim("  <preview>\n  a\n"), "<preview>\na\n");
        assert_eq!(trim("<pre> {{ a\n }}</pre>\n  b"), "<pre> {{ a\n }}</pre>\nb");
    }
}
