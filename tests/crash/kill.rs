//! `kill -9` at random moments of a build that changes nearly every file.

use crate::two_states::{build, folder, mingjing, two_states};
use crate::whole::{assert_is, assert_whole};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

/// From the environment, for a longer run: `MINGJING_KILLS=2000 MINGJING_KILL_MERCHANTS=1000 cargo test --test crash`.
fn asked(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("a number"))
}

/// A generator of its own, so that a failing run can be had again: the seed is in the message.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

#[test]
fn a_killed_build_leaves_a_whole_site_and_the_next_one_ends_it() {
    let (kills, merchants) = (asked("MINGJING_KILLS", 200), asked("MINGJING_KILL_MERCHANTS", 20));
    std::thread::scope(|scope| {
        // Some on a larger portal, where putting in place takes longer.
        scope.spawn(|| kill_often(kills * 5 / 6, merchants, 1));
        scope.spawn(|| kill_often(kills - kills * 5 / 6, merchants * 4, 2));
    });
}

fn kill_often(kills: u64, merchants: u64, seed: u64) {
    let dir = folder();
    let states = two_states(dir.path(), merchants);
    let out = dir.path().join("site");
    build(&states[0].root, &out);
    let begun = Instant::now();
    build(&states[1].root, &out);
    let whole_build = begun.elapsed();
    let mut dice = Dice(seed);
    let (mut cut, mut decided) = (0, 0);
    for kill in 0..kills {
        let next = &states[usize::try_from(kill % 2).expect("0 or 1")];
        let mut child =
            mingjing(&next.root, &["build", "--out", out.to_str().expect("UTF-8")]).spawn().expect("starts");
        let when = match kill % 3 {
            0 => wait_for_commit(&mut child, &out, &mut dice),
            _ => {
                let part = u64::try_from(whole_build.as_micros()).expect("less than an age");
                std::thread::sleep(Duration::from_micros(dice.below(part)));
                "at a random moment"
            }
        };
        child.kill().expect("it can be killed");
        let status = child.wait().expect("it ends");
        cut += u64::from(status.code().is_none());
        decided += u64::from(out.join(".mingjing/commit.json").exists());
        let when = format!("kill {kill} of {merchants} merchants, seed {seed}, {when}");
        assert_whole(&out, &states, &when);
        build(&next.root, &out);
        assert_is(&out, next, &states, &when);
    }
    // Else the test would test nothing.
    assert!(cut > kills / 2, "only {cut} of {kills} were cut short");
    assert!(decided > kills / 20, "only {decided} of {kills} were cut short while files were put in place");
}

/// Waits until files are being put in place, and a little longer.
fn wait_for_commit(child: &mut Child, out: &Path, dice: &mut Dice) -> &'static str {
    let commit = out.join(".mingjing/commit.json");
    while !commit.exists() && child.try_wait().expect("a child").is_none() {
        std::thread::yield_now();
    }
    std::thread::sleep(Duration::from_micros(dice.below(8_000)));
    "while files were put in place"
}
