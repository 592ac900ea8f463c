//! Numbers of documents that stay as they are when other documents come and go.
//!
//! In: documents. Out: the same in the order of their numbers, and these numbers. They follow from the set of documents
//! alone, so that a build from nothing gives what a build after a change gives. Numbers are sparse: documents that are
//! found together share a run of numbers (a row chunk), and where a run begins, where it lies and where in it a document
//! sits follow from hashes of addresses. One document more or less moves a few others at the most.

use super::document::{SearchDocument, Tab};
use crate::records::kind::Tone;
use crate::search::pack::rows::day;
use crate::search::text;

/// Runs of dated documents that are numbered together: a run more moves the newer ones of its group alone.
const GROUP: u32 = 32;

/// The numbers of all documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Of each document, ascending.
    pub all: Vec<u32>,
    /// Where those of merchants, records and articles begin, and where the last end.
    pub starts: [u32; 4],
}

/// Puts documents in the order in which equals are to stand: merchants with warnings first; records and articles newest
/// first. `rooms` is how many numbers a run has: of merchants, and of other documents; powers of two.
pub fn assign(documents: &mut Vec<SearchDocument>, rooms: [u32; 2]) -> Numbers {
    let [merchants_room, others_room] = rooms;
    let mut tabs: [Vec<SearchDocument>; 4] = Default::default();
    for document in std::mem::take(documents) {
        tabs[place(&document)].push(document);
    }
    let mut starts = [0; 4];
    let mut numbered: Vec<(u32, SearchDocument)> = Vec::new();
    let mut end = 0;
    for (at, mut part) in tabs.into_iter().enumerate() {
        if at != 1 {
            starts[at.saturating_sub(1)] = end;
        }
        let (numbers, width) = if at < 2 {
            part.sort_by_cached_key(|each| (each.around.core(&text::key(&each.title)).to_owned(), each.href.clone()));
            scattered(&hashes(&part), merchants_room)
        } else {
            let dated_by = |each: &SearchDocument| -> Dated { (day(each.date), hash(&each.href)) };
            part.sort_by_cached_key(dated_by);
            dated(&part.iter().map(dated_by).collect::<Vec<_>>(), others_room)
        };
        numbered.extend(numbers.into_iter().map(|number| end + number).zip(part));
        // What follows begins a run.
        end = (end + width).next_multiple_of(others_room.max(merchants_room));
    }
    starts[3] = end;
    numbered.sort_unstable_by_key(|(number, _)| *number);
    let (all, sorted) = numbered.into_iter().unzip();
    *documents = sorted;
    Numbers { all, starts }
}

/// Merchants with warnings, other merchants, records, articles.
fn place(document: &SearchDocument) -> usize {
    let warned = || document.chips.iter().any(|chip| matches!(chip.kind.tone(), Tone::Severe | Tone::Warn));
    match document.tab {
        Tab::Merchants => usize::from(!warned()),
        Tab::Records => 2,
        Tab::Articles => 3,
    }
}

fn hashes(documents: &[SearchDocument]) -> Vec<u64> {
    documents.iter().map(|document| hash(&document.href)).collect()
}

/// Runs of neighbours, scattered; and how many numbers they take. Runs lie where the hash of their first document says,
/// documents in them where their own does.
fn scattered(hashes: &[u64], room: u32) -> (Vec<u32>, u32) {
    let mut labels = Vec::new();
    let mut lengths = Vec::new();
    let begins = |at, _| is_least(hashes, at, room as usize * 5 / 16);
    for (length, natural) in runs(hashes.len(), room, begins) {
        let first = hashes[lengths.iter().sum::<usize>()..][..1][0];
        labels.push(match labels.last() {
            None => 0,
            Some(_) if natural => mix(first),
            // A run that is only cut because the one before was full: its first document says nothing of it.
            Some(before) => mix(*before),
        });
        lengths.push(length);
    }
    let most = roomy(labels.len() * 5 / 4);
    let seats_of_runs = seats(&labels, most);
    let mut numbers = Vec::with_capacity(hashes.len());
    for (length, seat) in lengths.into_iter().zip(seats_of_runs) {
        let from = numbers.len();
        let inside = seats(&hashes[from..from + length], room as usize);
        numbers.extend(inside.into_iter().map(|place| seat as u32 * room + place as u32));
    }
    (numbers, if hashes.is_empty() { 0 } else { most as u32 * room })
}

/// The least number not below `count` that is eight to fifteen times a power of two: a table of so many seats stays what it is
/// while what sits there grows by an eighth, and few seats are empty.
fn roomy(count: usize) -> usize {
    let step = (count.next_power_of_two() / 16).max(1);
    count.max(1).next_multiple_of(step)
}

/// A document by its day and its hash.
type Dated = (u32, u64);

/// Documents from the oldest to the newest, numbered backwards from the end: a new one takes a number before all others.
fn dated(documents: &[Dated], room: u32) -> (Vec<u32>, u32) {
    // What is newest must not decide where what is older was cut, so nothing ahead is looked at.
    let begins = |at: usize, length| {
        length >= room as usize / 8 * 3 && (documents[at].1 >> 40).is_multiple_of(u64::from(room / 8))
    };
    let mut backwards = Vec::with_capacity(documents.len());
    let (mut group, mut run) = (0u32, 0u32);
    for (at, (length, natural)) in runs(documents.len(), room, begins).into_iter().enumerate() {
        let from = backwards.len();
        if at > 0 {
            run += 1;
            let cut = natural && run >= GROUP / 4 && mix(documents[from].1).is_multiple_of(u64::from(GROUP / 8));
            if cut || run == GROUP {
                (group, run) = (group + 1, 0);
            }
        }
        let next = documents.get(from + length).map(|(day, _)| *day);
        let places = by_day(&documents[from..from + length], next, room);
        backwards.extend(places.into_iter().map(|place| (group * GROUP + run) * room + place));
    }
    let width = if documents.is_empty() { 0 } else { (group + 1).next_power_of_two() * GROUP * room };
    (backwards.into_iter().map(|place| width - 1 - place).collect(), width)
}

/// Places of a run's documents among `room`, ascending: where their time lies between the run's first day and the first of
/// the next run, or the next free one. The newest run has no end yet, and takes one place after the other.
fn by_day(run: &[Dated], next: Option<u32>, room: u32) -> Vec<u32> {
    let first = run.first().map_or(0, |(day, _)| *day);
    let days = next.map(|next| u64::from(next - first) + 1);
    let mut free = 0;
    let mut left = run.len() as u32;
    run.iter()
        .map(|(day, hash)| {
            let minute = u64::from(day - first) << 16 | hash >> 48;
            let wanted = days.map_or(0, |days| (minute * u64::from(room) / (days << 16)) as u32);
            let place = wanted.max(free).min(room - left);
            free = place + 1;
            left -= 1;
            place
        })
        .collect()
}

/// Lengths of the runs that a sequence is cut into, and whether a run begins where its first member says. `begins` is told a
/// place and the length of the run so far.
fn runs(count: usize, room: u32, begins: impl Fn(usize, usize) -> bool) -> Vec<(usize, bool)> {
    let mut out = Vec::new();
    let (mut length, mut natural) = (0, true);
    for at in 0..count {
        let willing = length > 0 && begins(at, length);
        if willing || length >= room as usize / 8 * 7 {
            out.push((length, natural));
            (length, natural) = (0, willing);
        }
        length += 1;
    }
    if length > 0 {
        out.push((length, natural));
    }
    out
}

/// Whether a hash is less than all others within reach: such places are about twice the reach apart, and one more or less
/// changes none farther away.
fn is_least(hashes: &[u64], at: usize, reach: usize) -> bool {
    let less = |other: &u64| hashes[at] < *other;
    hashes[at.saturating_sub(reach)..at].iter().rev().all(less) && hashes[at + 1..].iter().take(reach).all(less)
}

/// A seat for each hash among `room`, which is enough for all: the smallest hash chooses first, so that one
/// more takes the seat of at most a few others.
fn seats(hashes: &[u64], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..hashes.len()).collect();
    order.sort_by_key(|at| hashes[*at]);
    let mut taken = vec![false; room];
    let mut out = vec![0; hashes.len()];
    for at in order {
        // An odd step visits every seat of a power of two, a step of one those of any number.
        let step = if room.is_power_of_two() { (hashes[at] >> 20) as usize | 1 } else { 1 };
        let mut seat = hashes[at] as usize % room;
        while taken[seat] {
            seat = (seat + step) % room;
        }
        taken[seat] = true;
        out[at] = seat;
    }
    out
}

/// FNV-1a of 64 bits, mixed: never of secrets, the same on every machine and in every version.
pub fn hash(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    mix(text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// The finaliser of MurmurHash3.
fn mix(mut hash: u64) -> u64 {
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::documents;
    use std::collections::BTreeMap;

    const ROOMS: [u32; 2] = [64, 128];

    fn numbered(mut documents: Vec<SearchDocument>) -> (BTreeMap<String, u32>, Vec<SearchDocument>, Numbers) {
        let numbers = assign(&mut documents, ROOMS);
        let by_href = documents.iter().map(|each| each.href.clone()).zip(numbers.all.iter().copied()).collect();
        (by_href, documents, numbers)
    }

    #[test]
    fn numbers_follow_from_the_set_and_keep_the_order_of_equals() {
        let (by_href, sorted, numbers) = numbered(documents(900));
        assert!(numbers.all.is_sorted_by(|left, right| left < right));
        let turned = numbered(documents(900).into_iter().rev().collect());
        assert_eq!((&turned.0, &turned.2), (&by_href, &numbers));
        assert!(sorted.is_sorted_by_key(place));
        let records: Vec<_> = sorted.iter().filter(|each| each.tab == Tab::Records).map(|each| each.date).collect();
        assert!(records.is_sorted_by(|left, right| left >= right), "newest first");
        for (document, number) in sorted.iter().zip(&numbers.all) {
            let tab = document.tab as usize;
            assert!((numbers.starts[tab]..numbers.starts[tab + 1]).contains(number));
        }
    }

    #[test]
    fn one_merchant_less_moves_few_others() {
        let (all, sorted, _) = numbered(documents(900));
        let merchants = sorted.iter().filter(|each| each.tab == Tab::Merchants).count();
        let mut moved = 0;
        for at in (0..merchants).step_by(9) {
            let mut fewer = sorted.clone();
            fewer.remove(at);
            let (left, ..) = numbered(fewer);
            moved += left.iter().filter(|(href, number)| all[*href] != **number).count();
        }
        assert!(moved < merchants / 9 * 8, "{moved} moved");
    }

    #[test]
    fn a_new_record_moves_none() {
        let mut records: Vec<SearchDocument> =
            documents(900).into_iter().filter(|each| each.tab == Tab::Records).collect();
        records.sort_by_key(|each| each.date);
        let newest = records.pop().expect("records");
        let (before, ..) = numbered(records.clone());
        records.push(SearchDocument { date: Some(jiff::civil::date(2027, 1, 1)), ..newest });
        let (after, ..) = numbered(records);
        assert!(before.iter().all(|(href, number)| after[href] == *number));
    }

    #[test]
    fn an_old_record_moves_few_others() {
        let documents: Vec<Dated> = (0..4000u32).map(|at| (7000 + at / 5, hash(&at.to_string()))).collect();
        let all: BTreeMap<Dated, u32> = documents.iter().copied().zip(dated(&documents, 128).0).collect();
        assert_eq!(all.values().collect::<std::collections::BTreeSet<_>>().len(), 4000);
        let mut moved = 0;
        for at in (0..3800).step_by(40) {
            let fewer: Vec<Dated> = [&documents[..at], &documents[at + 1..]].concat();
            let numbers = dated(&fewer, 128).0;
            moved += fewer.iter().zip(numbers).filter(|(document, number)| all[document] != *number).count();
        }
        assert!(moved < 95 * 30, "{moved} moved");
    }

    #[test]
    fn nothing_takes_no_numbers() {
        assert_eq!(numbered(Vec::new()).2, Numbers { all: Vec::new(), starts: [0; 4] });
    }
}
