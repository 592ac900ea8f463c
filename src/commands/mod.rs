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
use new_source::Wish;
use serde_json::json;

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

/// The exit code of an error: configuration and usage are the caller's to mend.
pub fn exit_of(error: &anyhow::Error) -> Exit {
    if error.is::<ConfigError>() || error.is::<UsageError>() { Exit::Usage } else { Exit::Failed }
}
