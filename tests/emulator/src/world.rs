//! Everything the emulator is made of, shared by listeners, control API and library calls.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::account::Account;
use crate::blob::Keep;
use crate::call::{Broken, Call, Head, Params, Route};
use crate::clock::Clock;
use crate::fault::FaultBook;
use crate::gate::Gate;
use crate::host::{Host, LISTENERS, Listener, Role};
use crate::hosts;
use crate::ids::Ids;
use crate::log::Log;
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

/// Scheme and authority of every listener, in the order of [`LISTENERS`].
pub(crate) type Urls = [String; LISTENERS.len()];

pub(crate) struct World {
    pub(crate) clock: Arc<Clock>,
    pub(crate) log: Log,
    pub(crate) faults: FaultBook,
    pub(crate) gate: Arc<Gate>,
    pub(crate) keep: Keep,
    pub(crate) urls: Urls,
    hosts: Vec<(Arc<Ctx>, Box<dyn Rules>)>,
}

/// The address of one role of a host.
pub(crate) fn url_of(urls: &Urls, host: Host, role: Role) -> Option<String> {
    let wanted = |listener: &&Listener| listener.host == host && listener.role == role;
    let index = LISTENERS.iter().position(|listener| wanted(&listener))?;
    Some(urls[index].clone())
}

impl World {
    pub(crate) fn new(keep: Keep, urls: Urls, closed: &str) -> Self {
        let (clock, ids) = (Arc::new(Clock::default()), Arc::new(Ids::default()));
        let hosts = Host::ALL.map(|host| {
            let api = url_of(&urls, host, Role::Api).unwrap_or_default();
            let ctx = Arc::new(Ctx {
                host,
                switches: Switches::new(host.name(), hosts::switches(host)),
                clock: Arc::clone(&clock),
                ids: Arc::clone(&ids),
                node: url_of(&urls, host, Role::Node).unwrap_or_else(|| api.clone()),
                api,
                closed: closed.to_owned(),
            });
            let rules = hosts::rules(Arc::clone(&ctx));
            rules.reset();
            (ctx, rules)
        });
        Self {
            clock,
            log: Log::default(),
            faults: FaultBook::default(),
            gate: Arc::default(),
            keep,
            urls,
            hosts: hosts.into(),
        }
    }

    pub(crate) fn rules(&self, host: Host) -> &dyn Rules {
        &*self.hosts[host.index()].1
    }

    pub(crate) fn switches(&self, host: Host) -> &Switches {
        &self.hosts[host.index()].0.switches
    }

    pub(crate) fn set(&self, host: Host, name: &str, value: Value) -> Result<(), String> {
        self.switches(host).set(name, value)?;
        self.rules(host).switched(name);
        Ok(())
    }

    /// Back to the state after start: accounts, files, switches, faults, log and clock.
    pub(crate) fn reset(&self) {
        self.faults.clear();
        self.clock.reset();
        for (ctx, rules) in &self.hosts {
            ctx.switches.reset();
            rules.reset();
        }
        self.log.clear();
        self.gate.release();
    }
}
