//! Official telephones stay in what feeds say; all others are masked, and the gate agrees.

use crate::{explained, page, portal_of};

const NOTICES: &str = "标题,发布机关,发布日期,正文
示例提醒,示例市监局,2026-11-01,咨询请拨打示例市监局值班手机13900001111或者12345，投诉人电话13800002222。联系人手机：139 0000 1111；家庭电话0412-5550123。
";

#[test]
fn an_agencys_own_numbers_stay_and_others_are_masked() {
    let portal = portal_of(&[("n", "notice", NOTICES)]);
    portal.edit("data/agencies.toml", "domain", "phones = [\"139-0000-1111\", \"0412-5550100\"]\ndomain");
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let told = explained(&portal, &id_of_the_only_page(&portal), "2026-11-20");
    let id = told["id"].as_str().expect("an id");
    let shown = page(&portal, &format!("r/{}/{id}.html", &id[id.len() - 2..]));
    for stays in ["13900001111", "139 0000 1111", "12345"] {
        assert!(shown.contains(stays), "`{stays}` is official: {shown}");
    }
    for hidden in ["13800002222", "0412-5550123"] {
        assert!(!shown.contains(hidden), "`{hidden}` is a person's: {shown}");
    }
    // No longer official, it is masked by the very next pull, though the feed is the same.
    portal.edit("data/agencies.toml", "\"139-0000-1111\", ", "");
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    assert!(!page(&portal, &format!("r/{}/{id}.html", &id[id.len() - 2..])).contains("13900001111"));
}

/// The id of the record that the site has a page of.
fn id_of_the_only_page(portal: &crate::portal::Portal) -> String {
    let pages = walkdir::WalkDir::new(portal.path("site/r")).into_iter().map(|entry| entry.expect("readable"));
    let page = pages.into_iter().find(|entry| entry.file_type().is_file()).expect("a page");
    page.path().file_stem().and_then(|name| name.to_str()).expect("a name").to_owned()
}
