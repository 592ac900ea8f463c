//! What the ledger of an earlier pull says of the files that people write. Without a ledger there is nothing to say.

use super::Faults;
use super::configuration::Configuration;
use super::misfits::{Decided, Misfits};
use crate::clock::Date;
use crate::config::Settings;
use crate::issues::{Issue, tell};
use crate::ledger::judge::{Law, judge};
use crate::ledger::{Entry, FeedState, Forgotten, Judgement, Ledger, LedgerError};
use crate::records::read::own_columns_missed;
use crate::sources::Feed;
use std::collections::{BTreeMap, BTreeSet};

/// What an earlier pull left.
pub struct Known {
    entries: Vec<Entry>,
    /// At the positions of `entries`.
    judgements: Vec<Judgement>,
    /// States by feed, as of the last pull.
    pub feeds: BTreeMap<String, FeedState>,
    /// Ids of all records, those included that left: they have a page too.
    pub records: BTreeSet<String>,
    /// Codes of whoever a record names.
    pub codes: BTreeSet<String>,
}

impl Known {
    /// Entries that are shown on the day.
    pub fn public(&self) -> impl Iterator<Item = (&Entry, &Judgement)> {
        self.entries.iter().zip(&self.judgements).filter(|(_, judgement)| judgement.state.is_public())
    }
}

/// Holds people's decisions against the records that are known, and hands those on.
pub fn check(settings: &Settings, configuration: &Configuration, date: Date, faults: &mut Faults) -> Option<Known> {
    let weaker = configuration.rules.iter().flat_map(|rules| rules.weaker(date));
    weaker.for_each(|issue| faults.issue(&issue));
    let path = settings.ledger_path();
    let (mut entries, feeds, forgotten) = match read(settings, configuration) {
        Ok(read) => read?,
        Err(error) => {
            faults.error(&path, 0, &tell(&error));
            return None;
        }
    };
    let Configuration { corrections, withdrawals, merges, agencies, rules, .. } = configuration;
    let misfits = Misfits::find(&mut entries, Decided { corrections, withdrawals, merges }, date);
    for issue in misfits.all() {
        faults.issue(issue);
    }
    for feed in forgotten {
        faults.issue(&feed.issue());
    }
    for feed in &configuration.feeds {
        misnamed(feed, feeds.get(&feed.id), faults);
    }
    let law = Law { rules: rules.as_ref()?, agencies, withdrawals, date };
    let judgements = entries.iter().map(|entry| judge(entry, law)).collect();
    let records = entries.iter().map(|entry| entry.record.id.to_string()).collect();
    let codes = entries.iter().filter_map(|entry| entry.record.subject_code()).map(str::to_owned).collect();
    Some(Known { entries, judgements, feeds, records, codes })
}

/// Says which columns a feed's file names that its last pull did not find.
fn misnamed(feed: &Feed, state: Option<&FeedState>, faults: &mut Faults) {
    let Some(FeedState { columns, .. }) = state else { return };
    let taken = columns.recognised.iter().chain(&columns.guessed).map(|taken| &taken.column);
    let columns: BTreeSet<String> = taken.chain(&columns.ignored).cloned().collect();
    for said in own_columns_missed(feed, &columns) {
        faults.issue(&Issue::warning(format!("data/sources/{}.toml", feed.id), said));
    }
}

type Read = (Vec<Entry>, BTreeMap<String, FeedState>, Vec<Forgotten>);

/// All entries, how the feeds fare, and which of them are missing, once anything was pulled.
fn read(settings: &Settings, configuration: &Configuration) -> Result<Option<Read>, LedgerError> {
    let Some(ledger) = Ledger::look(&settings.ledger_path())? else { return Ok(None) };
    let declared = |id: &str| configuration.feeds.iter().any(|feed| feed.id == id);
    Ok(Some((ledger.entries(&declared)?, ledger.feeds()?, ledger.forgotten(&declared)?)))
}
