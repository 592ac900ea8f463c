//! Finished files into the output folder, whole after any crash.
//!
//! In: [`Artifact`]s. Out: the site below the output folder, with its manifest. The only stage that writes there.
//!
//! ```text
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
mod lock;
pub mod manifest;
pub mod minify;
pub mod sink;
mod site_path;
mod stage;
pub mod verify;

pub use artifact::{Artifact, Class};

pub use error::PublishError;
pub use gate::{Gate, Leak};
pub use manifest::{Entry, Manifest, Origin, unchanged};

pub use sink::{Compare, Published, Publisher, Recovery};
pub use verify::verify;
