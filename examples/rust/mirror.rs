//! One file to several hosts, by hand: opened and hashed once, sent at the same time, with receipts.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use gigahost::{
    Capability, Checksum, Error, Receipt, Session, SharedSource, UploadOptions, Verified,
};
use gigahost_examples::{
    Bars, Failure, Hosts, Options, Result, Table, bytes_text, run, write_sample,
};
use serde_json::{Value, json};

const HELP: &str = "
mirror: one file to several hosts

  cargo run --release --example mirror -- --emulator
  cargo run --release --example mirror -- --host rapidgator --host uploadgig film.mkv

  --host NAME       send it there; may be repeated
  --name NAME       the name at the hosts; without it, the one of the file
  --receipts PATH   appends one line of JSON for each copy
  --emulator        a fresh emulator in place of the real hosts; without a file, one is made up
  --help            this text

The file is opened and hashed once, whichever host needs it first. Exit code 1 if a copy is missing. Credentials come from the environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD;
quickstart --help names the others.
";

fn main() -> ExitCode {
    run("mirror", |cancel| {
        let Some(options) = Options::read(HELP, &["name", "receipts"])? else { return Ok(()) };
        let hosts = Hosts::open(&options, &[Capability::Upload], cancel)?;
        let folder = tempfile::Builder::new().prefix("gigahost-mirror-").tempdir()?;
        let path = match options.operands.as_slice() {
            [path] => PathBuf::from(path),
            [] if hosts.are_emulated() => {
                let path = folder.path().join("mirror.mp4");
                write_sample(&path, 8 << 20, 20_262)?;
                path
            }
            _ => return Err(Failure::Usage("name one file".into())),
        };
        // Opened before the first byte travels: afterwards it is too late to complain.
        let log = options.own("receipts").map(open_log).transpose()?;
        println!("{} to {}", bytes_text(path.metadata()?.len()), hosts.place());
        let copies = send(&hosts, &SharedSource::path(path), options.own("name"));
        report(&hosts, &copies, log)
    })
}

fn open_log(path: &str) -> std::io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

type Copy = std::result::Result<Receipt, Error>;

/// One thread for each host: every session works on the thread that calls it.
fn send(hosts: &Hosts, source: &SharedSource, name: Option<&str>) -> Vec<Copy> {
    let bars = Bars::new();
    let one = |session: &Session| {
        let bar = bars.add(session.host().name());
        let mut options =
            UploadOptions::new().with_checksum(Checksum::Always).on_progress(bar.callback());
        if let Some(name) = name {
            options = options.with_name(name);
        }
        let copy = session.upload(source, options);
        bar.finish(if copy.is_ok() { "done" } else { "failed" });
        copy
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            hosts.sessions.iter().map(|session| scope.spawn(|| one(session))).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(join).collect()
    })
}

fn report(hosts: &Hosts, copies: &[Copy], mut log: Option<File>) -> Result<()> {
    let mut table = Table::new(&["host", "how", "verified", "stored as", "link"]);
    let mut problems = Vec::new();
    for (session, copy) in hosts.sessions.iter().zip(copies) {
        match copy {
            Ok(receipt) => {
                table.row([
                    session.host().name(),
                    receipt.how.name(),
                    verified(receipt),
                    &receipt.entry.name,
                    receipt.url.as_deref().unwrap_or("-"),
                ]);
                if let Some(log) = &mut log {
                    writeln!(log, "{}", line(session, receipt))?;
                }
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    print!("\n{table}");
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Incomplete(problems.join("\nmirror: ")))
}

fn verified(receipt: &Receipt) -> &'static str {
    match receipt.verified {
        Verified::Md5 => "md5",
        Verified::Size => "size",
        _ => "no",
    }
}

/// A receipt as a line of JSON. Links that delete are secrets and stay out.
fn line(session: &Session, receipt: &Receipt) -> Value {
    json!({
        "host": session.host().name(),
        "id": receipt.entry.id,
        "url": receipt.url,
        "wanted_name": receipt.wanted_name,
        "stored_name": receipt.entry.name,
        "bytes": receipt.bytes,
        "md5": receipt.md5,
        "how": receipt.how.name(),
        "verified": verified(receipt),
    })
}
