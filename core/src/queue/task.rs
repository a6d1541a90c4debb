//! What is left to do of a transfer.

use super::note::Note;
use super::transfer::Direction;
use crate::local::{Guarded, Place};
use crate::options::{DownloadSettings, UploadSettings};
use crate::session::Processing;
use crate::{Capability, ReceiptLog, Session, Source, Target};

/// What is left to do of a transfer. Whoever has it works on it.
pub(super) enum Task {
    Upload(Box<Upload>),
    Download(Box<Download>),
}

pub(super) struct Upload {
    pub source: Option<Source>,
    pub opened: Option<Guarded>,
    pub settings: UploadSettings,
    /// It is checked, and hashed where that comes first.
    pub prepared: bool,
    /// The host has the bytes: it is to be asked, or they have to be sent once more.
    pub processing: Option<Box<dyn Processing<Session>>>,
    /// Where the state of the queue has it.
    pub note: Option<Note>,
    /// The state says that it was begun by this attempt, not by an earlier one of which nothing is known.
    pub begun: bool,
    /// Where its receipt goes.
    pub log: Option<ReceiptLog>,
}

pub(super) struct Download {
    pub file: String,
    pub target: Option<Target>,
    pub settings: DownloadSettings,
    /// Where the state of the queue has it.
    pub note: Option<Note>,
}

impl Task {
    pub(super) fn upload(source: Source, settings: UploadSettings) -> Self {
        let source = Some(source);
        Self::Upload(Box::new(Upload {
            source,
            opened: None,
            settings,
            prepared: false,
            processing: None,
            note: None,
            begun: false,
            log: None,
        }))
    }

    pub(super) fn download(file: &str, target: Target, settings: DownloadSettings) -> Self {
        let (file, target) = (file.to_owned(), Some(target));
        Self::Download(Box::new(Download { file, target, settings, note: None }))
    }

    pub(super) fn capability(&self) -> Capability {
        match self {
            Self::Upload(_) => Capability::Upload,
            Self::Download(_) => Capability::Download,
        }
    }

    /// The receipt of an upload goes to this log.
    pub(super) fn log_to(&mut self, log: Option<&ReceiptLog>) {
        if let Self::Upload(upload) = self {
            upload.log = log.cloned();
        }
    }

    pub(super) fn direction(&self) -> Direction {
        match self {
            Self::Upload(_) => Direction::Up,
            Self::Download(_) => Direction::Down,
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Download(download) => download.file.clone(),
            Self::Upload(upload) => upload
                .settings
                .name()
                .map(str::to_owned)
                .or_else(|| upload.source.as_ref().and_then(Source::own_name))
                .unwrap_or_default(),
        }
    }

    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Self::Upload(upload) => upload.source.as_ref().and_then(Source::size_now),
            Self::Download(_) => None,
        }
    }

    /// Whether its source is to be read before it may be sent.
    pub(super) fn wants_hash(&self, session: &Session) -> bool {
        match self {
            Self::Upload(upload) => {
                session.adapter().wants_md5_first() && !upload.settings.has_md5()
            }
            Self::Download(_) => false,
        }
    }

    /// Whether it can be stopped and begun again.
    pub(super) fn can_stop(&self) -> bool {
        match self {
            Self::Upload(_) => false,
            Self::Download(download) => download
                .target
                .as_ref()
                .is_some_and(|target| matches!(target.0, Place::File(_) | Place::Directory(_))),
        }
    }
}
