//! A body as text, for the readers of formats that are text.

use super::decode::{Decoding, look};
use super::limit::Limit;
use crate::records::read::ReadError;
use crate::sources::Body;
use encoding_rs::Encoding;
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

const PIECE: usize = 64 * 1024;

/// A body whose encoding is known.
pub struct Text<'a> {
    body: &'a Body,
    decoding: Decoding,
    limit: Limit,
}

impl<'a> Text<'a> {
    /// Looks at a body once; `declared` is what its feed says of the encoding.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn of(body: &'a Body, declared: Option<&str>) -> Result<Text<'a>, ReadError> {
        let decoding = look(body, declared).map_err(ReadError::unreadable)?;
        Ok(Text { body, decoding, limit: Limit::none() })
    }

    /// The same text, which must be read before its time is over.
    pub fn within(self, limit: &Limit) -> Text<'a> {
        Text { limit: limit.clone(), ..self }
    }

    pub fn limit(&self) -> &Limit {
        &self.limit
    }

    /// The text from its beginning, in UTF-8.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn open(&self) -> Result<Box<dyn BufRead + Send + 'a>, ReadError> {
        let text = self.decoding.open(self.body).map_err(ReadError::unreadable)?;
        Ok(Box::new(self.limit.watch(text)))
    }

    /// As [`Text::open`], for readers that take one byte at a time: of this type they need not ask for each.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn bytewise(&self) -> Result<BufReader<Box<dyn BufRead + Send + 'a>>, ReadError> {
        Ok(BufReader::with_capacity(PIECE, self.open()?))
    }

    /// The whole text.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn whole(&self) -> Result<Cow<'a, str>, ReadError> {
        self.decoding.text(self.body).map_err(ReadError::unreadable)
    }

    /// The beginning of the text, `most` bytes of it at the most.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn head(&self, most: u64) -> Result<String, ReadError> {
        let mut head = Vec::new();
        self.open()?.take(most).read_to_end(&mut head).map_err(ReadError::unreadable)?;
        Ok(String::from_utf8_lossy(&head).into_owned())
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.decoding.is_blank
    }

    pub fn encoding(&self) -> &'static Encoding {
        self.decoding.encoding
    }

    /// What there is to say about how the encoding was declared.
    pub fn note(&self) -> Option<&str> {
        self.decoding.note.as_deref()
    }
}
