//! Which blocks of a part are there, and a journal of them that survives a kill.
//!
//! The journal is text: a line that says which content it is about, and a line for each block that is
//! there, with the checksum of its bytes. Each line ends in its own checksum, so that one that a kill cut
//! short does not count; a block whose bytes are not those of its line (the power went before the disk
//! had them) does not count either.

use std::ops::Range;

use serde_json::{Value, json};

use super::journal::{checked, sealed};

/// What proves that two transfers are of the same content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validator {
    /// A strong entity tag, or the date of the last change.
    pub tag: Option<String>,
    pub total: Option<u64>,
}

/// What is fetched again at most of each connection that broke, in bytes.
pub(crate) const BLOCK: u64 = 256 * 1024;

/// The blocks of a file: of each that is there, the checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blocks {
    total: u64,
    sums: Vec<Option<u32>>,
    /// How many are there from the beginning on: it is asked for again and again while they come.
    leading: usize,
}

impl Blocks {
    /// None is there. None at all for more bytes than this machine can count blocks of.
    pub(crate) fn none(total: u64) -> Option<Self> {
        let count = usize::try_from(total.div_ceil(BLOCK)).ok()?;
        Some(Self { total, sums: vec![None; count], leading: 0 })
    }

    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The bytes of a block.
    pub(crate) fn bytes_of(&self, index: usize) -> Range<u64> {
        let first = index as u64 * BLOCK;
        first..(first + BLOCK).min(self.total)
    }

    /// Those that are there, with their checksums.
    pub(crate) fn there(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.sums.iter().enumerate().filter_map(|(index, sum)| Some((index, (*sum)?)))
    }

    /// Notes that a block is there, or (without a sum) that it is not.
    pub(crate) fn set(&mut self, index: usize, sum: Option<u32>) {
        if let Some(place) = self.sums.get_mut(index) {
            *place = sum;
        }
        if sum.is_none() {
            self.leading = self.leading.min(index);
        }
        while self.sums.get(self.leading).is_some_and(Option::is_some) {
            self.leading += 1;
        }
    }

    /// Bytes that are there.
    pub(crate) fn held(&self) -> u64 {
        self.there()
            .map(|(index, _)| self.bytes_of(index))
            .map(|bytes| bytes.end - bytes.start)
            .sum()
    }

    /// Bytes that are there from the beginning on.
    pub(crate) fn prefix(&self) -> u64 {
        (self.leading as u64 * BLOCK).min(self.total)
    }

    /// The ranges of bytes that are not there, in their order.
    pub(crate) fn gaps(&self) -> Vec<Range<u64>> {
        let mut gaps: Vec<Range<u64>> = Vec::new();
        for (index, sum) in self.sums.iter().enumerate() {
            if sum.is_some() {
                continue;
            }
            let bytes = self.bytes_of(index);
            match gaps.last_mut() {
                Some(last) if last.end == bytes.start => last.end = bytes.end,
                _ => gaps.push(bytes),
            }
        }
        gaps
    }

    /// The journal of them.
    pub(super) fn journal(&self, identity: &str, validator: &Validator) -> String {
        let head = json!({
            "identity": identity,
            "total": self.total,
            "validator": validator.tag,
            "block": BLOCK,
        });
        let mut text = sealed(&head.to_string());
        for (index, sum) in self.there() {
            text.push_str(&line(index, sum));
        }
        text
    }

    /// Reads a journal, if it is about this content.
    pub(super) fn of_journal(text: &[u8], identity: &str) -> Option<(Validator, Self)> {
        let mut lines = text.split(|byte| *byte == b'\n');
        let head: Value = serde_json::from_slice(checked(lines.next()?)?).ok()?;
        if head.get("identity")?.as_str()? != identity || head.get("block")?.as_u64()? != BLOCK {
            return None;
        }
        let total = head.get("total")?.as_u64()?;
        let tag = head.get("validator").and_then(Value::as_str).map(str::to_owned);
        let mut blocks = Self::none(total)?;
        for (index, sum) in lines.filter_map(|line| entry(checked(line)?)) {
            blocks.set(index, Some(sum));
        }
        Some((Validator { tag, total: Some(total) }, blocks))
    }
}

/// The line of a block.
pub(super) fn line(index: usize, sum: u32) -> String {
    sealed(&format!("{index:x} {sum:08x}"))
}

fn entry(line: &[u8]) -> Option<(usize, u32)> {
    let (index, sum) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    Some((usize::from_str_radix(index, 16).ok()?, u32::from_str_radix(sum, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOTAL: u64 = 5 * BLOCK + 7;

    fn some() -> Blocks {
        let mut blocks = Blocks::none(TOTAL).unwrap();
        for index in [0, 1, 3, 5] {
            blocks.set(index, Some(u32::try_from(index).unwrap() * 17));
        }
        blocks
    }

    fn validator() -> Validator {
        Validator { tag: Some("\"v1\"".into()), total: Some(TOTAL) }
    }

    #[test]
    fn gaps_prefix_and_sum_are_those_of_the_blocks() {
        let blocks = some();
        assert_eq!(blocks.gaps(), [2 * BLOCK..3 * BLOCK, 4 * BLOCK..5 * BLOCK]);
        assert_eq!((blocks.prefix(), blocks.held()), (2 * BLOCK, 3 * BLOCK + 7));
        let mut all = blocks;
        for index in [2, 4] {
            all.set(index, Some(1));
        }
        assert_eq!((all.prefix(), all.held(), all.gaps()), (TOTAL, TOTAL, vec![]));
        all.set(3, None);
        assert_eq!((all.prefix(), all.held()), (3 * BLOCK, TOTAL - BLOCK));
    }

    #[test]
    fn a_journal_is_read_as_it_was_written_and_only_for_its_own_content() {
        let text = some().journal("rapidgator 7", &validator());
        let read = Blocks::of_journal(text.as_bytes(), "rapidgator 7");
        assert_eq!(read, Some((validator(), some())));
        assert_eq!(Blocks::of_journal(text.as_bytes(), "rapidgator 8"), None);
    }

    #[test]
    fn a_journal_that_was_cut_anywhere_says_no_more_than_is_true() {
        let text = some().journal("x", &validator());
        let whole = some();
        for cut in 0..text.len() {
            let Some((_, blocks)) = Blocks::of_journal(&text.as_bytes()[..cut], "x") else {
                continue;
            };
            assert!(blocks.there().all(|(index, sum)| whole.sums[index] == Some(sum)), "{cut}");
        }
    }

    #[test]
    fn a_journal_with_any_byte_changed_says_no_more_than_is_true() {
        let text = some().journal("x", &validator());
        let whole = some();
        for at in 0..text.len() {
            let mut spoiled = text.clone().into_bytes();
            spoiled[at] ^= 1;
            let Some((read, blocks)) = Blocks::of_journal(&spoiled, "x") else { continue };
            assert_eq!(read, validator());
            assert!(blocks.there().all(|(index, sum)| whole.sums[index] == Some(sum)), "{at}");
        }
    }
}
