//! All pages of `getfiles`. Where the host begins to count is not known, nor how many files are on a
//! page, nor what it answers beyond the last one: so pages are asked for until one brings nothing new.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::types::{File, Files};
use crate::{Error, Session, Status};

/// A listing ends here at the latest, whatever the host says of further pages.
pub(super) const PAGES_AT_MOST: u32 = 10_000;

/// Shows every file once, until `visit` has seen enough. Tells whether all pages were seen.
pub(super) fn walk(
    session: &Session,
    most_pages: u32,
    mut visit: impl FnMut(File) -> ControlFlow<()>,
) -> Result<bool, Error> {
    let gigags = session.gigags()?;
    let mut seen = HashSet::new();
    let mut shown: u64 = 0;
    for page in 0..most_pages {
        let number = (page > 0).then_some(page);
        let answer = match gigags.get_files(number, None) {
            Ok(answer) => answer,
            // Some hosts say so of a page beyond the last one.
            Err(error) if page > 0 && error.status() == Status::NotFound => return Ok(true),
            Err(error) => return Err(error),
        };
        let before = shown;
        let Files { files, count } = answer.into_inner();
        let none = files.is_empty();
        for file in files {
            // What has no key cannot be told from what was seen; it counts on the first page only.
            let new = file.key().map_or(page == 0, |key| seen.insert(key));
            if new {
                shown += 1;
                if visit(file).is_break() {
                    return Ok(true);
                }
            }
        }
        let complete = count.is_some_and(|count| shown >= count);
        // Page 1 may be the one that was there without a number.
        let stuck = shown == before && page != 1;
        if none || complete || stuck {
            return Ok(true);
        }
    }
    Ok(false)
}
