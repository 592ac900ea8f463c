//! A request's path to a file of the output, as a static host would have it.

use axum::http::StatusCode;
use percent_encoding::percent_decode_str;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    File {
        status: StatusCode,
        /// For its type.
        name: String,
        bytes: Vec<u8>,
    },
    /// A folder without its last slash, or the host's root.
    Elsewhere(String),
    Nothing,
}

/// Looks for `path`, as it stands in the request, in the output folder `out` of a site that stands below `base`.
///
/// # Errors
/// A file that is there and cannot be read.
pub fn find(out: &Path, base: &str, path: &str) -> io::Result<Found> {
    if path == "/" && base != "/" || path == base.trim_end_matches('/') && !path.is_empty() {
        return Ok(Found::Elsewhere(base.to_owned()));
    }
    let below = path.strip_prefix(base).and_then(|below| inside(out, below));
    match below {
        Some(file) if file.is_dir() && !path.ends_with('/') => Ok(Found::Elsewhere(format!("{path}/"))),
        Some(file) if file.is_dir() => read(out, &file.join("index.html"), StatusCode::OK),
        Some(file) if !path.ends_with('/') => read(out, &file, StatusCode::OK),
        _ => read(out, &out.join("404.html"), StatusCode::NOT_FOUND),
    }
}

/// The file a path below the site's root means; `None` for one that could mean anything outside of it.
fn inside(out: &Path, path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let mut file = out.to_owned();
    let path = path.strip_suffix('/').unwrap_or(&path);
    for part in path.split('/').filter(|_| !path.is_empty()) {
        let is_plain = !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
        if !is_plain {
            return None;
        }
        file.push(part);
    }
    Some(file)
}

fn read(out: &Path, file: &Path, status: StatusCode) -> io::Result<Found> {
    let not_found = || {
        if status == StatusCode::NOT_FOUND {
            return Ok(Found::Nothing);
        }
        read(out, &out.join("404.html"), StatusCode::NOT_FOUND)
    };
    // Also what a link in the output leads to has to be inside of it.
    let is_inside = match (file.canonicalize(), out.canonicalize()) {
        (Ok(file), Ok(out)) => file.starts_with(out) && file.is_file(),
        _ => false,
    };
    if !is_inside {
        return not_found();
    }
    match fs::read(file) {
        Ok(bytes) => {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(Found::File { status, name, bytes })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => not_found(),
        Err(error) => Err(error),
    }
}

/// Type of a file by its name; text is UTF-8.
pub fn mime(name: &str) -> String {
    let mime = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = mime.type_() == "text" || matches!(mime.subtype().as_str(), "json" | "javascript" | "xml");
    if is_text { format!("{}; charset=utf-8", mime.essence_str()) } else { mime.essence_str().to_owned() }
}
