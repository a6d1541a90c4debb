//! Has a host fetch links by itself, and watches it.

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use gigahost::{CancelToken, Capability, RemoteJob, RemoteState, Session};
use gigahost_examples::{Failure, Hosts, Options, Result, Table, bytes_text, run};

const HELP: &str = "
remote_upload: the host fetches the links; no byte passes through this machine

  cargo run --example remote_upload -- --emulator
  cargo run --example remote_upload -- --host rapidgator LINK...

  --host NAME     the host that shall fetch
  --folder ID     where the files go; without it, the root
  --minutes N     how long to watch (60)
  --emulator      a fresh emulator in place of the real hosts; it only pretends to fetch
  --help          this text

Ctrl-C stops watching, and cancels what is not done where the host can do that. Credentials come
from the environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD; quickstart --help names the others.
";

fn main() -> ExitCode {
    run("remote_upload", |cancel| {
        let Some(options) = Options::read(HELP, &["folder", "minutes"])? else { return Ok(()) };
        let hosts = Hosts::open(&options, &[Capability::RemoteUpload], cancel)?;
        let mut links: Vec<&str> = options.operands.iter().map(String::as_str).collect();
        if links.is_empty() && hosts.are_emulated() {
            links = vec!["https://example.test/film.mkv", "https://example.test/notes.pdf"];
        }
        if links.is_empty() {
            return Err(Failure::Usage("no links".into()));
        }
        let patience = Duration::from_secs(options.number("minutes")?.unwrap_or(60) * 60);
        let pause = Duration::from_millis(if hosts.are_emulated() { 100 } else { 5000 });
        for session in &hosts.sessions {
            println!("{}: {} links on {}", session.host(), links.len(), hosts.place());
            let jobs = session.remote_upload(&links, options.own("folder"))?;
            let jobs = watch(session, jobs, patience, pause, cancel)?;
            report(&jobs)?;
        }
        Ok(())
    })
}

/// Whether a job has ended. An unknown state means that it still runs.
fn has_ended(job: &RemoteJob) -> bool {
    matches!(job.state, RemoteState::Done | RemoteState::Failed | RemoteState::Cancelled)
}

/// Asks until every job has ended.
fn watch(
    session: &Session,
    mut jobs: Vec<RemoteJob>,
    patience: Duration,
    pause: Duration,
    cancel: &CancelToken,
) -> Result<Vec<RemoteJob>> {
    let ids: Vec<String> = jobs.iter().map(|job| job.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let started = Instant::now();
    while !jobs.iter().all(has_ended) {
        if started.elapsed() > patience {
            return Err(Failure::Incomplete("the host is still at work".into()));
        }
        if !sleep(pause, cancel) {
            return Err(stop(session, &jobs));
        }
        jobs = session.remote_status(&ids)?;
        let ended = jobs.iter().filter(|job| has_ended(job)).count();
        let bytes = jobs.iter().filter_map(|job| job.done).sum();
        eprintln!(
            "{}: {ended} of {} ended, {} fetched",
            session.host(),
            jobs.len(),
            bytes_text(bytes)
        );
    }
    Ok(jobs)
}

/// Waits in small steps; `false` if it was cancelled meanwhile.
fn sleep(pause: Duration, cancel: &CancelToken) -> bool {
    let end = Instant::now() + pause;
    while Instant::now() < end && !cancel.is_cancelled() {
        thread::sleep(Duration::from_millis(50).min(pause));
    }
    !cancel.is_cancelled()
}

/// Ends what still runs, on a session that the token does not cancel.
fn stop(session: &Session, jobs: &[RemoteJob]) -> Failure {
    let open: Vec<&str> =
        jobs.iter().filter(|job| !has_ended(job)).map(|job| job.id.as_str()).collect();
    if !session.supports(Capability::RemoteCancel) {
        return Failure::Incomplete(format!("{} goes on with {open:?}", session.host()));
    }
    match session.with_cancel(&CancelToken::new()).remote_cancel(&open) {
        Ok(batch) => Failure::Incomplete(format!("cancelled {} jobs", batch.done.len())),
        Err(error) => Failure::Library(error),
    }
}

fn report(jobs: &[RemoteJob]) -> Result<()> {
    let mut table = Table::new(&["job", "state", "size>", "file", "source"]);
    for job in jobs {
        let file = job.entry.as_ref().map(|entry| entry.url.as_deref().unwrap_or(&entry.id));
        table.row([
            &job.id,
            word(&job.state),
            &job.size.map_or_else(|| "-".into(), bytes_text),
            file.or(job.error.as_deref()).unwrap_or("-"),
            job.url.as_deref().unwrap_or("-"),
        ]);
    }
    println!("{table}");
    let failed = jobs.iter().filter(|job| job.state != RemoteState::Done).count();
    match failed {
        0 => Ok(()),
        _ => Err(Failure::Incomplete(format!("{failed} of {} did not arrive", jobs.len()))),
    }
}

fn word(state: &RemoteState) -> &str {
    match state {
        RemoteState::Waiting => "waiting",
        RemoteState::Running => "running",
        RemoteState::Done => "done",
        RemoteState::Failed => "failed",
        RemoteState::Cancelled => "cancelled",
        RemoteState::Other(text) => text,
        _ => "unknown",
    }
}
