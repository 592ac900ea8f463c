//! Everything of the portal that does not depend on its size: configuration, home page, fixed pages.

use super::dates::AS_OF;
use super::feeds;
use mingjing::fs::{FileError, write_atomic};
use std::path::Path;

const HOME: &str = r#"+++
title = "鞍山市预付卡商户诚信公示平台（示例）"
slogan = "办卡前，先查一查。查不到不等于没问题。"
examples = ["健身", "铁东 美容", "鞍市监列严"]

[[steps]]
title = "看执照"
text = "记下营业执照上的全称和信用代码，不只看招牌。"

[[steps]]
title = "查名单"
text = "看是否在经营异常名录、严重失信主体名单里。"

[[steps]]
title = "签合同，少充值"
text = "写明退款方式，付款到合同上的单位，保留凭证。"
+++
"#;

/// Slug, title and text of the fixed pages.
const PAGES: [(&str, &str, &str); 6] = [
    ("accessibility", "无障碍说明", "本站可用键盘操作，提供长者模式。"),
    ("citation", "引用与转载", "本站数据为随机生成的示例，不得作为事实引用。"),
    ("disclaimer", "本站说明", "商户、代码、文号、案例都是编造的，不能作为办事或判断的依据。"),
    ("method", "编制方法", "信息来自各机关公布的数据，展示到公示期满为止。"),
    ("objection", "异议与信用修复", "信息有误的，可以向作出决定的机关提出。"),
    ("privacy", "个人信息保护", "与商户经营无关的个人信息不收、不存、不展示。"),
];

/// Writes `portal.toml`, `data/agencies.toml`, `data/sources/`, the home page and the fixed pages.
pub fn write(root: &Path) -> Result<(), FileError> {
    write_atomic(&root.join("portal.toml"), portal().as_bytes())?;
    feeds::declare(root)?;
    write_atomic(&root.join("content/home.md"), HOME.as_bytes())?;
    for (slug, title, text) in PAGES {
        let page = format!("+++\ntitle = \"{title}\"\nupdated_on = 2026-11-20\nsummary = \"{text}\"\n+++\n\n{text}\n");
        write_atomic(&root.join("content/pages").join(format!("{slug}.md")), page.as_bytes())?;
    }
    Ok(())
}

fn portal() -> String {
    format!(
        r#"# 全部商户、代码、文号和文章均为随机生成的示例，与任何真实主体无关。
[portal]
title = "鞍山市预付卡商户诚信公示平台（示例）"
base_url = "https://example.gov.cn/yfk/"
language = "zh-CN"
region = "210300"
organizer = "鞍山市商务局"
time_zone = "Asia/Shanghai"
as_of = "{AS_OF}"
theme = "default"
sample = true

[[portal.channels]]
name = "12315"
url = "https://www.12315.cn"
checked_on = "2026-11-01"
"#
    )
}
