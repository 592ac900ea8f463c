//! What a pull came to, in the text format that Prometheus reads from a file (node_exporter's textfile collector).
//!
//! In: the report of a pull, the state of every declared feed. Out: text, in a stable order. Names and labels are part
//! of what `docs/operations.md` promises.

use crate::ledger::{FeedState, FeedStatus};
use crate::report::PullReport;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

const STATUSES: [FeedStatus; 4] = [FeedStatus::Fresh, FeedStatus::Unchanged, FeedStatus::Held, FeedStatus::Failed];

/// The file's text. Days become the moment they begin in the portal's time zone.
pub fn text(report: &PullReport, states: &BTreeMap<String, FeedState>, zone: &TimeZone, began: Timestamp) -> String {
    let mut text = Text::default();
    text.gauge("pull_timestamp_seconds", "When the last pull began.", [(String::new(), began.as_second())]);
    text.gauge("pull_duration_seconds", "How long it took.", [(String::new(), report.seconds)]);
    let needed = u8::from(report.exit != 0);
    text.gauge(
        "pull_needs_person",
        "1 when a feed failed or is held, or rows are quarantined.",
        [(String::new(), needed)],
    );
    text.gauge("records", "Records in the ledger.", report.records.iter().map(|(kind, n)| (label("kind", kind), *n)));
    let of =
        |value: fn(&FeedState) -> usize| states.values().map(move |state| (label("feed", &state.id), value(state)));
    text.gauge("feed_rows", "Rows of the last good data.", of(|state| state.rows));
    text.gauge("feed_records", "Records of the last good data.", of(|state| state.records));
    text.gauge("feed_quarantined_rows", "Rows that gave no record.", of(|state| state.quarantined.len()));
    text.gauge("feed_kept_records", "Records that stay unread because of such rows.", of(|state| state.kept.len()));
    let statuses = states.values().flat_map(|state| {
        STATUSES.map(|status| {
            let labels = format!("{},status=\"{}\"", label("feed", &state.id), status.key());
            (labels, u8::from(state.status == status))
        })
    });
    text.gauge("feed_status", "1 for what became of the feed at its last pull.", statuses);
    let successes = states.values().filter_map(|state| {
        let day = zone.to_timestamp(state.last_success?.to_datetime(Time::midnight())).ok()?;
        Some((label("feed", &state.id), day.as_second()))
    });
    text.gauge("feed_last_success_timestamp_seconds", "The day of the last success.", successes);
    let pulled = || report.feeds.iter();
    text.gauge(
        "feed_duration_seconds",
        "How long fetching and reading took.",
        pulled().map(|feed| (label("feed", &feed.id), feed.seconds)),
    );
    text.gauge(
        "feed_bytes",
        "Bytes read; 0 when nothing was new.",
        pulled().map(|feed| (label("feed", &feed.id), feed.bytes)),
    );
    text.0
}

/// A label with its value. Feed ids and kinds hold nothing that would need escaping.
fn label(name: &str, value: &str) -> String {
    format!("{name}=\"{value}\"")
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn gauge<V: Display>(&mut self, name: &str, help: &str, samples: impl IntoIterator<Item = (String, V)>) {
        let mut lines = format!("# HELP mingjing_{name} {help}\n# TYPE mingjing_{name} gauge\n");
        for (labels, value) in samples {
            let labels = if labels.is_empty() { labels } else { format!("{{{labels}}}") };
            writeln!(lines, "mingjing_{name}{labels} {value}").expect("a text takes any length");
        }
        self.0.push_str(&lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_line_is_a_comment_or_a_sample() {
        let mut report = PullReport::new(date(2026, 11, 25));
        report.records.insert("penalty".to_owned(), 3);
        report.exit = 3;
        let text = text(&report, &BTreeMap::new(), &TimeZone::UTC, Timestamp::UNIX_EPOCH);
        assert!(text.contains("\nmingjing_records{kind=\"penalty\"} 3\n"), "{text}");
        assert!(text.contains("\nmingjing_pull_needs_person 1\n") && text.ends_with('\n'), "{text}");
        for line in text.lines().filter(|line| !line.starts_with("# ")) {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            assert!(name.starts_with("mingjing_") && value.parse::<f64>().is_ok(), "{line}");
        }
    }
}
