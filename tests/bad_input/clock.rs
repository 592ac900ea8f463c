//! A clock that goes back, and one that had gone ahead.

use crate::published::Published;

/// A portal that lives by the clock, last pulled on a day to come.
fn ahead_of_time() -> Published {
    let site = Published::small();
    site.portal.run(&["pull", "--date", "2099-01-01"]).ends(0, &[]);
    site.portal.edit("portal.toml", "as_of = \"2026-11-25\"\n", "");
    site
}

#[test]
fn a_clock_before_the_last_pull_is_doubted() {
    let site = ahead_of_time();
    for command in ["pull", "build", "update"] {
        let said = ["the clock says 20", "but the ledger was pulled on 2099-01-01\n", "hint: set the clock"];
        site.portal.run(&[command]).ends(1, &said);
    }
    site.site_is_as_before();
}

#[test]
fn a_day_that_is_named_is_meant() {
    let site = ahead_of_time();
    // What the hint says: from then on the clock is believed again.
    site.portal.run(&["pull", "--date", "2026-11-25"]).ends(0, &[]);
    site.portal.run(&["build", "--date", "2026-11-25"]).ends(0, &[]);
    site.portal.run(&["build"]).ends(0, &[]);
}

#[test]
fn a_day_far_ahead_shows_nothing_that_has_ended() {
    let site = Published::small();
    let holds = |site: &Published| {
        let files = site.files();
        files
            .iter()
            .any(|(path, bytes)| path.starts_with("r/") && String::from_utf8_lossy(bytes).contains("坏输入示例影城"))
    };
    assert!(holds(&site));
    site.portal.run(&["build", "--date", "2099-01-01"]).ends(0, &[" expired"]);
    assert!(!holds(&site), "a penalty of 2026 is shown in 2099");
    site.portal.run(&["build"]).ends(0, &[]);
    assert!(holds(&site), "and it is back with the right day");
}
