//! Records resolved to merchants, by decision and never silently.
//!
//! In: ledger entries with their judgements. Out: [`Merchant`]s, each with the records that speak of it, and the merges
//! that were made by name. Knows nothing of pages.

pub mod alike;
pub mod decisions;
pub mod merchant;
pub mod names;
pub mod premises;
pub mod resolve;
pub mod spelling;

pub use alike::{Likeness, alike};
pub use decisions::Decisions;
pub use merchant::{Merchant, MerchantKey};
pub use premises::banned;
pub use resolve::{Merge, Resolution, resolve};
pub use spelling::Spelling;
