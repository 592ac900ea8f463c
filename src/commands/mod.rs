//! One file a command: load what it needs, run the stages, report.

mod accept;
mod build;
mod check;
mod explain;
mod init;
mod ledger;
mod new;
mod new_source;
mod pull;
mod search;
mod serve;
mod status;
mod update;
mod verify;
mod withdraw;

use crate::cli::{Cli, Command, Common};
use crate::config::ConfigError;
use crate::issues::tell;
use crate::pages::content::Drafts;
use crate::pipeline::{How, Pull, PullOrigin};
use crate::progress::Progress;
use crate::publish::Compare;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// How a command ended (`design.md` section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: the work failed.
    Failed,
    /// 2: usage or configuration error.
    Usage,
    /// 3: done, but something needs a person.
    NeedsPerson,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::NeedsPerson => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// What was asked for does not exist; exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Runs the command that was typed.
///
/// # Errors
/// Whatever stopped it; [`exit_of`] says with which code.
pub fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let common = &cli.common;
    match &cli.command {
        None => update::run(common, None, &Pull::default()),
        Some(Command::Update { out, date, metrics }) => {
            update::run(common, out.as_deref(), &Pull { date: *date, metrics: metrics.clone(), ..Pull::default() })
        }
        Some(Command::Build { out, date, drafts, full }) => {
            let drafts = if *drafts { Drafts::Shown } else { Drafts::LeftOut };
            let compare = if *full { Compare::Content } else { Compare::Size };
            build::run(common, out.as_deref(), *date, How { drafts, compare, progress: progress(common) })
        }
        Some(Command::Search(asked)) => search::run(common, asked),
        Some(Command::Check { date }) => check::run(common, *date),
        Some(Command::Serve { port, out }) => serve::run(common, *port, out.as_deref()),
        Some(Command::New(new)) => new::run(common, new),
        Some(Command::Init { dir }) => init::run(common, dir),
        Some(Command::Verify { dir }) => verify::run(common, dir),
        Some(Command::Pull { feeds, date, offline, replay, metrics }) => {
            let origin = match replay {
                Some(day) => PullOrigin::History(*day),
                None if *offline => PullOrigin::Snapshots,
                None => PullOrigin::Sources,
            };
            pull::run(common, Pull { only: feeds, date: *date, origin, metrics: metrics.clone(), ..Pull::default() })
        }
        Some(Command::Status { date }) => status::run(common, *date),
        Some(Command::Explain { what, date }) => explain::run(common, what, *date),
        Some(Command::Accept { feed }) => accept::run(common, feed),
        Some(Command::Ledger(task)) => ledger::run(common, task),
        Some(Command::Withdraw { record, reason, date }) => withdraw::run(common, record, reason, *date),
    }
}

/// Says what stopped a command, on stderr and as its report; the exit code.
pub fn report_error(cli: &Cli, error: &anyhow::Error) -> Exit {
    let exit = exit_of(error);
    let told = tell(error.as_ref());
    eprintln!("error: {told}");
    if cli.common.json {
        let report = json!({ "command": cli.name(), "exit": exit.code(), "error": told });
        if let Err(error) = answer(&cli.common, &report, "") {
            eprintln!("error: {error:#}");
        }
    }
    exit
}

/// The exit code of an error: configuration and usage are the caller's to mend.
pub fn exit_of(error: &anyhow::Error) -> Exit {
    if error.is::<ConfigError>() || error.is::<UsageError>() { Exit::Usage } else { Exit::Failed }
}

/// Prints the answer: as JSON on stdout, or in words on stderr unless quiet.
fn answer(common: &Common, json: &impl serde::Serialize, words: &str) -> anyhow::Result<()> {
    if common.json {
        let mut stdout = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut stdout, json)?;
        writeln!(stdout)?;
    } else if !common.quiet {
        write!(std::io::stderr().lock(), "{words}")?;
    }
    Ok(())
}

/// Progress of long work, unless nobody wants to see it.
fn progress(common: &Common) -> Progress {
    if common.quiet { Progress::Silent } else { Progress::Terminal }
}

/// The line that says what to type next to see the site.
fn look(common: &Common) -> String {
    format!("look at it: {}\n", typed(&common.root, "serve"))
}

/// A command as a person types it who typed the one that runs: through cargo when it was run through cargo.
fn typed(root: &Path, command: &str) -> String {
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
