//! Bytes to text: byte order mark, declaration, detection; a wrong declaration is survived.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use std::borrow::Cow;

/// The text of a body. A declared encoding that the bytes contradict gives way to the detected one; what no encoding
/// explains becomes U+FFFD, which fails where a value matters.
///
/// Chinese text in UTF-8 often is valid GB18030 too, as other characters; the other way round it hardly ever is. So
/// UTF-8 that reads as Chinese is UTF-8, whatever is declared.
pub fn text<'a>(body: &'a [u8], declared: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(&body[length..]).0;
    }
    let utf8 = std::str::from_utf8(body);
    if let Ok(text) = utf8
        && text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
    {
        return Cow::Borrowed(text);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(text) = declared.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(body))
    {
        return text;
    }
    if let Ok(text) = utf8 {
        return Cow::Borrowed(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    let detected = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    detected.decode_without_bom_handling(body).0
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn utf8_declared_as_gb18030_is_not_read_as_other_characters() {
        let sent = r#"{"name":"示例健身","city":"鞍山"}"#;
        let (misread, _, broken) = encoding_rs::GB18030.decode(sent.as_bytes());
        assert!(!broken && misread != sent, "the bytes contradict the declaration by themselves: {misread}");
        assert_eq!(text(sent.as_bytes(), Some("gb18030")), sent);
    }

    #[test]
    fn gb18030_is_read_as_declared_or_detected() {
        let sent = "企业名称,所属区县\n示例健身有限公司,铁东区\n";
        let (bytes, _, _) = encoding_rs::GB18030.encode(sent);
        for declared in [Some("gb18030"), Some("utf-8"), None] {
            assert_eq!(text(&bytes, declared), sent, "{declared:?}");
        }
    }
}
