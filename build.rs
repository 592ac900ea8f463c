//! Embeds the default theme: every file below `themes/default/` becomes an entry of a table of `include_bytes!`, so that
//! a file that is added, changed or removed there is in the binary after the next build.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const THEME: &str = "themes/default";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    // Cargo looks at every file below a folder named here.
    println!("cargo::rerun-if-changed={THEME}");
    let mut files = Vec::new();
    collect(Path::new(THEME), &mut files)?;
    files.sort();
    let mut table = "&[\n".to_owned();
    for file in &files {
        let name = file.to_str().expect("theme files have UTF-8 names").replace('\\', "/");
        let below = name.strip_prefix(THEME).expect("collected below the theme").trim_start_matches('/');
        writeln!(
            table,
            "({below:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/{name}")
        )
        .expect("writing to a string");
    }
    table.push_str("]\n");
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    fs::write(PathBuf::from(out).join("theme_files.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
