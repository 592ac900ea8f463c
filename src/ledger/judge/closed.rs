//! What may not be published at all (`domain.md` 4.2, 4.3): held back whatever its dates say.

use super::Step;
use crate::records::{Field, Fields, Kind, person};
use rust_decimal::Decimal;

/// Why a record is not for the public, if so.
pub fn closed(kind: Kind, fields: &Fields) -> Option<Step> {
    if let Some(scope) = fields.text(Field::UseScope).filter(|scope| !is_public(scope)) {
        return Some(Step::ScopeNotPublic(scope.to_owned()));
    }
    if person::is_subject(kind, fields) {
        return Some(Step::NaturalPerson);
    }
    if kind != Kind::Penalty {
        return None;
    }
    if let Some(word) = simple_procedure(fields) {
        return Some(Step::SimpleProcedure(word));
    }
    warning_only(fields).then_some(Step::WarningOnly)
}

/// 使用范围: only 0 is published.
fn is_public(scope: &str) -> bool {
    matches!(scope, "0" | "0.0" | "公示" | "公开" | "社会公开" | "向社会公开")
}

/// The words of a simple procedure (当场, 行政处罚法 art. 51) in the number, the title or a text of the decision.
fn simple_procedure(fields: &Fields) -> Option<String> {
    let number = fields.text(Field::DocumentNo).unwrap_or_default();
    if let Some(word) = ["当罚", "简罚", "当场", "简易"].into_iter().find(|word| number.contains(word)) {
        return Some(word.to_owned());
    }
    let texts = [Field::Title, Field::Category, Field::Outcome, Field::Facts, Field::Basis, Field::Level];
    let said = |text: &str| {
        let text = text.replace("不适用简易程序", "").replace("非简易程序", "");
        let words = ["简易程序", "当场处罚", "当场行政处罚", "当场作出行政处罚", "当场作出处罚"];
        words.into_iter().find(|word| text.contains(word))
    };
    texts.into_iter().filter_map(|field| fields.text(field)).find_map(said).map(str::to_owned)
}

/// Words of penalties that weigh more than a warning.
const HARDER: [&str; 17] = [
    "罚款", "没收", "吊销", "暂扣", "停产", "停业", "关闭", "限制", "拘留", "降低", "取消", "撤销", "从业", "处以",
    "并处", "罚金", "元",
];

/// Only 警告 or 通报批评, by the category, or by the outcome where the category is empty; a sum of money is more.
fn warning_only(fields: &Fields) -> bool {
    let paid = [Field::AmountYuan, Field::ConfiscatedYuan].map(|field| fields.number(field).unwrap_or_default());
    if paid.iter().any(|sum| *sum > Decimal::ZERO) {
        return false;
    }
    match fields.text(Field::Category) {
        Some(category) => {
            let separators = [';', '；', '、', ',', '，', '|', '/', '和', '及', ' ', '\n'];
            let mut named = category.split(separators).map(str::trim).filter(|word| !word.is_empty()).peekable();
            named.peek().is_some() && named.all(|word| matches!(word, "警告" | "通报批评" | "予以警告" | "给予警告"))
        }
        None => fields.text(Field::Outcome).is_some_and(|outcome| {
            let warned = outcome.contains("警告") || outcome.contains("通报批评");
            warned && !HARDER.iter().any(|word| outcome.contains(word))
        }),
    }
}
