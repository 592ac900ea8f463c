//! One reader, many makers, one taker: rows are parsed on a thread of their own, made into records on all cores, and
//! handed over in their order.
//!
//! In: what reads items, what makes something of each, what takes it. Out: what the reader came to. Holds a bounded
//! number of items, however long the feed is.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Items that are made in one go: their work outweighs that of handing them over.
const BATCH: usize = 128;
/// Batches for each core that are read and not yet taken: few enough to lie in its cache.
const IN_FLIGHT: usize = 4;

/// Hands what `make` makes of each item that `read` reads to `take`, some at a time, in the order of the items. With `is_small`, or
/// from within a worker (which must not wait for the others), all of it is done where it is called. `Memory` is what a
/// maker remembers of items before, for its own speed: which ones it has seen, nobody can say.
pub fn in_order<Item: Send, Memory: Default + Send, Made: Send, Read: Send>(
    is_small: bool,
    read: impl FnOnce(&mut dyn FnMut(Item)) -> Read + Send,
    make: impl Fn(&mut Memory, Item) -> Made + Sync,
    take: &mut dyn FnMut(&mut dyn Iterator<Item = Made>),
) -> Read {
    if is_small || rayon::current_thread_index().is_some() {
        let mut memory = Memory::default();
        return read(&mut |item| take(&mut std::iter::once(make(&mut memory, item))));
    }
    let memories = Memories(Mutex::new(Vec::new()));
    let make_all = |batch: Vec<Item>| {
        let mut memory = memories.take();
        let made = batch.into_iter().map(|item| make(&mut memory, item)).collect();
        memories.give_back(memory);
        made
    };
    let make_all = &make_all;
    let (line, queued) = sync_channel::<Receiver<Vec<Made>>>(IN_FLIGHT * rayon::current_num_threads());
    rayon::in_place_scope_fifo(|workers| {
        std::thread::scope(|threads| {
            let reader = threads.spawn(move || {
                let mut batch = Vec::with_capacity(BATCH);
                let send = |batch: Vec<Item>| {
                    let (done, made) = sync_channel(1);
                    // Nobody takes any more only when the taker panics, which the scope passes on.
                    if line.send(made).is_ok() {
                        workers.spawn_fifo(move |_| drop(done.send(make_all(batch))));
                    }
                };
                let read = read(&mut |item| {
                    batch.push(item);
                    if batch.len() == BATCH {
                        send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
                    }
                });
                send(batch);
                read
            });
            // A batch whose maker panicked never comes; the scope passes that on as well.
            queued.into_iter().filter_map(|made| made.recv().ok()).for_each(|batch| take(&mut batch.into_iter()));
            reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })
}

/// What makers remember, while none of them is at work: as many as ever worked at once.
struct Memories<Memory>(Mutex<Vec<Memory>>);

impl<Memory: Default> Memories<Memory> {
    fn take(&self) -> Memory {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, memory: Memory) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_nothing_is_lost() {
        for is_small in [true, false] {
            let mut taken = Vec::new();
            let read = |sink: &mut dyn FnMut(u32)| {
                (0..100_003).for_each(sink);
                "read"
            };
            let said = in_order(is_small, read, |(): &mut (), item| item * 2, &mut |made| taken.extend(made));
            assert_eq!((said, taken.len()), ("read", 100_003));
            assert!(taken.iter().enumerate().all(|(position, made)| *made as usize == position * 2));
        }
    }

    #[test]
    fn a_panic_of_reader_or_maker_comes_through() {
        let maker = || {
            in_order(
                false,
                |sink: &mut dyn FnMut(u32)| (0..1000).for_each(sink),
                |(): &mut (), item| assert!(item != 700),
                &mut |_| (),
            )
        };
        let reader = || {
            in_order(
                false,
                |sink: &mut dyn FnMut(u32)| {
                    sink(1);
                    panic!("reader")
                },
                |(): &mut (), item| item,
                &mut |_| (),
            )
        };
        assert!(std::panic::catch_unwind(maker).is_err());
        assert!(std::panic::catch_unwind(reader).is_err());
    }

    #[test]
    fn a_maker_remembers_what_it_made_before() {
        let at_once = rayon::current_num_threads();
        let mut first_ones = 0;
        let make = |seen: &mut u32, _| {
            *seen += 1;
            *seen
        };
        in_order(false, |sink: &mut dyn FnMut(u32)| (0..100_000).for_each(sink), make, &mut |seen| {
            first_ones += seen.filter(|seen| *seen == 1).count();
        });
        assert!((1..=at_once).contains(&first_ones), "{first_ones} memories of {at_once} makers");
    }

    #[test]
    fn a_worker_does_it_all_by_itself() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        let mut sum = 0;
        pool.install(|| {
            let read = |sink: &mut dyn FnMut(u32)| (0..10_000).for_each(sink);
            in_order(false, read, |(): &mut (), item| item, &mut |items| sum += items.sum::<u32>())
        });
        assert_eq!(sum, 49_995_000);
    }
}
