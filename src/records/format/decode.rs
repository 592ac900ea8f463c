//! Bytes to text: byte order mark, declaration, detection; a wrong declaration is survived.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use std::borrow::Cow;

/// The text of a body. A declared encoding that the bytes contradict gives way to the detected one; what no encoding
/// explains becomes U+FFFD, which fails where a value matters.
pub fn text<'a>(body: &'a [u8], declared: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(&body[length..]).0;
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(text) = declared.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(body))
    {
        return text;
    }
    if let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    let detected = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    detected.decode_without_bom_handling(body).0
}
