//! Pulls that are killed at any moment: what the ledger says of a feed is what it said before or what it says after.

use crate::desk::{Desk, name, table};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const A: &str = "data/samples/a.csv";
const B: &str = "data/samples/b.csv";

/// Kills in a usual run; `MINGJING_KILLS` asks for more.
const KILLS: u32 = 30;

/// One of two states of the feeds.
fn write(desk: &Desk, odd: bool) {
    let shift = if odd { 200 } else { 0 };
    desk.write(A, table((shift..shift + 1500).map(|number| (number, name(number)))));
    let district = if odd { "铁西区" } else { "铁东区" };
    desk.write(B, table((5000..6500).map(|number| (number, name(number)))).replace("铁东区", district));
}

/// What the ledger says of each feed, without days and runs.
fn words(desk: &Desk) -> [BTreeSet<String>; 2] {
    let ledger = mingjing::ledger::Ledger::open(&desk.path("data/ledger.db")).expect("a ledger");
    let entries = ledger.entries(&|_| true).expect("whole");
    ["a", "b"].map(|feed| {
        let said = entries.iter().flat_map(|entry| {
            let mentions = entry.mentions.iter().filter(|mention| mention.feed == feed && mention.gone_on.is_none());
            mentions.map(|mention| format!("{} {:?} {:?}", entry.record.id, mention.fields, entry.withdrawn_on))
        });
        said.collect()
    })
}

#[test]
fn a_killed_pull_leaves_each_feed_as_before_or_after() {
    let kills = std::env::var("MINGJING_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let desk = Desk::new();
    desk.declare("a", A, "max_shrink_percent = 100");
    desk.declare("b", B, "max_shrink_percent = 100");
    let mut states = Vec::new();
    let mut took = Duration::ZERO;
    for odd in [true, false] {
        write(&desk, odd);
        let begun = Instant::now();
        desk.run(&["pull"]).ends(0);
        took = begun.elapsed();
        states.push(words(&desk));
    }
    assert!(states[0][0] != states[1][0] && states[0][1] != states[1][1]);
    let (mut stopped, mut seen) = (0, BTreeSet::new());
    for pull in 0..kills * 20 {
        write(&desk, pull % 2 == 0);
        let mut running = desk.command(&["pull", "--quiet"]).spawn().expect("the program starts");
        // The golden ratio spreads moments evenly over the time that a pull takes.
        std::thread::sleep(took.mul_f64(f64::from(pull) * 0.618_033_988 % 1.0));
        let in_time = running.try_wait().expect("a child").is_none();
        running.kill().expect("a child");
        running.wait().expect("a child");
        // Other tests share the processors: how long a pull takes changes all the time.
        took = took.mul_f64(if in_time { 1.03 } else { 0.9 });
        stopped += u32::from(in_time);
        let now = words(&desk);
        for (feed, said) in now.iter().enumerate() {
            let known = states.iter().position(|state| state[feed] == *said);
            let known = known.unwrap_or_else(|| panic!("feed {feed} is between its states after pull {pull}"));
            seen.insert((feed, known));
        }
        // On a busy machine some moments come late.
        if stopped >= kills && seen.len() == 4 {
            break;
        }
    }
    assert!(stopped >= kills, "too few were killed in time");
    assert_eq!(seen.len(), 4, "both feeds were seen in both states");
    write(&desk, true);
    desk.run(&["pull"]).ends(0);
    assert_eq!(words(&desk), states[0], "the next pull mends everything");
    desk.run(&["pull", "--offline"]).ends(0);
}
