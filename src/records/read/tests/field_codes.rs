//! Every field code that the domain's list names, one row each: sections 2.1 (行政处罚, 2018 and 2015), 2.2 (行政许可,
//! 2018 and older) and 2.4 (红名单). What is personal must not even be read.

use super::{feed, read};
use crate::records::mapping::{Mapping, Target};
use crate::records::{Field, Kind};
use Target::{Dropped, Ignored};

const fn to(field: Field) -> Target {
    Target::Field(field)
}

/// Section 2.1: the standard as revised in 2018, with its aliases and variants.
const PENALTY_2018: [(&str, Target); 36] = [
    ("CF_XDR_MC", to(Field::SubjectName)),
    ("CF_XDR_LB", to(Field::SubjectKind)),
    ("CF_XDR_SHXYM", to(Field::SubjectCode)),
    ("CF_XDR_GSZC", Ignored),
    ("CF_XDR_ZZJG", Ignored),
    ("CF_XDR_SWDJ", Ignored),
    ("CF_XDR_SYDW", Ignored),
    ("CF_XDR_SHZZ", Ignored),
    ("CF_FRDB", to(Field::LegalRepresentative)),
    ("CF_FR_ZJLX", Dropped),
    ("CF_FR_ZJHM", Dropped),
    ("CF_FR_SFZH", Dropped),
    ("CF_XDR_ZJLX", Dropped),
    ("CF_XDR_ZJHM", Dropped),
    ("CF_WSH", to(Field::DocumentNo)),
    ("CF_WFXW", to(Field::Title)),
    ("CF_SY", to(Field::Facts)),
    ("CF_WFSS", to(Field::Facts)),
    ("CF_YJ", to(Field::Basis)),
    ("CF_CFYJ", to(Field::Basis)),
    ("CF_CFLB", to(Field::Category)),
    ("CF_NR", to(Field::Outcome)),
    ("CF_NR_FK", to(Field::AmountYuan)),
    ("CF_NR_WFFF", to(Field::ConfiscatedYuan)),
    ("CF_NR_ZKDX", Ignored),
    ("CF_JDRQ", to(Field::DecidedOn)),
    // 处罚有效期 says nothing about publicity: 公示截止期 does.
    ("CF_YXQ", Ignored),
    ("CF_GSJZQ", to(Field::ValidUntil)),
    ("CF_CFJG", to(Field::Agency)),
    ("CF_CFJGDM", Ignored),
    ("CF_SJLY", Ignored),
    ("CF_SJLYDM", Ignored),
    ("CF_ZT", to(Field::RecordState)),
    ("CF_SYFW", to(Field::UseScope)),
    ("BZ", to(Field::Remarks)),
    ("CF_XDR_SFZH", Dropped),
];

/// Section 2.1: the layout of 2015 and 2016, where it differs.
const PENALTY_2015: [(&str, Target); 14] = [
    ("CF_CFMC", to(Field::Title)),
    ("CF_CFLB1", to(Field::Category)),
    ("CF_CFLB2", to(Field::Category)),
    // Here the ground of the penalty (处罚事由).
    ("CF_SY", to(Field::Facts)),
    ("CF_XDR_ZDM", Ignored),
    ("CF_XDR_GSDJ", Ignored),
    ("CF_XDR_SFZ", Dropped),
    ("CF_FR", to(Field::LegalRepresentative)),
    ("CF_JG", to(Field::Outcome)),
    ("CF_XZJG", to(Field::Agency)),
    ("CF_ZT", to(Field::RecordState)),
    ("CF_SYFW", to(Field::UseScope)),
    ("DFBM", Ignored),
    ("SJC", Ignored),
];

/// Section 2.2, 2018 with its variants, then the older ones.
const LICENCE: [(&str, Target); 36] = [
    ("XK_XDR_MC", to(Field::SubjectName)),
    ("XK_XDR_LB", to(Field::SubjectKind)),
    ("XK_XDR_SHXYM", to(Field::SubjectCode)),
    ("XK_XDR_GSZC", Ignored),
    ("XK_XDR_ZZJG", Ignored),
    ("XK_XDR_SWDJ", Ignored),
    ("XK_XDR_SYDW", Ignored),
    ("XK_XDR_SHZZ", Ignored),
    ("XK_FRDB", to(Field::LegalRepresentative)),
    ("XK_FDDB", to(Field::LegalRepresentative)),
    ("XK_FR_ZJLX", Dropped),
    ("XK_FR_ZJHM", Dropped),
    ("XK_FR_SFZH", Dropped),
    ("XK_XDR_ZJLX", Dropped),
    ("XK_XDR_ZJHM", Dropped),
    ("XK_XKWS", to(Field::Title)),
    ("XK_WSH", to(Field::DocumentNo)),
    ("XK_XKLB", to(Field::FilingClass)),
    ("XK_XKZS", to(Field::Category)),
    ("XK_XKBH", to(Field::FilingNo)),
    ("XK_NR", to(Field::Outcome)),
    ("XK_JDRQ", to(Field::DecidedOn)),
    // One letter apart: the beginning and the end.
    ("XK_YXQZ", to(Field::ValidFrom)),
    ("XK_YXQZI", to(Field::ValidUntil)),
    ("XK_XKJG", to(Field::Agency)),
    ("XK_XKJGDM", Ignored),
    ("XK_ZT", to(Field::RecordState)),
    ("XK_LYDW", Ignored),
    ("XK_LYDWDM", Ignored),
    ("BZ", to(Field::Remarks)),
    ("XK_XMMC", to(Field::Title)),
    ("XK_SPLB", to(Field::FilingClass)),
    ("XK_XDR", to(Field::SubjectName)),
    ("XK_XDR_SFZ", Dropped),
    ("XK_JZQ", to(Field::ValidUntil)),
    ("XK_XZJG", to(Field::Agency)),
];

/// Section 2.4: codes seen in public code.
const HONOUR: [(&str, Target); 6] = [
    ("DATA_CATEGORY", to(Field::ListName)),
    ("COMMENT_YEAR", to(Field::Year)),
    ("IDENTIFICATION_NO", to(Field::DocumentNo)),
    ("IDENTIFICATION_DATE", to(Field::DecidedOn)),
    ("IDENTIFICATION_DEPT", to(Field::Agency)),
    ("EXPIRATION_DATE", to(Field::ValidUntil)),
];

/// Section, kind, a line of the manifest, and what each code is.
type Layout = (&'static str, Kind, &'static str, &'static [(&'static str, Target)]);

const LISTS: [Layout; 6] = [
    ("2.1 2018", Kind::Penalty, "", &PENALTY_2018),
    ("2.1 2018, preset", Kind::Penalty, "preset = \"shuanggongshi-penalty\"", &PENALTY_2018),
    ("2.1 2015", Kind::Penalty, "", &PENALTY_2015),
    ("2.2", Kind::Filing, "", &LICENCE),
    ("2.4", Kind::Award, "", &HONOUR),
    ("2.4, preset", Kind::Award, "preset = \"red-list-codes\"", &HONOUR),
];

#[test]
fn each_code_is_the_field_that_its_standard_means() {
    for (name, kind, preset, codes) in LISTS {
        for (code, target) in codes {
            for spelling in [(*code).to_owned(), code.to_lowercase(), format!(" {code} ")] {
                let mut mapping = Mapping::new(&feed(kind.key(), preset));
                assert_eq!(mapping.column(&spelling).target, *target, "{name}: {spelling:?}");
            }
        }
    }
}

#[test]
fn amounts_of_the_standard_are_in_ten_thousands_and_no_others() {
    let mut mapping = Mapping::new(&feed("penalty", ""));
    for (column, yuan) in [
        ("CF_NR_FK", 10_000),
        ("CF_NR_WFFF", 10_000),
        ("cf_nr_fk", 10_000),
        ("罚款金额", 1),
        ("没收金额（万元）", 10_000),
    ] {
        assert_eq!(mapping.column(column).yuan, yuan, "{column}");
    }
}

const NAME: &str = "鞍山示例健身服务有限公司";
const NUMBER: &str = "鞍东市监处罚〔2026〕17号";

#[test]
fn what_is_dropped_or_ignored_is_nowhere_in_what_is_kept() {
    for (name, kind, preset, codes) in LISTS {
        let header = codes.iter().map(|code| code.0).collect::<Vec<_>>().join("\t");
        let cell = |(code, target): &(&str, Target)| match target {
            Target::Field(Field::SubjectName) => NAME.to_owned(),
            Target::Field(Field::DocumentNo) => NUMBER.to_owned(),
            Target::Field(Field::ListName) => "诚信示范企业".to_owned(),
            Target::Field(_) => String::new(),
            Dropped | Ignored => format!("不应出现{code}"),
        };
        let row = codes.iter().map(cell).collect::<Vec<_>>().join("\t");
        let tsv = format!("企业名称\t文号\t{header}\n{NAME}\t{NUMBER}\t{row}\n");
        let tsv_feed = feed(kind.key(), &format!("format = \"tsv\"\n{preset}"));
        let (records, reading) = read(&tsv_feed, tsv.as_bytes()).expect(name);
        assert_eq!(records.len(), 1, "{name}: {:?}", reading.quarantined);
        let kept = format!("{records:?} {:?}", reading.warnings);
        assert!(!kept.contains("不应出现"), "{name}: {kept}");
        for (code, target) in codes {
            let told = reading.columns.ignored.iter().any(|column| column == code);
            assert!(*target != Dropped || !told, "{name}: {code} is personal and is not even named");
            assert!(*target != Ignored || told, "{name}: {code} is named as ignored");
        }
    }
}
