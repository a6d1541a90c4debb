//! White-box tests of the table: what no caller can bring about in reasonable time.

use std::collections::HashSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

use std::sync::atomic::Ordering;

use gigahost::CancelToken;

use super::table::{Handle, LAST_USE, SLOTS, Table as Checked};

type Table = Checked<Object>;

/// What the tables of these tests hold.
enum Object {
    Cancel(CancelToken),
    #[expect(dead_code, reason = "another type")]
    Other,
}

fn table() -> Table {
    Table::new(0, RANDOM)
}

/// Where the uses of slots begin.
const RANDOM: u64 = 0x0123_4567_89ab_cdef;

fn token() -> Object {
    Object::Cancel(CancelToken::new())
}

fn is_cancel(object: &Object) -> bool {
    matches!(object, Object::Cancel(_))
}

fn is_gone(table: &Table, handle: usize) -> bool {
    table.with(handle, |_| ()).is_err() && table.close(handle, is_cancel).is_err()
}

/// A table whose slots can be used three more times.
fn worn_table() -> Table {
    Table { first_use: LAST_USE - 2, ..table() }
}

#[test]
fn r231_a_slot_that_was_used_too_often_is_never_used_again() {
    let table = worn_table();
    let mut seen = HashSet::new();
    let mut slots = HashSet::new();
    for _ in 0..100 {
        let handle = table.insert(token()).ok().unwrap();
        assert!(seen.insert(handle), "a handle came twice");
        slots.insert(Handle::decode(handle).unwrap().slot);
        assert!(table.close(handle, is_cancel).is_ok());
        assert!(is_gone(&table, handle));
    }
    // Three uses each: the numbers never wrap, so no stale handle ever fits again.
    assert_eq!(slots.len(), 34);
    assert!(seen.iter().all(|handle| is_gone(&table, *handle)));
}

#[test]
fn r231_every_bit_of_a_handle_counts() {
    let table = table();
    let handle = table.insert(token()).ok().unwrap();
    for bit in 0..usize::BITS {
        assert!(is_gone(&table, handle ^ (1 << bit)), "bit {bit}");
    }
    assert!(table.with(handle, is_cancel).is_ok_and(|is| is));
}

#[test]
fn r231_a_handle_reads_back_as_it_was_written() {
    for (fork, slot, used) in [(0, 0, 1), (7, SLOTS - 1, LAST_USE), (3, 12345, 1 << 30)] {
        let handle = Handle { fork, slot, used };
        assert!(Handle::decode(handle.encode()) == Some(handle));
        assert_eq!(handle.encode() & 1, 1);
    }
}

#[test]
fn r231_tables_of_two_processes_do_not_take_each_others_handles() {
    let (one, other) = (Table::new(0, 1), Table::new(0, 1 << 20));
    for _ in 0..1000 {
        let handle = one.insert(token()).ok().unwrap();
        other.insert(token()).ok().unwrap();
        assert!(is_gone(&other, handle));
    }
}

#[test]
fn r218_threads_that_insert_look_up_and_close_never_meet_anothers_object() {
    const THREADS: usize = 8;
    const ROUNDS: usize = 3000;
    // Few uses are left, so that slots wear out on the way as well.
    let table = Table { first_use: LAST_USE - 500, ..table() };
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start.wait();
                for _ in 0..ROUNDS {
                    let mine = CancelToken::new();
                    let handle = table.insert(Object::Cancel(mine.clone())).ok().unwrap();
                    let cancel = |object: &Object| match object {
                        Object::Cancel(token) => token.cancel(),
                        Object::Other => unreachable!(),
                    };
                    assert!(!mine.is_cancelled());
                    assert!(table.with(handle, cancel).is_ok());
                    assert!(mine.is_cancelled(), "the handle led to another token");
                    assert!(table.close(handle, is_cancel).is_ok());
                    assert!(is_gone(&table, handle));
                }
            });
        }
    });
}

#[test]
fn r218_a_handle_closed_by_many_while_others_look_is_closed_once() {
    const THREADS: usize = 6;
    const ROUNDS: usize = 2000;
    let table = table();
    let handles: Vec<usize> = (0..ROUNDS).map(|_| table.insert(token()).ok().unwrap()).collect();
    let (start, closed) = (Barrier::new(THREADS), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for handle in &handles {
                    start.wait();
                    let _ = table.with(*handle, |object| assert!(is_cancel(object)));
                    if table.close(*handle, is_cancel).is_ok() {
                        closed.fetch_add(1, Ordering::Relaxed);
                    }
                    assert!(table.with(*handle, |_| ()).is_err());
                }
            });
        }
    });
    assert_eq!(closed.into_inner(), ROUNDS);
}

#[test]
fn an_object_lives_until_its_last_user_has_gone() {
    let table = table();
    let handle = table.insert(token()).ok().unwrap();
    let (looking, closed) = (Barrier::new(2), Barrier::new(2));
    let seen = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let looked = table.with(handle, |object| {
                looking.wait();
                closed.wait();
                seen.store(is_cancel(object), Ordering::Relaxed);
            });
            assert!(looked.is_ok());
        });
        looking.wait();
        assert!(table.close(handle, is_cancel).is_ok());
        assert!(is_gone(&table, handle));
        // Its slot is not given to another meanwhile.
        let other = table.insert(token()).ok().unwrap();
        let slot = |handle| Handle::decode(handle).unwrap().slot;
        assert!(slot(other) != slot(handle));
        closed.wait();
    });
    assert!(seen.into_inner());
}

#[test]
fn a_full_table_refuses_and_takes_again_what_there_is_room_for() {
    let table = table();
    table.free.lock().unwrap().grown = SLOTS;
    assert!(table.insert(token()).is_err());
    table.free.lock().unwrap().grown = 0;
    assert!(table.insert(token()).is_ok());
}
