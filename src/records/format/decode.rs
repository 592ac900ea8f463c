//! Bytes to text: byte order mark, declaration, detection; a wrong declaration is survived.
//!
//! In: a body. Out: its encoding, found in one pass over it, and its text as a stream; nothing is held whole.

mod guess;
mod stream;
mod survey;

use crate::sources::Body;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use stream::Decoded;
use survey::Survey;

/// Bytes by which an encoding is declared or shows by its zeros.
const HEAD: u64 = 2048;

/// How the bytes of a body are text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoding {
    pub encoding: &'static Encoding,
    /// What there is to say about how it was declared.
    pub note: Option<String>,
    /// Bytes of the byte order mark.
    mark: u64,
    /// The bytes are UTF-8 as they stand.
    is_plain: bool,
    /// There is nothing but white space.
    pub is_blank: bool,
}

/// Finds out how a body is text. A declaration, of the feed's file or within the document, that the bytes contradict
/// gives way to what they are; what no encoding explains becomes U+FFFD, which fails where a value matters.
///
/// # Errors
/// A body that cannot be read.
pub fn look(body: &Body, declared: Option<&str>) -> io::Result<Decoding> {
    let head = body.head(HEAD)?;
    let (mark, length) = Encoding::for_bom(&head).unzip();
    let skip = length.unwrap_or(0) as u64;
    let survey = Survey::of(&mut after(body, skip)?)?;
    let is_blank = survey.is_blank;
    let found = |encoding, note, is_plain| Decoding { encoding, note, mark: skip, is_plain, is_blank };
    if let Some(encoding) = mark {
        return Ok(found(encoding, None, encoding == UTF_8 && survey.is_utf8()));
    }
    if let Some(encoding) = utf16(&head) {
        let note = declared.filter(|label| Encoding::for_label(label.as_bytes()) != Some(encoding));
        return Ok(found(encoding, note.map(|label| said(label, encoding)), false));
    }
    let within = declared_within(&head);
    let label = declared.or(within.as_deref());
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(note) = survey.damaged_utf8() {
        return Ok(found(UTF_8, Some(note), false));
    }
    let believed = encoding.filter(|encoding| *encoding == UTF_8 || !survey.is_chinese_utf8());
    if let Some(encoding) = believed
        && explains(body, encoding)?
    {
        return Ok(found(encoding, None, encoding == UTF_8));
    }
    if survey.is_utf8() {
        let note = label.filter(|_| encoding.is_some()).map(|label| said(label, UTF_8));
        return Ok(found(UTF_8, note, true));
    }
    let (detected, damage) = guess::of(body)?;
    let contradicted = label.filter(|_| encoding.is_some_and(|encoding| !is_same(encoding, detected)));
    let notes = contradicted.map(|label| said(label, detected)).into_iter().chain(damage);
    Ok(found(detected, notes.reduce(|first, second| format!("{first}; {second}")), false))
}

impl Decoding {
    /// The text from its beginning.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn open<'a>(&self, body: &'a Body) -> io::Result<Box<dyn BufRead + Send + 'a>> {
        let bytes = after(body, self.mark)?;
        Ok(match self.is_plain {
            true => Box::new(BufReader::with_capacity(stream::PIECE, bytes)),
            false => Box::new(Decoded::new(bytes, self.encoding)),
        })
    }

    /// The whole text.
    ///
    /// # Errors
    /// A body that cannot be read.
    pub fn text<'a>(&self, body: &'a Body) -> io::Result<Cow<'a, str>> {
        if let (Body::Memory(bytes), true) = (body, self.is_plain)
            && let Ok(text) = std::str::from_utf8(&bytes[usize::try_from(self.mark).unwrap_or_default()..])
        {
            return Ok(Cow::Borrowed(text));
        }
        let mut text = String::new();
        self.open(body)?.read_to_string(&mut text)?;
        Ok(Cow::Owned(text))
    }
}

/// A body without its first bytes.
fn after(body: &Body, skip: u64) -> io::Result<Box<dyn Read + Send + '_>> {
    let mut bytes = body.open()?;
    io::copy(&mut bytes.by_ref().take(skip), &mut io::sink())?;
    Ok(bytes)
}

/// GBK and GB18030 differ in nothing that is damaged.
fn is_same(one: &'static Encoding, other: &'static Encoding) -> bool {
    let is_gb = |encoding| encoding == encoding_rs::GBK || encoding == encoding_rs::GB18030;
    one == other || is_gb(one) && is_gb(other)
}

/// What there is to say of damaged bytes.
fn damage(name: &str, places: usize, line: usize) -> String {
    let of = if places == 1 { String::new() } else { format!("{places} places, the first ") };
    format!("damaged {name}: {of}in line {line}; a row with it in a name or number is quarantined")
}

/// Whether a body is text in the encoding from its beginning to its end.
fn explains(body: &Body, encoding: &'static Encoding) -> io::Result<bool> {
    let mut text = Decoded::new(body.open()?, encoding);
    io::copy(&mut text, &mut io::sink())?;
    Ok(!text.was_replaced())
}

fn said(label: &str, found: &'static Encoding) -> String {
    format!("declared as `{}`, but the bytes are {}: read as that", label.to_ascii_lowercase(), found.name())
}

/// UTF-16 without its mark: a text of any kind has many ASCII signs, and every other byte of theirs is zero.
fn utf16(body: &[u8]) -> Option<&'static Encoding> {
    let head = &body[..body.len().min(2048) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Some characters have a zero of their own on the other side, as 一 and 退 do.
    let stands_out = |many: usize, few: usize| many > 1 && many * 10 >= head.len() / 2 && few * 4 <= many;
    match (even, odd) {
        (even, odd) if stands_out(odd, even) => Some(encoding_rs::UTF_16LE),
        (even, odd) if stands_out(even, odd) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
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

    struct Text {
        text: String,
        encoding: &'static Encoding,
        note: Option<String>,
    }

    fn decode(body: &[u8], declared: Option<&str>) -> Text {
        let body = Body::from(body);
        let found = look(&body, declared).expect("in memory");
        let text = found.text(&body).expect("in memory").into_owned();
        let mut streamed = String::new();
        found.open(&body).and_then(|mut stream| stream.read_to_string(&mut streamed)).expect("in memory");
        assert_eq!(streamed, text);
        Text { text, encoding: found.encoding, note: found.note }
    }

    fn gb(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_is_survived_and_said() {
        let text = "企业名称,备案号\n鞍山示例健身服务有限公司,210300BAC0007\n";
        for declared in ["gb18030", "gbk", "big5", "utf-16le", "utf-8"] {
            let decoded = decode(text.as_bytes(), Some(declared));
            assert_eq!((decoded.text.as_str(), decoded.note.is_some()), (text, declared != "utf-8"), "{declared}");
        }
        let bytes = gb(text);
        let decoded = decode(&bytes, Some("utf-8"));
        assert_eq!(decoded.text, text);
        assert!(decoded.note.is_some_and(|note| note.contains("utf-8") && note.contains("GBK")));
        let decoded = decode(&bytes, Some("gb18030"));
        assert_eq!((decoded.text.as_str(), decoded.note), (text, None));
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
    fn a_few_bad_bytes_do_not_make_gbk_another_encoding() {
        let rows = "鞍山示例健身服务有限公司,91210302MA99FAK16F,拒不退还预付款\n".repeat(8);
        let text = format!("企业名称,统一社会信用代码,违法事实\n{rows}");
        let whole = gb(&text);
        let (mut two, mut stray) = (whole.clone(), whole.clone());
        two.splice(60..62, [0xff, 0xfe]);
        stray.insert(59, 0xff);
        let cut = &whole[..whole.len() - 2];
        for (bytes, line) in [(two.as_slice(), "line 2"), (&stray, "line 2"), (cut, "line 9")] {
            for declared in [None, Some("gbk"), Some("utf-8")] {
                let decoded = decode(bytes, declared);
                assert!(decoded.text.contains("统一社会信用代码") && decoded.text.contains('\u{fffd}'), "{line}");
                let note = decoded.note.unwrap_or_default();
                assert!(note.contains("damaged GBK") && note.contains(line), "{note}");
                assert_eq!(note.contains("declared"), declared == Some("utf-8"), "{note}");
            }
        }
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
        // 一, 退 and 开 have a zero on the side where letters have none.
        let text =
            "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期\r\n一开退一店,91210302MA99FAK16F,1,2026-01-02\r\n";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
            assert_eq!(decode(&bytes, None).text, text);
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
            assert_eq!((decoded.text.as_str(), decoded.note.is_some()), (text, true));
        }
        assert_eq!(declared_within("encoding=gbk 字".as_bytes()), None);
        assert_eq!(declared_within(b"<?xml encoding"), None);
    }
}
