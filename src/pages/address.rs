//! Which addresses may stand in a link, and which file of the site one means: the one rule for Markdown, templates and
//! front matter.

use percent_encoding::percent_decode_str;

/// An address as it may stand in `href`, or `None` for one that must not: only `http`, `https`, `mailto` and relative
/// addresses of this site.
///
/// Browsers drop control characters and read `\` as `/` before they look at the scheme, so an address with either is
/// refused, and so is one that names a host without a scheme (`//host`).
pub fn safe(raw: &str) -> Option<&str> {
    let address = raw.trim();
    if address.contains(|character: char| character.is_control() || character == '\\') || address.starts_with("//") {
        return None;
    }
    match scheme(address) {
        None => Some(address),
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto") => Some(address),
        Some(scheme) => {
            let is_http = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
            (is_http && names_host(&address[scheme.len() + 1..])).then_some(address)
        }
    }
}

/// Whether what follows a scheme names a host, and nobody with a password there: browsers take `https:x` and `https:///x` for `x`
/// as well.
fn names_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.contains('@') && host.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '[')
}

/// Whether the address is an absolute one of the web, with a host.
pub fn is_web(raw: &str) -> bool {
    safe(raw).and_then(scheme).is_some_and(|scheme| !scheme.eq_ignore_ascii_case("mailto"))
}

/// What stands before the first `:`, unless a `/`, `?` or `#` comes earlier and the address is relative.
pub fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

/// What a link means.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// Path below the site's root.
    pub file: String,
    pub fragment: Option<String>,
}

/// The file a link of the page `from` leads to; `None` when it names a host or leaves the site.
pub fn resolve(from: &str, link: &str) -> Option<Target> {
    if link.starts_with('/') || scheme(link).is_some() {
        return None;
    }
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (address, fragment) = match link.split_once('#') {
        Some((address, fragment)) => (address, Some(decoded(fragment))),
        None => (link, None),
    };
    let path = decoded(address.split('?').next().unwrap_or_default());
    if path.is_empty() {
        return Some(Target { file: from.to_owned(), fragment });
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/') || path.ends_with("..") || path.ends_with('.');
    let joined = parts.join("/");
    let file = match (is_folder, joined.is_empty()) {
        (_, true) => "index.html".to_owned(),
        (true, false) => format!("{joined}/index.html"),
        (false, false) => joined,
    };
    Some(Target { file, fragment })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(from: &str, link: &str) -> Option<String> {
        resolve(from, link).map(|target| target.file)
    }

    #[test]
    fn links_resolve_as_a_browser_does() {
        let from = "articles/a.html";
        for (link, expected) in [
            ("b.html", "articles/b.html"),
            ("b.html?x=1#y", "articles/b.html"),
            ("#y", "articles/a.html"),
            ("../about/method.html", "about/method.html"),
            ("../", "index.html"),
            ("..", "index.html"),
            ("./", "articles/index.html"),
            ("../search/?q=a", "search/index.html"),
            ("%E7%94%B2.html", "articles/甲.html"),
        ] {
            assert_eq!(file(from, link).as_deref(), Some(expected), "{link}");
        }
        for bad in ["/about/", "//host/", "https://x.cn/", "../../up.html", "mailto:a@x.cn"] {
            assert_eq!(file(from, bad), None, "{bad}");
        }
        assert_eq!(resolve(from, "b.html#%E7%94%B2").and_then(|target| target.fragment).as_deref(), Some("甲"));
    }

    #[test]
    fn scripts_never_pass() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example/",
            "https:evil.example",
            "https:///evil.example",
            "https://user:word@evil.example/",
            "\\\\evil.example",
            "/\\evil.example",
            "blob:x",
            ":x",
        ] {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
        for good in
            ["https://x.cn/a?b=javascript:1", "HTTP://x.cn", "mailto:a@x.cn", "a.html#x", "#甲", "?q=a:b", "./a:b", ""]
        {
            assert_eq!(safe(good), Some(good));
        }
    }

    #[test]
    fn web_addresses_have_a_host() {
        assert!(is_web("https://www.12315.cn"));
        for bad in ["https://", "https:///x", "mailto:a@x.cn", "x.cn", "https:x", "ftp://x.cn"] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
