//! ge.tt as its documentation promises it, and every way it may deviate.

mod api;
mod bytes;
#[path = "../common/mod.rs"]
mod common;
mod faults;
mod live;
mod site;
mod socket;
mod switches;
