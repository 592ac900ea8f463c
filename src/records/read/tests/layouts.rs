//! Every layout of the domain's list, with only `kind`, `agency` and `source` in the manifest, and with its preset.

use super::{feed, read, text};
use crate::records::{Field, Kind, preset};

/// One layout: its header, one row, what becomes of it.
struct Layout {
    name: &'static str,
    kind: &'static str,
    /// Presets that read it as well.
    presets: &'static [&'static str],
    csv: &'static str,
    fields: &'static [(Field, &'static str)],
    ignored: &'static [&'static str],
}

const LAYOUTS: &[Layout] = &[
    Layout {
        name: "2.1 penalty, 2018",
        kind: "penalty",
        presets: &["shuanggongshi-penalty"],
        csv: "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_GSZC,CF_XDR_ZZJG,CF_XDR_SWDJ,CF_XDR_SYDW,CF_XDR_SHZZ,CF_FRDB,CF_FR_ZJLX,CF_FR_ZJHM,CF_XDR_ZJLX,CF_XDR_ZJHM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_NR_ZKDX,CF_JDRQ,CF_YXQ,CF_GSJZQ,CF_CFJG,CF_CFJGDM,CF_SJLY,CF_SJLYDM,BZ
鞍山示例健身服务有限公司,法人及非法人组织,91210302MA99FAK16F,210302000999912,MA99FAK1-6,,,,示例甲,身份证,210302190001010015,,,鞍东市监处罚〔2026〕17号,侵害消费者权益,收取预付款后未按约定提供服务且拒绝退款,《消费者权益保护法》第五十六条,罚款;没收违法所得,罚款30000元;没收违法所得8600元,3.000000,0.860000,,2026/3/2,2099/12/31,2027/3/2,鞍山市铁东区市场监督管理局,112103020099900478,鞍山市铁东区市场监督管理局,112103020099900478,
",
        fields: &[
            (Field::SubjectName, "鞍山示例健身服务有限公司"),
            (Field::SubjectKind, "法人及非法人组织"),
            (Field::SubjectCode, "91210302MA99FAK16F"),
            (Field::LegalRepresentative, "示例甲"),
            (Field::DocumentNo, "鞍东市监处罚〔2026〕17号"),
            (Field::Title, "侵害消费者权益"),
            (Field::Facts, "收取预付款后未按约定提供服务且拒绝退款"),
            (Field::Basis, "《消费者权益保护法》第五十六条"),
            (Field::Category, "罚款;没收违法所得"),
            (Field::Outcome, "罚款30000元;没收违法所得8600元"),
            (Field::AmountYuan, "30000"),
            (Field::ConfiscatedYuan, "8600"),
            (Field::DecidedOn, "2026-03-02"),
            (Field::ValidUntil, "2027-03-02"),
            (Field::Agency, "鞍山市铁东区市场监督管理局"),
        ],
        ignored: &[
            "BZ", "CF_CFJGDM", "CF_NR_ZKDX", "CF_SJLY", "CF_SJLYDM", "CF_XDR_GSZC", "CF_XDR_SHZZ", "CF_XDR_SWDJ",
            "CF_XDR_SYDW", "CF_XDR_ZZJG", "CF_YXQ",
        ],
    },
    Layout {
        name: "2.1 penalty, 2018, headers in words",
        kind: "penalty",
        presets: &[],
        csv: "行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码),行政相对人代码_2(工商注册号),法定代表人,法定代表人证件号码,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额（万元）,没收违法所得、没收非法财物的金额（万元）,处罚决定日期,处罚有效期,公示截止期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码,备注
鞍山示例健身服务有限公司,法人及非法人组织,91210302MA99FAK16F,210302000999912,示例甲,210302190001010015,鞍东市监处罚(2026)17号,侵害消费者权益,拒绝退款,第五十六条,罚款,罚款30000元,3.000000,0.860000,2026年3月2日,无处罚期限,2027.3.2,鞍山市铁东区市场监督管理局,112103020099900478,信用鞍山,112103020099900478,
",
        fields: &[
            (Field::SubjectCode, "91210302MA99FAK16F"),
            (Field::DocumentNo, "鞍东市监处罚〔2026〕17号"),
            (Field::AmountYuan, "30000"),
            (Field::ConfiscatedYuan, "8600"),
            (Field::DecidedOn, "2026-03-02"),
            (Field::ValidUntil, "2027-03-02"),
        ],
        ignored: &[
            "处罚有效期", "处罚机关统一社会信用代码", "备注", "数据来源单位", "数据来源单位统一社会信用代码",
            "行政相对人代码_2(工商注册号)",
        ],
    },
    Layout {
        name: "2.1 penalty, 2015",
        kind: "penalty",
        presets: &["shuanggongshi-penalty-2015"],
        csv: "CF_WSH,CF_CFMC,CF_CFLB1,CF_CFLB2,CF_SY,CF_YJ,CF_XDR_MC,CF_XDR_SHXYM,CF_XDR_ZDM,CF_XDR_GSDJ,CF_XDR_SFZ,CF_FR,CF_JG,CF_JDRQ,CF_XZJG,CF_ZT,DFBM,SJC,CF_SYFW
鞍东市监处罚〔2026〕17号,示例健身拒绝退款案,罚款,,拒绝退还预付款,《消费者权益保护法》第五十六条,鞍山示例健身服务有限公司,91210302MA99FAK16F,MA99FAK16,210302000999912,210302190001010015,示例甲,罚款30000元,2026-3-2,鞍山市铁东区市场监督管理局,0,210302,2026-03-03 10:00:00,0
",
        fields: &[
            (Field::Title, "示例健身拒绝退款案"),
            (Field::Category, "罚款"),
            (Field::Facts, "拒绝退还预付款"),
            (Field::Outcome, "罚款30000元"),
            (Field::LegalRepresentative, "示例甲"),
            (Field::Agency, "鞍山市铁东区市场监督管理局"),
            (Field::UseScope, "0"),
            (Field::RecordState, ""),
            (Field::DecidedOn, "2026-03-02"),
        ],
        ignored: &["CF_XDR_GSDJ", "CF_XDR_ZDM", "DFBM", "SJC"],
    },
    Layout {
        name: "2.2 licence, 2018",
        kind: "filing",
        presets: &["shuanggongshi-licence"],
        csv: "XK_XDR_MC,XK_XDR_LB,XK_XDR_SHXYM,XK_XDR_GSZC,XK_FRDB,XK_FR_ZJHM,XK_XKWS,XK_WSH,XK_XKLB,XK_XKZS,XK_XKBH,XK_NR,XK_JDRQ,XK_YXQZ,XK_YXQZI,XK_XKJG,XK_XKJGDM,XK_ZT,XK_LYDW,XK_LYDWDM,BZ
海城示例商贸有限公司,法人及非法人组织,91210381MA99FAK32J,,示例甲,210302190001010015,准予许可决定书,鞍商准〔2026〕3号,登记,示例证书,示2026-003,示例事项,2026-01-08,2026-01-08,2031-01-07,鞍山市商务局,11210300009990012Q,0,鞍山市商务局,11210300009990012Q,
",
        fields: &[
            (Field::SubjectName, "海城示例商贸有限公司"),
            (Field::SubjectCode, "91210381MA99FAK32J"),
            (Field::Title, "准予许可决定书"),
            (Field::DocumentNo, "鞍商准〔2026〕3号"),
            (Field::FilingClass, "登记"),
            (Field::FilingNo, "示2026-003"),
            (Field::Outcome, "示例事项"),
            (Field::DecidedOn, "2026-01-08"),
            (Field::ValidFrom, "2026-01-08"),
            (Field::ValidUntil, "2031-01-07"),
            (Field::Agency, "鞍山市商务局"),
        ],
        ignored: &["BZ", "XK_LYDW", "XK_LYDWDM", "XK_XDR_GSZC", "XK_XKJGDM"],
    },
    Layout {
        name: "2.2 licence, older",
        kind: "filing",
        presets: &[],
        csv: "XK_WSH,XK_XMMC,XK_SPLB,XK_NR,XK_XDR,XK_XDR_SHXYM,XK_FR,XK_JDRQ,XK_JZQ,XK_XZJG,XK_ZT
鞍商准〔2016〕3号,示例项目,登记,示例事项,海城示例商贸有限公司,91210381MA99FAK32J,示例甲,2026-01-08,2031-01-07,鞍山市商务局,0
",
        fields: &[
            (Field::SubjectName, "海城示例商贸有限公司"),
            (Field::Title, "示例项目"),
            (Field::FilingClass, "登记"),
            (Field::ValidUntil, "2031-01-07"),
            (Field::Agency, "鞍山市商务局"),
        ],
        ignored: &["XK_FR"],
    },
    Layout {
        name: "2.3 serious list, open data",
        kind: "blacklist",
        presets: &["serious-list"],
        csv: "名单id,企业名称,统一社会信用代码,营业执照注册号,列入日期,列入原因,作出决定机关(列入),移出日期,移出原因,作出决定机关(移出),所属地市,所属区县
X0001,立山示例美容有限公司,91210304MA99FAK40W,210304000999912,2026-05-20,预收费用后关门停业,鞍山市市场监督管理局,,,,鞍山市,立山区
",
        fields: &[
            (Field::Id, "X0001"),
            (Field::SubjectName, "立山示例美容有限公司"),
            (Field::DecidedOn, "2026-05-20"),
            (Field::Facts, "预收费用后关门停业"),
            (Field::Agency, "鞍山市市场监督管理局"),
            (Field::District, "210304"),
        ],
        ignored: &["作出决定机关(移出)", "所属地市", "营业执照注册号"],
    },
    Layout {
        name: "2.3 信用中国 black list",
        kind: "blacklist",
        presets: &["xinyong-list"],
        csv: "名单类别,企业名称,统一社会信用代码,法定代表人,列入原因,列入部门,列入日期,文号,数据来源,最新更新日期
8,立山示例美容有限公司,91210304MA99FAK40W,示例甲,关门停业,鞍山市市场监督管理局,2026/5/20,鞍市监列严〔2026〕2号,信用中国,2026-05-21
",
        fields: &[
            (Field::ListName, "失信黑名单"),
            (Field::Agency, "鞍山市市场监督管理局"),
            (Field::DocumentNo, "鞍市监列严〔2026〕2号"),
        ],
        ignored: &["数据来源", "最新更新日期"],
    },
    Layout {
        name: "2.3 信用中国 red list",
        kind: "award",
        presets: &["xinyong-list"],
        csv: "名单类别,企业名称,统一社会信用代码,法定代表人,列入原因,列入部门,列入日期,文号,数据来源,最新更新日期
2,海城示例商贸有限公司,91210381MA99FAK32J,示例甲,诚信经营,鞍山市商务局,2026/5/20,鞍商发〔2026〕12号,信用中国,2026-05-21
",
        fields: &[(Field::ListName, "守信红名单"), (Field::DocumentNo, "鞍商发〔2026〕12号")],
        ignored: &["数据来源", "最新更新日期"],
    },
    Layout {
        name: "2.3 courts",
        kind: "blacklist",
        presets: &["court-defaulters"],
        csv: "被执行人姓名/名称,身份证号码/组织机构代码,法定代表人或者负责人姓名,执行法院,案号,执行依据文号,作出执行依据单位,生效法律文书确定的义务,被执行人的履行情况,失信被执行人行为具体情形,立案时间,发布时间
立山示例美容有限公司,91210304MA99FAK40W,示例甲,鞍山市铁东区人民法院,（2026）辽0302执90100号,（2025）辽0302民初90300号,鞍山市铁东区人民法院,退还预付款,全部未履行,有履行能力而拒不履行,2026年01月08日,2026年02月08日
",
        fields: &[
            (Field::SubjectName, "立山示例美容有限公司"),
            (Field::SubjectCode, "91210304MA99FAK40W"),
            (Field::Agency, "鞍山市铁东区人民法院"),
            (Field::DocumentNo, "（2026）辽0302执90100号"),
            (Field::Basis, "（2025）辽0302民初90300号"),
            (Field::Outcome, "退还预付款"),
            (Field::Performance, "全部未履行"),
            (Field::Facts, "有履行能力而拒不履行"),
            (Field::DecidedOn, "2026-01-08"),
            (Field::PublishedOn, "2026-02-08"),
        ],
        ignored: &["作出执行依据单位"],
    },
    Layout {
        name: "2.4 honours",
        kind: "award",
        presets: &["red-list"],
        csv: "企业名称,统一社会信用代码,荣誉/名单名称,评价年度,批次,认定文号,认定时间,认定单位,有效期至,数据来源,撤销日期,撤销原因
海城示例商贸有限公司,91210381MA99FAK32J,诚信示范企业,2026,第一批,鞍商发〔2026〕12号,46113,鞍山市商务局,2028-03-31,市商务局,2026-09-01,失信
",
        fields: &[
            (Field::ListName, "诚信示范企业"),
            (Field::Year, "2026"),
            (Field::Batch, "第一批"),
            (Field::DecidedOn, "2026-04-01"),
            (Field::ValidUntil, "2028-03-31"),
            (Field::WithdrawnOn, "2026-09-01"),
            (Field::WithdrawalReason, "失信"),
        ],
        ignored: &["数据来源"],
    },
    Layout {
        name: "2.4 honours, field codes",
        kind: "award",
        presets: &["red-list-codes"],
        csv: "企业名称,统一社会信用代码,DATA_CATEGORY,COMMENT_YEAR,IDENTIFICATION_NO,IDENTIFICATION_DATE,IDENTIFICATION_DEPT,EXPIRATION_DATE
海城示例商贸有限公司,91210381MA99FAK32J,诚信示范企业,2026,鞍商发〔2026〕12号,2026-04-01,鞍山市商务局,2028-03-31
",
        fields: &[
            (Field::ListName, "诚信示范企业"),
            (Field::Year, "2026"),
            (Field::DocumentNo, "鞍商发〔2026〕12号"),
            (Field::Agency, "鞍山市商务局"),
            (Field::ValidUntil, "2028-03-31"),
        ],
        ignored: &[],
    },
    Layout {
        name: "2.5 abnormal list",
        kind: "abnormal",
        presets: &["abnormal-list"],
        csv: "经营异常名录id,企业名称,统一社会信用代码,注册号,列入日期,列入原因,决定机关(列入),移出日期,移出原因,决定机关(移出)
Y1,鞍山示例健身服务有限公司,91210302MA99FAK16F,210302000999912,2026-4-9,通过登记的住所或者经营场所无法联系的,铁东区局,2026-8-1,依法办理住所变更,鞍山市局
",
        fields: &[
            (Field::Id, "Y1"),
            (Field::Facts, "通过登记的住所或者经营场所无法联系的"),
            (Field::Agency, "铁东区局"),
            (Field::WithdrawnOn, "2026-08-01"),
            (Field::WithdrawalReason, "依法办理住所变更"),
        ],
        ignored: &["决定机关(移出)", "注册号"],
    },
    Layout {
        name: "2.5 abnormal mark of individual businesses",
        kind: "abnormal",
        presets: &[],
        csv: "名称,统一社会信用代码,标记日期,标记原因,标记机关,恢复日期,恢复原因
铁西区示例美发店,92210303MA99FAK24M,2026-4-9,经营场所无法联系,铁西区局,,
",
        fields: &[
            (Field::SubjectName, "铁西区示例美发店"),
            (Field::DecidedOn, "2026-04-09"),
            (Field::Facts, "经营场所无法联系"),
            (Field::Agency, "铁西区局"),
        ],
        ignored: &[],
    },
    Layout {
        name: "2.6 commitment",
        kind: "commitment",
        presets: &["commitment"],
        csv: "承诺主体,信用代码,承诺类型,承诺事由,承诺作出日期,承诺有效期,受理单位,承诺书全文/附件,履约状态,违诺认定日期,认定文号,公示起止
铁西区示例美发店,92210303MA99FAK24M,主动公示型,预收费经营,20260115,2028年1月14日,鞍山市商务局,cns-1.pdf,履行中,,,2026-01-15至2028-01-14
",
        fields: &[
            (Field::CommitmentType, "主动公示型"),
            (Field::Facts, "预收费经营"),
            (Field::DecidedOn, "2026-01-15"),
            (Field::ValidUntil, "2028-01-14"),
            (Field::Agency, "鞍山市商务局"),
            (Field::Performance, "履行中"),
        ],
        ignored: &["承诺书全文/附件", "承诺有效期", "违诺认定日期"],
    },
    Layout {
        name: "2.7 card issuer filing",
        kind: "filing",
        presets: &["card-filing"],
        csv: "企业名称,信用代码,备案号,备案类别,备案机关,备案日期,行业,售卡门店及地址清单,卡种,存管银行或保险/保函,状态,注销日期
海城示例商贸有限公司,91210381MA99FAK32J,210300BAC0007,规模发卡企业,鞍山市商务局,2025.11.3,超市,海城市示例路1号,记名;实体,示例银行鞍山分行,已注销,2026-10-01
",
        fields: &[
            (Field::FilingNo, "210300BAC0007"),
            (Field::FilingClass, "规模发卡企业"),
            (Field::DecidedOn, "2025-11-03"),
            (Field::Industry, "retail"),
            (Field::Address, "海城市示例路1号"),
            (Field::CardTypes, "记名；实体"),
            (Field::Institution, "示例银行鞍山分行"),
            (Field::Status, "已注销"),
            (Field::CancelledOn, "2026-10-01"),
        ],
        ignored: &[],
    },
    Layout {
        name: "2.8 complaints",
        kind: "complaints",
        presets: &["complaints-publicity"],
        csv: "经营者名称,信用代码,统计期,投诉量,办结量,调解成功率,主要问题,处理结果类别,来源,投诉人
千山区示例洗车行,92210311MA99FAK59T,2026年第三季度,12,11,63.6%,退费难,达成调解,全国12315平台,示例甲
",
        fields: &[
            (Field::SubjectName, "千山区示例洗车行"),
            (Field::Period, "2026Q3"),
            (Field::Received, "12"),
            (Field::Settled, "11"),
            (Field::MediationRate, "63.6"),
            (Field::MainIssues, "退费难"),
            (Field::Outcome, "达成调解"),
            // A platform decides nothing: the feed's own agency does.
            (Field::Agency, "鞍山市商务局"),
        ],
        ignored: &[],
    },
];

#[test]
fn each_layout_loads_without_a_mapping_and_with_its_preset() {
    for layout in LAYOUTS {
        let manifests = layout.presets.iter().map(|preset| format!("preset = \"{preset}\""));
        for extra in std::iter::once(String::new()).chain(manifests) {
            let about = format!("{} {extra}", layout.name);
            let (records, reading) = read(&feed(layout.kind, &extra), layout.csv.as_bytes()).expect(&about);
            assert!(reading.quarantined.is_empty(), "{about}: {:?}", reading.quarantined);
            assert_eq!(records.len(), 1, "{about}");
            for (field, expected) in layout.fields {
                assert_eq!(text(&records[0], *field), *expected, "{about}: {}", field.key());
            }
            assert_eq!(reading.columns.ignored, layout.ignored, "{about}");
            assert!(reading.columns.guessed.is_empty(), "{about}: {:?}", reading.columns.guessed);
            let stored = format!("{records:?}");
            assert!(!stored.contains("210302190001010015"), "{about}: an ID number is stored");
        }
    }
}

#[test]
fn every_preset_has_a_layout_that_uses_it() {
    for (name, preset) in preset::all() {
        let used = LAYOUTS.iter().filter(|layout| layout.presets.contains(&name));
        let kinds: Vec<Kind> = used.map(|layout| layout.kind.parse().expect("a kind")).collect();
        assert!(preset.kinds.iter().all(|kind| kinds.contains(kind)), "{name}: {kinds:?}");
    }
}

#[test]
fn the_report_names_what_was_recognised_guessed_and_ignored() {
    let csv = "*企业名称,1.备案号（必填）,备案日期,备注\n示例店,210300BAC0007,2026-01-02,x\n";
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    let taken = |list: &[crate::records::mapping::Taken]| {
        list.iter().map(|taken| format!("{}={}", taken.column, taken.field)).collect::<Vec<_>>()
    };
    assert_eq!(taken(&reading.columns.recognised), ["备案日期=decided_on"]);
    assert_eq!(taken(&reading.columns.guessed), ["*企业名称=subject_name", "1.备案号（必填）=filing_no"]);
    assert_eq!(reading.columns.ignored, ["备注"]);
    assert_eq!(text(&records[0], Field::FilingNo), "210300BAC0007");
}

#[test]
fn a_red_list_never_becomes_a_black_one() {
    let csv = "名单类别,企业名称,列入日期,文号\n2,示例甲店,2026-05-20,1号\n8,示例乙店,2026-05-20,2号\n4,示例丙店,2026-05-20,3号\n3,示例丁店,2026-05-20,4号\n";
    for (kind, good) in [("blacklist", vec!["示例乙店", "示例丙店"]), ("award", vec!["示例甲店"])] {
        let (records, reading) = read(&feed(kind, ""), csv.as_bytes()).expect("reads");
        let names: Vec<&str> = records.iter().filter_map(|record| record.subject_name()).collect();
        assert_eq!(names, good, "{kind}");
        assert_eq!(reading.quarantined.len(), 4 - good.len(), "{kind}");
        assert!(reading.quarantined.iter().all(|row| row.field == "list_name"), "{kind}");
    }
}

#[test]
fn variants_of_the_standards_codes_are_known_and_numbers_of_persons_dropped() {
    for (kind, csv) in [
        ("penalty", "CF_XDR_MC,CF_WSH,CF_FRDB,CF_FR_SFZH\n示例店,示罚〔2026〕1号,示例甲,210302190001010015\n"),
        ("filing", "XK_XDR_MC,XK_WSH,XK_FDDB,XK_FR_SFZH\n示例店,示准〔2026〕1号,示例甲,210302190001010015\n"),
    ] {
        let (records, reading) = read(&feed(kind, ""), csv.as_bytes()).expect(kind);
        assert_eq!(text(&records[0], Field::LegalRepresentative), "示例甲", "{kind}");
        let said = format!("{:?} {:?} {:?}", records[0], reading.columns, reading.warnings);
        assert!(!said.contains("190001010015") && !said.contains("SFZH"), "{said}");
    }
}

#[test]
fn marks_of_individual_businesses_are_abnormal_too() {
    let csv = "名称,统一社会信用代码,经营异常标记日期,经营异常标记原因,标记机关\n示例美发店,92210302MA99FAK16F,2026-4-9,通过登记的经营场所无法联系,铁东区局\n";
    let (records, reading) = read(&feed("abnormal", ""), csv.as_bytes()).expect("reads");
    for (field, value) in [
        (Field::SubjectName, "示例美发店"),
        (Field::DecidedOn, "2026-04-09"),
        (Field::Facts, "通过登记的经营场所无法联系"),
        (Field::Agency, "铁东区局"),
    ] {
        assert_eq!(text(&records[0], field), value, "{:?}", reading.columns);
    }
}
