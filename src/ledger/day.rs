//! The day of a run, held against the days on which the ledger was pulled.
//!
//! In: what was typed, the portal's own day, the clock. Out: the day to act on; or a refusal, when the clock says a day
//! before the last pull: a clock that went back would show again what has expired, one that had gone ahead took it away
//! too early, and nobody can tell which from here.

use super::store::{Ledger, LedgerError};
use crate::clock::Date;
use crate::config::Settings;

/// No day can be acted on.
#[derive(Debug, thiserror::Error)]
pub enum DayError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The clock, or the clock at the last pull, was wrong. Nothing was done.
    #[error(
        "the clock says {today}, but the ledger was pulled on {pulled}\n  \
         hint: set the clock; if it is right now and was wrong then, `mingjing pull --date {today}` goes on from today"
    )]
    Backwards { today: Date, pulled: Date },
}

/// The day of a run: `chosen`, else the portal's `as_of`, else today. Only the clock is doubted: a day that a person
/// names is meant.
///
/// # Errors
/// [`DayError::Backwards`] when the clock says a day before the last pull.
pub fn day(settings: &Settings, chosen: Option<Date>, ledger: &Ledger) -> Result<Date, DayError> {
    let today = settings.date(chosen);
    if chosen.or(settings.as_of).is_some() {
        return Ok(today);
    }
    let pulled = ledger.feeds()?.into_values().map(|feed| feed.last_attempt).max();
    match pulled.filter(|pulled| *pulled > today) {
        Some(pulled) => Err(DayError::Backwards { today, pulled }),
        None => Ok(today),
    }
}
