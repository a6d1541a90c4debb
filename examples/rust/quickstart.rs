//! Sends a file to all five hosts at once, lists it, fetches it back and compares: on an emulator
//! inside this program, or on the real hosts.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use gigahost::{
    CancelToken, Capability, Checksum, Control, Download, DownloadOptions, Error, Listing, Receipt,
    Session, Source, Target, UploadOptions, Verified,
};
use gigahost_examples::{
    Bar, Bars, Failure, Hosts, Options, Result, Table, bytes_text, md5_of, run, write_sample,
};

const HELP: &str = "
quickstart: one file, up and down again, at every host

  cargo run --example quickstart
  cargo run --example quickstart -- --host rapidgator --file film.mkv

Without --host it starts an emulator of the five hosts on 127.0.0.1 and needs neither a network nor
an account. With --host it works on the real host, with the credentials of these variables
(RAPIDGATOR, GIGA0, UPLOADGIG, GETT or GIGAGS in place of <HOST>):

  GIGAHOST_<HOST>_LOGIN, _PASSWORD   the account
  GIGAHOST_<HOST>_KEY1, _KEY2        giga0: the two keys, in place of login and password
  GIGAHOST_<HOST>_API_KEY            gett: the API key, beside login and password
  GIGAHOST_<HOST>_TOKEN              a token in place of them (giga0: with _ACCOUNT_ID)
  GIGAHOST_<HOST>_URL                another address of the API

  --host NAME    work there; may be repeated
  --file PATH    send this file (must be given for real hosts; it stays there)
  --size MIB     without --file: the size of the file that is made up (64)
  --emulator     with --host: these hosts, but on the emulator
  --help         this text

Results go to standard output, progress to standard error. Exit code: 0 if everything was sent and
verified, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
";

/// The file that travels.
struct Film {
    path: PathBuf,
    bytes: u64,
    md5: String,
}

/// What became of it at one host.
struct Trip {
    receipt: Receipt,
    seconds: f64,
    listed: Option<bool>,
    download: Option<Download>,
}

fn main() -> ExitCode {
    run("quickstart", |cancel| {
        let Some(mut options) = Options::read(HELP, &["file", "size"])? else { return Ok(()) };
        if let Some(operand) = options.operands.first() {
            return Err(Failure::Usage(format!("what shall be done with {operand:?}?")));
        }
        options.emulator |= options.hosts.is_empty();
        if !options.emulator && options.own("file").is_none() {
            return Err(Failure::Usage("a real host needs a --file".into()));
        }
        let folder = tempfile::Builder::new().prefix("gigahost-quickstart-").tempdir()?;
        let film = film(&options, folder.path(), cancel)?;
        let hosts = Hosts::open(&options, &[Capability::Upload], cancel)?;
        println!(
            "{} (MD5 {}) to {} at once, on {}",
            bytes_text(film.bytes),
            film.md5,
            names(&hosts),
            hosts.place()
        );
        let trips = travel(&hosts, &film, folder.path());
        report(&hosts, &film, trips)
    })
}

/// The hosts, for a person.
fn names(hosts: &Hosts) -> String {
    let names: Vec<_> = hosts.sessions.iter().map(|session| session.host().name()).collect();
    names.join(", ")
}

/// The file of the command line, or one that is made up.
fn film(options: &Options, folder: &Path, cancel: &CancelToken) -> Result<Film> {
    let mut path = folder.join("quickstart.mp4");
    if let Some(given) = options.own("file") {
        path = PathBuf::from(given);
    } else {
        write_sample(&path, options.number("size")?.unwrap_or(64) << 20, 20_261)?;
    }
    let bytes = path.metadata()?.len();
    let md5 = md5_of(&path, cancel, |_| Control::Continue)?;
    Ok(Film { path, bytes, md5 })
}

/// One thread for each host, one bar for each thread.
fn travel(hosts: &Hosts, film: &Film, folder: &Path) -> Vec<std::result::Result<Trip, Error>> {
    let bars = Bars::new();
    thread::scope(|scope| {
        let threads: Vec<_> = hosts
            .sessions
            .iter()
            .map(|session| {
                let bar = bars.add(session.host().name());
                scope.spawn(move || {
                    let trip = there_and_back(session, film, folder, &bar);
                    bar.finish(if trip.is_ok() { "done" } else { "failed" });
                    trip
                })
            })
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(join).collect()
    })
}

fn there_and_back(
    session: &Session,
    film: &Film,
    folder: &Path,
    bar: &Bar,
) -> std::result::Result<Trip, Error> {
    let started = Instant::now();
    let options = UploadOptions::new().with_md5(&film.md5).on_progress(bar.callback());
    let receipt = session.upload(Source::path(&film.path), options)?;
    let seconds = started.elapsed().as_secs_f64();

    let mut listed = None;
    if session.supports(Capability::List) {
        listed = Some(holds(&session.list(receipt.entry.parent.as_deref())?, &receipt));
    }
    let mut download = None;
    if session.supports(Capability::Download) {
        let target = Target::file(folder.join(format!("{}.back", session.host())));
        let options =
            DownloadOptions::new().with_checksum(Checksum::Always).on_progress(bar.callback());
        download = Some(session.download(&receipt.entry.id, target, options)?);
    }
    Ok(Trip { receipt, seconds, listed, download })
}

fn holds(listing: &Listing, receipt: &Receipt) -> bool {
    listing.entries.iter().any(|entry| entry.id == receipt.entry.id)
}

fn report(hosts: &Hosts, film: &Film, trips: Vec<std::result::Result<Trip, Error>>) -> Result<()> {
    let mut table = Table::new(&["host", "link", "how", "seconds>", "MiB/s>", "verified"]);
    let mut problems = Vec::new();
    for (session, trip) in hosts.sessions.iter().zip(trips) {
        let host = session.host().name();
        match trip {
            Ok(trip) => {
                problems
                    .extend(flaws(&trip, film).into_iter().map(|flaw| format!("{host}: {flaw}")));
                table.row([
                    host.to_owned(),
                    trip.receipt.url.clone().unwrap_or_else(|| "-".into()),
                    trip.receipt.how.name().to_owned(),
                    format!("{:.2}", trip.seconds),
                    format!("{:.1}", mebibytes(film.bytes) / trip.seconds),
                    verified(&trip, film),
                ]);
            }
            Err(error) => {
                table.row([host, "-", "failed", "-", "-", "no"]);
                problems.push(error.to_string());
            }
        }
    }
    print!("\n{table}");
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Incomplete(problems.join("\nquickstart: ")))
}

/// What was compared, in words.
fn verified(trip: &Trip, film: &Film) -> String {
    let mut words = vec![match trip.receipt.verified {
        Verified::Md5 => "md5 by the host",
        Verified::Size => "size by the host",
        _ => "acknowledged",
    }];
    words.extend(trip.listed.map(|listed| if listed { "listed" } else { "NOT LISTED" }));
    let same = trip.download.as_ref().map(|back| back.md5.as_ref() == Some(&film.md5));
    words.extend(same.map(|same| if same { "md5 of the download" } else { "DOWNLOAD DIFFERS" }));
    words.join(", ")
}

/// What does not fit although no call failed.
fn flaws(trip: &Trip, film: &Film) -> Vec<&'static str> {
    let mut flaws = Vec::new();
    if trip.receipt.md5.as_ref().is_some_and(|md5| *md5 != film.md5) {
        flaws.push("other bytes were sent than the file has");
    }
    if trip.listed == Some(false) {
        flaws.push("the file is not in the listing");
    }
    if trip.download.as_ref().is_some_and(|back| back.md5.as_ref() != Some(&film.md5)) {
        flaws.push("the download differs from what was sent");
    }
    flaws
}

/// Sizes of files stay far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
