//! What the words straight before a number say it is.

/// What a label says of the number behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// 身份证号.
    Id,
    /// 银行卡号, 账号.
    Account,
    /// 注册号, 统一社会信用代码, 订单号: an identifier of something that is no person.
    Registration,
    /// 电话, 手机, 微信: what follows is a number that somebody can be reached by.
    Telephone,
    Nothing,
}

const LABELS: [(Label, &[&str]); 4] = [
    (Label::Id, &["身份证", "公民身份号码", "身份号码", "证件号", "身份证号"]),
    (Label::Account, &["银行卡", "卡号", "账号", "帐号", "账户", "帐户", "户头", "储蓄卡", "信用卡", "借记卡", "银行"]),
    (Label::Telephone, &["电话", "手机", "联系方式", "微信", "致电", "拨打", "来电", "短信"]),
    (
        Label::Registration,
        &["注册号", "信用代码", "机构代码", "订单", "流水号", "交易号", "单号", "案号", "编号", "条码"],
    ),
];
/// Bytes before the number that are looked at: a label, `号码`, `为` or a colon.
const REACH: usize = 36;

/// The label nearest to the number at `start`, in the same clause.
pub(super) fn before(bytes: &[u8], start: usize) -> Label {
    let reach = String::from_utf8_lossy(&bytes[start.saturating_sub(REACH)..start]);
    // Digits and letters between belong to another number, which the label is of.
    let clause = reach.rsplit(|character: char| "，。；！？、,;\n".contains(character) || character.is_ascii_digit());
    let clause = clause.into_iter().next().unwrap_or_default();
    let found = LABELS.iter().flat_map(|(label, words)| {
        words.iter().filter_map(|word| clause.rfind(word).map(|position| (position + word.len(), *label)))
    });
    found.max_by_key(|(end, _)| *end).map_or(Label::Nothing, |(_, label)| label)
}
