//! Times the real program on portals of several sizes and prints Markdown for `docs/performance.md`.
//!
//! ```text
//! cargo build --release && cargo run --release --example bench -- --merchants 10000,100000
//! cargo run --release --example bench -- --merchants 10000,100000 --wire
//! ```
//!
//! Every figure is of a process of its own: wall time, processor time and peak memory are what the system reports for
//! it. Each build is also given as a ratio over writing the same files from memory in the same run, which takes the
//! machine out of the figure. `--wire` needs Chromium and chromedriver.

#[path = "../corpus/portal/mod.rs"]
mod portal;

mod plain;
mod process;
mod run;
mod table;
mod wire;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use portal::Plan;
use std::path::{Path, PathBuf};

#[derive(Debug, Parser)]
#[command(about = "Times the program on portals of several sizes")]
struct Arguments {
    /// Sizes, separated by commas
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000])]
    merchants: Vec<u64>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder for the portals, on the disk to be measured; the system's temporary folder when absent
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Leave the portals there
    #[arg(long)]
    keep: bool,
    /// Also measure twenty queries in Chromium
    #[arg(long)]
    wire: bool,
    /// Read SITE into memory, write it below COPY, print the seconds; what the bench runs for its reference
    #[arg(long, hide = true, num_args = 2, value_names = ["SITE", "COPY"])]
    plain_write: Option<Vec<PathBuf>>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some([site, copy]) = arguments.plain_write.as_deref() {
        println!("{}", plain::write(site, copy)?);
        return Ok(());
    }
    let program = program()?;
    let folder = match &arguments.folder {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    }
    .context("cannot make a folder for the portals")?;
    for merchants in &arguments.merchants {
        let root = folder.path().join(merchants.to_string());
        bench(&arguments, &program, *merchants, &root)?;
    }
    if arguments.keep {
        eprintln!("portals kept in {}", folder.keep().display());
    }
    Ok(())
}

fn bench(arguments: &Arguments, program: &Path, merchants: u64, root: &Path) -> Result<()> {
    let run = run::Run { program, root, merchants, seed: arguments.seed };
    let figures = run.measure()?;
    println!("{}", table::steps(merchants, &figures));
    if arguments.wire {
        let plan = Plan::new(merchants, arguments.seed, 0)?;
        let queries = wire::queries::twenty(&plan, root)?;
        let answers = wire::measure(&root.join("site"), &queries)?;
        println!("{}", table::queries(merchants, &answers));
    }
    Ok(())
}

/// The program beside this example: `target/release/mingjing` for `target/release/examples/bench`.
fn program() -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot tell where this program stands")?;
    let program = own.parent().and_then(Path::parent).context("this program stands in no folder")?.join("mingjing");
    ensure!(
        program.is_file(),
        "no `{}`\n  hint: build it first, with the same profile: cargo build --release",
        program.display()
    );
    Ok(program)
}
