//! A part file that grows at several places at once.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::blocks::{self, Blocks};
use crate::Error;

/// The places at which a part file grows. For any number of threads.
pub(crate) struct Pieces(Mutex<Growing>);

struct Growing {
    file: File,
    journal: Option<File>,
    blocks: Blocks,
}

impl Pieces {
    pub(super) fn new(file: File, journal: Option<File>, blocks: Blocks) -> Self {
        Self(Mutex::new(Growing { file, journal, blocks }))
    }

    fn growing(&self) -> MutexGuard<'_, Growing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is not there yet.
    pub(crate) fn gaps(&self) -> Vec<Range<u64>> {
        self.growing().blocks.gaps()
    }

    /// Bytes that are there, in whole blocks.
    pub(crate) fn held(&self) -> u64 {
        self.growing().blocks.held()
    }

    /// Bytes that are there from the beginning on.
    pub(super) fn prefix(&self) -> u64 {
        self.growing().blocks.prefix()
    }

    pub(crate) fn write(&self, at: u64, bytes: &[u8]) -> Result<(), Error> {
        let file = &mut self.growing().file;
        file.seek(SeekFrom::Start(at))
            .and_then(|_| file.write_all(bytes))
            .map_err(|e| Error::io("the disk did not take the bytes", &e))
    }

    /// Notes that the block to which the byte at `at` belongs is there.
    pub(crate) fn keep(&self, at: u64, sum: u32) -> Result<(), Error> {
        let Growing { journal, blocks, .. } = &mut *self.growing();
        let index = usize::try_from(at / blocks::BLOCK).unwrap_or(usize::MAX);
        blocks.set(index, Some(sum));
        let Some(journal) = journal else { return Ok(()) };
        journal
            .write_all(blocks::line(index, sum).as_bytes())
            .map_err(|e| Error::io("the journal of the part file cannot be written", &e))
    }

    /// Reads what is there from the beginning on, from `at`; gives how much.
    pub(super) fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, Error> {
        let Growing { file, blocks, .. } = &mut *self.growing();
        let there = usize::try_from(blocks.prefix().saturating_sub(at)).unwrap_or(usize::MAX);
        let room = into.len().min(there);
        let room = into.get_mut(..room).unwrap_or_default();
        file.seek(SeekFrom::Start(at))
            .and_then(|_| file.read_exact(room))
            .map_err(|e| Error::io("the part file cannot be read", &e))?;
        Ok(room.len())
    }
}
