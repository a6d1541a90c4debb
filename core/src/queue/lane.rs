//! What of a session's transfers may go next. Pure: no clock, no lock.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::transfer::Direction;

/// The order in which transfers start: by priority, then as they were added.
pub(super) type Key = (Reverse<i32>, u64);

/// The least time between two questions to one host.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(5);

/// How many uploads an account may have at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cap {
    /// Nobody has asked yet: the first upload does, and is alone until then.
    #[default]
    Unknown,
    /// What the host tells; none if it tells nothing.
    Told(Option<usize>),
    /// What the caller wants.
    Set(usize),
}

/// The transfers of one session.
#[derive(Debug, Default)]
pub(super) struct Lane {
    cap: Cap,
    uploading: usize,
    /// What is to be hashed first.
    unhashed: BTreeSet<Key>,
    /// What is being hashed, and what is hashed and waits to be sent.
    hashed: BTreeSet<u64>,
    ready_up: BTreeSet<Key>,
    ready_down: BTreeSet<Key>,
    /// One question at a time: many files at one host are asked about one after the other.
    asking: bool,
    questions: BTreeSet<(Instant, u64)>,
    not_before: Option<Instant>,
}

impl Lane {
    pub(super) fn add(&mut self, direction: Direction, key: Key, hash_first: bool) {
        match direction {
            Direction::Up if hash_first => self.unhashed.insert(key),
            Direction::Up => self.ready_up.insert(key),
            Direction::Down => self.ready_down.insert(key),
        };
    }

    /// Takes out what waits; `due` is when it was to be asked about.
    pub(super) fn withdraw(&mut self, direction: Direction, key: Key, due: Option<Instant>) {
        if let Some(due) = due {
            self.questions.remove(&(due, key.1));
        }
        match direction {
            Direction::Up => {
                self.ready_up.remove(&key);
                self.unhashed.remove(&key);
                self.hashed.remove(&key.1);
            }
            Direction::Down => {
                self.ready_down.remove(&key);
            }
        }
    }

    /// The first that may be hashed now: not more than can be sent soon.
    pub(super) fn first_unhashed(&self, room: usize) -> Option<Key> {
        self.unhashed.first().filter(|_| self.hashed.len() < room).copied()
    }

    pub(super) fn start_hash(&mut self, key: Key) {
        self.unhashed.remove(&key);
        self.hashed.insert(key.1);
    }

    /// A hash came to nothing.
    pub(super) fn hash_failed(&mut self, id: u64) {
        self.hashed.remove(&id);
    }

    fn room(&self) -> bool {
        match self.cap {
            Cap::Unknown => self.uploading == 0,
            Cap::Told(None) => true,
            Cap::Told(Some(most)) | Cap::Set(most) => self.uploading < most,
        }
    }

    /// The first that may start now.
    pub(super) fn first(&self) -> Option<(Key, Direction)> {
        let up = self.ready_up.first().filter(|_| self.room()).map(|key| (*key, Direction::Up));
        let down = self.ready_down.first().map(|key| (*key, Direction::Down));
        match (up, down) {
            (Some(up), Some(down)) => Some(if up.0 < down.0 { up } else { down }),
            (up, down) => up.or(down),
        }
    }

    /// Starts what [`first`](Self::first) gave. True if it is to find out how many the host allows.
    pub(super) fn start(&mut self, key: Key, direction: Direction) -> bool {
        self.withdraw(direction, key, None);
        let up = direction == Direction::Up;
        self.uploading += usize::from(up);
        up && self.cap == Cap::Unknown
    }

    pub(super) fn stopped(&mut self, direction: Direction) {
        if direction == Direction::Up {
            self.uploading = self.uploading.saturating_sub(1);
        }
    }

    /// What the host tells.
    pub(super) fn told(&mut self, most: Option<u64>) {
        if self.cap == Cap::Unknown {
            let most = most.filter(|most| *most > 0);
            self.cap = Cap::Told(most.map(|most| usize::try_from(most).unwrap_or(usize::MAX)));
        }
    }

    /// What the caller wants.
    pub(super) fn set_cap(&mut self, cap: Option<usize>) {
        self.cap = cap.map_or(Cap::Unknown, Cap::Set);
    }

    pub(super) fn ask_at(&mut self, due: Instant, id: u64) {
        self.questions.insert((due, id));
    }

    /// When the next question is due; none while one is being asked.
    pub(super) fn next_question(&self) -> Option<Instant> {
        let (due, _) = self.questions.first().filter(|_| !self.asking)?;
        Some(self.not_before.map_or(*due, |not_before| not_before.max(*due)))
    }

    /// Whose question is asked now.
    pub(super) fn take_question(&mut self) -> Option<u64> {
        let (_, id) = self.questions.pop_first()?;
        self.asking = true;
        Some(id)
    }

    pub(super) fn asked(&mut self, now: Instant) {
        self.asking = false;
        self.not_before = now.checked_add(BETWEEN_QUESTIONS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(priority: i32, id: u64) -> Key {
        (Reverse(priority), id)
    }

    fn started(lane: &mut Lane) -> Option<u64> {
        let (key, direction) = lane.first()?;
        lane.start(key, direction);
        Some(key.1)
    }

    #[test]
    fn higher_priorities_start_first_and_equal_ones_in_their_order() {
        let mut lane = Lane::default();
        lane.told(None);
        for (priority, id) in [(0, 1), (0, 2), (5, 3), (-1, 4)] {
            lane.add(Direction::Up, key(priority, id), false);
        }
        lane.add(Direction::Down, key(1, 5), false);
        let order: Vec<_> = std::iter::from_fn(|| started(&mut lane)).collect();
        assert_eq!(order, [3, 5, 1, 2, 4]);
    }

    #[test]
    fn the_first_upload_is_alone_until_the_host_has_told_how_many_it_allows() {
        let mut lane = Lane::default();
        (1..=5).for_each(|id| lane.add(Direction::Up, key(0, id), false));
        let (first, direction) = lane.first().unwrap();
        assert!(lane.start(first, direction), "the first one asks");
        assert_eq!(started(&mut lane), None);
        lane.told(Some(3));
        assert_eq!(
            (started(&mut lane), started(&mut lane), started(&mut lane)),
            (Some(2), Some(3), None)
        );
        lane.stopped(Direction::Up);
        assert_eq!(started(&mut lane), Some(4));
    }

    #[test]
    fn what_the_caller_wants_goes_before_what_the_host_tells() {
        let mut lane = Lane::default();
        lane.set_cap(Some(1));
        lane.told(Some(9));
        (1..=3).for_each(|id| lane.add(Direction::Up, key(0, id), false));
        assert_eq!((started(&mut lane), started(&mut lane)), (Some(1), None));
        lane.set_cap(Some(0));
        lane.stopped(Direction::Up);
        assert_eq!(started(&mut lane), None);
    }

    #[test]
    fn downloads_are_not_held_by_the_cap_of_uploads() {
        let mut lane = Lane::default();
        lane.set_cap(Some(0));
        lane.add(Direction::Up, key(9, 1), false);
        lane.add(Direction::Down, key(0, 2), false);
        assert_eq!(started(&mut lane), Some(2));
    }

    #[test]
    fn no_more_is_hashed_than_can_be_sent_soon() {
        let mut lane = Lane::default();
        lane.told(None);
        (1..=4).for_each(|id| lane.add(Direction::Up, key(0, id), true));
        let hash = |lane: &mut Lane| {
            let key = lane.first_unhashed(2)?;
            lane.start_hash(key);
            Some(key)
        };
        let first = hash(&mut lane).unwrap();
        assert!(hash(&mut lane).is_some());
        assert_eq!(hash(&mut lane), None);
        lane.add(Direction::Up, first, false);
        assert_eq!(hash(&mut lane), None, "it waits to be sent");
        assert_eq!(started(&mut lane), Some(1));
        assert!(hash(&mut lane).is_some());
        lane.hash_failed(3);
        assert!(hash(&mut lane).is_some(), "one that could not be hashed makes room");
    }

    #[test]
    fn files_at_one_host_are_asked_about_one_after_the_other() {
        let mut lane = Lane::default();
        let now = Instant::now();
        (1..=3).for_each(|id| lane.ask_at(now, id));
        assert_eq!(lane.next_question(), Some(now));
        assert_eq!(lane.take_question(), Some(1));
        assert_eq!(lane.next_question(), None, "while one is asked no other is");
        lane.asked(now);
        assert_eq!(lane.next_question(), Some(now + BETWEEN_QUESTIONS));
        lane.withdraw(Direction::Up, key(0, 2), Some(now));
        assert_eq!(lane.take_question(), Some(3));
    }
}
