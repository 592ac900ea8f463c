//! The `mingjing` program: parse, run, report, exit code.

use clap::Parser;
use mingjing::cli::Cli;
use mingjing::commands;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => commands::report_error(&cli, &error).into(),
    }
}
