//! Which addresses may stand in a link: the one rule for Markdown, templates and front matter.

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
        Some(scheme) => {
            ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(address)
        }
    }
}

/// Whether the address is an absolute one of the web, with a host.
pub fn is_web(raw: &str) -> bool {
    let Some((scheme, rest)) = safe(raw).and_then(|address| address.split_once("://")) else { return false };
    let host_given = rest.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '[');
    host_given && ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// What stands before the first `:`, unless a `/`, `?` or `#` comes earlier and the address is relative.
pub fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

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
