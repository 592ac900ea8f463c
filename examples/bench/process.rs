//! Runs a program and tells what it used.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What one process used, from start to end.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    pub wall: Duration,
    /// User and system time, of all threads.
    pub processor: Duration,
    /// Peak resident memory in bytes.
    ///
    /// The system counts from before `exec`, so it is never below this program's own peak: the bench keeps small.
    pub peak: u64,
    pub exit: i32,
}

/// Runs the command with its output in `log`; what earlier work left to write is written first, so that no run pays
/// for another.
///
/// # Errors
/// A program that cannot be started or is killed, or an exit code that `allowed` does not have.
pub fn run(command: &mut Command, log: &Path, allowed: &[i32]) -> Result<Usage> {
    let file = File::create(log).with_context(|| format!("cannot create `{}`", log.display()))?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    // SAFETY: sync takes nothing and cannot fail.
    unsafe { libc::sync() };
    let start = Instant::now();
    let child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
    let (status, usage) = wait(&child)?;
    let wall = start.elapsed();
    if !libc::WIFEXITED(status) || !allowed.contains(&libc::WEXITSTATUS(status)) {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        let lines: Vec<&str> = said.lines().collect();
        let tail = lines[lines.len().saturating_sub(20)..].join("\n");
        bail!("{command:?} ended with status {status}:\n{tail}");
    }
    Ok(Usage {
        wall,
        processor: duration(usage.ru_utime) + duration(usage.ru_stime),
        peak: u64::try_from(usage.ru_maxrss).unwrap_or(0) * 1024,
        exit: libc::WEXITSTATUS(status),
    })
}

/// Waits for the child as [`Child::wait`] does, and keeps what the system says about it.
fn wait(child: &Child) -> io::Result<(i32, libc::rusage)> {
    let id = libc::pid_t::try_from(child.id()).map_err(io::Error::other)?;
    let mut status = 0;
    // SAFETY: a rusage is plain numbers, for which zero is a value.
    let mut usage = unsafe { std::mem::zeroed::<libc::rusage>() };
    loop {
        // SAFETY: both pointers are to living values of the types asked for, and the child was not waited for before.
        let waited = unsafe { libc::wait4(id, &raw mut status, 0, &raw mut usage) };
        if waited == id {
            return Ok((status, usage));
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

fn duration(time: libc::timeval) -> Duration {
    let micros = time.tv_sec * 1_000_000 + time.tv_usec;
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}
