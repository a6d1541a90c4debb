//! The verbs that move files, and what the hosts' own transfers share with them.

use std::time::Duration;

use gigahost::{
    Checksum, DownloadOptions, Error, Existing, SlugMode, Source, Target, UploadOptions,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::Session;
use super::running::run_catching;
use crate::arguments::{Id, Seconds, Whole};
use crate::cancel::CancelToken;
use crate::caught::Caught;
use crate::progress::Callback;
use crate::results::{Download, Entry, Receipt};
use crate::{source, target};

/// What a transfer that sends a file is told.
#[derive(Default)]
pub(crate) struct UploadArguments<'py> {
    pub(crate) name: Option<String>,
    pub(crate) folder: Option<Id>,
    /// The same, as giga0's own operation calls it.
    pub(crate) folder_id: Option<String>,
    pub(crate) md5: Option<String>,
    pub(crate) length: Option<Whole<u64>>,
    pub(crate) slug_mode: Option<String>,
    pub(crate) chunked: bool,
    pub(crate) checksum: Option<String>,
    pub(crate) on_progress: Option<Bound<'py, PyAny>>,
    pub(crate) cancel: Option<Bound<'py, CancelToken>>,
    pub(crate) timeout: Option<Seconds>,
}

/// An upload that was looked at while the interpreter was held.
pub(crate) struct UploadPlan {
    pub(crate) source: source::Given,
    name: Option<String>,
    folder: Option<String>,
    md5: Option<String>,
    chunked: bool,
    slug_mode: SlugMode,
    checksum: Checksum,
    terms: Terms,
}

impl UploadPlan {
    /// The options as the core wants them, without a callback.
    pub(crate) fn options(&self) -> UploadOptions {
        let mut options = UploadOptions::new()
            .with_checksum(self.checksum)
            .with_slug_mode(self.slug_mode)
            .with_chunked(self.chunked);
        if let Some(name) = &self.name {
            options = options.with_name(name);
        }
        if let Some(folder) = &self.folder {
            options = options.with_folder(folder);
        }
        if let Some(md5) = &self.md5 {
            options = options.with_md5(md5);
        }
        options
    }

    /// The session under the terms of this upload.
    pub(crate) fn session(&self, core: &gigahost::Session) -> gigahost::Session {
        self.terms.apply(core)
    }
}

impl UploadArguments<'_> {
    /// The name it was given, or that of an open file.
    pub(crate) fn remote_name(&self, object: &Bound<'_, PyAny>) -> Option<String> {
        self.name.clone().or_else(|| source::own_name(object))
    }

    /// Looks at everything but the callback.
    pub(crate) fn plan(self, object: &Bound<'_, PyAny>) -> PyResult<UploadPlan> {
        let slug_mode = match self.slug_mode.as_deref() {
            None | Some("percent") => SlugMode::Percent,
            Some("raw_utf8") => SlugMode::RawUtf8,
            Some("ascii_only") => SlugMode::AsciiOnly,
            Some(_) => {
                let message = "`slug_mode` must be 'percent', 'raw_utf8' or 'ascii_only'";
                return Err(PyValueError::new_err(message));
            }
        };
        let name = self.remote_name(object);
        Ok(UploadPlan {
            checksum: checksum(self.checksum.as_deref())?,
            source: source::Given::look_at(object, self.length.map(|length| length.0))?,
            name,
            folder: self.folder.map(|folder| folder.0).or(self.folder_id),
            md5: self.md5,
            chunked: self.chunked,
            slug_mode,
            terms: Terms::of(self.cancel.as_ref(), self.timeout),
        })
    }

    /// Looks at everything, then sends the source without the interpreter.
    pub(crate) fn run<T: Send>(
        self,
        session: &Session,
        operation: &'static str,
        object: &Bound<'_, PyAny>,
        send: impl FnOnce(&gigahost::Session, Source, UploadOptions) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let callback = self.on_progress.as_ref().map(Callback::new).transpose()?;
        let plan = self.plan(object)?;
        let caught = Caught::default();
        let kept = caught.clone();
        run_catching(object.py(), session, operation, &caught, move |core| {
            let mut options = plan.options();
            if let Some(callback) = callback {
                options = options.on_progress(callback.into_core(kept.clone()));
            }
            send(&plan.session(core), plan.source.into_core(&kept), options)
        })
    }
}

/// What a transfer that receives a file is told.
#[derive(Default)]
pub(crate) struct DownloadArguments<'py> {
    pub(crate) existing: Option<String>,
    pub(crate) resume: bool,
    pub(crate) most_bytes: Option<Whole<u64>>,
    pub(crate) segments: Option<Whole<u32>>,
    pub(crate) part: Option<(Whole<u64>, Option<Whole<u64>>)>,
    pub(crate) checksum: Option<String>,
    pub(crate) on_progress: Option<Bound<'py, PyAny>>,
    pub(crate) cancel: Option<Bound<'py, CancelToken>>,
    pub(crate) timeout: Option<Seconds>,
}

/// A download that was looked at while the interpreter was held.
pub(crate) struct DownloadPlan {
    pub(crate) target: target::Given,
    existing: Existing,
    resume: bool,
    most_bytes: Option<u64>,
    segments: u32,
    part: Option<(u64, Option<u64>)>,
    checksum: Checksum,
    terms: Terms,
}

impl DownloadPlan {
    /// The options as the core wants them, without a callback.
    pub(crate) fn options(&self) -> DownloadOptions {
        let mut options = DownloadOptions::new()
            .with_existing(self.existing)
            .with_resume(self.resume)
            .with_segments(self.segments)
            .with_checksum(self.checksum);
        if let Some(most) = self.most_bytes {
            options = options.with_most_bytes(most);
        }
        if let Some((first, end)) = self.part {
            options = options.with_part(first, end);
        }
        options
    }

    /// The session under the terms of this download.
    pub(crate) fn session(&self, core: &gigahost::Session) -> gigahost::Session {
        self.terms.apply(core)
    }
}

impl DownloadArguments<'_> {
    /// Looks at everything but the callback.
    pub(crate) fn plan(self, object: &Bound<'_, PyAny>) -> PyResult<DownloadPlan> {
        let existing = match self.existing.as_deref() {
            None | Some("refuse") => Existing::Refuse,
            Some("overwrite") => Existing::Overwrite,
            Some("unique") => Existing::Unique,
            Some(_) => {
                let message = "`existing` must be 'refuse', 'overwrite' or 'unique'";
                return Err(PyValueError::new_err(message));
            }
        };
        Ok(DownloadPlan {
            existing,
            checksum: checksum(self.checksum.as_deref())?,
            target: target::Given::look_at(object)?,
            resume: self.resume,
            most_bytes: self.most_bytes.map(|most| most.0),
            segments: self.segments.map_or(0, |segments| segments.0),
            part: self.part.map(|(first, end)| (first.0, end.map(|end| end.0))),
            terms: Terms::of(self.cancel.as_ref(), self.timeout),
        })
    }

    /// Looks at everything, then fetches into the target without the interpreter.
    pub(crate) fn run(
        self,
        session: &Session,
        operation: &'static str,
        object: &Bound<'_, PyAny>,
        fetch: impl FnOnce(
            &gigahost::Session,
            Target,
            DownloadOptions,
        ) -> Result<gigahost::Download, Error>
        + Send,
    ) -> PyResult<Download> {
        let callback = self.on_progress.as_ref().map(Callback::new).transpose()?;
        let plan = self.plan(object)?;
        let caught = Caught::default();
        let kept = caught.clone();
        run_catching(object.py(), session, operation, &caught, move |core| {
            let mut options = plan.options();
            if let Some(callback) = callback {
                options = options.on_progress(callback.into_core(kept.clone()));
            }
            fetch(&plan.session(core), plan.target.into_core(&kept), options)
        })
        .map(Download::from)
    }
}

fn checksum(word: Option<&str>) -> PyResult<Checksum> {
    match word {
        None | Some("auto") => Ok(Checksum::Auto),
        Some("always") => Ok(Checksum::Always),
        Some("never") => Ok(Checksum::Never),
        Some(_) => Err(PyValueError::new_err("`checksum` must be 'auto', 'always' or 'never'")),
    }
}

/// What ends a single call before its time.
struct Terms {
    cancel: Option<gigahost::CancelToken>,
    timeout: Option<Duration>,
}

impl Terms {
    fn of(cancel: Option<&Bound<'_, CancelToken>>, timeout: Option<Seconds>) -> Self {
        Self {
            cancel: cancel.map(|token| token.get().token.clone()),
            timeout: timeout.map(|seconds| seconds.0),
        }
    }

    fn apply(&self, core: &gigahost::Session) -> gigahost::Session {
        let mut core = core.clone();
        if let Some(cancel) = &self.cancel {
            core = core.with_cancel(cancel);
        }
        if let Some(timeout) = self.timeout {
            core = core.with_deadline(timeout);
        }
        core
    }
}

#[pymethods]
impl Session {
    /// Uploads a file, by the host's own procedure, and returns the receipt.
    ///
    /// `source` is a path (`str` or `os.PathLike`), content (`bytes` or anything with a buffer), or
    /// a binary file object, read from its current position. A path and an open file have a name of
    /// their own; anything else needs `name`. `length` is the number of bytes of a file object that
    /// cannot seek; without it they are spooled to a temporary file. `folder` is an id or an entry
    /// (at ge.tt: a share); None means the root. With `md5`, rapidgator does not need to read the
    /// source twice; it is compared with what the host reports. `checksum` says when the MD5 is
    /// computed, which costs more CPU than moving the bytes: `auto` (the default) where it proves
    /// something, `always` so that the result has it, or `never`. `slug_mode` (`percent`,
    /// `raw_utf8`, `ascii_only`) and `chunked` are for uploadgig.
    ///
    /// `on_progress` is called with a `Progress`, on the calling thread, at most ten times and at
    /// least once a second. If it returns False the upload ends with `Cancelled`; an exception in
    /// it ends the upload and is raised unchanged. It must not use the same session. `timeout` is
    /// in seconds and covers everything.
    ///
    /// Nothing is sent twice unless the host cannot end up with two files: if it is impossible to
    /// tell whether the file arrived, the exception is `OutcomeUnknown`. Others: `SourceChanged`,
    /// `TooLarge`, `Quota`, `AuthError`, and network errors.
    #[pyo3(signature = (source, *, name=None, folder=None, md5=None, length=None, slug_mode=None,
        chunked=false, checksum=None, on_progress=None, cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload(
        &self,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        folder: Option<Id>,
        md5: Option<String>,
        length: Option<Whole<u64>>,
        slug_mode: Option<String>,
        chunked: bool,
        checksum: Option<String>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Receipt> {
        let arguments = UploadArguments {
            name,
            folder,
            md5,
            length,
            slug_mode,
            chunked,
            checksum,
            on_progress,
            cancel,
            timeout,
            ..UploadArguments::default()
        };
        arguments.run(self, "upload", source, gigahost::Session::upload).map(Receipt::from)
    }

    /// A file of this host as a source for uploads to others. Contacts no host.
    ///
    /// `file` is an entry of `list` or `stat`. Each upload fetches it while it sends it; nothing is
    /// written to the disk of this machine unless the target wants an MD5 first and this host does
    /// not tell it, or does not tell the size. The download is verified as any other, before the last
    /// byte is sent.
    fn source(&self, py: Python<'_>, file: &Bound<'_, Entry>) -> PyResult<source::SharedSource> {
        let given = file.get();
        let mut entry = gigahost::Entry::default();
        entry.id.clone_from(&given.id);
        entry.name.clone_from(&given.name);
        entry.size = given.size;
        entry.md5.clone_from(&given.md5);
        Ok(source::SharedSource(self.core(py)?.source(&entry)))
    }

    /// Downloads a file of the account, and returns its path, size and MD5.
    ///
    /// `file` is an id or an entry. `target` is a path, a directory (the file then gets the host's
    /// name, sanitised), or a binary file object. `existing` says what to do when the path exists:
    /// `refuse` (the default, `Exists` before a byte is fetched), `overwrite` (atomically, when the
    /// download is complete), `unique` (with a number appended to the name). `resume`, the
    /// default, has a failed download leave its part beside the target, and the next one of the same
    /// file go on from it, even after a kill: hosts count the traffic; the error names it, and
    /// `clean_parts` removes those that nobody came back to. `most_bytes` rejects larger files with
    /// `TooLarge`. `segments`, from 2 to 16, fetches the file over so many connections at once, each
    /// a range of it; fewer are used if the host allows fewer or the file is small, and one if the
    /// host does not prove that the ranges are of the same content. `part`, a pair like `(0, 100)` or
    /// `(100, None)`, fetches only the bytes from the first number up to, but not including, the second,
    /// into a file object; bytes beyond the end of the file are left out. `checksum`, `on_progress`, `cancel` and `timeout` as in `upload`.
    ///
    /// A partial file never appears at the final path, and a web page of the host is never saved as
    /// the file: that is `NotAFile`. Others: `NotFound`, `SizeMismatch`, `Corrupt`, `IoError`, and
    /// network errors.
    #[pyo3(signature = (file, target, *, existing=None, resume=true, most_bytes=None, segments=None,
        part=None, checksum=None, on_progress=None, cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn download(
        &self,
        file: Id,
        target: &Bound<'_, PyAny>,
        existing: Option<String>,
        resume: bool,
        most_bytes: Option<Whole<u64>>,
        segments: Option<Whole<u32>>,
        part: Option<(Whole<u64>, Option<Whole<u64>>)>,
        checksum: Option<String>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Download> {
        let arguments = DownloadArguments {
            existing,
            resume,
            most_bytes,
            segments,
            part,
            checksum,
            on_progress,
            cancel,
            timeout,
        };
        arguments.run(self, "download", target, |core, target, options| {
            core.download(&file.0, target, options)
        })
    }
}
