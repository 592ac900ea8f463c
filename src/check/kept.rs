//! What the ledger of an earlier pull says of the files that people write. Without a ledger there is nothing to say.

use super::Faults;
use super::configuration::Configuration;
use super::misfits::{Decided, Misfits};
use crate::clock::Date;
use crate::config::Settings;
use crate::issues::tell;
use crate::ledger::{Entry, Ledger, LedgerError};

/// Holds people's decisions against the records that are known.
pub fn check(settings: &Settings, configuration: &Configuration, date: Date, faults: &mut Faults) {
    let path = settings.ledger_path();
    let mut entries = match known(settings, configuration) {
        Ok(Some(entries)) => entries,
        Ok(None) => return,
        Err(error) => return faults.error(&path, 0, &tell(&error)),
    };
    let Configuration { corrections, withdrawals, merges, .. } = configuration;
    let misfits = Misfits::find(&mut entries, Decided { corrections, withdrawals, merges }, date);
    for issue in misfits.all() {
        faults.issue(issue);
    }
}

/// All entries of declared feeds, once anything was pulled.
fn known(settings: &Settings, configuration: &Configuration) -> Result<Option<Vec<Entry>>, LedgerError> {
    let Some(ledger) = Ledger::look(&settings.ledger_path())? else { return Ok(None) };
    let declared = |id: &str| configuration.feeds.iter().any(|feed| feed.id == id);
    ledger.entries(&declared).map(Some)
}
