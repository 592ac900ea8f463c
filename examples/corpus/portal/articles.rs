//! Articles: one for a hundred merchants, each with words of its own to be found by.

use super::Plan;
use super::dates::days_ago;
use super::names;
use super::random::{Random, Stream};
use super::words::{DISTRICTS, TRADES};
use mingjing::fs::{FileError, create_dir_all};
use std::path::Path;

const KINDS: [(&str, &str, u64); 4] =
    [("alert", "风险提示", 40), ("guide", "办事指南", 25), ("case", "案例", 25), ("policy", "政策解读", 10)];

const SOURCES: [(&str, &str); 3] = [
    ("中华人民共和国消费者权益保护法实施条例", "国务院令第778号"),
    ("最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释", "法释〔2025〕4号"),
    ("单用途商业预付卡管理办法（试行）", "商务部令2012年第9号"),
];

const SENTENCES: [&str; 14] = [
    "付款前核对营业执照上的全称和信用代码，不要只看招牌。",
    "要求签订书面合同，写明服务内容、价款、期限和退款方式。",
    "充值越多赠送越多的活动，先算清自己用不用得完。",
    "收款方应当与合同上的单位一致，付款到个人收款码的要当心。",
    "合同写着“概不退款”的，消费者可以主张该条款无效。",
    "商家停业或者搬迁的，应当提前告知消费者。",
    "发生争议，先与商家协商，协商不成可以拨打12315投诉。",
    "保留合同、付款凭证、聊天记录和活动海报。",
    "付款后七日内反悔，没有接受过服务的，可以请求返还本金。",
    "退款金额的计算，要看是谁的原因造成不能继续履行。",
    "查不到不良记录，只说明目前没有公开信息，不等于没有风险。",
    "商家转让店铺的，要书面确认原有余额由谁承担。",
    "有人自称能代办退款并收取手续费的，不要相信。",
    "经营者收款后失去联系的，可以向公安机关反映。",
];

/// One article as a file.
#[derive(Debug)]
pub struct Article {
    pub slug: String,
    pub text: String,
}

/// Article `index` of a seed; the quoted word of its title is in hardly any other.
pub fn article(seed: u64, index: u64) -> Article {
    let mut random = Random::of(seed, Stream::Article, index);
    let (kind, label, _) = *random.weighted(&KINDS, |kind| kind.2);
    let trade = random.weighted(&TRADES, |trade| trade.weight);
    let district = random.weighted(&DISTRICTS, |district| district.weight);
    let word = names::core(&mut random);
    let topic = random.pick(trade.sign);
    let number = index + 1;
    let title = format!("{}{topic}预付消费{label}：“{word}”（第{number}期）", district.short);
    let day = days_ago(random.between(1, 328));
    let source = random.pick(&SOURCES);
    let anonymised = if kind == "case" { "anonymised = true\n" } else { "" };
    let mut text = format!(
        "+++\ntitle = \"{title}\"\nkind = \"{kind}\"\n{anonymised}published_on = {day}\n\
         summary = \"编造的示例。{topic}行业“{word}”事项：{}。\"\nauthor = \"鞍山市商务局（示例）\"\n\
         keywords = [\"{topic}\", \"{}\", \"{word}\"]\n\n\
         [[sources]]\ntitle = \"{}\"\ndocument_no = \"{}\"\n+++\n\n\
         > 本文是随机生成的示例，不指向任何真实商户、个人或案件。\n",
        trade.issue, district.short, source.0, source.1
    );
    for section in ["怎么看", "怎么做", "记住什么"] {
        text.push_str(&format!("\n## {section}\n\n"));
        for _ in 0..random.between(3, 6) {
            text.push_str(random.pick(&SENTENCES));
        }
        text.push_str(&format!("\n\n- {}“{word}”\n- {}\n", district.name, trade.issue));
    }
    if index > 0 {
        let previous = slug(seed, index - 1);
        text.push_str(&format!("\n另见[上一期]({previous}.md)。\n"));
    }
    Article { slug: slug(seed, index), text }
}

fn slug(seed: u64, index: u64) -> String {
    let kind = Random::of(seed, Stream::Article, index).weighted(&KINDS, |kind| kind.2).0;
    format!("{kind}-{:06}", index + 1)
}

/// Writes `content/articles/`.
pub fn write(plan: &Plan, root: &Path) -> Result<(), FileError> {
    let folder = root.join("content/articles");
    create_dir_all(&folder)?;
    for index in 0..plan.articles() {
        let article = article(plan.seed, index);
        let path = folder.join(format!("{}.md", article.slug));
        std::fs::write(&path, article.text).map_err(FileError::on("write", &path))?;
    }
    Ok(())
}
