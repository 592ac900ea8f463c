//! Registers: the merchants themselves, filings, custody, commitments, awards.

use super::{Draw, FeedSpec, Share};
use crate::portal::agencies::{AWARD, COMMERCE, REFORM, REGULATOR};
use crate::portal::code::Registered;
use crate::portal::container::Container;
use crate::portal::dates::{Spelling, days_ago, spell, years_after};
use crate::portal::merchant::Merchant;

pub static MERCHANTS: FeedSpec = FeedSpec {
    id: "scjg-merchants",
    kind: "merchant",
    agency: REGULATOR,
    container: Container::CsvWithBom,
    share: Share::Everybody,
    columns: &[
        "市场主体名称",
        "统一社会信用代码",
        "主体类型",
        "法定代表人",
        "招牌名称",
        "曾用名",
        "经营场所",
        "所在商场",
        "所属区县",
        "行业",
        "登记状态",
    ],
    fields: &[
        ("subject_name", "市场主体名称"),
        ("subject_code", "统一社会信用代码"),
        ("subject_kind", "主体类型"),
        ("legal_representative", "法定代表人"),
        ("brands", "招牌名称"),
        ("former_names", "曾用名"),
        ("address", "经营场所"),
        ("mall", "所在商场"),
        ("district", "所属区县"),
        ("industry", "行业"),
        ("status", "登记状态"),
    ],
    preset: None,
    row: merchant,
};

fn merchant(draw: Draw<'_>) -> Vec<String> {
    let merchant = draw.merchant;
    let kind = match merchant.registered {
        Registered::Company => "企业",
        Registered::SoleTrader => "个体工商户",
    };
    // Half of the register gives the class of GB/T 4754, half its wording.
    let industry = if merchant.index.is_multiple_of(2) { merchant.trade.class } else { merchant.trade.wording };
    vec![
        merchant.name.clone(),
        merchant.code.clone(),
        kind.to_owned(),
        merchant.person.clone(),
        merchant.signs.join("；"),
        merchant.former_name.clone().unwrap_or_default(),
        merchant.address.clone(),
        merchant.mall.clone().unwrap_or_default(),
        merchant.district.name.to_owned(),
        industry.to_owned(),
        merchant.status.to_owned(),
    ]
}

pub static FILINGS: FeedSpec = FeedSpec {
    id: "swj-filings",
    kind: "filing",
    agency: COMMERCE,
    container: Container::CsvWithBom,
    share: Share::PerMilleOf(107, must_file),
    columns: &[
        "企业名称",
        "统一社会信用代码",
        "备案号",
        "备案类别",
        "备案机关",
        "备案日期",
        "卡种",
        "状态",
        "存管方式",
    ],
    fields: &[
        ("filing_no", "备案号"),
        ("filing_class", "备案类别"),
        ("agency", "备案机关"),
        ("decided_on", "备案日期"),
        ("card_types", "卡种"),
        ("status", "状态"),
        ("custody_method", "存管方式"),
    ],
    preset: None,
    row: filing,
};

/// 单用途商业预付卡管理办法 binds companies of some trades only (`domain.md` section 0, 7).
fn must_file(merchant: &Merchant) -> bool {
    merchant.registered == Registered::Company && merchant.trade.files
}

fn filing(mut draw: Draw<'_>) -> Vec<String> {
    let random = &mut draw.random;
    let class = random.weighted(&[("其他发卡企业", 70), ("规模发卡企业", 24), ("品牌发卡企业", 6)], |class| class.1);
    let cards = random.pick(&["记名卡", "不记名卡", "记名卡；不记名卡"]);
    let status = random.weighted(&[("有效", 90), ("已注销", 10)], |status| status.1);
    let day = days_ago(random.between(20, 2400));
    vec![
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        filing_number(draw.serial),
        class.0.to_owned(),
        COMMERCE.to_owned(),
        spell(day, Spelling::Dots),
        cards.to_owned(),
        status.0.to_owned(),
        custody_method(draw.serial).to_owned(),
    ]
}

/// Division, three letters and four digits; the letters are opaque and go on counting where the digits end.
fn filing_number(serial: u64) -> String {
    let letter = |place: u32| char::from(b'A' + (serial / 10_000 / 26_u64.pow(place) % 26) as u8);
    format!("210300{}{}{}{:04}", letter(2), letter(1), letter(0), serial % 10_000)
}

fn custody_method(serial: u64) -> &'static str {
    ["银行存管", "履约保证保险", "银行保函"][(serial % 3) as usize]
}

pub static CUSTODY: FeedSpec = FeedSpec {
    id: "swj-custody",
    kind: "custody",
    agency: COMMERCE,
    container: Container::JsonRows,
    share: Share::PerMille(40),
    columns: &["enterName", "uscc", "custodyMethod", "orgName", "ratio", "asOf", "validTo"],
    fields: &[
        ("subject_name", "enterName"),
        ("subject_code", "uscc"),
        ("custody_method", "custodyMethod"),
        ("institution", "orgName"),
        ("ratio_percent", "ratio"),
        ("as_of", "asOf"),
        ("valid_until", "validTo"),
    ],
    preset: None,
    row: custody,
};

fn custody(mut draw: Draw<'_>) -> Vec<String> {
    let random = &mut draw.random;
    let institution = match custody_method(draw.serial) {
        "履约保证保险" => "示例财产保险鞍山中心支公司",
        _ => random.pick(&["示例银行鞍山分行", "示例农村商业银行", "示例城市银行海城支行"]),
    };
    let ratio = random.pick(&["20", "30", "40"]);
    let until = years_after(days_ago(random.between(0, 300)), 1);
    vec![
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        custody_method(draw.serial).to_owned(),
        institution.to_owned(),
        ratio.to_owned(),
        spell(days_ago(56), Spelling::Milliseconds),
        spell(until, Spelling::Milliseconds),
    ]
}

pub static COMMITMENTS: FeedSpec = FeedSpec {
    id: "fgw-commitments",
    kind: "commitment",
    agency: REFORM,
    container: Container::Csv,
    share: Share::PerMille(100),
    columns: &["承诺主体", "信用代码", "承诺类型", "承诺日期", "受理单位", "履约状态"],
    fields: &[
        ("subject_name", "承诺主体"),
        ("subject_code", "信用代码"),
        ("commitment_type", "承诺类型"),
        ("decided_on", "承诺日期"),
        ("agency", "受理单位"),
        ("performance", "履约状态"),
    ],
    preset: None,
    row: commitment,
};

fn commitment(mut draw: Draw<'_>) -> Vec<String> {
    let random = &mut draw.random;
    let performance =
        random.weighted(&[("履行中", 70), ("已履行", 27), ("违诺", 3)], |performance| performance.1);
    vec![
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        random.pick(&["主动公示型", "行业自律型", "容缺受理型"]).to_owned(),
        spell(days_ago(random.between(1, 700)), Spelling::Digits),
        random.pick(&[COMMERCE, REFORM]).to_owned(),
        performance.0.to_owned(),
    ]
}

pub static AWARDS: FeedSpec = FeedSpec {
    id: "swj-awards",
    kind: "award",
    agency: COMMERCE,
    container: Container::Csv,
    share: Share::PerMille(20),
    columns: &[
        "荣誉名称",
        "评价年度",
        "批次",
        "企业名称",
        "统一社会信用代码",
        "认定文号",
        "认定时间",
        "认定单位",
        "有效期至",
    ],
    fields: &[
        ("list_name", "荣誉名称"),
        ("year", "评价年度"),
        ("batch", "批次"),
        ("document_no", "认定文号"),
        ("decided_on", "认定时间"),
        ("agency", "认定单位"),
        ("valid_until", "有效期至"),
    ],
    preset: None,
    row: award,
};

fn award(mut draw: Draw<'_>) -> Vec<String> {
    let day = days_ago(draw.random.between(10, 1000));
    vec![
        AWARD.to_owned(),
        day.year().to_string(),
        draw.random.pick(&["第一批", "第二批"]).to_owned(),
        draw.merchant.name.clone(),
        draw.merchant.code.clone(),
        format!("鞍商发〔{}〕{}号", day.year(), draw.serial),
        spell(day, Spelling::Dashes),
        COMMERCE.to_owned(),
        spell(years_after(day, 3), Spelling::Dashes),
    ]
}
