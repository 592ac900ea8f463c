use super::*;
use image::{Rgb, RgbImage};

/// An invented photograph of 1,600 × 900 pixels.
fn photograph() -> Vec<u8> {
    let image = RgbImage::from_fn(1600, 900, |x, y| Rgb([(x / 8) as u8, (y / 4) as u8, ((x + y) / 16) as u8]));
    let mut bytes = Vec::new();
    image.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut bytes)).expect("encoded");
    bytes
}

/// A JPEG with segments behind its first marker: EXIF with a place, XMP, IPTC, a comment; and a preview behind its end.
fn with_metadata(orientation: u8) -> Vec<u8> {
    let plain = photograph();
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0]);
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0GPS-41.1087N-122.9944E");
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>XMP-SECRET</x:xmpmeta>".to_vec();
    let iptc = b"Photoshop 3.0\08BIM\x04\x04IPTC-SECRET".to_vec();
    let mut bytes = plain[..2].to_vec();
    for (marker, content) in [(0xe1, &tiff), (0xe1, &xmp), (0xed, &iptc), (0xfe, &b"COMMENT-SECRET".to_vec())] {
        let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
        bytes.extend([0xff, marker, length[0], length[1]]);
        bytes.extend(content);
    }
    bytes.extend(&plain[2..]);
    bytes.extend(b"TRAILING-SECRET");
    bytes
}

fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.jpg");
    std::fs::write(&path, bytes).expect("written");
    (dir, path)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn nothing_but_pixels_gets_through() {
    let original = with_metadata(1);
    let (dir, path) = file(&original);
    let picture = Picture::read(&path).expect("a picture");
    let made = picture.made(&dir.path().join("kept")).expect("made");
    assert_eq!(
        picture.sizes.iter().map(|size| (size.width, size.height)).collect::<Vec<_>>(),
        [(480, 270), (800, 450), (1280, 720)]
    );
    for trace in
        ["Exif", "GPS-", "XMP-SECRET", "http://ns.adobe.com", "IPTC-SECRET", "COMMENT-SECRET", "TRAILING-SECRET"]
    {
        assert!(holds(&original, trace), "{trace}: absence proves nothing where there was no presence");
        assert!(made.iter().all(|bytes| !holds(bytes, trace)), "{trace}");
    }
    for (bytes, size) in made.iter().zip(&picture.sizes) {
        let image = image::load_from_memory(bytes).expect("a picture");
        assert_eq!((image.width(), image.height()), (size.width, size.height));
    }
}

#[test]
fn text_of_a_png_is_left_behind() {
    let mut bytes = Vec::new();
    RgbImage::new(4, 4).write_with_encoder(image::codecs::png::PngEncoder::new(&mut bytes)).expect("encoded");
    // A tEXt chunk behind IHDR, which is 33 bytes with the signature. Decoders need its checksum.
    let text = b"tEXtComment\0PNG-SECRET";
    let mut crc = !0_u32;
    for byte in text {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(text.len() - 4).expect("short").to_be_bytes();
    let chunk = [&length[..], text, &(!crc).to_be_bytes()].concat();
    bytes.splice(33..33, chunk);
    let (dir, path) = file(&bytes);
    let picture = Picture::read(&path).expect("a picture");
    assert!(picture.sizes[0].path.ends_with("-4.png"), "told by its bytes: {}", picture.sizes[0].path);
    let made = picture.made(&dir.path().join("kept")).expect("made");
    assert!(holds(&bytes, "PNG-SECRET") && !holds(&made[0], "PNG-SECRET"));
}

#[test]
fn metadata_of_a_webp_is_left_behind() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::new(6, 4).write_to(&mut bytes, ImageFormat::WebP).expect("encoded");
    let mut bytes = bytes.into_inner();
    for (chunk, content) in [(b"EXIF", b"WEBP-SECRET-GPS!"), (b"XMP ", b"WEBP-SECRET-XMP!")] {
        bytes.extend(chunk);
        bytes.extend(u32::try_from(content.len()).expect("short").to_le_bytes());
        bytes.extend(content);
    }
    let size = u32::try_from(bytes.len() - 8).expect("short").to_le_bytes();
    bytes[4..8].copy_from_slice(&size);
    let (dir, path) = file(&bytes);
    let picture = Picture::read(&path).expect("a picture");
    let made = picture.made(&dir.path().join("kept")).expect("made");
    assert!(holds(&bytes, "WEBP-SECRET-GPS!") && made.iter().all(|made| !holds(made, "WEBP-SECRET")));
}

#[test]
fn a_picture_is_shown_as_it_was_held() {
    let (_dir, path) = file(&with_metadata(6));
    let picture = Picture::read(&path).expect("a picture");
    let largest = picture.sizes.last().expect("a size");
    assert_eq!((largest.width, largest.height), (900, 1600), "turned by a quarter");
}

#[test]
fn what_was_made_is_not_made_again_and_is_always_the_same() {
    let (dir, path) = file(&photograph());
    let picture = Picture::read(&path).expect("a picture");
    let kept = dir.path().join("kept");
    let first = picture.made(&kept).expect("made");
    assert_eq!(first, picture.made(&dir.path().join("elsewhere")).expect("made"));
    let name = kept.join(picture.sizes[0].path.trim_start_matches(FOLDER));
    std::fs::write(&name, "as it was kept").expect("written");
    assert_eq!(picture.made(&kept).expect("kept")[0], b"as it was kept");
}

#[test]
fn what_cannot_be_shown_says_why() {
    let mut bomb = Vec::new();
    RgbImage::new(1, 1).write_with_encoder(image::codecs::png::PngEncoder::new(&mut bomb)).expect("encoded");
    bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    let whole = photograph();
    let mut wide = Vec::new();
    RgbImage::new(12_500, 10).write_with_encoder(image::codecs::png::PngEncoder::new(&mut wide)).expect("encoded");
    for (bytes, expected) in [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "no JPEG, PNG or WebP"),
        (b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "no JPEG, PNG or WebP"),
        (Vec::new(), "no JPEG, PNG or WebP"),
        (bomb, "picture "),
        (wide, "the picture has 12500 × 10 pixels"),
        (whole[..40].to_vec(), "broken"),
    ] {
        let (_dir, path) = file(&bytes);
        let error = Picture::read(&path).and_then(|picture| picture.verify()).expect_err("no picture");
        assert!(error.to_string().contains(expected) && !error.hint().is_empty(), "{expected}: {error}");
    }
    assert_eq!(Picture::read(Path::new("/nonexistent/a.png")), Err(PictureError::Missing));
}

#[test]
fn what_nothing_shows_any_more_is_removed_and_nothing_else() {
    let (dir, path) = file(&photograph());
    let old = Picture::read(&path).expect("a picture");
    let kept = dir.path().join("kept");
    old.made(&kept).expect("made");
    std::fs::write(&path, with_metadata(6)).expect("written");
    let new = Picture::read(&path).expect("a picture");
    new.made(&kept).expect("made");
    std::fs::write(kept.join("somebody-elses.png"), "x").expect("written");
    assert_eq!(prune(&kept, &[&new]).expect("pruned"), old.sizes.len());
    let left: Vec<bool> =
        new.sizes.iter().map(|size| kept.join(size.path.trim_start_matches(FOLDER)).exists()).collect();
    assert!(left.iter().all(|is_left| *is_left) && kept.join("somebody-elses.png").exists());
    assert_eq!(prune(&kept, &[&new]).expect("pruned"), 0);
    assert_eq!(prune(&dir.path().join("nowhere"), &[]).expect("nothing there"), 0);
}
