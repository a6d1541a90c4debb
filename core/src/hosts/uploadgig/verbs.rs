//! The session verbs at uploadgig: there is one.

use super::{Adapter, answer, table, upload};
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::UploadSettings;
use crate::session::{self, Room, Sent, Token, UploadLimit};
use crate::{Capability, Error, Host, Secret, Session, Status};

impl session::Adapter<Session> for Adapter {
    fn host(&self) -> Host {
        Host::UploadGig
    }

    fn operations(&self) -> &'static [&'static Operation] {
        table::OPERATIONS
    }

    fn capabilities(&self) -> &'static [Capability] {
        &[Capability::Upload]
    }

    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error> {
        answer::judge(operation, reply)
    }

    fn login(&self, _: &Session) -> Result<Token, Error> {
        Err(Error::new(Status::Unsupported, "uploadgig has no tokens")
            .with_hint(self.instead(Capability::Login)))
    }

    fn attach(&self, _: &Token) -> Vec<(&'static str, Secret)> {
        Vec::new()
    }

    fn instead(&self, verb: Capability) -> &'static str {
        match verb {
            Capability::Login => "every upload logs in by itself",
            Capability::Account => "`get_upload_action` tells how much room the account has",
            _ => "the host's API takes uploads and nothing else; use its website",
        }
    }

    fn room(&self, session: &Session) -> Result<Room, Error> {
        let action = session.uploadgig()?.get_upload_action()?;
        let largest_file = action.largest_file();
        let limit = UploadLimit { allowed: true, largest_file, at_once: None };
        Ok(Room { limit: Some(limit), left: None })
    }

    fn upload(
        &self,
        session: &Session,
        source: &mut Guarded,
        options: &UploadSettings,
    ) -> Result<Sent<Session>, Error> {
        upload::upload(session, source, options).map(Box::new).map(Sent::Stored)
    }
}
