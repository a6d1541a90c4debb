//! cloud.giga0.com, and every site with the same "File Upload" API v2.

use crate::hosts;
use crate::http::reply::Reply;
use crate::operation::Operation;
use crate::session::Token;
use crate::{Capability, Error, Host, Secret, Session, Status};

/// The operations of giga0, on a session there. See [`Session::giga0`].
#[derive(Clone, Copy, Debug)]
pub struct Giga0<'s> {
    session: &'s Session,
}

impl<'s> Giga0<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of giga0.
pub(crate) struct Adapter;

impl hosts::Adapter for Adapter {
    fn host(&self) -> Host {
        Host::Giga0
    }
    fn operations(&self) -> &'static [&'static Operation] {
        &[]
    }
    fn capabilities(&self) -> &'static [Capability] {
        &[]
    }
    fn judge(&self, _: &Operation, reply: &Reply) -> Result<(), Error> {
        Err(reply.bad_answer())
    }
    fn login(&self, _: &Session) -> Result<Token, Error> {
        Err(Error::new(Status::Internal, "not there yet"))
    }
    fn attach(&self, _: &Token) -> Vec<(&'static str, Secret)> {
        Vec::new()
    }
    fn instead(&self, _: Capability) -> &'static str {
        ""
    }
}
