//! Which paths a published file may have. Guards every path from outside: artifacts, manifest, commit list.

/// Name of the manifest, which stands in the output folder itself.
pub const MANIFEST: &str = "manifest.json";

/// Folder below the output for what publishing needs itself: lock, staged files, commit list.
pub const PRIVATE: &str = ".mingjing";

/// True for a relative path with forward slashes that stays below the output folder, can be written on every system,
/// and is not one that publishing keeps for itself.
pub fn is_valid(path: &str) -> bool {
    path != MANIFEST && path.split('/').next() != Some(PRIVATE) && path.split('/').all(is_valid_part)
}

fn is_valid_part(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && part.len() <= 255
        && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
        && !part.chars().any(char::is_control)
}

/// The folder of a path; empty for a file in the output folder itself.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folders above a path, nearest first, the output folder itself left out.
pub fn folders(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        rest = folder(rest);
        (!rest.is_empty()).then_some(rest)
    })
}

/// A relative path of the file system as a site path.
pub fn from_native(path: &std::path::Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_output() {
        for good in
            ["index.html", "m/6F/91210302MA99FAK16F.html", "search/a.b", ".well-known/security.txt", "政策.html"]
        {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "/etc/passwd",
            "../up",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            "C:/x",
            "a\0b",
            "a\nb",
            "manifest.json",
            ".mingjing",
            ".mingjing/lock",
        ] {
            assert!(!is_valid(bad), "{bad:?}");
        }
    }

    #[test]
    fn folders_from_the_nearest() {
        assert_eq!(folders("a/b/c.html").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders("c.html").count(), 0);
    }
}
