//! What agencies decide against merchants: lists, bans, penalties, exposure.

use super::{Draw, FeedSpec, Share};
use crate::portal::agencies::{self, REGULATOR};
use crate::portal::code::Registered;
use crate::portal::container::Container;
use crate::portal::dates::{Spelling, days_ago, spell, years_after};

pub static BLACKLIST: FeedSpec = FeedSpec {
    id: "scjg-blacklist",
    kind: "blacklist",
    agency: REGULATOR,
    container: Container::Exchange,
    share: Share::PerMille(15),
    columns: &["MDMC", "QYMC", "TYSHXYDM", "LRRQ", "LRYY", "JDWH", "JDJG", "YJ", "GSJZQ"],
    fields: &[
        ("list_name", "MDMC"),
        ("subject_name", "QYMC"),
        ("subject_code", "TYSHXYDM"),
        ("decided_on", "LRRQ"),
        ("facts", "LRYY"),
        ("document_no", "JDWH"),
        ("agency", "JDJG"),
        ("legal_basis", "YJ"),
        ("valid_until", "GSJZQ"),
    ],
    preset: None,
    row: blacklist,
};

fn blacklist(mut draw: Draw<'_>) -> Vec<String> {
    let day = days_ago(draw.random.between(1, 1080));
    vec![
        "严重违法失信名单".to_owned(),
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        spell(day, Spelling::Chinese),
        format!("以{}名义预收费用后关门停业且无法取得联系", draw.merchant.trade.sign[0]),
        format!("鞍市监列严〔{}〕{}号", day.year(), draw.serial),
        REGULATOR.to_owned(),
        "市场监管总局令第44号第八条".to_owned(),
        spell(years_after(day, 3), Spelling::Chinese),
    ]
}

pub static PREMISES_BANS: FeedSpec = FeedSpec {
    id: "scjg-premises-bans",
    kind: "premises-ban",
    agency: REGULATOR,
    container: Container::Tsv,
    share: Share::PerMille(3),
    columns: &["经营场所", "关联商户", "统一社会信用代码", "决定文号", "决定机关", "决定日期", "禁入截止", "事由"],
    fields: &[
        ("address", "经营场所"),
        ("subject_name", "关联商户"),
        ("subject_code", "统一社会信用代码"),
        ("document_no", "决定文号"),
        ("agency", "决定机关"),
        ("decided_on", "决定日期"),
        ("valid_until", "禁入截止"),
        ("facts", "事由"),
    ],
    preset: None,
    row: premises_ban,
};

fn premises_ban(mut draw: Draw<'_>) -> Vec<String> {
    let day = days_ago(draw.random.between(1, 700));
    let times = draw.random.between(3, 6);
    vec![
        draw.merchant.address.clone(),
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        format!("鞍市监禁入〔{}〕{}号", day.year(), draw.serial),
        REGULATOR.to_owned(),
        spell(day, Spelling::Dashes),
        spell(years_after(day, 2), Spelling::Dashes),
        format!("该场所两年内{times}次变更经营者，均有预收费用未退"),
    ]
}

/// 双公示 as revised in 2018: amounts in 万元 (`domain.md` 2.1).
pub static PENALTIES: FeedSpec = FeedSpec {
    id: "scjg-penalties",
    kind: "penalty",
    agency: REGULATOR,
    container: Container::CsvGb18030,
    share: Share::PerMille(80),
    columns: &[
        "CF_XDR_MC",
        "CF_XDR_LB",
        "CF_XDR_SHXYM",
        "CF_FRDB",
        "CF_WSH",
        "CF_WFXW",
        "CF_SY",
        "CF_YJ",
        "CF_CFLB",
        "CF_NR",
        "CF_NR_FK",
        "CF_NR_WFFF",
        "CF_JDRQ",
        "CF_YXQ",
        "CF_GSJZQ",
        "CF_CFJG",
        "BZ",
    ],
    fields: &[],
    preset: Some("shuanggongshi-penalty"),
    row: penalty,
};

/// What was done, and the words for it in a decision.
const OFFENCES: [(&str, &str, &str); 6] = [
    ("侵害消费者权益", "收取预付款后未按约定提供服务且拒绝退款", "《中华人民共和国消费者权益保护法》第五十六条"),
    ("虚假宣传", "宣传内容与实际提供的服务不符", "《中华人民共和国反不正当竞争法》第二十条"),
    ("价格违法", "未明码标价，在标价之外加价收费", "《中华人民共和国价格法》第四十二条"),
    ("超限额发卡", "发行单张超过限额的记名卡", "《单用途商业预付卡管理办法（试行）》第三十七条"),
    ("食品安全违法", "使用超过保质期的食品原料", "《中华人民共和国食品安全法》第一百二十四条"),
    ("未备案发卡", "未按规定办理单用途卡备案", "《单用途商业预付卡管理办法（试行）》第三十六条"),
];

fn penalty(mut draw: Draw<'_>) -> Vec<String> {
    let random = &mut draw.random;
    let merchant = draw.merchant;
    let offence = random.pick(&OFFENCES);
    let (fine, gain) = (random.between(4, 100) * 1000, random.between(0, 80) * 100);
    let day = days_ago(random.between(1, 400));
    let (kinds, outcome) = match gain {
        0 => ("罚款", format!("罚款{fine}元")),
        _ => ("罚款;没收违法所得", format!("罚款{fine}元;没收违法所得{gain}元")),
    };
    let party = match merchant.registered {
        Registered::Company => "法人及非法人组织",
        Registered::SoleTrader => "个体工商户",
    };
    // Ten thousands of yuan with six decimals, as the column is declared.
    let ten_thousands = |yuan: u64| format!("{}.{:04}00", yuan / 10_000, yuan % 10_000);
    vec![
        merchant.name.clone(),
        party.to_owned(),
        merchant.code.clone(),
        merchant.person.clone(),
        format!("{}处罚〔{}〕{}号", agencies::letters(merchant.district), day.year(), draw.serial),
        offence.0.to_owned(),
        format!("当事人在{}{}，涉及消费者{}人", merchant.road, offence.1, random.between(1, 60)),
        offence.2.to_owned(),
        kinds.to_owned(),
        outcome,
        ten_thousands(fine),
        ten_thousands(gain),
        spell(day, Spelling::Slashes),
        "2099/12/31".to_owned(),
        spell(years_after(day, 1), Spelling::Slashes),
        agencies::of_district(merchant.district),
        String::new(),
    ]
}

pub static ABNORMAL: FeedSpec = FeedSpec {
    id: "scjg-abnormal",
    kind: "abnormal",
    agency: REGULATOR,
    container: Container::CsvGb18030,
    share: Share::PerMille(40),
    columns: &["企业名称", "统一社会信用代码", "列入日期", "列入原因", "决定机关(列入)", "移出日期", "移出原因"],
    fields: &[
        ("decided_on", "列入日期"),
        ("facts", "列入原因"),
        ("agency", "决定机关(列入)"),
        ("withdrawn_on", "移出日期"),
        ("withdrawal_reason", "移出原因"),
    ],
    preset: None,
    row: abnormal,
};

fn abnormal(mut draw: Draw<'_>) -> Vec<String> {
    let random = &mut draw.random;
    let day = random.between(31, 1000);
    let reason = random.weighted(
        &[
            ("通过登记的住所或者经营场所无法联系的", 60),
            ("未按规定期限公示年度报告的", 35),
            ("公示企业信息隐瞒真实情况、弄虚作假的", 5),
        ],
        |reason| reason.1,
    );
    let removed = random.chance(6);
    vec![
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        spell(days_ago(day), Spelling::Dashes),
        reason.0.to_owned(),
        agencies::of_district(draw.merchant.district),
        if removed { spell(days_ago(day - 30), Spelling::Dashes) } else { String::new() },
        if removed { "已补报并申请移出".to_owned() } else { String::new() },
    ]
}

pub static EXPOSURES: FeedSpec = FeedSpec {
    id: "scjg-exposures",
    kind: "exposure",
    agency: REGULATOR,
    container: Container::JsonData,
    share: Share::PerMille(10),
    columns: &["title", "enterName", "district", "content", "deptName", "publishDate"],
    fields: &[
        ("title", "title"),
        ("subject_name", "enterName"),
        ("district", "district"),
        ("facts", "content"),
        ("agency", "deptName"),
        ("published_on", "publishDate"),
    ],
    preset: None,
    row: exposure,
};

/// Exposure notices name the shop without its code: it is found by name and district.
fn exposure(mut draw: Draw<'_>) -> Vec<String> {
    let merchant = draw.merchant;
    let complaints = draw.random.between(5, 80);
    vec![
        format!("曝光：{}预付费问题", merchant.name),
        merchant.name.clone(),
        merchant.district.name.to_owned(),
        format!("经查，该商户{}，已核实投诉{complaints}件，逾期未整改。", merchant.trade.issue),
        agencies::of_district(merchant.district),
        spell(days_ago(draw.random.between(1, 340)), Spelling::Dashes),
    ]
}
