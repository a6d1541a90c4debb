//! The five hosts.

use std::sync::Arc;

use crate::host::Host;
use crate::rules::{Ctx, Rules};
use crate::switches::Switch;

mod gett;
mod giga0;
mod gigags;
mod rapidgator;
mod uploadgig;

/// The switch table of a host.
pub(crate) fn switches(host: Host) -> &'static [Switch] {
    match host {
        Host::Rapidgator => rapidgator::SWITCHES,
        Host::Giga0 => giga0::SWITCHES,
        Host::UploadGig => uploadgig::SWITCHES,
        Host::Gett => gett::SWITCHES,
        Host::GigaGs => gigags::SWITCHES,
    }
}

/// The behaviour of a host.
pub(crate) fn rules(ctx: Arc<Ctx>) -> Box<dyn Rules> {
    match ctx.host {
        Host::Rapidgator => Box::new(rapidgator::Rapidgator::new(ctx)),
        Host::Giga0 => Box::new(giga0::Giga0::new(ctx)),
        Host::UploadGig => Box::new(uploadgig::UploadGig::new(ctx)),
        Host::Gett => Box::new(gett::Gett::new(ctx)),
        Host::GigaGs => Box::new(gigags::GigaGs::new(ctx)),
    }
}
