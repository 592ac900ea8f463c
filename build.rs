//! Embeds the default theme and the portal that `mingjing init` writes: every file below `themes/default/` and `starter/`
//! becomes an entry of a table of `include_bytes!`, so that a file that is added, changed or removed there is in the
//! binary after the next build. Also gives the program a digest of its own sources, `MINGJING_SOURCES`: a site made by
//! other sources is not taken for up to date.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders and the tables made of them.
const EMBEDDED: [(&str, &str); 2] = [("themes/default", "theme_files.rs"), ("starter", "starter_files.rs")];

/// What decides what the program does, beside the theme, which it looks at itself.
const SOURCES: [&str; 2] = ["src", "Cargo.lock"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    for path in SOURCES {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rustc-env=MINGJING_SOURCES={:016x}", digest_of_sources()?);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    for (folder, table) in EMBEDDED {
        // Cargo looks at every file below a folder named here.
        println!("cargo::rerun-if-changed={folder}");
        fs::write(out.join(table), embed(folder)?)?;
    }
    Ok(())
}

/// The table of a folder: path below it and bytes of each file, sorted.
fn embed(folder: &str) -> io::Result<String> {
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files)?;
    files.sort();
    let mut table = "&[\n".to_owned();
    for file in &files {
        let name = file.to_str().expect("embedded files have UTF-8 names").replace('\\', "/");
        let below = name.strip_prefix(folder).expect("collected below the folder").trim_start_matches('/');
        writeln!(
            table,
            "({below:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/{name}")
        )
        .expect("writing to a string");
    }
    table.push_str("]\n");
    Ok(table)
}

/// FNV-1a over paths and bytes: nobody is to be kept from making two of the same digest.
fn digest_of_sources() -> io::Result<u64> {
    let mut files = Vec::new();
    for path in SOURCES.map(Path::new) {
        if path.is_dir() { collect(path, &mut files)? } else { files.push(path.to_owned()) }
    }
    files.sort();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/").into_bytes();
        for byte in name.into_iter().chain([0]).chain(fs::read(&file)?).chain([0]) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    Ok(digest)
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
