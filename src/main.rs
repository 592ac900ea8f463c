//! The `mingjing` program: parse, run, report, exit code.

use clap::Parser;
use mingjing::cli::Cli;
use mingjing::commands;
use std::process::ExitCode;

/// A build makes and drops a value for every field of every page: the system's allocator takes an eighth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => commands::report_error(&cli, &error).into(),
    }
}
