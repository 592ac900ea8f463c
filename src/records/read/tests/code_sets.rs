//! Every value of the domain's code sets, one row each, read through a whole feed: sections 2.1 to 2.8. What becomes of
//! such a record in the law of publication is tested in `ledger/judge/tests/code_sets.rs`.

use super::{feed, read, text};
use crate::records::{Field, Kind, Record};

/// A set of values, all in one column of feeds of one kind.
struct Set {
    name: &'static str,
    kind: &'static str,
    column: &'static str,
    field: Field,
    /// As sent, as kept.
    values: &'static [(&'static str, &'static str)],
}

const SETS: [Set; 15] = [
    Set {
        name: "2.1 行政相对人类别",
        kind: "penalty",
        column: "CF_XDR_LB",
        field: Field::SubjectKind,
        values: &[("法人及非法人组织", "法人及非法人组织"), ("自然人", "自然人"), ("个体工商户", "个体工商户")],
    },
    Set {
        name: "2.1 处罚类别, old",
        kind: "penalty",
        column: "CF_CFLB",
        field: Field::Category,
        values: &[
            ("警告", "警告"),
            ("罚款", "罚款"),
            ("没收违法所得、没收非法财物", "没收违法所得、没收非法财物"),
            ("责令停产停业", "责令停产停业"),
            ("暂扣或者吊销许可证、暂扣或者吊销执照", "暂扣或者吊销许可证、暂扣或者吊销执照"),
            ("行政拘留", "行政拘留"),
            ("其他", "其他"),
            ("罚款;没收违法所得", "罚款;没收违法所得"),
        ],
    },
    Set {
        name: "2.1 处罚类别, 行政处罚法 art. 9",
        kind: "penalty",
        column: "处罚类别",
        field: Field::Category,
        values: &[
            ("警告", "警告"),
            ("通报批评", "通报批评"),
            ("警告、通报批评", "警告、通报批评"),
            ("罚款", "罚款"),
            ("没收违法所得", "没收违法所得"),
            ("没收非法财物", "没收非法财物"),
            ("罚款、没收违法所得、没收非法财物", "罚款、没收违法所得、没收非法财物"),
            ("暂扣许可证件", "暂扣许可证件"),
            ("降低资质等级", "降低资质等级"),
            ("吊销许可证件", "吊销许可证件"),
            ("暂扣许可证件、降低资质等级、吊销许可证件", "暂扣许可证件、降低资质等级、吊销许可证件"),
            ("限制开展生产经营活动", "限制开展生产经营活动"),
            ("责令停产停业", "责令停产停业"),
            ("责令关闭", "责令关闭"),
            ("限制从业", "限制从业"),
            (
                "限制开展生产经营活动、责令停产停业、责令关闭、限制从业",
                "限制开展生产经营活动、责令停产停业、责令关闭、限制从业",
            ),
            ("行政拘留", "行政拘留"),
            ("其他", "其他"),
        ],
    },
    Set {
        name: "2.1 使用范围",
        kind: "penalty",
        column: "CF_SYFW",
        field: Field::UseScope,
        values: &[("0", "0"), ("1", "1"), ("2", "2"), ("0.0", "0.0"), ("公示", "公示")],
    },
    Set {
        name: "2.1 失信严重程度",
        kind: "penalty",
        column: "失信严重程度",
        field: Field::Level,
        values: &[("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("轻微", "轻微"), ("一般", "一般"), ("严重", "严重")],
    },
    Set {
        name: "2.2 许可类别",
        kind: "filing",
        column: "XK_XKLB",
        field: Field::FilingClass,
        values: &[
            ("普通", "普通"),
            ("特许", "特许"),
            ("认可", "认可"),
            ("核准", "核准"),
            ("登记", "登记"),
            ("其他", "其他"),
        ],
    },
    Set {
        name: "2.3 履行情况",
        kind: "blacklist",
        column: "被执行人的履行情况",
        field: Field::Performance,
        values: &[
            ("全部未履行", "全部未履行"),
            ("部分未履行", "部分未履行"),
            ("部分履行", "部分履行"),
            ("全部履行", "全部履行"),
        ],
    },
    Set {
        name: "2.4 批次",
        kind: "award",
        column: "批次",
        field: Field::Batch,
        values: &[("第一批", "第一批"), ("第 5 批", "第 5 批"), ("2026-1", "2026-1")],
    },
    Set {
        name: "2.5 列入原因",
        kind: "abnormal",
        column: "列入原因",
        field: Field::Facts,
        values: &[
            ("通过登记的住所或者经营场所无法联系的", "通过登记的住所或者经营场所无法联系的"),
            ("未按规定期限公示年度报告", "未按规定期限公示年度报告"),
            ("未按责令期限公示有关信息", "未按责令期限公示有关信息"),
            ("公示信息隐瞒真实情况、弄虚作假", "公示信息隐瞒真实情况、弄虚作假"),
        ],
    },
    Set {
        name: "2.6 承诺类型",
        kind: "commitment",
        column: "承诺类型",
        field: Field::CommitmentType,
        values: &[
            ("审批替代型", "审批替代型"),
            ("容缺受理型", "容缺受理型"),
            ("主动公示型", "主动公示型"),
            ("行业自律型", "行业自律型"),
            ("信用修复型", "信用修复型"),
            ("证明事项型", "证明事项型"),
        ],
    },
    Set {
        name: "2.6 履约状态",
        kind: "commitment",
        column: "履约状态",
        field: Field::Performance,
        values: &[("履行中", "履行中"), ("已履行", "已履行"), ("违诺", "违诺")],
    },
    Set {
        name: "2.7 备案类别",
        kind: "filing",
        column: "备案类别",
        field: Field::FilingClass,
        values: &[
            ("集团发卡企业", "集团发卡企业"),
            ("品牌发卡企业", "品牌发卡企业"),
            ("规模发卡企业", "规模发卡企业"),
            ("其他发卡企业", "其他发卡企业"),
        ],
    },
    Set {
        name: "2.7 卡种",
        kind: "filing",
        column: "卡种",
        field: Field::CardTypes,
        values: &[
            ("记名", "记名"),
            ("不记名", "不记名"),
            ("实体", "实体"),
            ("虚拟", "虚拟"),
            ("记名/不记名", "记名；不记名"),
            ("记名、不记名；实体，虚拟", "记名；不记名；实体；虚拟"),
            ("记名卡|虚拟卡", "记名卡；虚拟卡"),
        ],
    },
    Set {
        name: "2.7 状态, and section 1, line 6",
        kind: "filing",
        column: "状态",
        field: Field::Status,
        values: &[
            ("有效", "有效"),
            ("已备案", "已备案"),
            ("已注销", "已注销"),
            ("不适用", "不适用"),
            ("未查到", "未查到"),
        ],
    },
    Set {
        name: "2.7 存管, and section 1, line 16",
        kind: "custody",
        column: "存管方式",
        field: Field::CustodyMethod,
        values: &[("银行存管", "银行存管"), ("存管", "存管"), ("保险", "保险"), ("保函", "保函")],
    },
];

/// The one record of a feed with a name, a number and one column more.
fn with(kind: &str, column: &str, raw: &str) -> Record {
    let list = if kind == "award" { ("\t荣誉名称", "\t诚信示范企业") } else { ("", "") };
    let tsv = format!("企业名称\t文号\t{column}{}\n示例健身有限公司\t1号\t{raw}{}\n", list.0, list.1);
    let (mut records, reading) = read(&feed(kind, "format = \"tsv\""), tsv.as_bytes()).expect(raw);
    assert!(reading.quarantined.is_empty(), "{column} {raw}: {:?}", reading.quarantined);
    assert!(reading.columns.ignored.is_empty(), "{column}: {:?}", reading.columns.ignored);
    records.remove(0)
}

#[test]
fn each_value_is_kept_as_its_agency_means_it() {
    for set in &SETS {
        for (raw, kept) in set.values {
            let record = with(set.kind, set.column, raw);
            assert_eq!(text(&record, set.field), *kept, "{}: {raw}", set.name);
        }
    }
}

#[test]
fn both_categories_of_the_older_layout_are_one_list() {
    let tsv = "CF_XDR_MC\tCF_WSH\tCF_CFLB1\tCF_CFLB2\n示例甲店\t1号\t警告\t罚款\n示例乙店\t2号\t罚款\t\n示例丙店\t3号\t\t罚款\n示例丁店\t4号\t罚款\t罚款\n";
    for extra in ["", "\npreset = \"shuanggongshi-penalty-2015\""] {
        let (records, reading) =
            read(&feed("penalty", &format!("format = \"tsv\"{extra}")), tsv.as_bytes()).expect("reads");
        let kept: Vec<String> = records.iter().map(|record| text(record, Field::Category)).collect();
        assert_eq!(kept, ["警告；罚款", "罚款", "罚款", "罚款"], "{extra}");
        assert!(reading.columns.ignored.is_empty(), "{extra}: {:?}", reading.columns.ignored);
    }
}

/// 当前状态 of a record: what became of it, an objection, and what it is said to be.
#[test]
fn states_of_a_record_by_code_and_in_words() {
    for (kind, column) in [("penalty", "CF_ZT"), ("penalty", "当前状态"), ("filing", "XK_ZT"), ("filing", "当前状态")]
    {
        for (raw, revoked, objection, status) in [
            ("0", "", false, ""),
            ("1", "撤销", false, ""),
            ("2", "", true, ""),
            ("3", "", false, "其他"),
            ("正常", "", false, ""),
            ("撤销", "撤销", false, ""),
            ("异议", "", true, ""),
            ("其他", "", false, "其他"),
        ] {
            let record = with(kind, column, raw);
            let found = (
                text(&record, Field::RecordState),
                record.fields.flag(Field::UnderObjection),
                text(&record, Field::Status),
            );
            assert_eq!(found, (revoked.to_owned(), objection, status.to_owned()), "{kind} {column} {raw}");
        }
    }
}

/// 名单类别 0 to 8 of 信用中国: which kind of feed takes which list, and under which name.
#[test]
fn lists_by_their_code() {
    let lists: [(&str, &[(Kind, &str)]); 9] = [
        ("0", &[]),
        ("1", &[(Kind::Filing, "行政许可")]),
        ("2", &[(Kind::Award, "守信红名单")]),
        ("3", &[(Kind::Penalty, "行政处罚")]),
        ("4", &[(Kind::Blacklist, "重点关注名单"), (Kind::Notice, "重点关注名单"), (Kind::Exposure, "重点关注名单")]),
        // Nobody says what these are: neither praise nor blame may be made of them.
        ("5", &[]),
        ("6", &[]),
        ("7", &[]),
        ("8", &[(Kind::Blacklist, "失信黑名单"), (Kind::Notice, "失信黑名单"), (Kind::Exposure, "失信黑名单")]),
    ];
    for (code, taken) in lists {
        for kind in
            [Kind::Blacklist, Kind::Award, Kind::Penalty, Kind::Filing, Kind::Abnormal, Kind::Notice, Kind::Exposure]
        {
            for raw in [code.to_owned(), format!("{code}.0")] {
                let tsv = format!("名单类别\t企业名称\t列入日期\t文号\t标题\n{raw}\t示例店\t2026-05-20\t1号\t示例\n");
                let (records, reading) = read(&feed(kind.key(), "format = \"tsv\""), tsv.as_bytes()).expect("reads");
                match taken.iter().find(|list| list.0 == kind) {
                    Some((_, name)) => {
                        assert_eq!(text(&records[0], Field::ListName), *name, "{kind} {raw}");
                    }
                    None => {
                        assert!(records.is_empty(), "{kind} {raw}: {records:?}");
                        assert_eq!(reading.quarantined[0].field, "list_name", "{kind} {raw}");
                    }
                }
            }
        }
    }
}
