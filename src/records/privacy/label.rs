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
    /// 合同编号, 订单号 straight before it: an identifier of a document, which may begin like a telephone number.
    Document,
    /// 电话, 手机, 微信: what follows is a number that somebody can be reached by.
    Telephone,
    Nothing,
}

impl Label {
    /// Whether it is of something that is no person and no account.
    pub fn is_of_a_thing(self) -> bool {
        matches!(self, Label::Registration | Label::Document)
    }
}

const LABELS: [(Label, &[&str]); 5] = [
    (Label::Id, &["身份证", "公民身份号码", "身份号码", "证件号", "身份证号"]),
    (Label::Account, &["银行卡", "卡号", "账号", "帐号", "账户", "帐户", "户头", "储蓄卡", "信用卡", "借记卡", "银行"]),
    (Label::Telephone, &["电话", "手机", "联系方式", "微信", "致电", "拨打", "来电", "短信"]),
    (
        Label::Registration,
        &["注册号", "信用代码", "机构代码", "订单", "流水号", "交易号", "单号", "案号", "编号", "条码"],
    ),
    // Behind those of registrations: of two labels that end together the last one is taken.
    (
        Label::Document,
        &[
            "合同编号",
            "合同号",
            "协议编号",
            "协议号",
            "订单编号",
            "订单号",
            "文书编号",
            "文书号",
            "案件编号",
            "案号",
            "流水号",
            "交易单号",
            "交易号",
            "凭证号",
            "凭证编号",
            "发票号",
            "票据号",
            "收据号",
            "收据编号",
            "运单号",
            "快递单号",
            "物流单号",
            "备案编号",
            "备案号",
            "许可证号",
            "许可证编号",
            "证书编号",
        ],
    ),
];
/// What may stand between the label of a document and its number; after anything else it may be another's.
const LINKS: &str = "：:为是系第№#＃（(“ 码NOo.";
/// Marks that end a clause; those that a page or a download writes otherwise among them, so that a text is read the same
/// before and after.
const ENDS: &str = "，。；！？、,;\n\"'<>&\\";
/// Words near a number that tell a telephone.
const TELEPHONES: [&str; 7] = ["手机", "电话", "微信", "联系", "同号", "座机", "本人"];
/// Bytes before the number that are looked at: a label, `号码`, `为` or a colon.
const REACH: usize = 36;

/// The label nearest to the number at `start`, in the same clause.
pub(super) fn before(bytes: &[u8], start: usize) -> Label {
    let reach = String::from_utf8_lossy(&bytes[start.saturating_sub(REACH)..start]);
    // Digits and letters between belong to another number, which the label is of.
    let clause = reach.rsplit(|character: char| ENDS.contains(character) || character.is_ascii_digit());
    let clause = clause.into_iter().next().unwrap_or_default();
    let is_told = || {
        let own = reach.rsplit(|character: char| character.is_ascii_digit()).next().unwrap_or_default();
        tells_telephone(own)
    };
    let found = LABELS.iter().flat_map(|(label, words)| {
        words.iter().filter_map(|word| clause.rfind(word).map(|position| (position + word.len(), *label)))
    });
    match found.max_by_key(|(end, _)| *end) {
        Some((end, Label::Document)) if is_told() || !clause[end..].chars().all(|sign| LINKS.contains(sign)) => {
            Label::Registration
        }
        found => found.map_or(Label::Nothing, |(_, label)| label),
    }
}

/// Whether what stands behind a number says that somebody can be reached by it: 13800001234（手机同号）, 13800001234，即其手机号.
pub(super) fn is_telephone_behind(behind: &[u8]) -> bool {
    let behind = String::from_utf8_lossy(&behind[..behind.len().min(REACH)]);
    // With a number of its own behind, a word is that one's label, unless it stands in a bracket with this one.
    match behind.split_once(|character: char| character.is_ascii_digit()) {
        Some((before, _)) => before.strip_prefix(['（', '(']).is_some_and(tells_telephone),
        None => tells_telephone(&behind),
    }
}

/// 同号 is of telephones, 合同号 is not.
fn tells_telephone(text: &str) -> bool {
    TELEPHONES.iter().any(|word| text.match_indices(word).any(|(at, _)| !text[..at].ends_with('合')))
}
