//! Pixels in, pixels out: nothing of a file passes through here but what is seen.

use super::{PictureError, Size, decoder};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Resampling;
use image::{DynamicImage, ImageDecoder, ImageFormat, metadata::Orientation};

/// Quality of JPEG: no difference is seen from here on.
const QUALITY: u8 = 82;

/// The pixels of a file, upright.
pub fn pixels(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PictureError> {
    let broken = |error: image::ImageError| PictureError::Broken { reason: error.to_string() };
    let mut decoder = decoder(bytes, format)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(broken)?;
    pixels.apply_orientation(orientation);
    Ok(pixels)
}

/// One size: photographs as JPEG, everything else as PNG.
pub fn size(pixels: &DynamicImage, size: &Size, format: ImageFormat) -> Result<Vec<u8>, PictureError> {
    let resized;
    let pixels = if (pixels.width(), pixels.height()) == (size.width, size.height) {
        pixels
    } else {
        resized = pixels.resize_exact(size.width, size.height, Resampling::Lanczos3);
        &resized
    };
    let mut bytes = Vec::new();
    let written = if format == ImageFormat::Jpeg {
        pixels.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
    } else {
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
        if pixels.color().has_alpha() {
            pixels.to_rgba8().write_with_encoder(encoder)
        } else if pixels.color().has_color() {
            pixels.to_rgb8().write_with_encoder(encoder)
        } else {
            pixels.to_luma8().write_with_encoder(encoder)
        }
    };
    written.map_err(|error| PictureError::Broken { reason: error.to_string() })?;
    Ok(bytes)
}
