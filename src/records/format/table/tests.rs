//! Headers, lines around a table, and what lies below them.

use super::*;

/// The columns of a table and how many rows of data it has.
fn read(lines: &[&str]) -> (Vec<String>, usize) {
    let (mut table, mut rows) = (Table::new(Kind::Penalty, None), 0);
    for (at, line) in lines.iter().enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        table.push(at + 1, StringRecord::from(cells), &mut |_| rows += 1);
    }
    let columns = table.finish(&mut |_| rows += 1).expect("a header").columns;
    (columns, rows)
}

const DATA: &str = "1,鞍山示例健身服务有限公司,91210302MA99FAK16F,鞍市监处罚〔2026〕1号,罚款,3,2026-03-01";

#[test]
fn a_header_may_have_a_mark_on_every_name() {
    for header in [
        "序号,*行政相对人名称,*统一社会信用代码,*行政处罚决定书文号,*处罚类别,*罚款金额（万元）,*处罚决定日期",
        "序号,1.行政相对人名称（必填）,2.统一社会信用代码（必填）,3.行政处罚决定书文号,4.处罚类别（必填）,5.罚款金额（万元）,6.处罚决定日期（必填）",
    ] {
        let (columns, rows) = read(&["公示表,,,,,,", header, DATA, DATA]);
        assert_eq!((columns.join(",").as_str(), rows), (header, 2));
    }
}

#[test]
fn lines_below_the_names_may_say_what_the_columns_are() {
    let header = "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,罚款金额";
    let data = "鞍山示例健身服务有限公司,91210302MA99FAK16F,1号,2026-01-02,0.5";
    for (line, sum) in [
        ("CF_XDR_MC,CF_XDR_SHXYM,CF_WSH,CF_JDRQ,CF_NR_FK", "罚款金额（万元）"),
        ("1,2,3,4,5", "罚款金额"),
        ("（1）,（2）,（3）,（4）,（5）", "罚款金额"),
        ("必填,必填,必填,必填,选填", "罚款金额"),
        ("文本,文本,文本,日期,数值", "罚款金额"),
    ] {
        let (columns, rows) = read(&[header, line, data, data]);
        assert_eq!((columns[4].as_str(), rows), (sum, 2), "{line}");
    }
    assert_eq!(read(&[header, "1,2,3,4,5", "必填,必填,必填,必填,选填", data]).1, 1);
    assert_eq!(read(&["指标名称,数值,单位", "2,3,5", "1,,"]).1, 2, "numbers may be data");
}

#[test]
fn each_part_of_a_table_has_the_unit_above_it() {
    let header = "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,罚款金额";
    let data = "鞍山示例健身服务有限公司,91210302MA99FAK16F,1号,2026-01-02,0.5";
    let sums = |lines: &[&str]| {
        let (mut table, mut found) = (Table::new(Kind::Penalty, None), Vec::new());
        let mut sink = |row: Row| found.push(row.columns[4].clone());
        for (at, line) in lines.iter().enumerate() {
            table.push(at + 1, line.split(',').collect(), &mut sink);
        }
        table.finish(&mut sink).map(|columns| (found, columns.columns.len()))
    };
    let (yuan, many) = ("单位：元,,,,", "单位：万元,,,,");
    let said = |sums: [&str; 2], columns| Some((sums.map(str::to_owned).to_vec(), columns));
    let (in_yuan, in_many) = ("罚款金额（元）", "罚款金额（万元）");
    for (lines, expected) in [
        ([yuan, header, data, many, header, data].as_slice(), said([in_yuan, in_many], 6)),
        (&[many, header, data, yuan, header, data], said([in_many, in_yuan], 6)),
        (&[many, header, data, yuan, data], said([in_many, in_yuan], 6)),
        (&[yuan, header, data, many, data], said([in_yuan, in_many], 6)),
        (&[header, data, many, header, data], said(["罚款金额", in_many], 6)),
        (&[many, header, data, many, header, data, many], said([in_many, in_many], 5)),
        (&[many, header, data, "注：金额单位为万元,,,,", yuan, header, data], said([in_many, in_yuan], 6)),
        (&[header, data, many, data], None),
        (&[yuan, header, data, data, many], None),
        (&[many, header, data, data, "注：金额单位为元,,,,"], None),
    ] {
        assert_eq!(sums(lines).ok(), expected, "{lines:?}");
    }
}

#[test]
fn lines_around_a_table_name_the_unit_of_its_sums() {
    let header = "序号,行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚类别,罚款金额,处罚决定日期";
    for title in ["（单位：人民币万元）,,,,,,", "公示表(万元),,,,,,", "公示表,,,,,单位,万元"] {
        assert_eq!(read(&[title, header, DATA]).0[5], "罚款金额（万元）", "{title}");
    }
    let below = |is_given| {
        let mut table = Table { is_unit_given: is_given, ..Table::new(Kind::Penalty, None) };
        for (at, line) in [header, DATA, "注：罚款金额单位为万元,,,,,,"].iter().enumerate() {
            table.push(at + 1, line.split(',').collect(), &mut |_| {});
        }
        table.finish(&mut |_| {}).map(|layout| layout.columns.len())
    };
    assert!(below(false).is_err_and(|error| error.to_string().contains("`amount_unit`")));
    assert_eq!(below(true).ok(), Some(7));
}

#[test]
fn two_lines_are_one_header_merged_or_not() {
    let joined =
        ["序号", "行政相对人名称", "统一社会信用代码", "行政处罚决定书文号", "处罚类别", "罚款金额", "处罚决定日期"];
    let below = "序号,名称,统一社会信用代码,行政处罚决定书文号,类别,罚款金额,处罚决定日期";
    for (upper, lower) in [
        ("序号,行政相对人,行政相对人,行政处罚决定书文号,处罚,处罚,处罚决定日期", below),
        ("序号,行政相对人,,行政处罚决定书文号,处罚,,处罚决定日期", ",名称,统一社会信用代码,,类别,罚款金额,"),
    ] {
        let (columns, rows) = read(&[upper, lower, DATA]);
        assert_eq!((columns.as_slice(), rows), (joined.map(str::to_owned).as_slice(), 1), "{upper}");
    }
    // A nameless column and a value that is missing.
    let (columns, rows) = read(&["行政相对人名称,,处罚决定日期", "鞍山示例健身服务有限公司,甲,"]);
    assert_eq!((columns[0].as_str(), rows), ("行政相对人名称", 1));
}

/// The rows of a table as `locator: cell,cell`, under the names they are read with.
fn rows_of(kind: Kind, is_ragged: bool, lines: &[&str]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut take = |row: Row| {
        let pairs: Vec<String> =
            row.pairs().filter(|pair| !pair.1.is_empty()).map(|(name, cell)| format!("{name}={cell}")).collect();
        let fault = row.fault.map(|fault| format!(" ({fault})")).unwrap_or_default();
        rows.push(format!("{}: {}{fault}", row.locator, pairs.join(",")));
    };
    let mut table = Table { is_ragged, ..Table::new(kind, None) };
    for (at, line) in lines.iter().enumerate() {
        table.push(at + 1, line.split(',').collect(), &mut take);
    }
    table.finish(&mut take).expect("a header");
    rows
}

#[test]
fn a_table_may_have_several_headers() {
    let lines = [
        "公示表",
        "一、铁东区",
        "企业名称,处罚决定书文号,处罚类别",
        "甲店,1号,罚款",
        "二、立山区",
        "企业名称,处罚决定书文号,处罚类别,罚款金额,处罚日期",
        "乙店,2号,罚款,3,2026-01-03",
        "海城市",
        "（单位：万元）",
        "单位名称,罚款金额,文号",
        "丙店,0.5,3号",
        "单位名称,罚款金额,文号",
        "丁店,0.6,4号",
    ];
    let expected = [
        "4: 企业名称=甲店,处罚决定书文号=1号,处罚类别=罚款",
        "7: 企业名称=乙店,处罚决定书文号=2号,处罚类别=罚款,罚款金额=3,处罚日期=2026-01-03",
        "11: 单位名称=丙店,罚款金额（万元）=0.5,文号=3号",
        "13: 单位名称=丁店,罚款金额（万元）=0.6,文号=4号",
    ];
    for is_ragged in [true, false] {
        assert_eq!(rows_of(Kind::Penalty, is_ragged, &lines), expected, "{is_ragged}");
    }
    let (columns, rows) = read(&lines);
    assert_eq!((columns.iter().filter(|name| *name == "罚款金额").count(), rows), (1, 4), "{columns:?}");
    assert!(columns.iter().any(|name| name == "罚款金额（万元）"));
}

#[test]
fn a_header_far_below_the_first_switches_the_columns() {
    let data: Vec<String> = (0..30).map(|number| format!("店{number},9121038{number:02},2026-01-03,失联")).collect();
    let removed = "示例店,91,2026-01-03,失联,2026-05-01,已变更";
    let mut lines = vec!["企业名称,信用代码,列入日期,列入原因"];
    lines.extend(data.iter().map(String::as_str));
    lines.extend(["已移出名单", "企业名称,信用代码,列入日期,列入原因,移出日期,移出原因", removed]);
    let rows = rows_of(Kind::Abnormal, true, &lines);
    assert_eq!(rows.len(), 31);
    assert!(rows[30].ends_with("移出日期=2026-05-01,移出原因=已变更"), "{}", rows[30]);
}

#[test]
fn lines_of_data_are_no_headers() {
    let header = "企业名称,主体类型,经营状态,备注";
    for line in [
        "示例店,企业,门店,处罚",
        "示例商行,商户,门店,企业",
        "企业名称,甲,乙,丙",
        "企业名称,企业名称,甲,乙,丙",
        "罚款,警告,店,局",
    ] {
        let rows = rows_of(Kind::Merchant, false, &[header, "甲店,个体,网店,", line, "乙店,个体,网店,"]);
        assert_eq!(rows.len(), 3, "{line}: {rows:?}");
        assert_eq!(rows[2], "4: 企业名称=乙店,主体类型=个体,经营状态=网店", "{line}");
    }
}

#[test]
fn a_row_of_one_cell_is_a_row_unless_a_header_follows() {
    let header = "企业名称,备案号,备案日期";
    let rows = rows_of(Kind::Filing, false, &[header, "甲店,,", "乙店,,", "丙店,1,", "丁店,,", header, "戊店,,"]);
    assert_eq!(rows.len(), 5, "where rows have no more, none is a title: {rows:?}");
    let rows = rows_of(Kind::Filing, false, &[header, "甲店,1,", "海城市,,", header, "戊店,2,", "己店,,"]);
    assert_eq!(rows, ["2: 企业名称=甲店,备案号=1", "5: 企业名称=戊店,备案号=2", "6: 企业名称=己店"]);
    let rows = rows_of(Kind::Filing, false, &[header, "甲,,", "乙,,", "丙,,", "丁,,", "戊,,"]);
    assert_eq!(rows.len(), 5);
}

#[test]
fn halves_side_by_side_are_rows_of_their_own() {
    let header = "序号,企业名称,统一社会信用代码,,序号,企业名称,统一社会信用代码";
    let lines = ["名单", header, "1,甲店,A,,2,乙店,B", "3,丙店,C,,,,", "4,丁店,D,,合计,4,", "5,戊店,E"];
    let rows = rows_of(Kind::Merchant, false, &lines);
    assert_eq!(
        rows[..2],
        ["3.1: 序号=1,企业名称=甲店,统一社会信用代码=A", "3.2: 序号=2,企业名称=乙店,统一社会信用代码=B"]
    );
    assert_eq!((rows[2].as_str(), rows.len()), ("4.1: 序号=3,企业名称=丙店,统一社会信用代码=C", 5));
    assert!(rows[4].contains("too short"), "a line that is cut: {}", rows[4]);
    let (columns, _) = read(&lines);
    assert_eq!(columns, ["序号", "企业名称", "统一社会信用代码"]);
    let rows = rows_of(Kind::Merchant, true, &["区县,企业名称,信用代码,企业名称,信用代码", "铁东区,甲店,A,乙店,B"]);
    assert_eq!(rows[1], "2.2: 区县=铁东区,企业名称=乙店,信用代码=B");
    let rows = rows_of(Kind::Merchant, true, &["企业名称,企业名称,企业名称", "甲店,甲店,乙店", "丙店"]);
    assert_eq!(rows, ["2.1: 企业名称=甲店", "2.3: 企业名称=乙店", "3.1: 企业名称=丙店"]);
    for header in ["企业名称,地址,处罚机关,地址", "序号,当事人,当事人,文号", "文号,当事人,当事人", "日期,日期"]
    {
        let line = header.replace(|one: char| one != ',', "x");
        assert_eq!(rows_of(Kind::Penalty, false, &[header, &line]).len(), 1, "{header}");
    }
}

#[test]
fn every_column_of_a_header_may_be_of_a_group() {
    let upper = "行政相对人,行政相对人,行政相对人,行政处罚决定,行政处罚决定,行政处罚决定,处罚内容,处罚内容,公示,公示";
    let open = "行政相对人,,,行政处罚决定,,,处罚内容,,公示,";
    let lower = "名称,代码,法定代表人,文号,日期,机关,种类,罚款（万元）,日期,期限";
    let data = "海城示例商贸有限公司,91210381MA99FAK32J,王建国,1号,2026-03-02,示例局,罚款,3,2026-03-09,2027-03-02";
    for upper in [upper, open] {
        let (columns, rows) = read(&[upper, lower, data, data]);
        assert_eq!(rows, 2, "{columns:?}");
        for name in ["行政相对人名称", "行政处罚决定文号", "行政处罚决定日期", "公示日期", "公示期限"]
        {
            assert!(columns.iter().any(|column| column == name), "{name}: {columns:?}");
        }
    }
}

#[test]
fn rows_may_leave_their_empty_cells_off() {
    let read = |lines: &[&str]| {
        let (mut rows, mut faults) = (Vec::new(), 0);
        let mut take = |row: Row| {
            faults += usize::from(row.fault.is_some());
            rows.push(row.cells.len());
        };
        let mut table = Table { may_end_early: true, ..Table::new(Kind::Penalty, None) };
        for (at, line) in lines.iter().enumerate() {
            table.push(at + 1, line.split(',').collect(), &mut take);
        }
        let layout = table.finish(&mut take).expect("a header");
        (rows, faults, layout.notes)
    };
    let header = "企业名称,处罚决定书文号,处罚类别,处罚决定日期,罚款金额,没收金额";
    let row = "甲店,1号,罚款,2026-01-02,3,4";
    let (rows, faults, notes) =
        read(&[header, row, "乙店,2号,警告,2026-01-02", "丁店,4号,警告,2026-01-02,3", "丙店,3号"]);
    assert_eq!((rows, faults), (vec![6, 2, 6, 6], 1), "too much is missing in the last one");
    assert!(notes[0].starts_with("2 rows end before") && notes[0].contains("row 3"), "{notes:?}");
    let (rows, faults, _) = read(&[header, "乙店,2号,警告,2026-01-02"]);
    assert_eq!((rows, faults), (vec![6], 0));
    for damaged in
        [[row, row, "乙店,2号,警告,2026-01-02"], [row, "甲店,1号,罚款,2026-01-02,3,", "乙店,2号,警告,2026-01-02"]]
    {
        let (_, faults, notes) = read(&[&[header], &damaged[..]].concat());
        assert_eq!((faults, notes.len()), (1, 0), "{damaged:?}");
    }
    let written = ["甲店,1号,罚款,2026-01-02,3,", "乙店,2号,警告,2026-01-02", "丙店,2号,警告,2026-01-02"];
    assert_eq!(read(&[&[header], &written[..]].concat()).1, 2, "empty cells are written here");
}

#[test]
fn rows_below_a_line_that_takes_them_back_stay_out() {
    let header = "企业名称,处罚决定书文号,处罚类别";
    let lines = [
        header,
        "甲店,1号,罚款",
        "已撤销的行政处罚",
        "乙店,2号,罚款",
        header,
        "丙店,3号,罚款",
        "公示中",
        "丁店,4号,罚款",
    ];
    for is_ragged in [true, false] {
        let rows = rows_of(Kind::Penalty, is_ragged, &lines);
        let names: Vec<&str> = rows.iter().filter_map(|row| row.split("企业名称=").nth(1)?.split(',').next()).collect();
        assert_eq!(
            names.iter().filter(|name| name.ends_with('店')).collect::<Vec<_>>(),
            [&"甲店", &"丁店"],
            "{rows:?}"
        );
    }
    let told = ["企业名称,列入日期,移出日期", "甲店,2026-01-02,", "已移出", "乙店,2026-01-02,2026-03-02"];
    assert_eq!(rows_of(Kind::Abnormal, true, &told).len(), 2, "the columns say when");
}
