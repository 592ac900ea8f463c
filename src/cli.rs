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
            Some(Command::Search { .. }) => "search",
            Some(Command::New(_)) => "new",
            Some(Command::Init { .. }) => "init",
            Some(Command::Verify { .. }) => "verify",
            Some(Command::Status { .. }) => "status",
            Some(Command::Explain { .. }) => "explain",
            Some(Command::Accept { .. }) => "accept",
            Some(Command::Withdraw { .. }) => "withdraw",
        }
    }
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
    },
    /// Check a built site against its manifest
    Verify { dir: PathBuf },
    /// Ask the search index from the terminal: same analysis and order as the browser
    Search {
        query: String,
        /// Answers at the most
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
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
    },
}
