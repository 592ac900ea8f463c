use super::*;
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn reads_every_form_of_a_day() {
    for text in [
        "2025-01-03",
        "2025-1-3",
        "2025/1/3",
        "2025/01/03",
        "2025.1.3",
        "20250103",
        "2025年1月3日",
        "2025年01月03号",
        "二〇二五年一月三日",
        "二○二五年一月三日",
        "二零二五年 一月三日",
        "２０２５－０１－０３",
        "２０２５年１月３日",
        " 2025-01-03 ",
        "'2025-01-03",
        "\u{a0}2025/1/3\u{3000}",
        "2025-01-03 0:00:00",
        "2025/1/3 23:59",
        "2025-01-03T08:00:00",
        "2025-01-03T08:00:00.000+08:00",
        "2025-01-03T00:00:00Z",
        "2025-01-02T16:00:00Z",
        "2025-01-02T16:00:00.000+0000",
        "2025-01-02 20:00:00-05:00",
        "1735833600000",
        "1735833600",
        "45660",
        "45660.0",
        "45660.75",
        "20250103120000",
        "2025年1月3日 9时30分",
        "Fri, 03 Jan 2025 09:00:00 +0800",
        "Thu, 02 Jan 2025 16:00:00 GMT",
        "Fri, 03 Jan 2025 09:00:00",
        "03 Jan 2025 09:00:00 +0800",
        "Friday, 03 January 2025 09:00:00 UTC",
        "Friday, 03-Jan-25 09:00:00 UTC",
        "Fri, 03 Jan 25 09:00 +0800",
        "Fri, 03 Jan 2025 20:00:00 CST",
        "Fri, 03 Jan 2025 08:00:00 中国标准时间",
        "星期五, 03 一月 2025 08:00:00 GMT",
        "周五，3 1月 2025 08:00:00 +08:00",
        "Fri Jan 03 2025 08:00:00 GMT+0800 (中国标准时间)",
        "Fri Jan 03 08:00:00 CST 2025",
        "Jan 3, 2025 12:00:00 AM",
    ] {
        assert_eq!(parse(text), Ok(Some(date(2025, 1, 3))), "{text}");
    }
    for (text, expected) in [
        ("2017-7-7", date(2017, 7, 7)),
        ("二〇二五年十一月二十五日", date(2025, 11, 25)),
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年八月廿一日", date(2026, 8, 21)),
        ("46113", date(2026, 4, 1)),
    ] {
        assert_eq!(parse(text), Ok(Some(expected)), "{text}");
    }
}

#[test]
fn a_month_is_its_first_day() {
    for text in ["202011", "2020年11月", "二〇二〇年十一月", "2020-11", "2020/11", "2020.11"] {
        assert_eq!(parse(text), Ok(Some(date(2020, 11, 1))), "{text}");
    }
}

#[test]
fn null_words_and_sentinels_are_no_date() {
    for text in [
        "",
        " ",
        "空",
        "\\N",
        "\\n",
        "无",
        "暂无",
        "无处罚期限",
        "-",
        "--",
        "/",
        "null",
        "NULL",
        "********",
        "9999-9-9",
        "9999-12-31",
        "2099-12-31",
        "2099/12/31",
        "2099年12月31日",
        "20991231",
        "1900-1-1",
        "1900/1/1",
        "1900/1/0",
        "1900-01-00 00:00:00",
        "1900年1月0日",
        "1899-12-31",
        "1899-12-30 00:00:00",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "长期",
        "253402185600000",
    ] {
        assert_eq!(parse(text), Ok(None), "{text}");
    }
}

#[test]
fn refuses_what_it_would_have_to_guess() {
    for text in [
        "2026-13-45",
        "2026-02-30",
        "2026/1/0",
        "1900/2/0",
        "03/02/2026",
        "26-3-2",
        "2026",
        "2026年",
        "2026年第三季度",
        "三月二日",
        "03-Jan-26",
        "Friday, 03-Jan-26 08:00:00 UTC",
        "03 Jan 26 08:00:00 GMT",
        "Sat, 03 Jan 2026 08:00:00 示例时间",
        "Sat, 32 Jan 2026 08:00:00 GMT",
        "03 13月 2026 08:00:00",
        "明天",
        "9.12E+17",
        "2026-03-02abc",
        "2026-03-02 起",
        "12345",
        "99999",
        "2026-3-2-1",
        "2026年3月2日起",
        "20261345",
        "1e9",
        "二〇二六年十三月一日",
        "2025-01-03T25:99Zx",
        "-5",
        "..",
        "2026..3",
        "999999999999999999999999",
    ] {
        assert_eq!(parse(text), Err(UnreadableDate), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,24}|[0-9年月日十〇T:Z+./ -]{0,20}") {
        let result = parse(&text);
        prop_assert!(result.is_ok() || result == Err(UnreadableDate));
    }

    #[test]
    fn every_day_reads_back(days in 0i64..60_000) {
        let day = date(1930, 1, 1).checked_add(Span::new().days(days)).expect("in range");
        let (y, m, d) = (day.year(), day.month(), day.day());
        for text in [format!("{y}-{m}-{d}"), format!("{y}年{m}月{d}日"), format!("{y}{m:02}{d:02}"), format!("{y}.{m}.{d} 0:00:00")] {
            prop_assert_eq!(parse(&text), Ok(Some(day)), "{}", text);
        }
    }
}

#[test]
fn what_stands_around_a_date_is_taken_off_and_javas_words_are_read() {
    for text in [
        "2025年元月3日",
        "2025-01-03星期五",
        "2025-01-03（周五）",
        "2025年1月3日 星期五",
        "2025-01-03 下午3:20",
        "Fri Jan 03 00:00:00 CST 2025",
        "Jan 3, 2025",
        "Jan 3, 2025 12:00:00 AM",
        "截至2025-01-03",
        "截止：2025年1月3日",
        "2025年1月3日止",
    ] {
        assert_eq!(parse(text), Ok(Some(jiff::civil::date(2025, 1, 3))), "{text}");
    }
    for text in ["永久有效", "至今", "无固定期限"] {
        assert_eq!(parse(text), Ok(None), "{text}");
    }
    for text in ["25-1-3", "3/1/2025", "Fri Jan 03 00:00:00 EST 2025", "Foo 3, 2025", "Jan 32, 2025", "周年庆", "起"]
    {
        assert!(parse(text).is_err(), "{text}");
    }
}
