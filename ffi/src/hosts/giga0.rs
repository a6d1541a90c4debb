//! (internal) The operations of giga0: a group of them each.

mod account;
mod account_details;
mod admin;
mod file;
mod folder;
mod remote;
