//! (internal) The operations of ge.tt: a group of them each.

mod bytes;
mod files;
mod live;
mod shares;
mod users;
