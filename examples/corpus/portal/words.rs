//! The words of the invented city: characters of shop names, industries, districts. No code but the tables' shapes.

/// Characters of names, the commoner ones first; real shops are named with about a thousand.
pub const CHARACTERS: &str = "\
    安宝百北本碧冰波博彩灿苍草昌长畅超朝辰晨成诚城澄池赤初川春纯慈聪翠达大丹道德登典鼎定东冬栋都端敦多朵\
    恩尔帆凡方芳飞菲丰枫风峰凤福富干甘港高歌阁格根冠光广桂果海涵翰航豪好浩禾合和河荷贺鹤恒弘红宏虹鸿厚湖\
    虎互花华欢环焕辉惠慧火吉集佳家嘉坚建江疆骄娇杰捷洁金锦进京晶景净静久聚娟君俊凯康可客坤兰蓝朗乐雷蕾黎\
    礼里力立丽利莉连莲联良亮林琳霖灵玲凌领龙隆露路绿伦洛满曼茂梅美媚萌梦米妙名明铭茗木牧慕纳娜南妮年宁牛\
    诺欧派盼佩鹏平萍璞奇琦旗启起千前乾强巧秦青清晴庆琼秋泉群然仁荣融如瑞润若森山善尚少绍申深升生胜盛诗石\
    时世书舒淑舜思松素泰潭涛桃特腾天田甜亭庭通同童彤桐万旺望威微薇维伟未味文雯稳沃武西希昔溪熙喜霞先贤显\
    香湘祥翔享晓小笑心欣新馨鑫信星兴幸雄秀旭轩璇雪雅亚延言岩妍艳雁燕阳扬洋瑶耀野叶夜一伊依宜颐义艺亦易益\
    逸意银英樱盈颖影永咏优悠友有幼余鱼羽雨语玉育郁裕誉元园原圆源缘远苑月悦越云韵泽增展章哲真臻正芝知志智\
    中忠众州舟洲珠竹子紫梓尊左佐白班板包堡豹杯贝必边标宾兵伯步才财仓藏层茶常场车称橙乘程尺充出楚传船窗床\
    吹垂醇词葱从村存寸答带待黛单旦当岛灯狄笛地点电蝶丁顶洞豆渡段对队鹅饭范房纺放霏分粉封蜂夫扶芙服浮复改\
    盖感刚钢岗糕鸽更工功宫拱谷鼓固故顾瓜关观管贯贵过哈含汉皓号喝核盒亨横衡侯后呼壶琥沪户护画话怀淮槐黄凰\
    煌回汇绘婚活货获机基及极记纪季继济寄加夹甲价架尖间简见件剑健舰渐将讲奖匠降交郊角教阶街节结界今近劲晋\
    经精井镜敬九酒居举巨具剧卷觉开考科克刻课空孔口库快宽矿葵昆阔来赖览浪老勒类离理历栗梁粮两量辽列临邻岭\
    留流柳六楼鹿禄陆录旅律轮论落马麦猫毛卯帽玫眉门迷密蜜绵面苗敏模摩茉默牡目内能尼念娘鸟柠农弄暖偶拍排牌\
    盘旁跑泡配朋蓬皮匹片品坪屏坡朴七期齐骑气汽器迁铅签谦钱浅桥乔切琴勤轻倾情请球区曲趣全裙认任日绒容柔儒\
    入软蕊三色沙纱莎杉珊扇商上裳舍射声绳师十实食史使始士式事收手守首寿殊熟蜀属术束树数双水顺丝四颂苏塑酸\
    岁穗索塔太谈坦探堂糖淘陶套藤提题体条贴铁停艇统头投图途土团推托外完玩湾网往温闻屋无吾五午舞物息锡席习\
    洗细夏鲜闲现线相箱向项象橡协鞋写型形醒杏性休修须许绪宣选学训讯烟颜眼演焰羊样遥药页夷移忆亿音引饮印应\
    鹰迎营映拥泳涌用幽油游娱愚渔宇域遇御豫约跃粤匀允运晕杂在赞早造宅站彰掌照珍征整织直植纸指治质钟种重周\
    住助注祝筑铸庄装卓兹资姿自字宗总走足族祖钻作坐座";

/// Latin words in shop names.
pub const LATIN: [&str; 24] = [
    "Lucky", "MIX", "K2", "Sunny", "UP", "Moon", "JOY", "A+", "Star", "FUN", "Nice", "TOP", "Mini", "VIVA", "Hello",
    "Dream", "Q7", "HAPPY", "Coco", "Zoo", "Rainbow", "Leo", "BIGGER", "Way",
];

/// Numbers in shop names.
pub const NUMBERS: [&str; 10] = ["99", "518", "88", "365", "1号", "21", "66", "007", "2046", "36度"];

/// What company names end in.
pub const COMPANY_FORMS: [(&str, u64); 6] = [
    ("有限公司", 70),
    ("有限责任公司", 12),
    ("服务有限公司", 8),
    ("管理有限公司", 5),
    ("连锁有限公司", 3),
    ("股份有限公司", 2),
];

/// What shops are called after the word on their sign.
pub const SHOP_FORMS: [(&str, u64); 6] =
    [("店", 44), ("中心", 18), ("工作室", 14), ("生活馆", 10), ("经营部", 8), ("会所", 6)];

/// Branches, beside those named for a district.
pub const BRANCHES: [&str; 8] = ["站前", "万达", "二", "三", "湖滨", "总", "旗舰", "新城"];

/// What roads end in.
pub const ROADS: [(&str, u64); 6] = [("路", 36), ("街", 36), ("大街", 10), ("东路", 6), ("北街", 6), ("巷", 6)];

/// What malls end in.
pub const MALLS: [&str; 8] = ["广场", "购物中心", "百货", "天地", "商城", "MALL", "生活广场", "奥莱"];

/// 天干: invented people are 示例甲, 示例乙 ….
pub const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// A plain industry as its shops and registers word it.
#[derive(Debug)]
pub struct Trade {
    /// GB/T 4754-2017 class.
    pub class: &'static str,
    pub wording: &'static str,
    /// Share of the merchants, of [`TRADES`]' sum.
    pub weight: u64,
    /// In company names, before the form.
    pub company: &'static [&'static str],
    /// What the shops of sole traders are called.
    pub shop: &'static [&'static str],
    /// On the sign.
    pub sign: &'static [&'static str],
    /// What people complain about.
    pub issue: &'static str,
    /// Whether 单用途商业预付卡管理办法 asks for a filing (`domain.md` section 0, 7).
    pub files: bool,
}

macro_rules! trade {
    ($class:literal $wording:literal $weight:literal $company:expr, $shop:expr, $sign:expr, $issue:literal $files:literal) => {
        Trade {
            class: $class,
            wording: $wording,
            weight: $weight,
            company: &$company,
            shop: &$shop,
            sign: &$sign,
            issue: $issue,
            files: $files,
        }
    };
}

/// The twelve plain industries, skewed as streets are.
#[rustfmt::skip]
pub const TRADES: [Trade; 12] = [
    trade!("6210" "正餐服务" 24 ["餐饮", "餐饮管理", "餐饮文化"], ["饭店", "火锅店", "烤肉店", "小吃部", "咖啡馆", "面馆", "茶楼"], ["小馆", "火锅", "烤肉", "咖啡", "茶饮"], "储值卡余额不退" true),
    trade!("5212" "超级市场零售" 20 ["商贸", "百货", "生鲜超市", "超市"], ["超市", "便利店", "水果店", "百货商店", "母婴用品店"], ["优选", "便利", "鲜果", "生活超市"], "购物卡限期使用" true),
    trade!("8040" "理发及美容服务" 18 ["美容", "美容美发", "形象设计"], ["美容店", "美发店", "美发工作室", "美容院", "美甲店", "造型店"], ["造型", "美容SPA", "发艺", "美学"], "充值后涨价" true),
    trade!("8393" "文化艺术培训" 9 ["教育咨询", "教育科技", "文化艺术培训"], ["舞蹈培训学校", "书法培训中心", "艺术培训中心", "美术培训班"], ["舞蹈", "少儿美术", "书院", "艺术"], "课程未上完不退费" false),
    trade!("8930" "体育健身服务" 8 ["健身服务", "体育", "体育文化", "健身"], ["健身房", "健身馆", "瑜伽馆", "健身俱乐部", "游泳馆"], ["健身", "瑜伽", "运动空间", "普拉提"], "停业后退费难" false),
    trade!("8111" "汽车修理与维护" 6 ["汽车服务", "汽车养护"], ["洗车行", "汽车美容店", "汽车养护中心"], ["洗车", "车生活"], "洗车卡无法使用" true),
    trade!("8223" "宠物美容服务" 4 ["宠物服务", "宠物用品"], ["宠物店", "宠物美容店", "宠物生活馆"], ["宠物", "萌宠"], "寄养服务与约定不符" false),
    trade!("8060" "摄影扩印服务" 3 ["摄影", "婚纱摄影"], ["照相馆", "摄影工作室", "儿童摄影店"], ["摄影", "写真"], "套餐内容缩水" true),
    trade!("8030" "洗染服务" 3 ["洗衣服务", "洗涤服务"], ["干洗店", "洗衣店"], ["洗衣", "干洗"], "衣物损坏赔偿争议" true),
    trade!("8051" "洗浴服务" 3 ["洗浴服务", "汤泉文化"], ["浴池", "洗浴中心", "足浴店", "汗蒸馆"], ["汤泉", "足道", "汗蒸"], "会员卡限制使用时段" true),
    trade!("8020" "托儿所服务" 2 ["托育服务", "托育"], ["托育园", "早教中心"], ["托育", "早教"], "转园退费计算争议" false),
    trade!("8760" "电影放映" 1 ["影城", "影院管理"], ["影院", "影城"], ["影城"], "兑换券限制场次" false),
];

/// A district of the city.
#[derive(Debug)]
pub struct District {
    pub code: &'static str,
    pub name: &'static str,
    pub short: &'static str,
    pub weight: u64,
}

macro_rules! district {
    ($code:literal $name:literal $short:literal $weight:literal) => {
        District { code: $code, name: $name, short: $short, weight: $weight }
    };
}

/// The seven districts, skewed as people live.
pub const DISTRICTS: [District; 7] = [
    district!("210302" "铁东区" "铁东" 26),
    district!("210303" "铁西区" "铁西" 20),
    district!("210381" "海城市" "海城" 20),
    district!("210304" "立山区" "立山" 14),
    district!("210321" "台安县" "台安" 8),
    district!("210311" "千山区" "千山" 7),
    district!("210323" "岫岩满族自治县" "岫岩" 5),
];

#[cfg(test)]
mod tests {
    use super::*;
    use mingjing::records::place;
    use std::collections::BTreeSet;

    #[test]
    fn the_alphabet_is_large_and_says_nothing_twice() {
        let distinct: BTreeSet<char> = CHARACTERS.chars().collect();
        assert!(distinct.len() >= 900, "{}", distinct.len());
        assert_eq!(distinct.len(), CHARACTERS.chars().count());
    }

    #[test]
    fn the_program_knows_every_district_and_industry() {
        let known = mingjing::config::Districts::default();
        let code = |name: &str| known.find(name).map(|found| found.code.to_string());
        for district in &DISTRICTS {
            assert_eq!(code(district.name).as_deref(), Some(district.code));
            assert_eq!(code(district.short).as_deref(), Some(district.code));
        }
        let industries: BTreeSet<_> = TRADES
            .iter()
            .map(|trade| {
                assert_eq!(place::industry(trade.class), place::industry(trade.wording), "{}", trade.wording);
                place::industry(trade.class).expect("a plain industry")
            })
            .collect();
        assert_eq!(industries.len(), TRADES.len());
    }
}
