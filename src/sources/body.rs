//! One part of a feed's bytes: read as a stream, as often as needed, so that it need never be held whole.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// The bytes of one part of a feed, wherever they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Memory(Vec<u8>),
    /// A file as it stands, which must stay as it is while it is read.
    File(PathBuf),
    /// A part of a snapshot.
    Packed(Packed),
}

/// Where a part stands in a snapshot: one zstd frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub path: PathBuf,
    pub offset: u64,
    /// Bytes of the frame.
    pub packed: u64,
    /// Bytes that are in it.
    pub length: u64,
}

impl Body {
    /// Starts reading at the first byte.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(match self {
            Body::Memory(bytes) => Box::new(bytes.as_slice()),
            Body::File(path) => Box::new(File::open(path)?),
            Body::Packed(Packed { path, offset, packed, length }) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(*offset))?;
                Box::new(zstd::Decoder::with_buffer(BufReader::new(file.take(*packed)))?.single_frame().take(*length))
            }
        })
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn length(&self) -> io::Result<u64> {
        match self {
            Body::Memory(bytes) => Ok(bytes.len() as u64),
            Body::File(path) => Ok(std::fs::metadata(path)?.len()),
            Body::Packed(packed) => Ok(packed.length),
        }
    }

    /// The first bytes, `most` of them at the most.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn head(&self, most: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open()?.take(most).read_to_end(&mut head)?;
        Ok(head)
    }

    /// All bytes at once, for what cannot be read as a stream.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        if let Body::Memory(bytes) = self {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.length()?).unwrap_or_default());
        self.open()?.read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }
}

impl<T: Into<Vec<u8>>> From<T> for Body {
    fn from(bytes: T) -> Body {
        Body::Memory(bytes.into())
    }
}
