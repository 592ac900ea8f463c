//! Merchants, records and prose to pages.

pub mod context;
