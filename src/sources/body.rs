//! One part of a feed's bytes: read as a stream, as often as needed, so that it need never be held whole.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use tempfile::NamedTempFile;

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

/// Bytes that can be read at any place of them.
pub trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

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

    /// Starts reading at any place. What is packed is unpacked into a file that goes with the reader.
    ///
    /// # Errors
    /// A file that cannot be read, or none that can be written.
    pub fn seekable(&self) -> io::Result<Box<dyn Seekable + '_>> {
        Ok(match self {
            Body::Memory(bytes) => Box::new(Cursor::new(bytes.as_slice())),
            Body::File(path) => Box::new(BufReader::new(File::open(path)?)),
            Body::Packed(packed) => {
                let mut file = tempfile::tempfile_in(packed.folder())?;
                io::copy(&mut self.open()?, &mut file)?;
                file.rewind()?;
                Box::new(BufReader::new(file))
            }
        })
    }

    /// An empty file for something that is unpacked from this body: beside what is packed itself, since that folder has
    /// room for feeds; else where the system puts such files.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn room(&self) -> io::Result<NamedTempFile> {
        let folder = match self {
            Body::Packed(packed) => packed.folder(),
            Body::Memory(_) | Body::File(_) => std::env::temp_dir(),
        };
        // By this name what a killed run left behind is found.
        tempfile::Builder::new().prefix("coming-").suffix(".part").tempfile_in(folder)
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

impl Packed {
    fn folder(&self) -> PathBuf {
        self.path.parent().map(PathBuf::from).unwrap_or_default()
    }
}

impl<T: Into<Vec<u8>>> From<T> for Body {
    fn from(bytes: T) -> Body {
        Body::Memory(bytes.into())
    }
}
