//! ge.tt, REST v1 and Live.

use crate::hosts;
use crate::http::reply::Reply;
use crate::operation::Operation;
use crate::session::Token;
use crate::{Capability, Error, Host, Secret, Session, Status};

/// The operations of gett, on a session there. See [`Session::gett`].
#[derive(Clone, Copy, Debug)]
pub struct Gett<'s> {
    session: &'s Session,
}

impl<'s> Gett<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of gett.
pub(crate) struct Adapter;

impl hosts::Adapter for Adapter {
    fn host(&self) -> Host {
        Host::Gett
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
