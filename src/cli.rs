//! What was typed: commands and flags, nothing resolved.

use crate::clock::Date;
use crate::pages::content::ArticleKind;
use crate::records::Kind;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Builds a public transparency portal for merchant integrity from what agencies publish.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// The command's name, as reports say it.
    pub fn name(&self) -> &'static str {
        match &self.command {
            None | Some(Command::Update { .. }) => "update",
            Some(Command::Pull { .. }) => "pull",
            Some(Command::Build { .. }) => "build",
            Some(Command::Serve { .. }) => "serve",
            Some(Command::Check { .. }) => "check",
            Some(Command::Search(_)) => "search",
            Some(Command::New(_)) => "new",
            Some(Command::Init { .. }) => "init",
            Some(Command::Verify { .. }) => "verify",
            Some(Command::Status { .. }) => "status",
            Some(Command::Explain { .. }) => "explain",
            Some(Command::Accept { .. }) => "accept",
            Some(Command::Withdraw { .. }) => "withdraw",
            Some(Command::Ledger(_)) => "ledger",
        }
    }
}

/// What to search for, where, and within what.
#[derive(Debug, Clone, Args)]
pub struct Search {
    pub query: String,
    /// Answers at the most
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
    /// Read the static index of the site in this folder instead
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
    /// Only records of this kind and merchants with one, such as `blacklist`
    #[arg(long)]
    pub kind: Option<String>,
    /// Only this district, by division code
    #[arg(long)]
    pub district: Option<String>,
    /// Only this industry, by key
    #[arg(long)]
    pub industry: Option<String>,
    /// Only records of this year and merchants with one
    #[arg(long)]
    pub year: Option<i16>,
}

/// Flags of every command.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Folder with portal.toml
    #[arg(long, global = true, default_value = ".")]
    pub root: PathBuf,
    /// Say only what went wrong
    #[arg(long, global = true)]
    pub quiet: bool,
    /// One machine-readable report on stdout
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Fetch, keep snapshots, decode, validate, bring the ledger up to date
    Pull {
        /// Feeds to pull; all when none is named
        feeds: Vec<String>,
        /// The day to act as if it were
        #[arg(long)]
        date: Option<Date>,
        /// Read the last good snapshots again; ask nobody
        #[arg(long)]
        offline: bool,
        /// Make the ledger again from the snapshots taken in up to this day
        #[arg(long, value_name = "DATE", conflicts_with_all = ["feeds", "date", "offline"])]
        replay: Option<Date>,
        /// Prometheus text file; data/metrics.prom below the root when absent
        #[arg(long, value_name = "FILE")]
        metrics: Option<PathBuf>,
    },
    /// Render the site into the output folder
    Build {
        /// The output folder; site/ below the root when absent
        #[arg(long)]
        out: Option<PathBuf>,
        #[arg(long)]
        date: Option<Date>,
        /// Show drafts and articles of a coming day
        #[arg(long)]
        drafts: bool,
        /// Compare every file's bytes with what is in place, not only its size
        #[arg(long)]
        full: bool,
    },
    /// Pull, then build: the main job, and what runs when no command is named
    Update {
        #[arg(long)]
        out: Option<PathBuf>,
        #[arg(long)]
        date: Option<Date>,
        /// Prometheus text file; data/metrics.prom below the root when absent
        #[arg(long, value_name = "FILE")]
        metrics: Option<PathBuf>,
    },
    /// Check a built site against its manifest
    Verify { dir: PathBuf },
    /// Ask the search index from the terminal: same analysis and order as the browser
    Search(Search),
    /// Feeds and their freshness, records by kind, merges, conflicts, what expires soon
    Status {
        #[arg(long)]
        date: Option<Date>,
    },
    /// Why a record is shown or not, with every source and rule behind it
    Explain {
        /// Record id, credit code or merchant name
        what: String,
        #[arg(long)]
        date: Option<Date>,
    },
    /// Let a held change of a feed through, after a person has looked
    Accept { feed: String },
    /// Add a record to the local withdrawal list
    Withdraw {
        record: String,
        #[arg(long)]
        reason: String,
        #[arg(long)]
        date: Option<Date>,
    },
    /// Backup, restore and check of the ledger
    #[command(subcommand)]
    Ledger(LedgerTask),
    /// Preview on 127.0.0.1 with drafts; rebuild what changes and reload the browser
    Serve {
        /// 0 for any free one
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Where the preview is built; data/preview/ below the root when absent, never site/
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Configuration, content, links, personal data, required meta; writes nothing
    Check {
        #[arg(long)]
        date: Option<Date>,
    },
    /// Begin a new file
    #[command(subcommand)]
    New(New),
    /// Write a new portal with sample feeds, content and theme
    Init {
        /// A folder that does not exist yet, or is empty
        dir: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum New {
    /// An article with its front matter filled in, as a draft
    Article {
        /// Part of its address: small letters, digits and hyphens
        slug: String,
        #[arg(long)]
        title: String,
        /// policy, case, alert or guide
        #[arg(long, default_value = "guide")]
        kind: ArticleKind,
    },
    /// A feed: looks at it, guesses what it is, writes data/sources/ID.toml, shows its first records
    Source {
        /// An http(s) address, or a file below the portal's folder
        source: String,
        /// What its records are; guessed when absent
        #[arg(long)]
        kind: Option<Kind>,
        /// Who publishes it; the portal's organizer when absent
        #[arg(long)]
        agency: Option<String>,
        /// Name of the feed; made of the source when absent
        #[arg(long)]
        id: Option<String>,
        /// Ask an address of this machine or of a private network
        #[arg(long)]
        allow_private: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum LedgerTask {
    /// Write all of it into one file, while pulls and builds go on
    Backup { file: PathBuf },
    /// Put back a backup: all of it, or nothing
    Restore { file: PathBuf },
    /// Look through the whole file
    Check,
}
