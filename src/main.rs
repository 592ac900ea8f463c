//! The `mingjing` program: parse, run, report, exit code.

use clap::Parser;
use mingjing::cli::Cli;
use mingjing::commands;
use std::process::ExitCode;

/// A build makes and drops a value for every field of every page: the system's allocator takes an eighth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay`, which the binding does not name.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;
const NEVER: std::ffi::c_long = -1;

fn main() -> ExitCode {
    keep_freed_memory();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return commands::report_mistyped(&error).into(),
    };
    match commands::run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => commands::report_error(&cli, &error).into(),
    }
}

/// What one page gives back the next one needs: returned to the system in between, memory has to be cleared again each
/// time, which is a tenth of the time of a large build. Its peak is the same.
fn keep_freed_memory() {
    // SAFETY: stores a number that the allocator reads at each use; no other thread runs yet.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, NEVER) };
}
