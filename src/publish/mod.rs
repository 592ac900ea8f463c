//! Finished files into the output folder, whole after any crash.
//!
//! In: [`Artifact`]s. Out: the site below the output folder, with its manifest. The only stage that writes there.
//!
//! ```text
//! keep    a page that was made of the same things last time stays as it is
//! put     leak gate, hash, compare with the last manifest; what differs goes to OUT/.mingjing/staging
//! finish  sync, commit list, rename into place (immutable, pages, pointers), manifest, stale files away
//! open    after a crash: with a commit list the work is completed, without one it is discarded
//! ```

pub mod artifact;
pub mod assets;
mod commit;
mod disk;
pub mod error;
pub mod fingerprint;
pub mod gate;
pub mod hash;
pub mod keys;
mod lock;
pub mod manifest;
pub mod minify;
mod modules;
pub mod sink;
pub mod site;
mod site_path;
mod stage;
mod unchanged;
pub mod verify;
mod writeback;

pub use artifact::{Artifact, Class};

pub use error::PublishError;
pub use gate::{Gate, Leak};
pub use keys::Key;
pub use manifest::{Entry, Manifest, Origin};

pub use commit::Recovery;
pub use sink::{Compare, Published, Publisher};
pub use unchanged::unchanged;
pub use verify::verify;
