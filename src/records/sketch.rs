//! A first look at a feed that nobody has described: what its records are, by what its columns say.
//!
//! In: the columns of a feed, its name, a few of its values. Out: the likeliest kind, or none. Never decides anything for
//! good: what it finds is written into a manifest for a person to confirm.

use super::mapping::{Mapping, Target};
use super::text::name_key;
use super::{Field, Kind, format, list_code};
use crate::sources::{Body, Feed};
use std::collections::BTreeSet;

/// Words in columns, names and list names that tell a kind.
const SIGNS: [(Kind, &[&str]); 15] = [
    (
        Kind::Blacklist,
        &[
            "黑名单",
            "严重违法",
            "严重失信",
            "失信",
            "重点关注",
            "名单名称",
            "名单id",
            "列入依据",
            "被执行人",
            "决定机关(列入)",
            "决定机关(移出)",
            "blacklist",
        ],
    ),
    (Kind::PremisesBan, &["禁入", "premises"]),
    (Kind::Exposure, &["曝光", "exposure"]),
    (Kind::Penalty, &["处罚", "CF_", "违法行为", "违法事实", "罚款", "penalt"]),
    (Kind::Abnormal, &["经营异常", "异常名录", "标记日期", "决定机关(列入)", "决定机关(移出)", "abnormal"]),
    (Kind::Notice, &["提示", "警示", "notice"]),
    (Kind::Complaints, &["投诉", "办结", "调解", "complaint"]),
    (Kind::Filing, &["备案", "发卡", "卡种", "XK_", "许可", "filing"]),
    (Kind::Custody, &["存管", "保函", "承保", "资金管理", "custody"]),
    (Kind::Commitment, &["承诺", "履约", "commitment"]),
    (Kind::Award, &["荣誉", "红名单", "示范", "评价年度", "IDENTIFICATION_", "award"]),
    (
        Kind::Merchant,
        &[
            "登记状态",
            "经营状态",
            "成立日期",
            "经营范围",
            "注册资本",
            "曾用名",
            "住所",
            "招牌",
            "门店地址",
            "所在商场",
            "登记日期",
            "merchant",
            "stores",
        ],
    ),
    (Kind::Case, &["案例", "警情", "案情", "case"]),
    (Kind::Policy, &["发文字号", "成文日期", "发文机关", "有效性", "文件名称", "ARTICLETITLE", "polic"]),
    (Kind::Statistic, &["指标", "计量单位", "数值", "statistic"]),
];

/// Two lists of one layout, and the words that tell which it is.
const TWINS: [(Kind, Kind); 2] = [(Kind::Blacklist, Kind::Abnormal), (Kind::Abnormal, Kind::Blacklist)];
const TELLING: [&str; 8] = ["黑名单", "严重违法", "失信", "重点关注", "经营异常", "异常名录", "blacklist", "abnormal"];

/// The likeliest kind, and another that has the same columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    pub kind: Kind,
    pub twin: Option<Kind>,
}

/// What rows look like before anybody has said what they are.
#[derive(Debug, Default)]
pub struct Look {
    pub columns: BTreeSet<String>,
    /// Of JSON: the pointer that leads to all rows, where one does.
    pub place: Option<String>,
    pub rows: usize,
    /// Rows that the answer has beside these.
    pub more: Option<format::More>,
    /// Names of lists that the first rows carry.
    lists: BTreeSet<String>,
    /// Titles of the first rows.
    titles: Vec<String>,
    /// The first rows, and those of them that hold a reason by which the law marks operation as abnormal.
    first: usize,
    marked: usize,
}

/// Words in titles of news that tell a kind; news that none of them tells are policy. Exposures without a name are notices.
const NEWS: [(Kind, &[&str]); 2] =
    [(Kind::Case, &["案例", "警情", "案件"]), (Kind::Notice, &["提示", "警示", "提醒", "预警", "曝光"])];

/// Reads the bodies of a feed for their columns only.
///
/// # Errors
/// [`super::read::ReadError`] when they are nothing that can be read.
pub fn look(feed: &Feed, bodies: &[Body]) -> Result<Look, super::read::ReadError> {
    let mut look = Look::default();
    let limit = format::Limit::of(feed);
    for body in bodies {
        let layout = format::rows(feed, body, &limit, &mut |row| {
            look.rows += 1;
            if look.rows <= 20 {
                look.first += 1;
                look.marked += usize::from(row.pairs().any(|(_, value)| is_reason_of_abnormal(value)));
                let named = row.pairs().filter(|(column, _)| column.contains("名单") || column.contains("荣誉"));
                look.lists.extend(named.map(|(_, value)| list_code::name(value).unwrap_or(value).to_owned()));
                let titles = row.pairs().filter(|(column, _)| *column == "title");
                look.titles.extend(titles.map(|(_, value)| value.to_owned()));
            }
        })?;
        look.place = layout.place;
        look.more = layout.more;
        look.columns.extend(layout.columns.into_iter().filter(|column| !column.trim().is_empty()));
    }
    Ok(look)
}

/// The likeliest kind: of those whose required fields have a column, the one that most signs speak for.
pub fn kind(feed: &Feed, look: &Look) -> Option<Guess> {
    let file = feed.source.rsplit('/').next().unwrap_or_default().to_lowercase();
    let texts: Vec<String> = look.columns.iter().chain(&look.lists).map(|text| key(text)).collect();
    let score = |kind: Kind, signs: &[&str]| {
        let fields = fields(feed, look, kind);
        let whole = kind.required().iter().all(|field| fields.contains(field));
        let says = |sign: &&&str| texts.iter().any(|text| text.contains(&key(sign)));
        let said = signs.iter().filter(says).count();
        let hits: usize = signs.iter().map(|sign| texts.iter().filter(|text| text.contains(&key(sign))).count()).sum();
        let by_name = usize::from(signs.iter().any(|sign| file.contains(&sign.to_lowercase())));
        (whole && said + by_name > 0).then_some((said + 2 * by_name, hits, fields.len()))
    };
    // A white list is in no black one's place.
    let is_praise = !look.lists.is_empty() && look.lists.iter().all(|list| list_code::praises(list));
    let may_be = |kind: Kind| !is_praise || !matches!(kind, Kind::Blacklist | Kind::Abnormal);
    let scored: Vec<_> = SIGNS
        .iter()
        .filter(|(kind, _)| may_be(*kind))
        .filter_map(|(kind, signs)| Some((score(*kind, signs)?, *kind)))
        .collect();
    // Among equals the first of the table: the graver kinds stand first and are looked at by a person.
    let best = scored.iter().rev().max_by_key(|found| found.0).map(|found| found.1);
    let is_told = TELLING.iter().any(|word| file.contains(word) || texts.iter().any(|text| text.contains(word)));
    let twin_of = |kind: Kind| {
        let twin = TWINS.iter().find(|twins| twins.0 == kind && !is_told)?.1;
        scored.iter().any(|found| found.1 == twin).then_some(twin)
    };
    // No list of serious breaches has these reasons.
    let is_marked = !is_told && look.first > 0 && look.marked == look.first;
    let best = best.map(|kind| match kind {
        Kind::Blacklist if is_marked => Guess { kind: Kind::Abnormal, twin: None },
        Kind::Abnormal if is_marked => Guess { kind, twin: None },
        kind => Guess { kind, twin: twin_of(kind) },
    });
    // Who was entered in a list is in a black one or in that of abnormal operation: nothing else says which.
    let names_subjects = || fields(feed, look, Kind::Blacklist).contains(&Field::SubjectName);
    let is_list = texts.iter().any(|text| text.contains("列入"));
    let listed = || {
        let guess = match is_marked {
            true => Guess { kind: Kind::Abnormal, twin: None },
            false => Guess { kind: Kind::Blacklist, twin: Some(Kind::Abnormal) },
        };
        (is_list && !is_praise && names_subjects()).then_some(guess)
    };
    best.or_else(listed).or_else(|| kind_of_news(look).map(|kind| Guess { kind, twin: None }))
}

/// Whether a text is one of the four reasons of the list of abnormal operation (企业信息公示暂行条例 art. 17), in the words of the law or
/// near them.
fn is_reason_of_abnormal(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().all(|word| text.contains(word));
    has(&["登记", "无法联系"]) && (has(&["住所"]) || has(&["经营场所"]))
        || has(&["公示", "年度报告", "未"])
        || has(&["责令", "期限", "公示"])
        || has(&["公示", "信息", "隐瞒", "弄虚作假"])
}

/// The fields that the columns would give in a feed of a kind.
fn fields(feed: &Feed, look: &Look, kind: Kind) -> BTreeSet<Field> {
    let mut mapping = Mapping::new(&Feed { kind, ..feed.clone() });
    let targets = look.columns.iter().map(|column| mapping.column(column).target);
    targets.filter_map(|target| if let Target::Field(field) = target { Some(field) } else { None }).collect()
}

/// What names are compared by: names of XML elements have no brackets.
fn key(text: &str) -> String {
    name_key(text).replace(['(', ')'], "")
}

/// The kind of news, by what most of their titles speak of; none where they are no news.
fn kind_of_news(look: &Look) -> Option<Kind> {
    let are_news = look.columns.contains("source_url") && !look.titles.is_empty();
    let said =
        |words: &[&str]| look.titles.iter().filter(|title| words.iter().any(|word| title.contains(word))).count();
    let kinds = NEWS.iter().map(|(kind, words)| (said(words), *kind));
    let told = kinds.rev().max_by_key(|found| found.0).filter(|found| 2 * found.0 > look.titles.len());
    are_news.then(|| told.map_or(Kind::Policy, |found| found.1))
}

#[cfg(test)]
mod tests {
    use super::is_reason_of_abnormal;

    #[test]
    fn the_four_reasons_of_the_law_are_known() {
        for reason in [
            "通过登记的住所或者经营场所无法联系的",
            "通过登记的住所（经营场所）无法取得联系，无法联系",
            "未按规定期限公示年度报告",
            "未依照《企业信息公示暂行条例》第八条规定的期限公示年度报告的",
            "未按责令期限公示有关信息",
            "公示信息隐瞒真实情况、弄虚作假",
        ] {
            assert!(is_reason_of_abnormal(reason), "{reason}");
        }
        for reason in ["收取预付款后停业、无法联系", "被列入经营异常名录届满三年仍未履行义务", "2025年度报告已公示", ""]
        {
            assert!(!is_reason_of_abnormal(reason), "{reason}");
        }
    }
}
