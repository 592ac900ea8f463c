//! What is said about the city's trades rather than decided: complaint figures, notices, statistics.

use super::{Draw, FeedSpec, Share};
use crate::portal::Plan;
use crate::portal::agencies::{COMMERCE, REGULATOR};
use crate::portal::container::Container;
use crate::portal::dates::{Spelling, days_ago, spell};
use crate::portal::words::DISTRICTS;

pub static COMPLAINTS: FeedSpec = FeedSpec {
    id: "scjg-complaints",
    kind: "complaints",
    agency: REGULATOR,
    container: Container::Ndjson,
    share: Share::PerMille(90),
    columns: &["经营者名称", "信用代码", "所属区县", "统计期", "投诉量", "办结量", "调解成功率", "主要问题"],
    fields: &[
        ("subject_name", "经营者名称"),
        ("subject_code", "信用代码"),
        ("district", "所属区县"),
        ("period", "统计期"),
        ("received", "投诉量"),
        ("settled", "办结量"),
        ("mediation_rate", "调解成功率"),
        ("main_issues", "主要问题"),
    ],
    preset: None,
    row: complaints,
};

fn complaints(mut draw: Draw<'_>) -> Vec<String> {
    let random = &mut draw.random;
    let received = random.between(1, 60).min(random.between(1, 60));
    let settled = random.between(received / 2, received);
    // Tenths of a percent.
    let rate = random.between(300, 1000);
    let code = if random.chance(5) { String::new() } else { draw.merchant.code.clone() };
    vec![
        draw.merchant.name.clone(),
        code,
        draw.merchant.district.name.to_owned(),
        random.pick(&QUARTERS).to_owned(),
        received.to_string(),
        settled.to_string(),
        format!("{}.{}%", rate / 10, rate % 10),
        draw.merchant.trade.issue.to_owned(),
    ]
}

pub static NOTICES: FeedSpec = FeedSpec {
    id: "swj-notices",
    kind: "notice",
    agency: COMMERCE,
    container: Container::Rss,
    share: Share::Rows(notices_of),
    columns: &["title", "link", "guid", "pubDate", "description"],
    fields: &[],
    preset: None,
    row: notice,
};

/// A city writes a few notices a week, however many shops it has.
fn notices_of(plan: &Plan) -> u64 {
    (plan.merchants / 200).clamp(3, 3000)
}

fn notice(mut draw: Draw<'_>) -> Vec<String> {
    let trade = draw.merchant.trade;
    let link = format!("https://example.gov.cn/tishi/{}.html", draw.serial);
    let sector = trade.sign[0];
    vec![
        format!("{}{sector}预付消费提示（第{}期）", draw.merchant.district.name, draw.serial),
        link.clone(),
        link,
        spell(days_ago(draw.random.between(1, 340)), Spelling::Mail),
        format!(
            "近期{}一带{sector}行业“{}”的投诉增多。办卡前请核对营业执照，签订书面合同，少量充值。",
            draw.merchant.road, trade.issue
        ),
    ]
}

pub static STATISTICS: FeedSpec = FeedSpec {
    id: "swj-statistics",
    kind: "statistic",
    agency: COMMERCE,
    container: Container::Csv,
    share: Share::Rows(statistics_of),
    columns: &["指标", "统计期", "数值", "单位", "地区"],
    fields: &[("name", "指标"), ("period", "统计期"), ("value", "数值"), ("unit", "单位"), ("region", "地区")],
    preset: None,
    row: statistic,
};

/// Four figures a district, for three quarters.
const FIGURES: [(&str, &str); 4] =
    [("预付消费投诉", "件"), ("发卡企业备案", "家"), ("纳入存管企业", "家"), ("失信禁入", "人次")];
const QUARTERS: [&str; 3] = ["2026Q1", "2026Q2", "2026Q3"];

fn statistics_of(_: &Plan) -> u64 {
    (FIGURES.len() * QUARTERS.len() * DISTRICTS.len()) as u64
}

fn statistic(mut draw: Draw<'_>) -> Vec<String> {
    let number = usize::try_from(draw.merchant.index).expect("fewer rows than statistics_of");
    let figure = FIGURES[number % FIGURES.len()];
    let quarter = QUARTERS[number / FIGURES.len() % QUARTERS.len()];
    let district = &DISTRICTS[number / FIGURES.len() / QUARTERS.len()];
    let value = draw.random.between(3, 900);
    [figure.0, quarter, &value.to_string(), figure.1, district.name].map(str::to_owned).to_vec()
}
