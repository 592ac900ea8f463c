//! Merchants, records and prose to pages.
//!
//! In: a [`model::Model`] and a [`theme::Theme`]. Out: finished files, by path below the site's root. Reads no clock and
//! writes nothing.

pub mod address;
pub mod articles;
pub mod badge;
mod beside;
pub mod card;
pub mod changes;
pub mod charts;
pub mod cite;
pub mod content;
pub mod context;
pub mod data_page;
pub mod design;
pub mod downloads;
pub mod escape;
pub mod facts;
pub mod gone;
pub mod home;
pub mod labelled;
pub mod limit;
pub mod linked_data;
pub mod lists;
pub mod map;
pub mod markdown;
pub mod mentions;
pub mod merchant_json;
pub mod merchant_page;
pub mod meta;
pub mod method;
pub mod model;
pub mod policy;
pub mod prose;
pub mod qr;
pub mod record_page;
pub mod render;
pub mod sentences;
pub mod share;
pub mod strings;
pub mod syndication;
pub mod theme;
pub mod urls;
pub mod wording;
pub mod words;
