//! Every form of date that agencies send (`domain.md` 2.9), to a calendar day.
