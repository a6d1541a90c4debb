//! Many items in one call: portions that the host takes, and what its figures mean for each item.

use super::IDS_AT_ONCE;
use super::types::BatchResult;
use crate::{Answer, Batch, Error, Item, Status, Trash, scope};

/// Calls with as many ids at once as the host takes.
pub(super) fn by_portion(
    batch: &mut Batch,
    ids: &[&str],
    call: impl Fn(&[&str]) -> Result<Answer<BatchResult>, Error>,
) -> Result<(), Error> {
    for portion in ids.chunks(IDS_AT_ONCE) {
        let result = call(portion)?;
        absorb(batch, portion, &result);
    }
    Ok(())
}

/// Does files and folders apart, in portions that the host takes.
pub(super) fn in_portions(
    items: &[Item<'_>],
    files: impl Fn(&[&str]) -> Result<Answer<BatchResult>, Error>,
    folders: impl Fn(&[&str]) -> Result<Answer<BatchResult>, Error>,
) -> Result<Batch, Error> {
    let of_files: Vec<_> =
        items.iter().filter(|item| matches!(item, Item::File(_))).map(Item::id).collect();
    let of_folders: Vec<_> =
        items.iter().filter(|item| matches!(item, Item::Folder(_))).map(Item::id).collect();
    let mut batch = Batch::default();
    by_portion(&mut batch, &of_files, files)?;
    by_portion(&mut batch, &of_folders, folders)?;
    Ok(batch)
}

pub(super) fn of_trash(
    files: Trash<'_>,
    call: impl Fn(Trash<'_>) -> Result<Answer<BatchResult>, Error>,
) -> Result<Batch, Error> {
    let mut batch = Batch::default();
    match files {
        Trash::All => {
            let result = call(Trash::All)?;
            absorb(&mut batch, &[], &result);
        }
        Trash::Files(ids) => by_portion(&mut batch, ids, |ids| call(Trash::Files(ids)))?,
    }
    Ok(batch)
}

/// When the answer to a delete was lost and the call was made again, the host refuses to delete what
/// it has deleted already. Whatever cannot be found any more is done.
pub(super) fn mended(
    answer: Answer<BatchResult>,
    look: impl Fn(&str) -> Result<(), Error>,
) -> Answer<BatchResult> {
    if !scope::was_repeated() || answer.fail_ids.is_empty() {
        return answer;
    }
    let is_gone = |id: &String| look(id).is_err_and(|error| error.status() == Status::NotFound);
    let gone: Vec<String> = answer.fail_ids.iter().filter(|id| is_gone(id)).cloned().collect();
    answer.map(|mut result| {
        if result.errors.len() == result.fail_ids.len() {
            let mut ids = result.fail_ids.iter();
            result.errors.retain(|_| ids.next().is_none_or(|id| !gone.contains(id)));
        }
        result.fail_ids.retain(|id| !gone.contains(id));
        result.fail = result.fail.saturating_sub(gone.len() as u64);
        result.success += gone.len() as u64;
        result.success_ids.extend(gone);
        result
    })
}

/// Adds the host's figures to a batch. Texts belong to ids only if there are as many of both.
fn absorb(batch: &mut Batch, asked: &[&str], result: &BatchResult) {
    let paired = result.errors.len() == result.fail_ids.len();
    let texts = |at: usize| if paired { result.errors.get(at) } else { result.errors.first() };
    batch.failed.extend(
        result.fail_ids.iter().enumerate().map(|(at, id)| (id.clone(), texts(at).cloned())),
    );
    if !result.success_ids.is_empty() || result.success == 0 {
        batch.done.extend(result.success_ids.iter().cloned());
    } else {
        // Only a number: all that did not fail.
        let done = asked.iter().filter(|id| !result.fail_ids.iter().any(|failed| failed == *id));
        batch.done.extend(done.map(|id| (*id).to_owned()));
    }
    if result.fail > 0 && result.fail_ids.is_empty() {
        let text = result.errors.first().cloned();
        let left = asked.iter().filter(|id| !batch.done.iter().any(|done| done == *id));
        batch.failed.extend(left.map(|id| ((*id).to_owned(), text.clone())).collect::<Vec<_>>());
        batch.done.retain(|id| !batch.failed.iter().any(|(failed, _)| failed == id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_pairs_texts_with_ids_only_when_there_are_as_many() {
        let result = BatchResult {
            fail: 2,
            fail_ids: vec!["1".into(), "2".into()],
            errors: vec!["x".into(), "y".into()],
            ..BatchResult::default()
        };
        let mut batch = Batch::default();
        absorb(&mut batch, &["1", "2"], &result);
        assert_eq!(batch.failed, [("1".into(), Some("x".into())), ("2".into(), Some("y".into()))]);
    }

    #[test]
    fn a_failure_without_ids_is_not_a_success() {
        let result = BatchResult { fail: 1, errors: vec!["no".into()], ..BatchResult::default() };
        let mut batch = Batch::default();
        absorb(&mut batch, &["7"], &result);
        assert!(batch.done.is_empty() && batch.failed.len() == 1);
    }
}
