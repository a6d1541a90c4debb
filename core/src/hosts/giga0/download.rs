//! Fetching a file from giga0: a fresh address for each download, since addresses are short-lived;
//! a page in place of the file is a dead address, and another one is asked for once.

use super::{account, answer, table};
use crate::http::agent::Incoming;
use crate::http::url::{self, Purpose};
use crate::operation::Operation;
use crate::options::DownloadSettings;
use crate::transfer::download;
use crate::transfer::origin::{Address, Origin, Wanted, message_in_place_of_file};
use crate::{Download, Error, Secret, Session, Stage, Target, scope};

pub(super) fn download(
    session: &Session,
    file: &str,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    let info = session.giga0()?.file_info(file)?;
    let wanted = Wanted {
        id: file.to_owned(),
        name: info.filename.clone(),
        size: info.file_size,
        md5: None,
    };
    let mut origin = Link { session, of: Address::OfFile(file) };
    download::fetch(session, &wanted, &mut origin, target, options)
}

/// The bytes at an address that the caller has.
pub(super) fn from_address(
    session: &Session,
    address: &Secret,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    let mut origin = Link { session, of: Address::Given(address) };
    let options = DownloadSettings { resume: false, ..options.clone() };
    download::fetch(session, &Wanted::default(), &mut origin, target, &options)
}

struct Link<'a> {
    session: &'a Session,
    of: Address<'a>,
}

impl Origin for Link<'_> {
    fn operation(&self) -> &'static Operation {
        &table::DOWNLOAD_BYTES
    }

    fn connections(&self, _size: u64) -> Result<Option<u64>, Error> {
        Ok(account::package(self.session)?.and_then(|package| package.concurrent_downloads))
    }

    fn locate(&mut self) -> Result<url::Target, Error> {
        scope::stage(Stage::Preparing)?;
        let policy = self.session.policy();
        match self.of {
            Address::OfFile(file) => {
                let link = self.session.giga0()?.file_download(file)?;
                policy.answer(link.download_url.expose(), Purpose::Download)
            }
            Address::Given(address) => policy.answer(address.expose(), Purpose::Download),
        }
    }

    fn refusal(&self, incoming: &Incoming, head: &[u8]) -> Option<Error> {
        let reply =
            message_in_place_of_file(incoming, head, &["_status", "status", "success", "result"])?;
        answer::judge(&table::DOWNLOAD_BYTES, &reply).err()
    }

    /// A given address cannot be replaced by another.
    fn is_stale_address(&self, error: &Error) -> bool {
        let dead = matches!(error.status(), crate::Status::NotFound | crate::Status::NotAFile);
        dead && matches!(self.of, Address::OfFile(_))
    }
}
