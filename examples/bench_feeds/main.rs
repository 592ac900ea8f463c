//! Times feeds of a million rows and prints Markdown for `docs/performance.md`, section "Feeds".
//!
//! ```text
//! cargo build --release && cargo run --release --example bench_feeds -- --rows 1000000
//! ```
//!
//! Every figure is of a process of its own. Reading is given as a ratio over the plain reader library (csv, serde_json,
//! calamine) going over the same file in the same run, which takes the machine out of the figure.

#[path = "../bench/process.rs"]
mod process;

mod files;
mod work;

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use files::Format;
use process::{Usage, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Debug, Parser)]
#[command(about = "Times feeds of many rows")]
struct Arguments {
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// Formats, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Format::Csv, Format::Json, Format::Xlsx])]
    formats: Vec<Format>,
    /// What the bench runs in processes of their own: a piece of work, and the portal it works on
    #[arg(long, hide = true, num_args = 3, value_names = ["WORK", "FORMAT", "ROOT"])]
    work: Option<Vec<String>>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some([work, format, root]) = arguments.work.as_deref() {
        return work::run(work, format.parse()?, Path::new(root));
    }
    let own = std::env::current_exe()?;
    let program = own.parent().and_then(Path::parent).context("this program stands in no folder")?.join("mingjing");
    ensure!(program.is_file(), "no `{}`\n  hint: cargo build --release", program.display());
    println!("| {} rows | wall s | CPU s | peak MiB | rows/s | × plain reader |", arguments.rows);
    println!("|---|---:|---:|---:|---:|---:|");
    for format in &arguments.formats {
        let folder = tempfile::tempdir()?;
        let bench = Bench { own: &own, program: &program, root: folder.path(), format: *format, rows: arguments.rows };
        bench.measure()?;
    }
    Ok(())
}

/// One format's runs.
struct Bench<'a> {
    own: &'a Path,
    program: &'a Path,
    root: &'a Path,
    format: Format,
    rows: usize,
}

impl Bench<'_> {
    fn measure(&self) -> Result<()> {
        files::portal(self.root, self.format)?;
        self.write(0)?;
        let plain = self.work("plain")?;
        self.tell("plain reader", &plain, None);
        let read = self.work("read")?;
        self.tell("read into records", &read, Some(&plain));
        self.tell("pull, first", &self.pull()?, None);
        self.tell("pull, unchanged", &self.pull()?, None);
        self.write(100)?;
        let advance = self.work("advance")?;
        self.tell("ledger with 100 changed, and reading", &advance, None);
        let said = std::fs::read_to_string(self.log()).context("no log")?;
        println!("| {}: ledger alone | {} | | | | |", self.format, said.trim());
        self.tell("pull, 100 changed", &self.pull()?, None);
        Ok(())
    }

    fn write(&self, changed: usize) -> Result<()> {
        files::write(self.root, self.format, self.rows, changed)
    }

    fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    fn work(&self, work: &str) -> Result<Usage> {
        let mut command = Command::new(self.own);
        command.arg("--work").arg(work).arg(self.format.to_string()).arg(self.root);
        run(&mut command, &self.log(), &[0])
    }

    fn pull(&self) -> Result<Usage> {
        let usage = run(Command::new(self.program).arg("--root").arg(self.root).arg("pull"), &self.log(), &[0, 3])?;
        if usage.exit != 0 {
            bail!("the pull needs a person:\n{}", std::fs::read_to_string(self.log())?);
        }
        Ok(usage)
    }

    fn tell(&self, step: &str, usage: &Usage, plain: Option<&Usage>) {
        let seconds = usage.wall.as_secs_f64();
        let rate = self.rows as f64 / seconds;
        let ratio = plain.map_or(String::new(), |plain| format!("{:.2}", seconds / plain.wall.as_secs_f64()));
        let (processor, peak) = (usage.processor.as_secs_f64(), usage.peak / 1024 / 1024);
        println!("| {}: {step} | {seconds:.2} | {processor:.2} | {peak} | {rate:.0} | {ratio} |", self.format);
    }
}
