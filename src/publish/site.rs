//! The rendered site into the publisher.
//!
//! In: files as they are rendered, from many threads. Out: artifacts, the pages of which there are few minified; or
//! nothing, for a page that is in place already.

use super::{Artifact, Class, Key, PublishError, Publisher, minify};
use crate::pages::render::{File, Ingredients, Kept, Sink, Writing};
use std::sync::{Mutex, PoisonError};

/// Receives a site. Rendering goes on after a failure, which [`Site::finish`] gives.
pub struct Site<'a> {
    publisher: &'a Publisher,
    /// What all pages are made of alike: theme, site-wide values, this program.
    frame: Vec<u8>,
    /// Told of each file.
    step: &'a (dyn Fn() + Sync),
    failure: Mutex<Option<PublishError>>,
}

impl<'a> Site<'a> {
    pub fn new(publisher: &'a Publisher, frame: Vec<u8>, step: &'a (dyn Fn() + Sync)) -> Self {
        Site { publisher, frame, step, failure: Mutex::new(None) }
    }

    /// # Errors
    /// The first file that could not be taken.
    pub fn finish(self) -> Result<(), PublishError> {
        self.failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    fn key(&self, made_of: &Ingredients) -> Key {
        Key::of(&[&self.frame, made_of.maker.as_bytes(), &made_of.values])
    }

    fn note<T>(&self, result: Result<T, PublishError>) -> Option<T> {
        result
            .map_err(|error| {
                self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            })
            .ok()
    }
}

impl Sink for Site<'_> {
    fn put(&self, File { path, bytes }: File, made_of: Option<&Ingredients>) {
        let class = if ["status.json", "sw.js"].contains(&path.as_str()) { Class::Pointer } else { Class::Page };
        let bytes = if minify::is_worth_it(&path) { minify::page(&bytes) } else { bytes };
        let key = made_of.map(|made_of| self.key(made_of));
        (self.step)();
        self.note(self.publisher.put_made_of(Artifact { path, class, bytes }, key));
    }

    fn put_lines(&self, path: &str, made_of: &Ingredients, write: &mut Writing<'_>) -> Option<Kept> {
        (self.step)();
        let put = self.note(self.publisher.put_lines(path, self.key(made_of), write));
        put.and_then(|(bytes, sha256)| Some(Kept { bytes: usize::try_from(bytes).ok()?, sha256: sha256.0 }))
    }

    fn keep(&self, path: &str, made_of: &Ingredients) -> Option<Kept> {
        let kept = self.note(self.publisher.keep(path, self.key(made_of))).flatten();
        kept.inspect(|_| (self.step)());
        kept.and_then(|(bytes, sha256)| Some(Kept { bytes: usize::try_from(bytes).ok()?, sha256: sha256.0 }))
    }
}
