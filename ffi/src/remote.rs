//! Files that the host fetches by itself

use std::ffi::c_char;
use std::ptr;

use gigahost::{RemoteJob, RemoteState};

use crate::batch::{self, gigahost_batch};
use crate::border::{Keep, result};
use crate::entry::{self, bytes, gigahost_entry};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;

/// The state of a job.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_job_state {
    /// A state that this library does not know: treat it as still running.
    GIGAHOST_JOB_OTHER = 0,
    /// In the queue.
    GIGAHOST_JOB_WAITING = 1,
    /// The host is fetching.
    GIGAHOST_JOB_RUNNING = 2,
    /// The file is there.
    GIGAHOST_JOB_DONE = 3,
    /// It failed.
    GIGAHOST_JOB_FAILED = 4,
    /// It was cancelled.
    GIGAHOST_JOB_CANCELLED = 5,
}

/// A file that the host fetches by itself. Strings are NULL and numbers -1 if it does not report
/// them. Part of a gigahost_jobs.
#[repr(C)]
pub struct gigahost_job {
    /// The id of the job. Never NULL.
    pub id: *const c_char,
    /// The source, as the host reports it.
    pub url: *const c_char,
    /// A gigahost_job_state.
    pub state: i32,
    /// The state as a word; the host's own word if it is not known to this library.
    pub state_text: *const c_char,
    /// Bytes fetched.
    pub done: i64,
    /// Bytes in all.
    pub size: i64,
    /// The file, or NULL until it is there.
    pub entry: *const gigahost_entry,
    /// Why it failed, in the host's words.
    pub failure: *const c_char,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_job {}

/// Jobs of a host. A result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_jobs {
    /// Number of items.
    pub count: usize,
    /// The jobs.
    pub jobs: *const *const gigahost_job,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_jobs {}

/// Has the host fetch links by itself, into `folder`; NULL is the root. Returns once the host has
/// accepted the jobs; gigahost_remote_status() reports their state.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_remote_upload(
    session: *const gigahost_session,
    links: *const *const c_char,
    link_count: usize,
    folder: *const c_char,
    out: *mut *const gigahost_jobs,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let links = from.texts("links", links, link_count)?;
            let folder = from.opt_text("folder", folder)?;
            Ok(view(keep, &from.session(session)?.remote_upload(&links, folder)?))
        })
    }
}

/// Fetches the state of jobs, or of all jobs for NULL and 0, if the host can list them.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_remote_status(
    session: *const gigahost_session,
    jobs: *const *const c_char,
    job_count: usize,
    out: *mut *const gigahost_jobs,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let jobs = from.texts("jobs", jobs, job_count)?;
            Ok(view(keep, &from.session(session)?.remote_status(&jobs)?))
        })
    }
}

/// Cancels jobs, by their ids.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_remote_cancel(
    session: *const gigahost_session,
    jobs: *const *const c_char,
    job_count: usize,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let jobs = from.texts("jobs", jobs, job_count)?;
            Ok(batch::view(keep, &from.session(session)?.remote_cancel(&jobs)?))
        })
    }
}

fn view(keep: &mut Keep, jobs: &[RemoteJob]) -> gigahost_jobs {
    let jobs: Vec<_> = jobs
        .iter()
        .map(|job| {
            let view = gigahost_job {
                id: keep.text(&job.id),
                url: keep.opt_text(job.url.as_deref()),
                state: state_number(&job.state) as i32,
                state_text: keep.text(job.state.name()),
                done: bytes(job.done),
                size: bytes(job.size),
                entry: job.entry.as_ref().map_or(ptr::null(), |e| entry::part(keep, e)),
                failure: keep.opt_text(job.error.as_deref()),
            };
            keep.part(view)
        })
        .collect();
    gigahost_jobs { count: jobs.len(), jobs: keep.list(jobs) }
}

fn state_number(state: &RemoteState) -> gigahost_job_state {
    match state {
        RemoteState::Waiting => gigahost_job_state::GIGAHOST_JOB_WAITING,
        RemoteState::Running => gigahost_job_state::GIGAHOST_JOB_RUNNING,
        RemoteState::Done => gigahost_job_state::GIGAHOST_JOB_DONE,
        RemoteState::Failed => gigahost_job_state::GIGAHOST_JOB_FAILED,
        RemoteState::Cancelled => gigahost_job_state::GIGAHOST_JOB_CANCELLED,
        _ => gigahost_job_state::GIGAHOST_JOB_OTHER,
    }
}
