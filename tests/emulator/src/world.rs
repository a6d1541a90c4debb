//! Everything the emulator is made of, shared by listeners, control API and library calls.

use std::sync::Arc;

use serde_json::Value;

use crate::blob::Keep;
use crate::clock::Clock;
use crate::fault::FaultBook;
use crate::gate::Gate;
use crate::host::{Host, LISTENERS, Listener, Role};
use crate::hosts;
use crate::ids::Ids;
use crate::log::Log;
use crate::rules::{Ctx, Rules};
use crate::switches::Switches;

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
