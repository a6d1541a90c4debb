//! giga.gs.
//!
//! Only six keys of its answers are attested (`private`, `token`, `maxFileSize`, `url`,
//! `success`, `error`), and how four of its calls answer is not known at all. Everything else
//! here is a choice that a tolerant client must cope with, and so must it with every other choice
//! that the switches offer.

mod answer;
mod desk;
mod files;
mod rules;
mod session;
mod state;
mod table;
mod upload;

pub(crate) use desk::GigaGs;
pub(crate) use table::SWITCHES;
