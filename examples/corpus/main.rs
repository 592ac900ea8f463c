//! Writes a portal of N invented merchants, to run the program at any size.
//!
//! ```text
//! cargo run --release --example corpus -- --merchants 100000 --seed 1 --out DIR
//! cargo run --release --example corpus -- --merchants 100000 --seed 1 --out DIR --change 10
//! ```
//!
//! The first writes the whole portal, the second only the feeds again, with ten merchants changed: what a later `pull`
//! meets. The same arguments give the same bytes.

mod portal;

use anyhow::Result;
use clap::Parser;
use portal::Plan;
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(about = "Writes a portal of invented merchants")]
struct Arguments {
    /// Number of merchants
    #[arg(long, default_value_t = 10_000)]
    merchants: u64,
    /// Another seed gives another city
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder of the portal; files of the same names are replaced
    #[arg(long)]
    out: PathBuf,
    /// Write only the feeds, with so many merchants changed
    #[arg(long)]
    change: Option<u64>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let plan = Plan::new(arguments.merchants, arguments.seed, arguments.change.unwrap_or(0))?;
    let rows = match arguments.change {
        Some(_) => portal::write_feeds(&plan, &arguments.out)?,
        None => {
            let written = portal::write(&plan, &arguments.out)?;
            println!("{:>10} articles", written.articles);
            written.rows
        }
    };
    for (feed, count) in rows {
        println!("{count:>10} {feed}");
    }
    Ok(())
}
