//! A portal of another city, with its own districts: nothing of the embedded ones is left on its site.

use crate::{edit, mingjing, report, said};
use std::path::Path;

const PORTAL: &str = "[portal]\ntitle = \"青岛示例门户\"\nbase_url = \"https://example.gov.cn/qd/\"\nregion = \"370200\"\n\
                      organizer = \"示例局\"\nas_of = \"2026-11-25\"\nsample = true\n";
const DISTRICTS: &str = "province = \"山东省\"\ncity = \"青岛市\"\n\
                         [[district]]\ncode = \"370202\"\nname = \"市南区\"\naliases = [\"市南\"]\n\
                         [[district]]\ncode = \"370212\"\nname = \"崂山区\"\n\
                         [[district]]\ncode = \"370281\"\nname = \"胶州市\"\naliases = [\"胶州\"]\nformer_codes = [\"370223\"]\n";
/// Invented; the district of each stands in another place of its row.
const MERCHANTS: &str = "企业名称,统一社会信用代码,所属区县,住所,行业\n\
                         示例海浪健身有限公司,91370202MA99QA019W,市南,示例路1号,健身\n\
                         示例山石美容有限公司,91370212MA99QA0277,,示例路2号,美容\n\
                         示例胶河洗衣店,,,山东省青岛市胶州市示例路3号,洗衣\n\
                         示例旧码洗车店,,370223,示例路4号,洗车\n";

fn portal() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        std::fs::write(path, text).expect("written");
    };
    write("portal.toml", PORTAL);
    write("data/districts.toml", DISTRICTS);
    write("data/samples/merchants.csv", MERCHANTS);
    write(
        "data/sources/merchants.toml",
        "kind = \"merchant\"\nagency = \"示例局\"\nsource = \"data/samples/merchants.csv\"\n",
    );
    dir
}

fn page(root: &Path, name: &str) -> String {
    std::fs::read_to_string(root.join("site").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn lists_feeds_and_the_map_are_those_of_its_own_districts() {
    let dir = portal();
    let root = dir.path();
    said(root, &["update"], 0);
    for (district, merchant) in [("370202", "示例海浪健身"), ("370212", "示例山石美容"), ("370281", "示例胶河洗衣店")]
    {
        assert!(page(root, &format!("merchants/{district}/index.html")).contains(merchant), "{district}");
        assert!(page(root, &format!("feeds/{district}.xml")).contains("<feed"), "{district}");
    }
    assert!(page(root, "merchants/370281/index.html").contains("示例旧码洗车店"), "a code of old");
    let home = page(root, "index.html");
    assert!(
        home.contains("青岛示例门户</h1>"),
        "without words of its own the home page is headed by the portal's name"
    );
    assert!(home.contains("merchants/370202/") && home.contains("崂山区"), "{home}");
    let stats = page(root, "stats/index.html");
    assert!(stats.contains("class=\"tile") || stats.contains("class=tile"), "no map: {stats}");
    assert!(stats.contains("胶州市") && !stats.contains("大致方位"), "nobody drew this map");
    let foreign = ["铁东区", "岫岩", "210302", "鞍山"];
    for entry in walkdir::WalkDir::new(root.join("site")) {
        let entry = entry.expect("readable");
        // The browser's modules are the same for every portal.
        if entry.file_type().is_file() && entry.path().extension().is_none_or(|ending| ending != "js") {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).expect("bytes")).into_owned();
            for word in foreign {
                assert!(!text.contains(word), "{word} in {}", entry.path().display());
            }
        }
    }
    let found = String::from_utf8(mingjing(root, &["search", "海浪", "--json"]).stdout).expect("text");
    assert!(found.contains("370202"), "{found}");
    // Words of the city's own are told apart, by the index and by the pack.
    for query in ["市南健身", "青岛市南健身", "崂山美容", "胶州洗衣"] {
        let site = root.join("site");
        for pack in [&[][..], &["--pack", site.to_str().expect("UTF-8")]] {
            let told = report(root, &[&["search", query][..], pack].concat());
            assert_eq!(told["totals"]["merchants"], 1, "{query} {pack:?}: {told:#}");
        }
    }
    let told = report(root, &["search", "青岛示例海浪健身有限公司"]);
    assert_eq!(told["hits"][0]["title"], "示例海浪健身有限公司", "the region is not the merchant's own: {told:#}");
}

#[test]
fn a_list_of_districts_that_is_late_is_followed_at_the_next_pull() {
    let dir = portal();
    let root = dir.path();
    std::fs::rename(root.join("data/districts.toml"), root.join("later.toml")).expect("renamed");
    said(root, &["update"], 0);
    assert!(!root.join("site/merchants/370202").exists());
    let told = report(root, &["check"]);
    assert!(told.to_string().contains("the districts of `region` = `370200` are not known"), "{told:#}");
    std::fs::rename(root.join("later.toml"), root.join("data/districts.toml")).expect("renamed");
    said(root, &["update"], 0);
    assert!(page(root, "merchants/370281/index.html").contains("示例胶河洗衣店"));
    let told = report(root, &["check"]);
    assert!(!told.to_string().contains("the districts of `region`"), "{told:#}");
    let written = report(root, &["new", "source", "data/samples/merchants.csv", "--id", "again"]);
    assert!(written["preview"].to_string().contains("370202"), "{written:#}");
    edit(root, "data/districts.toml", "370202", "210302");
    let words = said(root, &["build"], 2);
    assert!(words.contains("districts.toml`, line 4: `district.code` = `210302`: it does not lie in"), "{words}");
}
