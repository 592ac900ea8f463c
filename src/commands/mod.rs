//! One file a command: load what it needs, run the stages, report.

mod accept;
mod answer;
mod build;
mod check;
mod explain;
mod init;
mod ledger;
mod new_article;
mod new_source;
mod pull;
mod search;
mod serve;
mod status;
mod update;
mod verify;
mod withdraw;

use crate::cli::{Cli, Command, New};
use crate::config::ConfigError;
use crate::exit::{Exit, UsageError};
use crate::issues::tell;
use crate::pages::content::Drafts;
use crate::pipeline::{How, Pull, PullOrigin};
use crate::publish::Compare;
use answer::{answer, progress};
use clap::CommandFactory;
use new_source::Wish;
use serde_json::json;
use std::io::Write;

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
        Some(Command::New(New::Article { slug, title, kind })) => new_article::run(common, slug, title, *kind),
        Some(Command::New(New::Source { source, kind, agency, id, allow_private })) => {
            let (agency, id) = (agency.as_deref(), id.as_deref());
            new_source::run(common, &Wish { source, kind: *kind, agency, id, allow_private: *allow_private })
        }
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

/// Says what cannot be understood of what was typed, or the help that was asked for; the exit code.
pub fn report_mistyped(error: &clap::Error) -> Exit {
    let told = error.print().and_then(|()| match error.use_stderr() && asks_for_json() {
        true => {
            let text = error.to_string();
            let text = text.trim_start_matches("error: ").trim_end();
            let report = json!({ "command": command_typed(), "exit": Exit::Usage.code(), "error": text });
            writeln!(std::io::stdout().lock(), "{report:#}")
        }
        false => Ok(()),
    });
    match (error.use_stderr(), told) {
        (false, Ok(())) => Exit::Done,
        (true, Ok(())) => Exit::Usage,
        (_, Err(_)) => Exit::Failed,
    }
}

/// Whether `--json` stands among the flags, though not all of them could be understood.
fn asks_for_json() -> bool {
    std::env::args_os().skip(1).take_while(|typed| typed != "--").any(|typed| typed == "--json")
}

/// The first word that is a command's name; nothing where none is.
fn command_typed() -> Option<String> {
    let commands = Cli::command();
    let is_command = |typed: &String| commands.get_subcommands().any(|command| command.get_name() == typed);
    std::env::args_os().skip(1).filter_map(|typed| typed.into_string().ok()).find(is_command)
}

/// The exit code of an error: configuration and usage are the caller's to mend.
pub fn exit_of(error: &anyhow::Error) -> Exit {
    if error.is::<ConfigError>() || error.is::<UsageError>() { Exit::Usage } else { Exit::Failed }
}
