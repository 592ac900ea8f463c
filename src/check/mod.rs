//! Everything that can be said of a portal before it is built, at once.
//!
//! In: the portal's folder, with the ledger of an earlier pull where there is one. Out: [`Checked`], every problem with
//! its file, line and mend. Writes nothing and asks no network.

mod cited;
mod columns;
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
pub use columns::{Column, ColumnState};
pub use links::ExternalLink;

use columns::Columns;
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
    /// 栏目 in order of path; none when `portal.toml` cannot be used.
    pub columns: Vec<Column>,
    /// Where prose, sources and channels lead to other sites, which are not asked, in order of address.
    pub external_links: Vec<ExternalLink>,
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
    let (mut columns, mut external_links) = (Vec::new(), Vec::new());
    if let Some((settings, date)) = settings.zip(date) {
        prose::check_fronts(&content, date, &mut faults);
        let known = kept::check(&settings, &configuration, date, &mut faults);
        if let Some(known) = &known {
            cited::check(&content, known, date, &mut faults);
        }
        let feeds = &configuration.feeds;
        columns = Columns { settings: &settings, content: &content, feeds, known: known.as_ref(), date }.look();
        columns::tell(&columns, &settings, &mut faults);
        external_links = links::external(&content, &settings);
        if let Some(site) = Site::render(settings, date, configuration, &content, &mut faults) {
            links::check(&content, &site, known.as_ref(), date, &mut faults);
            site.check(&links::in_prose(&content), &mut faults);
        }
    }
    Checked { date, issues: faults.sorted(), columns, external_links }
}
