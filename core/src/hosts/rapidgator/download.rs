//! Fetching a file from rapidgator: ask for an address, wait if told to, fetch. A "not found" can be
//! false: the file's own call decides.

use std::time::Duration;

use super::{answer, table};
use crate::http::agent::Incoming;
use crate::http::url::{self, Purpose};
use crate::operation::Operation;
use crate::options::DownloadSettings;
use crate::transfer::download;
use crate::transfer::origin::{Address, Origin, Wanted, message_in_place_of_file};
use crate::{Download, Error, Secret, Session, Stage, Status, Target, scope};

pub(super) fn download(
    session: &Session,
    file: &str,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    let info = session.rapidgator()?.file_info(file)?;
    let wanted = Wanted {
        id: file.to_owned(),
        name: info.name.clone(),
        size: info.size,
        md5: info.hash.clone(),
    };
    let mut origin = Node { session, of: Address::OfFile(file), logged_in_again: false };
    download::fetch(session, &wanted, &mut origin, target, options)
}

/// The bytes at an address that the caller has.
pub(super) fn from_address(
    session: &Session,
    address: &Secret,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    let mut origin = Node { session, of: Address::Given(address), logged_in_again: false };
    download::fetch(session, &Wanted::default(), &mut origin, target, options)
}

struct Node<'s> {
    session: &'s Session,
    of: Address<'s>,
    logged_in_again: bool,
}

impl Node<'_> {
    /// A session can be dead without a word: then every file is "not found". Log in again once; if
    /// that does not help, the account may not download.
    fn after_false_404(&mut self, file: &str) -> Result<(), Error> {
        self.session.rapidgator()?.file_info(file)?;
        if self.logged_in_again {
            return Err(Error::new(
                Status::Forbidden,
                "the file exists, but this account may not download it",
            )
            .with_hint("downloads by the API need a premium account"));
        }
        self.log_in_again()
    }

    fn log_in_again(&mut self) -> Result<(), Error> {
        self.logged_in_again = true;
        let token = self.session.token()?;
        self.session.renew(&token).map(drop)
    }
}

/// The most connections for one file ...
const CONNECTIONS: u64 = 5;
/// ... and the most bytes of one that comes over a single one.
const SINGLE: u64 = 2 << 20;

impl Origin for Node<'_> {
    fn operation(&self) -> &'static Operation {
        &table::DOWNLOAD_BYTES
    }

    fn connections(&self, size: u64) -> Result<Option<u64>, Error> {
        Ok(Some(if size <= SINGLE { 1 } else { CONNECTIONS }))
    }

    fn locate(&mut self) -> Result<url::Target, Error> {
        scope::stage(Stage::Preparing)?;
        let file = match self.of {
            Address::OfFile(file) => file,
            Address::Given(url) => {
                return self.session.policy().answer(url.expose(), Purpose::Download);
            }
        };
        let link = loop {
            match self.session.rapidgator()?.file_download(file) {
                Ok(link) => break link,
                Err(error) if error.status() == Status::NotFound => self.after_false_404(file)?,
                Err(error) => return Err(error),
            }
        };
        let wait = Duration::from_secs(link.delay);
        if wait > self.session.clocks().processing {
            return Err(Error::new(
                Status::NotReady,
                "the host asks to wait longer before the download than the library does",
            )
            .with_retry_after(Some(wait)));
        }
        scope::sleep(wait)?;
        self.session.policy().answer(link.download_url.expose(), Purpose::Download)
    }

    fn refusal(&self, incoming: &Incoming, head: &[u8]) -> Option<Error> {
        let reply = message_in_place_of_file(incoming, head, &["error", "status", "success"])?;
        answer::judge(&table::DOWNLOAD_BYTES, &reply).err()
    }

    /// A dead session shows at the node, too.
    fn is_stale_address(&self, error: &Error) -> bool {
        error.token_dead() || matches!(error.status(), Status::NotFound | Status::NotAFile)
    }
}
