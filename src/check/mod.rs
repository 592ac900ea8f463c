//! Everything that can be said of a portal before it is built, at once.
//!
//! In: the portal's folder, with the ledger of an earlier pull where there is one. Out: [`Checked`], every problem with
//! its file, line and mend. Writes nothing and asks no network.

mod configuration;
mod faults;
mod kept;
pub mod leaks;
mod links;
pub mod misfits;
mod prose;
mod site;

use crate::clock::Date;
use crate::config::Settings;
use crate::issues::{Issue, Severity};
use configuration::Configuration;
use faults::Faults;
use site::Site;
use std::path::Path;

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// The day it was checked for; none when `portal.toml` cannot be used.
    pub date: Option<Date>,
    /// In order of file and line.
    pub issues: Vec<Issue>,
}

impl Checked {
    /// Issues of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.issues.iter().filter(|issue| issue.severity == severity).count()
    }
}

/// Checks the portal at `root` as it would be built on `date`, else on its own day.
pub fn check(root: &Path, date: Option<Date>) -> Checked {
    let mut faults = Faults::new(root);
    let settings = match Settings::read(root) {
        Ok(settings) => Some(settings),
        Err(errors) => {
            errors.iter().for_each(|error| faults.configuration(error));
            None
        }
    };
    let configuration = Configuration::check(root, settings.as_ref(), &mut faults);
    let content = prose::read(root, configuration.agencies.official(), &mut faults);
    let date = settings.as_ref().map(|settings| settings.date(date));
    if let Some((settings, date)) = settings.zip(date) {
        prose::check_fronts(&content, date, &mut faults);
        kept::check(&settings, &configuration, date, &mut faults);
        if let Some(site) = Site::render(settings, date, configuration, &content, &mut faults) {
            links::check(&content, &site, &mut faults);
            site.check(&mut faults);
        }
    }
    Checked { date, issues: faults.sorted() }
}
