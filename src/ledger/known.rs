//! What the ledger holds of one feed, in a form small enough to keep whole: digests instead of records, so that an
//! unchanged record costs no look into the database.

use foldhash::fast::FixedState;
use rusqlite::{Connection, OpenFlags, params};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

/// A feed with more records than these is most of its ledger: all of it is read in one go, not by the feed's index.
const LARGE: usize = 100_000;

/// How a record that a feed brings stands to what the ledger has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    New,
    Unchanged,
    /// Another digest of the fields, or one that had left and is back. An older program may have made the digest: whether
    /// the fields are others, they must say themselves.
    Changed {
        gone: bool,
    },
    /// The same fields in another row.
    Moved,
    /// Had in this run already.
    Again {
        differs: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Not yet in this run.
    Before,
    /// It left in an earlier run.
    Gone,
    Now,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Of the fields; 0 where the ledger has none yet.
    fields: u64,
    row: u64,
    seen: Seen,
}

/// The records of one feed by id, in two parts that are read beside each other: those before [`MIDDLE`], and the others.
#[derive(Debug, Default)]
pub struct Known([Part; 2]);

type Part = HashMap<Box<str>, Mark, FixedState>;

/// Half of all ids come before it.
const MIDDLE: &str = "r8";

impl Known {
    /// Reads what the ledger holds of a feed, about `records` of them.
    pub fn load(connection: &Connection, feed: &str, records: usize) -> rusqlite::Result<Known> {
        // SQLite looks a term with a sign up in no index; NOT INDEXED does not keep it from that in a table without rowids.
        let feed_is = if records > LARGE { "+feed" } else { "feed" };
        let [before, behind] = ["<", ">="].map(|is| {
            format!(
                "SELECT record, digest, row, gone_on IS NOT NULL FROM mentions WHERE {feed_is} = ?1 AND record {is} ?2"
            )
        });
        let path = connection.path().filter(|path| !path.is_empty() && records > LARGE);
        let Some(path) = path else {
            return Ok(Known([read(connection, &before, feed, records)?, read(connection, &behind, feed, records)?]));
        };
        // Nothing is written yet in this run, and nobody else writes: both see the same.
        let beside = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        std::thread::scope(|scope| {
            let behind = scope.spawn(move || read(&beside, &behind, feed, records));
            let before = read(connection, &before, feed, records)?;
            let behind = behind.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok(Known([before, behind]))
        })
    }

    fn part(&mut self, id: &str) -> &mut Part {
        &mut self.0[usize::from(id >= MIDDLE)]
    }

    /// Whether the feed has, or had, a record.
    pub fn has(&self, id: &str) -> bool {
        self.0[usize::from(id >= MIDDLE)].contains_key(id)
    }

    /// Compares a record, of which `fields` is the digest, and notes that it was had.
    pub fn meet(&mut self, id: &str, fields: u64, row: &str) -> Met {
        let now = Mark { fields, row: digest(row), seen: Seen::Now };
        let part = self.part(id);
        let Some(mark) = part.get_mut(id) else {
            part.insert(id.into(), now);
            return Met::New;
        };
        let before = *mark;
        let differs = before.fields != now.fields;
        if before.seen == Seen::Now {
            return Met::Again { differs };
        }
        *mark = now;
        match () {
            () if differs || before.seen == Seen::Gone => Met::Changed { gone: before.seen == Seen::Gone },
            () if before.row != now.row => Met::Moved,
            () => Met::Unchanged,
        }
    }

    /// Notes that a record stays as it was although it was not met. False where there is none to keep.
    pub fn keep(&mut self, id: &str) -> bool {
        let kept = self.part(id).get_mut(id).filter(|mark| mark.seen == Seen::Before);
        kept.map(|mark| mark.seen = Seen::Now).is_some()
    }

    /// Ids of what was there before and was not met in this run, sorted.
    pub fn gone(&self) -> Vec<String> {
        let gone = self.0.iter().flatten().filter(|(_, mark)| mark.seen == Seen::Before);
        let mut ids: Vec<String> = gone.map(|(id, _)| id.to_string()).collect();
        ids.sort_unstable();
        ids
    }
}

/// The records of one part; about half of `records`.
fn read(connection: &Connection, sql: &str, feed: &str, records: usize) -> rusqlite::Result<Part> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(params![feed, MIDDLE])?;
    let mut part = Part::with_capacity_and_hasher(records / 2, FixedState::default());
    while let Some(row) = rows.next()? {
        let seen = if row.get(3)? { Seen::Gone } else { Seen::Before };
        let fields = row.get::<_, Option<i64>>(1)?.unwrap_or_default().cast_unsigned();
        let mark = Mark { fields, row: digest(row.get_ref(2)?.as_str()?), seen };
        part.insert(row.get_ref(0)?.as_str()?.into(), mark);
    }
    Ok(part)
}

/// A change escapes when the old and the new of one record have the same digest: once in 2⁶⁴ changes.
pub fn digest<T: Hash + ?Sized>(content: &T) -> u64 {
    FixedState::default().hash_one(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_meeting_again_is_told_apart() {
        let mut known = Known::default();
        let marks = [("same", Seen::Before), ("gone", Seen::Gone), ("left", Seen::Before), ("other", Seen::Before)];
        for (id, seen) in marks.into_iter().chain([("moved", Seen::Before)]) {
            known.part(id).insert(id.into(), Mark { fields: 1, row: digest("2"), seen });
        }
        assert_eq!(known.meet("same", 1, "2"), Met::Unchanged);
        assert_eq!(known.meet("moved", 1, "3"), Met::Moved);
        assert_eq!(known.meet("other", 2, "2"), Met::Changed { gone: false });
        assert_eq!(known.meet("gone", 1, "2"), Met::Changed { gone: true });
        assert_eq!(known.meet("new", 1, "9"), Met::New);
        assert_eq!(known.meet("new", 1, "10"), Met::Again { differs: false });
        assert_eq!(known.meet("other", 1, "11"), Met::Again { differs: true });
        assert_eq!(known.gone(), ["left"]);
        assert!(known.keep("left") && !known.keep("left") && !known.keep("same") && !known.keep("nobody"));
        assert!(known.gone().is_empty());
    }

    #[test]
    fn a_large_feed_is_read_in_two_parts_and_says_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut connection = Connection::open(folder.path().join("ledger.db")).expect("opens");
        crate::ledger::migrate::migrate(&mut connection).expect("migrates");
        for (record, feed) in [("r0", "a"), ("r7f", "a"), ("r8", "a"), ("rff", "a"), ("r8", "b"), ("rf0", "b")] {
            let sql = "INSERT INTO mentions (record, feed, row, fields, digest, first_seen, run) VALUES (?1, ?2, '2', '{}', 1, '', 1)";
            connection.execute(sql, params![record, feed]).expect("written");
        }
        let transaction = connection.transaction().expect("begins");
        for records in [4, LARGE + 1] {
            let mut known = Known::load(&transaction, "a", records).expect("reads");
            assert_eq!(known.gone(), ["r0", "r7f", "r8", "rff"], "{records}");
            assert_eq!((known.meet("r8", 1, "2"), known.meet("rf0", 1, "2")), (Met::Unchanged, Met::New));
            assert_eq!(known.gone(), ["r0", "r7f", "rff"]);
        }
    }
}
