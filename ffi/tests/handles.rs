//! The table of handles, with every order in which its threads can go: `loom` runs each model again
//! and again until none is left, and knows of every access that is not ordered.
#![allow(dead_code, unreachable_pub)] // what the models do not use of it
#![allow(clippy::doc_markdown)] // as in the sources

#[path = "../src/border/table.rs"]
mod table;

/// What takes the place of the table's own: the same, watched.
mod sync {
    pub(crate) use loom::sync::Mutex;
    pub(crate) use loom::sync::atomic::{AtomicPtr, AtomicU64};

    pub(crate) type Cell<T> = loom::cell::UnsafeCell<T>;
    pub(crate) const FIRST: usize = 1;
}

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use table::{Refused, Table};

/// An object that knows whether it is whole, and tells when it goes.
struct Object {
    number: usize,
    gone: Arc<AtomicUsize>,
}

impl Drop for Object {
    fn drop(&mut self) {
        self.number = usize::MAX;
        self.gone.fetch_add(1, Ordering::Relaxed);
    }
}

fn any(_: &Object) -> bool {
    true
}

/// Runs a model in every order with at most so many switches where none is needed: all faults that
/// were ever found in the wild need fewer.
fn every_order(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

#[test]
fn r218_a_look_sees_a_whole_object_or_none_while_another_thread_closes_it() {
    every_order(|| {
        let gone = Arc::new(AtomicUsize::new(0));
        let table = Arc::new(Table::new(0, 7));
        let handle = table.insert(Object { number: 1, gone: gone.clone() }).unwrap();
        let closing = {
            let table = table.clone();
            thread::spawn(move || table.close(handle, any).unwrap())
        };
        match table.with(handle, |object| object.number) {
            Ok(number) => assert_eq!(number, 1),
            Err(refused) => assert_eq!(refused, Refused::Gone),
        }
        closing.join().unwrap();
        assert_eq!(gone.load(Ordering::Relaxed), 1, "it went once, and by now");
        assert_eq!(table.with(handle, |_| ()), Err(Refused::Gone));
    });
}

#[test]
fn r218_of_two_that_close_a_handle_one_does() {
    every_order(|| {
        let gone = Arc::new(AtomicUsize::new(0));
        let table = Arc::new(Table::new(0, 7));
        let handle = table.insert(Object { number: 1, gone: gone.clone() }).unwrap();
        let other = {
            let table = table.clone();
            thread::spawn(move || table.close(handle, any).is_ok())
        };
        let mine = table.close(handle, any).is_ok();
        assert!(mine != other.join().unwrap());
        assert_eq!(gone.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn r231_a_handle_that_was_closed_never_leads_to_what_takes_its_slot() {
    every_order(|| {
        let gone = Arc::new(AtomicUsize::new(0));
        let table = Arc::new(Table::new(0, 7));
        let stale = table.insert(Object { number: 1, gone: gone.clone() }).unwrap();
        let next = {
            let (table, gone) = (table.clone(), gone.clone());
            thread::spawn(move || {
                table.close(stale, any).unwrap();
                table.insert(Object { number: 2, gone }).unwrap()
            })
        };
        if let Ok(number) = table.with(stale, |object| object.number) {
            assert_eq!(number, 1);
        }
        let next = next.join().unwrap();
        assert_ne!(stale, next);
        assert_eq!(table.with(next, |object| object.number), Ok(2));
        assert_eq!(table.with(stale, |_| ()), Err(Refused::Gone));
        table.close(next, any).unwrap();
        assert_eq!(gone.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn r231_threads_that_make_handles_at_once_get_different_ones() {
    every_order(|| {
        let gone = Arc::new(AtomicUsize::new(0));
        let table = Arc::new(Table::new(0, 7));
        let other = {
            let (table, gone) = (table.clone(), gone.clone());
            thread::spawn(move || table.insert(Object { number: 2, gone }).unwrap())
        };
        let mine = table.insert(Object { number: 1, gone: gone.clone() }).unwrap();
        let theirs = other.join().unwrap();
        assert_ne!(mine, theirs);
        assert_eq!(table.with(mine, |object| object.number), Ok(1));
        assert_eq!(table.with(theirs, |object| object.number), Ok(2));
        for handle in [mine, theirs] {
            table.close(handle, any).unwrap();
        }
    });
}
