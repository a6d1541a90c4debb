//! (internal) The border: what every function of the library needs, whatever it is about. What fails
//! becomes a status and an error, what panics a defect that is told, outputs are cleared first, errno is
//! left alone, handles and results are checked and know of forks. No noun of the library is known here:
//! the nouns stand on the border, and the functions on the nouns.

mod caller;
mod fail;
mod guard;
mod handle;
mod owned;
mod process;
mod results;
mod sync;
mod table;
#[cfg(test)]
mod table_tests;

pub(crate) use caller::Caller;
pub(crate) use fail::Fail;
pub(crate) use guard::{Told, guard, number, optional, plain, plant, result};
pub(crate) use handle::{Handle, change, handle};
pub(crate) use owned::{Keep, c_string, give, take_back};
