//! Names of persons that a text marks as such: 申请人张三, 投诉人：李四, 学生王小明在店内.
//!
//! A family name of the table tells a name from a word. Without a colon the name must end before punctuation or a word
//! that goes on behind a name, and must not begin a common word (高度, 马上, 付款).

use super::{Finding, Rule, payees};
use crate::records::person::family_length;
use crate::records::signs::{Signs, Words};
use std::sync::LazyLock;

/// Words behind which a person is named; longer ones first where one begins another.
pub(super) const MARKS: [&str; 73] = [
    "被执行人",
    "店长",
    "收银员",
    "销售员",
    "申请执行人",
    "申请人",
    "投诉人",
    "受害人",
    "被害人",
    "举报人",
    "报案人",
    "反映人",
    "信访人",
    "未成年人",
    "委托代理人",
    "法定监护人",
    "监护人",
    "消费者",
    "持卡人",
    "联系人",
    "经办人",
    "第三人",
    "患者",
    "学生",
    "学员",
    "家长",
    "顾客",
    "会员",
    "证人",
    "原告",
    "女童",
    "男童",
    "幼儿",
    "儿童",
    "老人",
    "母亲",
    "父亲",
    "其妻",
    "其夫",
    "其母",
    "其父",
    "居民",
    "被侵权人",
    "法定代理人",
    "委托人",
    "受害者",
    "受骗者",
    "受骗人",
    "投诉者",
    "举报者",
    "报警人",
    "购卡人",
    "办卡人",
    "付款人",
    "收款人",
    "债权人",
    "储户",
    "家属",
    "亲属",
    "妻子",
    "丈夫",
    "儿子",
    "女儿",
    "孩子",
    "女婴",
    "男婴",
    "实际控制人",
    "股东",
    "员工",
    "店员",
    "教练",
    "业主",
    "当事人",
];
/// Marks behind which as often something else stands: there only a name that ends where a name may is one.
const WEAK: [&str; 16] = [
    "店长",
    "收银员",
    "销售员",
    "当事人",
    "股东",
    "员工",
    "店员",
    "教练",
    "业主",
    "实际控制人",
    "孩子",
    "家属",
    "亲属",
    "委托人",
    "收款人",
    "付款人",
];
static ALL_MARKS: LazyLock<Words> = LazyLock::new(|| Words::new(MARKS));
static STRONG_MARKS: LazyLock<Words> =
    LazyLock::new(|| Words::new(MARKS.into_iter().filter(|mark| !WEAK.contains(mark))));
/// Between mark and name.
const LINKS: [&str; 17] =
    ["姓名", "名叫", "代表", "【", "：", ":", "（", "(", " ", "为", "系", "是", "“", "「", "\"", "\n", "\t"];
/// Behind a name, when a sentence goes on.
const FOLLOWERS: [&str; 84] = [
    "二人",
    "两人",
    "三人",
    "四人",
    "五人",
    "工资",
    "反映",
    "投诉",
    "举报",
    "诉称",
    "称",
    "表示",
    "说",
    "在",
    "于",
    "与",
    "和",
    "及",
    "向",
    "因",
    "至",
    "到",
    "购",
    "办理",
    "办",
    "等",
    "的",
    "是",
    "被",
    "要求",
    "将",
    "已",
    "通过",
    "持",
    "提供",
    "来",
    "从",
    "遭",
    "发现",
    "支付",
    "交",
    "充",
    "签",
    "未",
    "经",
    "曾",
    "报",
    "申请",
    "起诉",
    "之",
    "有",
    "去",
    "即",
    "拨",
    "给",
    "多次",
    "先后",
    "共",
    "今",
    "男",
    "女",
    "同",
    "花",
    "退",
    "刷",
    "名下",
    "电话",
    "手机",
    "联系",
    "预付",
    "预存",
    "现金",
    "人民币",
    "余额",
    "无",
    "卷",
    "履行",
    "返还",
    "系",
    "缴",
    "存入",
    "收",
    "欠",
    "所",
];
/// Words that begin with a family name, and single characters that are more often words than names.
pub(super) const WORDS: [&str; 82] = [
    "高端", "高雅", "时尚", "金牌", "付", "于", "向", "曾", "高度", "高额", "高价", "高中", "高等", "高校", "高考",
    "高级", "高消", "高档", "任何", "任意", "任务", "方可", "方能", "方式", "方面", "方便", "方才", "余额", "余款",
    "万元", "万一", "万余", "金额", "金卡", "金融", "马上", "石化", "白白", "白天", "何时", "何地", "何种", "段时",
    "程度", "程序", "许多", "许可", "田径", "钱款", "钱财", "陆续", "江湖", "严重", "严格", "严禁", "武术", "周边",
    "周围", "周末", "周期", "周年", "夏令", "夏季", "毛利", "杜绝", "范围", "康复", "温馨", "尤其", "关于", "关注",
    "关系", "关心", "冷静", "席位", "宁可", "尚未", "尚有", "符合", "黄金", "温泉", "白金",
];
/// Family names beside the hundred commonest, where a mark says that a person follows.
const MORE_FAMILIES: &str = "温康施牛樊葛邢齐庞颜庄聂章鲁岳翟耿关兰焦俞柳祝鲍宁尚符舒阮柯纪梅童凌毕裴霍涂苗谷冉蓝骆辛靳柴蒙喻祁蒲滕屈\
    饶牟艾尤穆卓缪麦褚娄窦戚卜冷晏席柏隋冀桂佟仲仝邸郜缑亓逄綦谯荀邬郗靖鞠臧糜郦闵廉岑嵇荆扈濮谌嬴娜冼阚";
static RARE: Signs = Signs::new(&[&[MORE_FAMILIES]], false);
/// What stands first in brackets that tell who a person is: the number, or sex, nation and birth.
const IDENTITIES: [&str; 15] = [
    "身份证",
    "居民身份证",
    "公民身份",
    "身份号码",
    "证件号",
    "二代身份证",
    "身分证",
    "男，",
    "女，",
    "男,",
    "女,",
    "男、",
    "女、",
    "汉族",
    "满族",
];
/// What stands in place of a given name: nobody is named.
const TITLES: [&str; 12] = ["某", "先生", "女士", "小姐", "老师", "同学", "阿姨", "大爷", "大妈", "氏", "姓", "总"];
/// Forms of address behind a name.
pub(super) const ADDRESSES: [&str; 3] = ["先生", "女士", "小姐"];
/// Words of organisations: what holds one is no person's name.
pub(super) const ORGANISATIONS: &str = "店馆厅堂坊吧园城院社行厂铺会所校部站司局处科";

/// Words behind which a company's own people are named: what a decision may say of them, and no search may find.
const OFFICES: [&str; 9] =
    ["法定代表人", "法人代表", "负责人", "经营者", "投资人", "实际经营人", "店长", "老板", "经理"];

/// The names behind the mark that begins at `at`, several when they are listed.
pub(super) fn behind_mark(text: &str, at: usize) -> Vec<Finding> {
    let Some(mark) = ALL_MARKS.beginning(&text[at..]) else { return payees::behind_deed(text, at) };
    listed(text, at + mark.len(), WEAK.contains(&mark))
}

/// The names of those who hold an office.
pub(super) fn of_officers(text: &str) -> Vec<Finding> {
    let places = OFFICES.iter().flat_map(|office| text.match_indices(office));
    let mut found: Vec<Finding> = places.flat_map(|(at, office)| listed(text, at + office.len(), true)).collect();
    found.sort_by_key(|finding| finding.range.start);
    found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    found
}

/// The names that begin at `start` or behind what announces them.
fn listed(text: &str, mut start: usize, weak: bool) -> Vec<Finding> {
    let linked = skip_links(text, &mut start) && !weak;
    let mut found = Vec::new();
    while let Some(length) = name_at(&text[start..], linked) {
        found.push(Finding { rule: Rule::Name, range: start..start + length });
        start += length;
        let Some(next) =
            ["、", "和", "与", "及", "以及", "，", ",", " "].iter().find(|link| text[start..].starts_with(**link))
        else {
            break;
        };
        start += next.len();
    }
    found
}

/// The name before a bracket at `at` that says who it is: 张三（投诉人）. It must be all that stands there since `floor`
/// or the last sign.
pub(super) fn before_bracket(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let inside = text[at..].strip_prefix(['（', '('])?;
    if IDENTITIES.iter().any(|word| inside.starts_with(word)) || begins_with_id_number(inside) {
        return identified(text, at, floor);
    }
    let mark = STRONG_MARKS.beginning(inside)?;
    inside[mark.len()..].starts_with(['）', ')', '，', '、', '：', ':']).then_some(())?;
    let run: Vec<char> = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(5).collect();
    let start = at - run.iter().map(|one| one.len_utf8()).sum::<usize>();
    let length = name_at(&text[start..at], false)?;
    (start + length == at).then_some(Finding { rule: Rule::Name, range: start..at })
}

/// The whole name before a form of address at `at`: 王建国女士投诉. A family name alone (王女士) names nobody.
pub(super) fn before_address(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let address = ADDRESSES.iter().find(|address| text[at..].starts_with(**address))?;
    let rest = &text[at + address.len()..];
    if rest.starts_with(is_han) && !FOLLOWERS.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let run: Vec<char> = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(4).collect();
    [3, 2].into_iter().filter(|length| *length <= run.len()).find_map(|length| {
        let start = at - run[..length].iter().map(|one| one.len_utf8()).sum::<usize>();
        let name = &text[start..at];
        let is_word =
            WORDS.iter().any(|word| name.starts_with(word)) || name.contains(|one| ORGANISATIONS.contains(one));
        let given = length - family_at(name).filter(|_| !is_word)?;
        (1..=2).contains(&given).then_some(Finding { rule: Rule::Name, range: start..at })
    })
}

/// The name that ends where a bracket with an identity number begins, whatever stands before it: 经理王小明（身份证…）.
fn identified(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let run: Vec<char> = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(4).collect();
    // 申请人（身份证…）: a word for whoever it is.
    if matches!(run.first(), None | Some('人' | '者')) {
        return None;
    }
    (2..=run.len()).rev().find_map(|length| {
        let start = at - run[..length].iter().map(|one| one.len_utf8()).sum::<usize>();
        let whole = name_at(&text[start..at], false)? == at - start;
        whole.then_some(Finding { rule: Rule::Name, range: start..at })
    })
}

/// Whether an identity number stands first of all in the brackets.
fn begins_with_id_number(inside: &str) -> bool {
    let inside = inside.split(['）', ')']).next().unwrap_or_default();
    super::find(inside).first().is_some_and(|first| first.rule == Rule::IdNumber && first.range.start == 0)
}

/// Whether something that announces a name stands behind the mark; `start` then stands behind it.
fn skip_links(text: &str, start: &mut usize) -> bool {
    let before = *start;
    while let Some(link) = LINKS.iter().find(|link| text[*start..].starts_with(**link)) {
        *start += link.len();
    }
    *start > before
}

/// Characters of the family name that a text begins with, where something says that a person may follow.
pub(super) fn family_at(text: &str) -> Option<usize> {
    let rare = || text.chars().next().filter(|first| RARE.contains(*first)).map(|_| 1);
    family_length(text).or_else(rare)
}

/// Length in bytes of the personal name that a text begins with.
fn name_at(text: &str, linked: bool) -> Option<usize> {
    if let Some(length) = dotted_name(text) {
        return Some(length);
    }
    let family = family_at(text)?;
    if let Some(length) = spaced_name(text, family) {
        return Some(length);
    }
    let run: Vec<char> = text.chars().take_while(|character| is_han(*character)).take(8).collect();
    let behind = |length: usize| -> &str { &text[run[..length].iter().map(|one| one.len_utf8()).sum::<usize>()..] };
    if run.len() <= family || is_masked(behind(family)) || WORDS.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    let ends = |length: usize| {
        let rest = behind(length);
        run.len() == length || FOLLOWERS.iter().any(|word| rest.starts_with(word))
    };
    let lengths = [family + 2, family + 1];
    let whole = lengths.into_iter().filter(|length| *length <= run.len()).find(|length| ends(*length));
    // 李丽投诉称: a word of two characters goes before what would be left of it.
    let goes_on_with_a_word = |length: usize| {
        let rest = behind(length);
        FOLLOWERS.iter().any(|word| word.chars().nth(1).is_some() && rest.starts_with(word))
    };
    let whole = whole.map(|length| if goes_on_with_a_word(family + 1) { family + 1 } else { length });
    let length = whole.or_else(|| {
        // Announced, and a sentence goes on behind it: one character too many is masked rather than one too few.
        let sentence = linked && run.len() > family + 2 && !run.iter().any(|one| ORGANISATIONS.contains(*one));
        sentence.then_some(family + 2)
    })?;
    let name = &run[..length];
    let is_organisation = name.last().is_some_and(|last| ORGANISATIONS.contains(*last)) && run.len() == length;
    // 张* is what a mask leaves.
    let is_left = behind(length).starts_with(['*', '＊', '×']);
    (!is_organisation && !is_left).then(|| name.iter().map(|one| one.len_utf8()).sum())
}

/// 阿依古丽·买买提: two runs of characters with a dot between them.
fn dotted_name(text: &str) -> Option<usize> {
    let own: usize = text.chars().take_while(|one| is_han(*one)).take(8).map(char::len_utf8).sum();
    let (own, rest) = (&text[..own], text[own..].strip_prefix('·')?);
    let is_own = (2..=7).contains(&own.chars().count());
    let rest: Vec<char> = rest.chars().take_while(|one| is_han(*one)).take(8).collect();
    let goes_on = |length: usize| rest[length..].iter().collect::<String>();
    let ends =
        |length: &usize| rest.len() == *length || FOLLOWERS.iter().any(|word| goes_on(*length).starts_with(word));
    let length = (2..=rest.len().min(7)).find(ends).filter(|_| is_own)?;
    let is_organisation = rest[..length].iter().any(|one| ORGANISATIONS.contains(*one));
    (!is_organisation).then(|| own.len() + "·".len() + rest[..length].iter().map(|one| one.len_utf8()).sum::<usize>())
}

/// 张 三: a given name of one character, set apart as forms do.
fn spaced_name(text: &str, family: usize) -> Option<usize> {
    let mut characters = text.char_indices().skip(family);
    characters.next().filter(|(_, gap)| matches!(gap, ' ' | '\u{3000}'))?;
    let (at, given) = characters.next().filter(|(_, given)| is_han(*given))?;
    let end = at + given.len_utf8();
    let rest = &text[end..];
    let ends = !rest.starts_with(is_han) || FOLLOWERS.iter().any(|word| rest.starts_with(word));
    ends.then_some(end)
}

fn is_masked(given: &str) -> bool {
    given.starts_with(['*', '＊', '×']) || TITLES.iter().any(|title| given.starts_with(title))
}

pub(super) fn is_han(character: char) -> bool {
    matches!(character as u32, 0x3400..=0x9fff | 0x20000..=0x3ffff)
}
