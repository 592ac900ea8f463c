//! Bytes to text: byte order mark, declaration, detection; a wrong declaration is survived.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// The text of a body, and what there is to say about how it was declared.
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static Encoding,
    pub note: Option<String>,
}

/// Decodes a body. A declaration, of the feed's file or within the document, that the bytes contradict gives way to
/// what they are; what no encoding explains becomes U+FFFD, which fails where a value matters.
pub fn decode<'a>(body: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(body) {
        return Decoded { text: encoding.decode_without_bom_handling(&body[length..]).0, encoding, note: None };
    }
    if let Some(encoding) = utf16(body) {
        let note = declared.filter(|label| Encoding::for_label(label.as_bytes()) != Some(encoding));
        let note = note.map(|label| said(label, encoding));
        return Decoded { text: encoding.decode_without_bom_handling(body).0, encoding, note };
    }
    let within = declared_within(body);
    let label = declared.or(within.as_deref());
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(damaged) = damaged_utf8(body) {
        return damaged;
    }
    let believed = encoding.filter(|encoding| *encoding == UTF_8 || !is_chinese_utf8(body));
    if let Some((text, encoding)) = believed
        .and_then(|encoding| Some((encoding.decode_without_bom_handling_and_without_replacement(body)?, encoding)))
    {
        return Decoded { text, encoding, note: None };
    }
    let (found, text) = detect(body);
    let note = label.filter(|_| encoding.is_some()).map(|label| said(label, found));
    Decoded { text, encoding: found, note }
}

/// Characters of three bytes for each sequence that is none, at the least: in another encoding they are as good as absent.
const WHOLE_PER_DAMAGED: usize = 4;

/// UTF-8 in which a few bytes are not: a cut at the end, a byte lost on the way. The rest must not be read as another
/// encoding for their sake; where they stand in a name or a number, its row is quarantined; a long text
/// keeps the mark of what is lost.
fn damaged_utf8(body: &[u8]) -> Option<Decoded<'_>> {
    if std::str::from_utf8(body).is_ok() {
        return None;
    }
    let (mut whole, mut damaged, mut line, mut first) = (0, 0, 1, None);
    for chunk in body.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| (0xe0..0xf0).contains(byte)).count();
        if !chunk.invalid().is_empty() {
            damaged += 1;
        }
        if first.is_none() {
            line += chunk.valid().bytes().filter(|byte| *byte == b'\n').count();
            first = (!chunk.invalid().is_empty()).then_some(line);
        }
    }
    if whole < damaged * WHOLE_PER_DAMAGED {
        return None;
    }
    let place = if damaged == 1 { String::new() } else { format!("{damaged} places, the first ") };
    let note = format!("damaged UTF-8: {place}in line {line}; a row with it in a name or number is quarantined");
    Some(Decoded { text: UTF_8.decode_without_bom_handling(body).0, encoding: UTF_8, note: Some(note) })
}

fn said(label: &str, found: &'static Encoding) -> String {
    format!("declared as `{}`, but the bytes are {}: read as that", label.to_ascii_lowercase(), found.name())
}

/// UTF-16 without its mark: a text of any kind has many ASCII signs, and every other byte of theirs is zero.
fn utf16(body: &[u8]) -> Option<&'static Encoding> {
    let head = &body[..body.len().min(2048) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, odd) if odd * 10 >= head.len() / 2 && odd > 1 => Some(encoding_rs::UTF_16LE),
        (even, 0) if even * 10 >= head.len() / 2 && even > 1 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn detect(body: &[u8]) -> (&'static Encoding, Cow<'_, str>) {
    if let Ok(text) = std::str::from_utf8(body) {
        return (UTF_8, Cow::Borrowed(text));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    let detected = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    (detected, detected.decode_without_bom_handling(body).0)
}

/// Valid UTF-8 with characters of three bytes or more. Other encodings of Chinese all but never look like that; pairs
/// of bytes, which some GBK texts share with UTF-8, are no proof.
fn is_chinese_utf8(body: &[u8]) -> bool {
    body.iter().any(|byte| *byte >= 0xe0) && std::str::from_utf8(body).is_ok()
}

/// What an XML declaration or an HTML meta element says, within the first bytes.
fn declared_within(body: &[u8]) -> Option<String> {
    let head = &body[..body.len().min(1024)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let opening = head.trim_start();
    let after = if opening.starts_with("<?xml") {
        let prolog = opening.split_once("?>")?.0;
        prolog.split_once("encoding")?.1.trim_start().strip_prefix('=')?.to_owned()
    } else if opening.starts_with('<') {
        head.split_once("charset")?.1.trim_start().strip_prefix('=')?.to_owned()
    } else {
        return None;
    };
    let label = after.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(|character: char| !(character.is_ascii_alphanumeric() || "-_:.".contains(character)));
    let label = &label[..end.unwrap_or(label.len())];
    // It could be read as single bytes, so it is not UTF-16 whatever it says.
    Some(label.to_owned()).filter(|label| !label.is_empty() && !label.starts_with("utf-16"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_is_survived_and_said() {
        let text = "企业名称,备案号\n鞍山示例健身服务有限公司,210300BAC0007\n";
        for declared in ["gb18030", "gbk", "big5", "utf-16le", "utf-8"] {
            let decoded = decode(text.as_bytes(), Some(declared));
            assert_eq!((decoded.text.as_ref(), decoded.note.is_some()), (text, declared != "utf-8"), "{declared}");
        }
        let bytes = gb(text);
        let decoded = decode(&bytes, Some("utf-8"));
        assert_eq!(decoded.text, text);
        assert!(decoded.note.is_some_and(|note| note.contains("utf-8") && note.contains("GBK")));
        let decoded = decode(&bytes, Some("gb18030"));
        assert_eq!((decoded.text.as_ref(), decoded.note), (text, None));
        assert_eq!(decode(b"a,b\n1,2\n", Some("gb18030")).note, None, "plain ASCII contradicts nothing");
        // 联通 in GBK is valid UTF-8 of two-byte characters.
        assert_eq!(decode(&gb("联通"), Some("gbk")).text, "联通");
    }

    #[test]
    fn a_few_bad_bytes_do_not_make_it_another_encoding() {
        let text = "企业名称,备案号\n鞍山示例健身服务有限公司,1\n海城示例商贸有限公司,2\n";
        let mut one = text.as_bytes().to_vec();
        one[text.find("健身").expect("there")] = 0xff;
        let cut = &text.as_bytes()[..text.find("公司,2").expect("there") + 4];
        for declared in [None, Some("utf-8"), Some("gb18030")] {
            let decoded = decode(&one, declared);
            assert_eq!(decoded.encoding, UTF_8, "{declared:?}");
            assert!(decoded.text.contains("海城示例商贸有限公司") && decoded.text.contains('\u{fffd}'));
            assert!(decoded.note.is_some_and(|note| note.contains("line 2")), "{declared:?}");
            let decoded = decode(cut, declared);
            assert!(decoded.text.ends_with("有限公\u{fffd}"), "{declared:?}: {}", decoded.text);
            assert!(decoded.note.is_some_and(|note| note.contains("line 3")));
        }
        assert_eq!(decode(&gb(text), None).text, text);
        assert_eq!(decode(&gb("处罚"), None).text, "处罚");
    }

    #[test]
    fn utf_16_is_told_with_and_without_its_mark() {
        let text = "企业名称,备案号,日期\r\n示例店,210300BAC0007,2026-01-02\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in
            [&little, &big, &[&[0xff, 0xfe], little.as_slice()].concat(), &[&[0xfe, 0xff], big.as_slice()].concat()]
        {
            assert_eq!(decode(bytes, None).text, text);
        }
        assert!(decode(&little, Some("gbk")).note.is_some_and(|note| note.contains("UTF-16LE")));
        let plain = "<?xml version='1.0' encoding='utf-16'?><a>x</a>";
        assert_eq!(decode(plain.as_bytes(), None).text, plain);
        assert_eq!(decode(b"\0\0\0\0", None).text, "\0\0\0\0");
    }

    #[test]
    fn documents_may_declare_themselves() {
        for text in [
            "<?xml version=\"1.0\" encoding=\"GB18030\"?><a>健</a>",
            "<?xml version='1.0' encoding = 'gbk' ?><a>健</a>",
            "<html><head><meta charset=gb2312></head>健</html>",
            "<html><head><meta content=\"text/html; charset=gb2312\"></head>健</html>",
        ] {
            assert_eq!(decode(&gb(text), None).text, text);
            let decoded = decode(text.as_bytes(), None);
            assert_eq!((decoded.text.as_ref(), decoded.note.is_some()), (text, true));
        }
        assert_eq!(declared_within("encoding=gbk 字".as_bytes()), None);
        assert_eq!(declared_within(b"<?xml encoding"), None);
    }
}
