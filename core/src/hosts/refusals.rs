//! What hosts refuse: the catalogues of their texts, what a refusal means for a transfer and for a
//! batch.

use crate::{Batch, Clock, Error, Item, Status};

/// A row of a host's catalogue of refusals: a distinctive part of its text, and what it means.
pub(crate) struct Refusal {
    pub part: &'static str,
    pub status: Status,
    /// The token is dead: a renewal may help.
    pub token: bool,
}

/// A row without a dead token.
pub(crate) const fn refusal(part: &'static str, status: Status) -> Refusal {
    Refusal { part, status, token: false }
}

/// A row that means a dead token.
pub(crate) const fn dead_token(part: &'static str) -> Refusal {
    Refusal { part, status: Status::Auth, token: true }
}

/// The first row of a catalogue whose part stands in the text, in any case.
pub(crate) fn find_refusal(catalogue: &'static [Refusal], text: &str) -> Option<&'static Refusal> {
    let text = text.to_ascii_lowercase();
    catalogue.iter().find(|row| text.contains(&row.part.to_ascii_lowercase()))
}

/// Whether a transfer can go on although a call failed that would only have made it safer. Failures
/// that the transfer would meet as well, and those that the caller wants, end it.
pub(crate) fn is_dispensable(error: &Error) -> bool {
    match error.status() {
        Status::Network
        | Status::Stalled
        | Status::Protocol
        | Status::Http
        | Status::Forbidden
        | Status::NotFound
        | Status::NotReady
        | Status::RateLimited
        | Status::Quota
        | Status::Host
        | Status::BadAnswer => !error.token_dead(),
        Status::Timeout => error.clock() != Some(Clock::Call),
        _ => false,
    }
}

/// Whether an error is the host's own word on what was asked, so that the next of several items may
/// fare better.
pub(crate) fn is_refusal(error: &Error) -> bool {
    matches!(
        error.status(),
        Status::Forbidden
            | Status::NotFound
            | Status::NotReady
            | Status::Quota
            | Status::Conflict
            | Status::Host
    ) && error.http_status().is_some()
}

/// The host's own words in an error, or what the library says of it.
pub(crate) fn words_of(error: &Error) -> String {
    error.host_text().unwrap_or(error.message()).to_owned()
}

/// Does something for one item after the other. Failures that concern an item alone stand in the
/// batch; any other ends it.
pub(crate) fn one_by_one<'a>(
    items: &[Item<'a>],
    concerns_one_item: impl Fn(&Error) -> bool,
    mut act: impl FnMut(Item<'a>) -> Result<(), Error>,
) -> Result<Batch, Error> {
    let mut batch = Batch::default();
    for item in items {
        match act(*item) {
            Ok(()) => batch.done.push(item.id().to_owned()),
            Err(error) if concerns_one_item(&error) => {
                batch.failed.push((item.id().to_owned(), Some(words_of(&error))));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(batch)
}

/// The number of seconds in a text like `Please wait 20 sec...`.
pub(crate) fn seconds_in(text: &str) -> Option<std::time::Duration> {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().map(std::time::Duration::from_secs)
}
