//! giga0: cloud.giga0.com and every site with the same "File Upload API v2".

mod admin;
mod answer;
mod date;
mod desk;
mod files;
mod folders;
mod imports;
mod pages;
mod rules;
mod session;
mod shapes;
mod state;
mod table;
mod uploads;

pub(crate) use desk::Giga0;
pub(crate) use table::SWITCHES;
