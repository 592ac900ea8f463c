//! One reader, many makers, one taker: rows are parsed on a thread of their own, made into records on all cores, and
//! handed over in their order.
//!
//! In: what reads items, what makes something of each, what takes it. Out: what the reader came to. Holds a bounded
//! number of items, however long the feed is.

use std::sync::mpsc::{Receiver, sync_channel};

/// Items that are made in one go: their work outweighs that of handing them over.
const BATCH: usize = 256;
/// Batches that are read and not yet taken.
const IN_FLIGHT: usize = 32;

/// Hands what `make` makes of each item that `read` reads to `take`, in the order of the items. With `is_small`, or
/// from within a worker (which must not wait for the others), all of it is done where it is called.
pub fn in_order<Item: Send, Made: Send, Read: Send>(
    is_small: bool,
    read: impl FnOnce(&mut dyn FnMut(Item)) -> Read + Send,
    make: impl Fn(Item) -> Made + Sync,
    take: &mut dyn FnMut(Made),
) -> Read {
    if is_small || rayon::current_thread_index().is_some() {
        return read(&mut |item| take(make(item)));
    }
    let make = &make;
    let (line, queued) = sync_channel::<Receiver<Vec<Made>>>(IN_FLIGHT);
    rayon::in_place_scope_fifo(|workers| {
        std::thread::scope(|threads| {
            let reader = threads.spawn(move || {
                let mut batch = Vec::with_capacity(BATCH);
                let send = |batch: Vec<Item>| {
                    let (done, made) = sync_channel(1);
                    // Nobody takes any more only when the taker panics, which the scope passes on.
                    if line.send(made).is_ok() {
                        workers.spawn_fifo(move |_| drop(done.send(batch.into_iter().map(make).collect())));
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
            queued.into_iter().filter_map(|made| made.recv().ok()).flatten().for_each(take);
            reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })
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
            let said = in_order(is_small, read, |item| item * 2, &mut |made| taken.push(made));
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
                |item| assert!(item != 700),
                &mut |()| (),
            )
        };
        let reader = || {
            in_order(
                false,
                |sink: &mut dyn FnMut(u32)| {
                    sink(1);
                    panic!("reader")
                },
                |item| item,
                &mut |_| (),
            )
        };
        assert!(std::panic::catch_unwind(maker).is_err());
        assert!(std::panic::catch_unwind(reader).is_err());
    }

    #[test]
    fn a_worker_does_it_all_by_itself() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        let mut sum = 0;
        pool.install(|| {
            in_order(false, |sink: &mut dyn FnMut(u32)| (0..10_000).for_each(sink), |item| item, &mut |item| {
                sum += item
            })
        });
        assert_eq!(sum, 49_995_000);
    }
}
