//! (internal) The operations of the hosts: one room for each, its functions in the order of the core.

pub(crate) mod gett;
pub(crate) mod giga0;
pub(crate) mod gigags;
pub(crate) mod rapidgator;
pub(crate) mod uploadgig;
