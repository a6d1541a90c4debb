//! giga0

/// The object of a handle of account details.
#[derive(Clone, Default)]
pub(crate) struct AccountDetails;
