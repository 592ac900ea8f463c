//! The steps of a portal's life at one size, each timed.

use crate::plain::Size;
use crate::portal::{self, Plan};
use crate::process::{self, Usage};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Merchants that change between the two pulls.
pub const CHANGED: u64 = 10;

/// A portal to be made and measured.
pub struct Run<'a> {
    pub program: &'a Path,
    /// Where the portal will stand; must not exist.
    pub root: &'a Path,
    pub merchants: u64,
    pub seed: u64,
}

/// One timed step.
#[derive(Debug)]
pub struct Step {
    pub name: &'static str,
    pub usage: Usage,
    /// Whether it writes the site, so that a ratio over the plain write says something.
    pub builds: bool,
}

#[derive(Debug)]
pub struct Figures {
    /// Records beside the merchants themselves.
    pub records: u64,
    pub articles: u64,
    pub steps: Vec<Step>,
    pub site: Size,
    /// Seconds of the plain write of the same files, after the clean build and at the end.
    pub plain: [f64; 2],
}

impl Figures {
    /// The quicker of the two plain writes.
    pub fn reference(&self) -> f64 {
        self.plain[0].min(self.plain[1])
    }
}

impl Run<'_> {
    /// Makes the portal and takes it through a first pull and build, a build with nothing new, and a small change.
    pub fn measure(&self) -> Result<Figures> {
        let written = portal::write(&Plan::new(self.merchants, self.seed, 0)?, self.root)?;
        let merchants = written.rows.get("scjg-merchants").copied().unwrap_or_default();
        let records = written.rows.values().sum::<u64>() - merchants;
        let mut steps = vec![self.step("pull, first", "pull")?, self.step("build, clean", "build")?];
        let site = Size::of(&self.root.join("site"))?;
        let before = self.plain_write("first")?;
        steps.push(self.step("build, nothing changed", "build")?);
        portal::write_feeds(&Plan::new(self.merchants, self.seed, CHANGED)?, self.root)?;
        steps.push(self.step("pull, 10 changed", "pull")?);
        steps.push(self.step("build, 10 changed", "build")?);
        let after = self.plain_write("second")?;
        Ok(Figures { records, articles: written.articles, steps, site, plain: [before, after] })
    }

    fn step(&self, name: &'static str, command: &str) -> Result<Step> {
        eprintln!("{:>9} merchants: {name}", self.merchants);
        let mut program = Command::new(self.program);
        program.arg(command).arg("--root").arg(self.root).args(["--quiet", "--json"]);
        // 3 is done, with something for a person to look at.
        let usage = process::run(&mut program, &self.root.join(format!("{command}.log")), &[0, 3])?;
        Ok(Step { name, usage, builds: command == "build" })
    }

    /// In a process of its own: it holds the whole site in memory.
    fn plain_write(&self, name: &str) -> Result<f64> {
        eprintln!("{:>9} merchants: plain write", self.merchants);
        let log = self.root.join("plain.log");
        let mut own = Command::new(std::env::current_exe()?);
        own.arg("--plain-write").arg(self.root.join("site")).arg(self.root.join(format!("plain-{name}")));
        process::run(&mut own, &log, &[0])?;
        let said = fs::read_to_string(&log)?;
        said.trim().parse().with_context(|| format!("no number of seconds: `{said}`"))
    }
}
