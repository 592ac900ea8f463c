//! What a row leaves to be inferred: its agency, its standing, its district and its industry.

use super::{Field, Fields, Kind, Repair, Value, place, standing};
use crate::config::{Agencies, Districts};
use crate::sources::Feed;

/// Warnings named one by one; beyond that, the feed has another layout than it should.
pub const MAX_WARNINGS: usize = 1000;

/// Fills in what the row leaves to be inferred: the agency, the state.
pub fn complete(feed: &Feed, agencies: &Agencies, fields: &mut Fields, repairs: &mut Vec<Repair>) {
    if feed.kind == Kind::Complaints && fields.get(Field::Category).is_none() {
        // What came through one channel is a part of what came.
        let channel = fields.text(Field::Agency).filter(|agency| is_channel(agency)).map(str::to_owned);
        channel.into_iter().for_each(|channel| fields.set(Field::Category, Value::Text(channel)));
    }
    let named = fields.text(Field::Agency);
    let named = named.filter(|named| !is_channel(named) && may_decide(named) || agencies.find(named).is_some());
    let agency = agencies.canonical(named.unwrap_or(&feed.agency));
    if named != Some(agency.as_ref()) {
        repairs.extend(named.map(|alias| Repair::new(Field::Agency, alias, "full name of the agency")));
        let agency = agency.into_owned();
        fields.set(Field::Agency, Value::Text(agency));
    }
    if feed.kind == Kind::Blacklist && fields.get(Field::ListName).is_none() && is_of_defaulters(fields) {
        fields.set(Field::ListName, Value::Text("失信被执行人名单".to_owned()));
    }
    standing::settle(feed.kind, fields);
    if feed.kind == Kind::Statistic && fields.get(Field::Region).is_none() {
        // A figure of one district or trade is none of the whole.
        let parts =
            [Field::District, Field::Industry, Field::Category].into_iter().filter_map(|field| fields.text(field));
        let of = parts.collect::<Vec<_>>().join("，");
        if !of.is_empty() {
            fields.set(Field::Region, Value::Text(of));
        }
    }
    if feed.kind == Kind::Penalty
        && let Some(trade) = fields.text(Field::Category).filter(|category| is_trade(category)).map(str::to_owned)
    {
        fields.remove(Field::Category);
        if fields.get(Field::Industry).is_none() {
            fields.set(Field::Industry, Value::Text(trade));
        }
    }
    // 发卡类型 is the kind of card in one list and the kind of issuer in another.
    let is_class = |items: &[String]| !items.is_empty() && items.iter().all(|item| item.ends_with("发卡企业"));
    if is_class(fields.list(Field::CardTypes)) && fields.get(Field::FilingClass).is_none() {
        let class = fields.list(Field::CardTypes).join("；");
        fields.remove(Field::CardTypes);
        fields.set(Field::FilingClass, Value::Text(class));
    }
    if fields.date(Field::CancelledOn).is_some() && fields.get(Field::Status).is_none() {
        fields.set(Field::Status, Value::Text("已注销".to_owned()));
    }
}

/// Whether an entry is of a court's list of those who did not perform, the only one that courts keep.
fn is_of_defaulters(fields: &Fields) -> bool {
    let says = |field, word| fields.text(field).is_some_and(|text| text.contains(word));
    says(Field::Agency, "人民法院") && says(Field::DocumentNo, "执")
}

/// Whether a category of penalties is a trade: lists have a column 类别 for either.
fn is_trade(category: &str) -> bool {
    let words = ["罚", "没收", "警告", "批评", "责令", "吊销", "暂扣", "拘留", "限制", "降低", "取消", "许可"];
    place::industry(category).is_some() && !words.iter().any(|word| category.contains(word))
}

/// Characters of which one stands in the name of whatever may decide.
const ORGANS: &str = "局委院厅部会中心所队政府办署站社司行处科室组党团";

/// Whether a name can be an agency's: one without any word for it is somebody's, in a column that slipped.
fn may_decide(name: &str) -> bool {
    let is_somebodys = name.starts_with("联系人") || name.starts_with("经办人") || name.contains('*');
    !is_somebodys
        && (name.chars().any(|sign| ORGANS.contains(sign) || sign.is_ascii_alphabetic()) || name.chars().count() > 4)
}

/// Whether a name is that of a hotline or a platform, through which something came: it decides nothing.
fn is_channel(name: &str) -> bool {
    // Few names of agencies hold a digit.
    let has_digits = name.bytes().any(|byte| byte.is_ascii_digit());
    has_digits && ["12315", "12345", "12358", "96110"].iter().any(|line| name.contains(line))
}

/// District and industry as keys. A wording that is no district (高新区, 鞍山市) gives way to the code, then to the
/// address; one that is no industry of the table to the name. What stays unknown is dropped, and what it was is returned:
/// keys become folders of the site.
pub fn locate(kind: Kind, districts: &Districts, fields: &mut Fields, repairs: &mut Vec<Repair>) -> Vec<String> {
    let mut unknown = Vec::new();
    let named = |field| fields.text(field).and_then(|wording| districts.find(wording));
    let of_code = || fields.text(Field::SubjectCode).and_then(|code| districts.of_code(code));
    let district = match kind {
        // A ban is on the place, wherever its party is registered.
        Kind::PremisesBan => named(Field::District).or_else(|| named(Field::Address)).or_else(of_code),
        _ => named(Field::District).or_else(of_code).or_else(|| named(Field::Address)),
    };
    let district = district.map(|district| district.code.as_str());
    let named = fields.text(Field::Industry);
    let industry = named
        .and_then(place::industry_of_class)
        .or_else(|| named.filter(|wording| !place::is_section(wording)).and_then(place::industry))
        .or_else(|| fields.text(Field::SubjectName).and_then(place::industry_of_name))
        .or_else(|| named.and_then(place::industry));
    for (field, key) in [(Field::District, district), (Field::Industry, industry)] {
        match (fields.remove(field), key) {
            (wording, Some(key)) => {
                let wording = wording.map(|wording| wording.to_string());
                let is_name = |wording: &str| wording == key || districts.name(key) == Some(wording);
                if let Some(wording) = wording.filter(|wording| !is_name(wording)) {
                    repairs.push(Repair::new(field, &wording, "by code, wording, address or name"));
                }
                fields.set(field, Value::Text(key.to_owned()));
            }
            (Some(wording), None) => {
                unknown.push(format!("`{wording}` is no known `{}`; it is left out", field.key()));
            }
            (None, None) => {}
        }
    }
    unknown
}
