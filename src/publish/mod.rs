//! Finished files into the output folder, whole after any crash.
//!
//! In: [`Artifact`]s. Out: the site below the output folder, with its manifest. The only stage that writes there.

pub mod artifact;

pub use artifact::{Artifact, Class};
