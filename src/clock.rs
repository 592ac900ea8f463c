//! The date is an input. This is the only place that reads the clock.

pub use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Today in the portal's time zone.
pub fn today(zone: &TimeZone) -> Date {
    zone.to_datetime(Timestamp::now()).date()
}

/// This moment, for receipts of what was fetched; never for what is published.
pub fn now() -> Timestamp {
    Timestamp::now()
}
