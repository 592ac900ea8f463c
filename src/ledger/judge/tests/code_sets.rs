//! What the law of publication makes of every value of the standard's code sets: whether a penalty with it is shown, and
//! for how long at the most. How the values are read is tested in `records/read/tests/code_sets.rs`.

use super::{State, TODAY, judged, text};
use crate::records::{Field, Kind};
use jiff::civil::date;

/// A column, a value of it, the state of a penalty with it, and the months for which that is shown.
const VALUES: [(Field, &str, State, i32); 43] = [
    // 处罚类别, old.
    (Field::Category, "警告", State::Held, 0),
    (Field::Category, "罚款", State::Shown, 12),
    (Field::Category, "没收违法所得、没收非法财物", State::Shown, 12),
    (Field::Category, "责令停产停业", State::Shown, 12),
    // A label of both says not which it was.
    (Field::Category, "暂扣或者吊销许可证、暂扣或者吊销执照", State::Shown, 12),
    (Field::Category, "行政拘留", State::Shown, 12),
    (Field::Category, "其他", State::Shown, 12),
    // 处罚类别, 行政处罚法 art. 9.
    (Field::Category, "通报批评", State::Held, 0),
    (Field::Category, "警告、通报批评", State::Held, 0),
    (Field::Category, "没收违法所得", State::Shown, 12),
    (Field::Category, "没收非法财物", State::Shown, 12),
    (Field::Category, "罚款、没收违法所得、没收非法财物", State::Shown, 12),
    (Field::Category, "暂扣许可证件", State::Shown, 12),
    (Field::Category, "降低资质等级", State::Shown, 12),
    (Field::Category, "吊销许可证件", State::Shown, 36),
    (Field::Category, "暂扣许可证件、降低资质等级、吊销许可证件", State::Shown, 12),
    (Field::Category, "限制开展生产经营活动", State::Shown, 12),
    (Field::Category, "责令关闭", State::Shown, 36),
    (Field::Category, "限制从业", State::Shown, 36),
    (Field::Category, "限制开展生产经营活动、责令停产停业、责令关闭、限制从业", State::Shown, 12),
    (Field::Category, "警告；罚款", State::Shown, 12),
    // 当前状态, as reading leaves it: 0 and 3 leave nothing that is judged.
    (Field::RecordState, "撤销", State::Withdrawn, 12),
    (Field::Status, "其他", State::Shown, 12),
    // 使用范围.
    (Field::UseScope, "0", State::Shown, 12),
    (Field::UseScope, "0.0", State::Shown, 12),
    (Field::UseScope, "公示", State::Shown, 12),
    (Field::UseScope, "1", State::Held, 0),
    (Field::UseScope, "2", State::Held, 0),
    (Field::UseScope, "政府部门内部使用", State::Held, 0),
    // 失信严重程度: codes without their table class nothing, and what nothing classes is ordinary.
    (Field::Level, "0", State::Shown, 12),
    (Field::Level, "1", State::Shown, 12),
    (Field::Level, "2", State::Shown, 12),
    (Field::Level, "3", State::Shown, 12),
    (Field::Level, "轻微", State::Expired, 3),
    (Field::Level, "一般", State::Shown, 12),
    (Field::Level, "严重", State::Shown, 36),
    // 行政相对人类别.
    (Field::SubjectKind, "法人及非法人组织", State::Shown, 12),
    (Field::SubjectKind, "自然人", State::Held, 0),
    (Field::SubjectKind, "个体工商户", State::Shown, 12),
    // 处罚程序.
    (Field::Procedure, "普通程序", State::Shown, 12),
    (Field::Procedure, "简易程序", State::Held, 0),
    (Field::Procedure, "快速办理", State::Shown, 12),
    (Field::Procedure, "听证程序", State::Shown, 12),
];

#[test]
fn each_value_is_shown_as_long_as_its_class_allows() {
    let decided = date(2026, 3, 2);
    for (field, value, state, months) in VALUES {
        let judgement = judged(Kind::Penalty, &[text(field, value)]);
        assert_eq!(judgement.state, state, "{} {value} on {TODAY}", field.key());
        let until = (months > 0).then(|| decided.checked_add(jiff::Span::new().months(months)).expect("a day"));
        assert_eq!(judgement.until, until, "{} {value}", field.key());
    }
}
