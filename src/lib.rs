//! Mingjing turns what agencies publish about merchants into a public transparency portal, as a static site.
//!
//! The flow, one folder of `src/` a stage; a stage uses the types of those before it, never of those after:
//!
//! ```text
//! sources   feeds as declared, fetched, kept as snapshots
//! records   bytes to rows to records: formats, mapping, repair, privacy
//! ledger    what is known, since when, and until when it may be shown
//! merchants records resolved to merchants
//! pictures  what articles show, made small, without place and device
//! pages     every page of the site, rendered
//! search    tantivy index, static pack
//! publish   leak gate, staging, manifest
//! ```

pub mod check;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod exit;
pub mod fs;
pub mod inputs;
pub mod issues;
pub mod ledger;
pub mod merchants;
pub mod metrics;
pub mod pages;
pub mod pictures;
pub mod pipeline;
pub mod progress;
pub mod publish;
pub mod records;
pub mod report;
pub mod search;
pub mod serve;
pub mod sources;
pub mod watch;
