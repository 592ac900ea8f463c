//! Pictures: what their bytes spell by chance is nothing, but they can carry text, places and whole other files.
//!
//! In: the bytes of a PNG, JPEG or WebP file. Out: what they hold beside what is seen. Must not read pixels.

/// What a finished picture holds that nobody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// EXIF, XMP, IPTC, comments, text chunks: place, time, device, author.
    Metadata,
    /// Bytes behind the end: previews, other files.
    Trailing,
    /// Its parts cannot be told, so nobody can say what it holds.
    Unreadable,
}

impl Leftover {
    /// What to call it in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Leftover::Metadata => "metadata (EXIF, XMP, a comment or text)",
            Leftover::Trailing => "bytes behind the end of the picture",
            Leftover::Unreadable => "parts that cannot be told",
        }
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// PNG chunks that say how pixels look. All others can hold words.
const PNG_SEEN: [&[u8]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"pHYs", b"bKGD", b"sBIT",
    b"hIST", b"acTL", b"fcTL", b"fdAT",
];
const WEBP_SEEN: [&[u8]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// Whether the bytes are a picture, whatever the file is called.
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || bytes.starts_with(b"\xff\xd8\xff") || is_webp(bytes)
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice())
}

/// What a picture holds beside what is seen, if anything.
pub fn leftover(bytes: &[u8]) -> Option<Leftover> {
    let found = if bytes.starts_with(PNG) {
        png(&bytes[PNG.len()..])
    } else if is_webp(bytes) {
        webp(bytes)
    } else {
        jpeg(&bytes[2..])
    };
    found.unwrap_or(Some(Leftover::Unreadable))
}

/// None where the parts cannot be told.
type Told = Option<Option<Leftover>>;

fn png(mut rest: &[u8]) -> Told {
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let name = rest.get(4..8)?;
        if !PNG_SEEN.contains(&name) {
            return Some(Some(Leftover::Metadata));
        }
        rest = rest.get(length.checked_add(12)?..)?;
        if name == b"IEND" {
            return Some((!rest.is_empty()).then_some(Leftover::Trailing));
        }
    }
}

/// The segments before the pixels; behind them only the end may come.
fn jpeg(mut rest: &[u8]) -> Told {
    loop {
        let [0xff, marker] = *rest.get(..2)? else { return None };
        let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
        let content = rest.get(4..length.checked_add(2)?)?;
        rest = &rest[length + 2..];
        let is_seen = match marker {
            0xe0 => content.starts_with(b"JFIF\0"),
            0xe2 => content.starts_with(b"ICC_PROFILE\0"),
            0xee => content.starts_with(b"Adobe"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if !is_seen {
            return Some(Some(Leftover::Metadata));
        }
        if marker == 0xda {
            let end = memchr::memmem::find(rest, b"\xff\xd9")? + 2;
            return Some((end < rest.len()).then_some(Leftover::Trailing));
        }
    }
}

fn webp(bytes: &[u8]) -> Told {
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let mut rest = bytes.get(12..size.checked_add(8)?)?;
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        if !WEBP_SEEN.contains(&rest.get(..4)?) {
            return Some(Some(Leftover::Metadata));
        }
        // Chunks are padded to an even length.
        rest = rest.get(length.checked_add(8 + length % 2)?..)?;
    }
    Some((bytes.len() > size + 8).then_some(Leftover::Trailing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbImage};
    use std::io::Cursor;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::new(9, 7).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A chunk or segment put in at a place.
    fn with(bytes: &[u8], at: usize, part: &[u8]) -> Vec<u8> {
        [&bytes[..at], part, &bytes[at..]].concat()
    }

    #[test]
    fn a_picture_of_pixels_alone_passes() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let bytes = picture(format);
            assert!(is_picture(&bytes) && leftover(&bytes).is_none(), "{format:?}");
        }
        assert!(!is_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>") && !is_picture(b"RIFF....WAVE"));
    }

    #[test]
    fn what_nobody_sees_is_found() {
        let (png, jpeg, webp) = (picture(ImageFormat::Png), picture(ImageFormat::Jpeg), picture(ImageFormat::WebP));
        for chunk in [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt"] {
            let part = [&[0, 0, 0, 3], &chunk[..], b"a\0b", &[0; 4]].concat();
            assert_eq!(leftover(&with(&png, 33, &part)), Some(Leftover::Metadata), "{chunk:?}");
        }
        for segment in
            [b"\xff\xe1\0\x08Exif\0\0", b"\xff\xed\0\x08Photos", b"\xff\xfe\0\x08noting", b"\xff\xe0\0\x08JFXX\0\0"]
        {
            assert_eq!(leftover(&with(&jpeg, 2, segment)), Some(Leftover::Metadata), "{segment:?}");
        }
        for chunk in [b"EXIF", b"XMP ", b"what"] {
            let mut bytes = [&webp[..], chunk, b"\x03\0\0\0abc\0"].concat();
            let size = u32::try_from(bytes.len() - 8).unwrap().to_le_bytes();
            bytes[4..8].copy_from_slice(&size);
            assert_eq!(leftover(&bytes), Some(Leftover::Metadata), "{chunk:?}");
        }
        for whole in [png, jpeg, webp] {
            assert_eq!(leftover(&[&whole[..], b"more"].concat()), Some(Leftover::Trailing));
            for length in [12, 20, whole.len() / 2] {
                assert_eq!(leftover(&whole[..length]), Some(Leftover::Unreadable), "cut at {length}");
            }
        }
    }
}
