//! The `mingjing` program: parse, run, print the error, exit code.

use clap::Parser;
use mingjing::cli::Cli;
use mingjing::commands;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("error: {}", commands::message_of(&error));
            commands::exit_of(&error).into()
        }
    }
}
