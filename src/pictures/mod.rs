//! Pictures that people put into articles: made small, and rid of everything but what is seen.
//!
//! In: a JPEG, PNG or WebP file below `content/`. Out: [`Picture`], with the sizes it is shown in, and the bytes of each.
//! Every published byte comes from an encoder that is given pixels alone: place, time, device, author and preview images
//! of the original cannot get through. What was made once is kept below `data/pictures/`, named by the original's bytes.

mod error;
mod make;
#[cfg(test)]
mod tests;

pub use error::PictureError;

use crate::fs;
use crate::publish::fingerprint::fingerprint;
use image::{ImageDecoder, ImageFormat, ImageReader, Limits};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Raised when the same file would come out differently.
const REVISION: &[u8] = b"1";
/// A file may not be larger.
const MAX_BYTES: u64 = 20 << 20;
/// A side may not be longer, in pixels.
const MAX_SIDE: u32 = 12_000;
/// A picture may not have more pixels: 40 million are 160 MB of memory.
const MAX_PIXELS: u64 = 40_000_000;
/// Widths in which a picture is offered, where it is larger: a phone, a column of text, the same on a dense screen.
const WIDTHS: [u32; 3] = [480, 800, 1280];
/// Folder of pictures below the site's root.
pub const FOLDER: &str = "images/";

/// A picture that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    file: PathBuf,
    format: ImageFormat,
    /// Smallest first; never empty.
    pub sizes: Vec<Size>,
}

/// One of the sizes of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
    /// Path below the site's root; changes with the original.
    pub path: String,
}

impl Picture {
    /// Looks at a file: its head, not yet its pixels.
    ///
    /// # Errors
    /// [`PictureError`] for what is no picture, or too large to be opened.
    pub fn read(file: &Path) -> Result<Picture, PictureError> {
        let bytes = read(file)?;
        let format = format(&bytes)?;
        let mut decoder = decoder(&bytes, format)?;
        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 {
            return Err(PictureError::Broken { reason: "it has no pixels".to_owned() });
        }
        if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(PictureError::Dimensions { width, height });
        }
        let turned = decoder.orientation().is_ok_and(|orientation| orientation.to_exif() >= 5);
        let (width, height) = if turned { (height, width) } else { (width, height) };
        let name = fingerprint([REVISION, &bytes]);
        let ending = if format == ImageFormat::Jpeg { "jpg" } else { "png" };
        let widths = WIDTHS.into_iter().filter(|wanted| *wanted < width).chain([width.min(WIDTHS[2])]);
        let mut sizes: Vec<Size> = widths
            .map(|wanted| Size {
                width: wanted,
                height: scaled(height, wanted, width),
                path: format!("{FOLDER}{name}-{wanted}.{ending}"),
            })
            .collect();
        sizes.dedup();
        Ok(Picture { file: file.to_owned(), format, sizes })
    }

    /// Opens all of it, and keeps nothing: whether its pixels can be read.
    ///
    /// # Errors
    /// As [`Picture::made`].
    pub fn verify(&self) -> Result<(), PictureError> {
        make::pixels(&read(&self.file)?, self.format).map(drop)
    }

    /// The bytes of every size, at the positions of `sizes`: from the folder `kept`, else made and put there.
    ///
    /// # Errors
    /// [`PictureError`] when the pixels cannot be read, or the folder cannot be written.
    pub fn made(&self, kept: &Path) -> Result<Vec<Vec<u8>>, PictureError> {
        let place = |size: &Size| kept.join(size.path.trim_start_matches(FOLDER));
        let found: Vec<Vec<u8>> = self.sizes.iter().map_while(|size| std::fs::read(place(size)).ok()).collect();
        if found.len() == self.sizes.len() {
            return Ok(found);
        }
        let pixels = make::pixels(&read(&self.file)?, self.format)?;
        let make = |size: &Size| {
            let bytes = make::size(&pixels, size, self.format)?;
            fs::write_atomic(&place(size), &bytes).map_err(PictureError::unreadable)?;
            Ok(bytes)
        };
        self.sizes.iter().map(make).collect()
    }

    pub fn file(&self) -> &Path {
        &self.file
    }
}

/// `height` of a picture that becomes `wanted` wide, at least one pixel.
fn scaled(height: u32, wanted: u32, width: u32) -> u32 {
    let exact = (u64::from(height) * u64::from(wanted) + u64::from(width) / 2) / u64::from(width);
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

fn read(file: &Path) -> Result<Vec<u8>, PictureError> {
    let unreadable = |source| PictureError::unreadable(fs::FileError::on("read", file)(source));
    let data = std::fs::metadata(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => PictureError::Missing,
        _ => unreadable(error),
    })?;
    if data.len() > MAX_BYTES {
        return Err(PictureError::TooLarge { bytes: data.len() });
    }
    fs::read(file).map_err(PictureError::unreadable)
}

/// What the bytes say, whatever the file is called.
fn format(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ => Err(PictureError::Format),
    }
}

fn decoder(bytes: &[u8], format: ImageFormat) -> Result<impl ImageDecoder + '_, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE), Some(MAX_SIDE));
    reader.limits(limits);
    reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => dimensions(bytes, format),
        error => PictureError::Broken { reason: error.to_string() },
    })
}

/// How large a picture beyond the limits says that it is: its header alone is read.
fn dimensions(bytes: &[u8], format: ImageFormat) -> PictureError {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.no_limits();
    match reader.into_dimensions() {
        Ok((width, height)) => PictureError::Dimensions { width, height },
        Err(error) => PictureError::Broken { reason: error.to_string() },
    }
}

/// Removes from the folder `kept` what was made of pictures that are not `shown` any more. Files that are not named as
/// ours stay.
///
/// # Errors
/// [`fs::FileError`] when the folder cannot be listed, or a file not be removed.
pub fn prune(kept: &Path, shown: &[&Picture]) -> Result<usize, fs::FileError> {
    let sizes = shown.iter().flat_map(|picture| &picture.sizes);
    let names: BTreeSet<&str> = sizes.map(|size| size.path.trim_start_matches(FOLDER)).collect();
    let mut removed = 0;
    for ending in ["jpg", "png"] {
        for path in fs::files_below(kept, ending)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if is_ours(&name) && !names.contains(name.as_ref()) {
                fs::remove_optional(&path)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// Whether a file is named as a size of a picture is: a fingerprint and a width.
fn is_ours(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |split| split.0);
    stem.rsplit_once('-').is_some_and(|(print, width)| {
        print.len() >= 8 && print.bytes().all(|byte| byte.is_ascii_lowercase()) && width.parse::<u32>().is_ok()
    })
}
