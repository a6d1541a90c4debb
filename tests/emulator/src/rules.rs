//! What a host is to the rest of the emulator, and what it is given.

use std::sync::Arc;

use serde::Serialize;

use crate::account::Account;
use crate::call::{Call, Head, Route};
use crate::clock::Clock;
use crate::host::Host;
use crate::ids::Ids;
use crate::params::{Broken, Params};
use crate::reply::Reply;
use crate::switches::Switches;

/// A file that a host holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredFile {
    /// Login of the owner; empty for anonymous uploads.
    pub account: String,
    /// The host's id of the file.
    pub id: String,
    /// The stored name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// MD5 in lower-case hex.
    pub md5: String,
    /// The host's id of the folder or share, where it has any.
    pub folder: Option<String>,
    /// `active`, or the host's word for any other state, such as `trash`.
    pub state: String,
}

/// An answer in the making.
pub(crate) type Answering<'a> = futures_util::future::BoxFuture<'a, Result<Reply, Broken>>;

/// How a host behaves.
pub(crate) trait Rules: Send + Sync {
    /// Which operation a request is, as far as its head tells.
    fn route(&self, head: &Head) -> Route;

    /// Which operation it is now that its parameters are known.
    fn refine(&self, operation: &'static str, head: &Head, params: &Params) -> &'static str {
        let _ = (head, params);
        operation
    }

    /// Does what was asked. Also called with an empty operation, for unknown paths.
    fn answer(&self, call: Call) -> Answering<'_>;

    /// All files, in the order of their creation.
    fn files(&self) -> Vec<StoredFile>;

    /// Adds an account.
    fn add_account(&self, account: Account);

    /// Back to the state after start, with the seeded accounts.
    fn reset(&self);

    /// Told after a switch was set, for those that act at once.
    fn switched(&self, name: &str) {
        let _ = name;
    }
}

/// What a host needs of the world.
#[derive(Debug)]
pub(crate) struct Ctx {
    pub(crate) host: Host,
    pub(crate) switches: Switches,
    pub(crate) clock: Arc<Clock>,
    pub(crate) ids: Arc<Ids>,
    /// Scheme and authority of the API listener.
    pub(crate) api: String,
    /// Scheme and authority of the node listener; the API's where there is none.
    pub(crate) node: String,
    /// An address at which nobody listens.
    pub(crate) closed: String,
}
