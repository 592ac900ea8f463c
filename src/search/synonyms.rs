//! Other words that people use for a kind of record than the one that pages show.
//!
//! In: a kind. Out: words it is searched by as well. They are indexed beside the kind's label and travel in the pack's meta
//! file, so that the program and the browser know the same.

use crate::records::Kind;

/// Words for a kind, beside its label; none that is a part of another.
pub fn of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Blacklist => &["黑名单", "严重失信名单", "严重失信主体名单", "失信企业"],
        Kind::PremisesBan => &["市场禁入"],
        Kind::Exposure => &["曝光台", "曝光名单"],
        Kind::Penalty => &["行政处罚", "罚单"],
        Kind::Abnormal => &["经营异常名录"],
        Kind::Notice => &["风险提示", "消费警示"],
        Kind::Complaints => &["消费投诉"],
        Kind::Filing => &["发卡备案", "备案登记"],
        Kind::Custody => &["资金存管", "资金监管"],
        Kind::Commitment => &["信用承诺", "承诺书"],
        Kind::Award => &["红名单", "诚信示范"],
        _ => &[],
    }
}
