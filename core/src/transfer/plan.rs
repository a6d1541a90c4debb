//! Which connection fetches which bytes of a file.

use std::collections::VecDeque;
use std::ops::Range;

use crate::local::BLOCK;

/// Less is not worth a connection of its own, in bytes.
pub(super) const LEAST: u64 = 4 * BLOCK;

/// The bytes that are still to be fetched. All bounds are those of blocks, or the end of the file.
#[derive(Debug, Default)]
pub(super) struct Plan {
    waiting: VecDeque<Range<u64>>,
    /// What each connection has before it.
    running: Vec<Range<u64>>,
}

impl Plan {
    /// Shares the gaps of a file among `connections`, or fewer where there is not enough for all.
    pub(super) fn new(gaps: &[Range<u64>], connections: usize) -> Self {
        let missing: u64 = gaps.iter().map(length).sum();
        let share = missing.div_ceil(connections.max(1) as u64).max(LEAST);
        let waiting: VecDeque<_> = gaps.iter().flat_map(|gap| cut(gap, share)).collect();
        let running = vec![0..0; connections.min(waiting.len())];
        Self { waiting, running }
    }

    /// How many connections have something to do.
    pub(super) fn connections(&self) -> usize {
        self.running.len()
    }

    /// What a connection that has nothing to do shall fetch: what waits, or half of what the one with
    /// the most before it would fetch later.
    pub(super) fn claim(&mut self, connection: usize) -> Option<Range<u64>> {
        let range = match self.waiting.pop_front() {
            Some(range) => range,
            None => split(self.running.iter_mut().max_by_key(|range| length(range))?)?,
        };
        *self.running.get_mut(connection)? = range.clone();
        Some(range)
    }

    /// Notes how far a connection is. Gives where it ends by now.
    pub(super) fn advance(&mut self, connection: usize, at: u64) -> u64 {
        self.running.get_mut(connection).map_or(at, |range| {
            range.start = at.min(range.end);
            range.end
        })
    }

    /// Takes what a connection has not fetched, from the block at which it is.
    pub(super) fn give_back(&mut self, connection: usize, at: u64) {
        if let Some(range) = self.running.get_mut(connection) {
            let end = std::mem::take(range).end;
            let start = at - at % BLOCK;
            if start < end {
                self.waiting.push_front(start..end);
            }
        }
    }
}

fn length(range: &Range<u64>) -> u64 {
    range.end.saturating_sub(range.start)
}

/// Cuts a range into pieces of about the size of a share, none of them too small for a connection.
fn cut(range: &Range<u64>, share: u64) -> impl Iterator<Item = Range<u64>> {
    let (start, length) = (range.start, length(range));
    let pieces = (length.saturating_add(share / 2) / share).min(length / LEAST).max(1);
    let bound = move |n: u64| {
        let at = length / pieces * n + length % pieces * n / pieces;
        start + if n == pieces { length } else { at - at % BLOCK }
    };
    (0..pieces).map(move |n| bound(n)..bound(n + 1))
}

/// Takes the second half of a range, if both are worth a connection.
fn split(range: &mut Range<u64>) -> Option<Range<u64>> {
    if length(range) < 2 * LEAST {
        return None;
    }
    let middle = range.start + length(range) / 2;
    let middle = middle - middle % BLOCK;
    let half = middle..range.end;
    range.end = middle;
    Some(half)
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn a_file_is_shared_evenly_and_a_small_one_is_not_shared() {
        let mut plan = Plan::new(&[0..64 * MIB + 3], 4);
        assert_eq!(plan.connections(), 4);
        let shares: Vec<_> = (0..4).filter_map(|n| plan.claim(n)).collect();
        assert_eq!(
            shares,
            [0..16 * MIB, 16 * MIB..32 * MIB, 32 * MIB..48 * MIB, 48 * MIB..64 * MIB + 3]
        );
        assert_eq!(Plan::new(&[0..2 * MIB - 1], 4).connections(), 1);
        assert_eq!(Plan::new(&[], 4).connections(), 0);
    }

    #[test]
    fn every_number_of_connections_has_shares_that_are_near_each_other() {
        for connections in 1..=16 {
            for total in [3 * MIB, 17 * MIB + 5, 100 * MIB, 1001 * MIB + 77] {
                let mut plan = Plan::new(&[0..total], connections);
                let (mut at, mut sizes) = (0, Vec::new());
                while let Some(range) = plan.waiting.pop_front() {
                    assert!(range.start == at && range.start % BLOCK == 0);
                    sizes.push(length(&range));
                    at = range.end;
                }
                assert_eq!(at, total);
                assert!(sizes.len() <= connections);
                let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
                assert!(most - least <= 2 * BLOCK, "{connections} of {total}: {sizes:?}");
                let enough = usize::try_from(total / LEAST).unwrap();
                assert_eq!(sizes.len(), connections.min(enough), "{total}");
            }
        }
    }

    #[test]
    fn many_gaps_keep_their_bounds() {
        let gaps = [0..3 * MIB, 4 * MIB..5 * MIB, 8 * MIB..40 * MIB];
        let plan = Plan::new(&gaps, 4);
        let covered: u64 = plan.waiting.iter().map(length).sum();
        assert_eq!(covered, 36 * MIB);
        for range in &plan.waiting {
            assert!(gaps.iter().any(|gap| gap.start <= range.start && range.end <= gap.end));
        }
    }

    #[test]
    fn a_connection_that_is_done_takes_half_of_what_another_has_before_it() {
        let mut plan = Plan::new(&[0..32 * MIB], 2);
        assert_eq!((plan.claim(0), plan.claim(1)), (Some(0..16 * MIB), Some(16 * MIB..32 * MIB)));
        assert_eq!(plan.advance(0, 4 * MIB), 16 * MIB);
        plan.advance(1, 32 * MIB);
        assert_eq!(plan.claim(1), Some(10 * MIB..16 * MIB));
        assert_eq!(plan.advance(0, 5 * MIB), 10 * MIB);
        plan.advance(0, 9 * MIB);
        plan.advance(1, 15 * MIB);
        assert_eq!(plan.claim(0), None);
    }

    #[test]
    fn what_a_broken_connection_leaves_is_fetched_by_another_from_its_block_on() {
        let mut plan = Plan::new(&[0..8 * MIB], 2);
        plan.claim(0);
        plan.claim(1);
        plan.give_back(0, MIB + 5);
        plan.advance(1, 8 * MIB);
        assert_eq!(plan.claim(1), Some(MIB..4 * MIB));
    }
}
