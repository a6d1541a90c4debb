//! Many files to many hosts at once, through a queue.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use gigahost::{
    Capability, Queue, QueueOptions, Session, SharedSource, Transfer, TransferState, Transferred,
    UploadOptions,
};
use gigahost_examples::{
    Bar, Bars, Failure, Hosts, Options, Result, bytes_text, run, write_sample,
};

const HELP: &str = "
folder: many files to many hosts at once

  cargo run --release --example folder -- --emulator
  cargo run --release --example folder -- --host rapidgator --host uploadgig FILE...

  --host NAME    send them there; may be repeated
  --emulator     a fresh emulator in place of the real hosts; without files, three are made up
  --help         this text

A bar shows each file that is under way, a line the whole. Prints the link of each file. Exit code 1
if one is missing. Credentials come from the environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD;
quickstart --help names the others.
";

fn main() -> ExitCode {
    run("folder", |cancel| {
        let Some(options) = Options::read(HELP, &[])? else { return Ok(()) };
        let hosts = Hosts::open(&options, &[Capability::Upload], cancel)?;
        let folder = tempfile::Builder::new().prefix("gigahost-folder-").tempdir()?;
        let mut files: Vec<PathBuf> = options.operands.iter().map(PathBuf::from).collect();
        if files.is_empty() && hosts.are_emulated() {
            for (n, length) in [(1, 3 << 20), (2, 70_000), (3, 1 << 20)] {
                files.push(folder.path().join(format!("film{n}.mp4")));
                write_sample(&files[files.len() - 1], length, n)?;
            }
        }
        if files.is_empty() {
            return Err(Failure::Usage("name at least one file".into()));
        }
        send(&hosts.sessions, &files)
    })
}

fn send(sessions: &[Session], files: &[PathBuf]) -> Result<()> {
    // Its sessions have the token that Ctrl-C cancels.
    let queue = Queue::new(QueueOptions::new())?;
    for file in files {
        // Opened and hashed once for all hosts.
        let source = SharedSource::path(file);
        for session in sessions {
            queue.upload(session, &source, UploadOptions::new())?;
        }
    }
    let bars = Bars::new();
    let mut running: HashMap<u64, Bar> = HashMap::new();
    let mut failures = 0;
    while let Some(transfer) = queue.next_event(None)? {
        if transfer.state == TransferState::Queued {
            continue;
        }
        let bar = running.entry(transfer.id).or_insert_with(|| bars.add(title(&transfer)));
        bar.show(&transfer.progress);
        if transfer.state.is_over() {
            bar.finish(transfer.state.name());
            running.remove(&transfer.id);
            match queue.take(transfer.id) {
                Some(Ok(Transferred::Uploaded(receipt))) => {
                    println!("{}", receipt.url.as_deref().unwrap_or(&receipt.entry.id));
                }
                Some(Err(error)) => {
                    eprintln!("folder: {}: {error}", title(&transfer));
                    failures += 1;
                }
                _ => {}
            }
        }
    }
    let whole = queue.totals();
    let count = sessions.len() * files.len();
    eprintln!("{} of {count} files, {}", count - failures, bytes_text(whole.bytes_done));
    if failures > 0 {
        return Err(Failure::Incomplete(format!("{failures} of {count} files are missing")));
    }
    Ok(())
}

fn title(transfer: &Transfer) -> String {
    format!("{} to {}", transfer.name, transfer.host)
}
