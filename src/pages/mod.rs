//! Merchants, records and prose to pages.

pub mod address;
pub mod content;
pub mod context;
pub mod downloads;
pub mod markdown;
pub mod strings;
pub mod syndication;
pub mod theme;
