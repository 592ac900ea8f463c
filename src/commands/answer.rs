//! What every command says in the same way: its report, its progress, and what to type next.

use crate::cli::Common;
use crate::progress::Progress;
use std::io::Write;
use std::path::Path;

/// Prints the answer: as JSON on stdout, or in words on stderr unless quiet.
pub fn answer(common: &Common, json: &impl serde::Serialize, words: &str) -> anyhow::Result<()> {
    if common.json {
        let report = serde_json::to_string_pretty(json)?;
        match writeln!(std::io::stdout().lock(), "{report}") {
            // Whoever read enough closes the pipe.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
            written => written?,
        }
    } else if !common.quiet {
        write!(std::io::stderr().lock(), "{words}")?;
    }
    Ok(())
}

/// Progress of long work, unless nobody wants to see it.
pub fn progress(common: &Common) -> Progress {
    if common.quiet { Progress::Silent } else { Progress::Terminal }
}

/// The line that says what to type next to see the site.
pub fn look(common: &Common) -> String {
    format!("look at it: {}\n", typed(&common.root, "serve"))
}

/// A command as a person types it who typed the one that runs: through cargo when it was run through cargo.
pub fn typed(root: &Path, command: &str) -> String {
    let mut words = match std::env::var_os("CARGO") {
        Some(_) => "cargo run --release --".to_owned(),
        None => "mingjing".to_owned(),
    };
    if root != Path::new(".") {
        let root = root.display().to_string();
        let plain = root.chars().all(|character| character.is_alphanumeric() || "/\\._-:".contains(character));
        words.push_str(&if plain { format!(" --root {root}") } else { format!(" --root \"{root}\"") });
    }
    if !command.is_empty() {
        words.push(' ');
        words.push_str(command);
    }
    words
}
