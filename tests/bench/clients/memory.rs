//! What a queue of many workers takes of memory: `memory FOLDER WORKERS` sends every file of the folder to
//! three hosts of an emulator in another process, with a state and a log of receipts, and says how many
//! bytes it had in RAM at most. `memory serve` is that emulator, until its standard input ends.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use gigahost::{
    Builder, Host, PlainHttp, Queue, QueueOptions, ReceiptLog, Session, SharedSource, UploadOptions,
};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

type Failure = Box<dyn std::error::Error>;

const HOSTS: [(Host, Emulated); 3] = [
    (Host::Rapidgator, Emulated::Rapidgator),
    (Host::Giga0, Emulated::Giga0),
    (Host::Gett, Emulated::Gett),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.as_slice() {
        [serve] if serve == "serve" => serve_until_told(),
        [folder, workers] => measure(Path::new(folder), workers.parse().unwrap_or(16)),
        _ => Err("memory FOLDER WORKERS".into()),
    };
    if let Err(error) = &done {
        eprintln!("{error}");
    }
    if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn serve_until_told() -> Result<(), Failure> {
    let emulator = Emulator::builder().keep_bodies(false).start()?;
    for (_, host) in HOSTS {
        println!("{}", emulator.base_url(host));
    }
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// The emulator, which ends when this is dropped.
struct Server(Child, Vec<String>);

impl Server {
    fn start() -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let told = child.stdout.take().ok_or("no output")?;
        let urls = BufReader::new(told).lines().take(HOSTS.len()).collect::<Result<_, _>>()?;
        Ok(Self(child, urls))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

fn session(host: Host, url: &str) -> Result<Session, gigahost::Error> {
    let builder = Session::builder(host)
        .base_url(url)
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true);
    credentials(host, builder).build()
}

fn credentials(host: Host, builder: Builder) -> Builder {
    match host {
        Host::Giga0 => builder.keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2),
        Host::Gett => builder.login(seed::LOGIN, seed::PASSWORD).api_key(seed::GETT_API_KEY),
        _ => builder.login(seed::LOGIN, seed::PASSWORD),
    }
}

fn measure(folder: &Path, workers: usize) -> Result<(), Failure> {
    let server = Server::start()?;
    let urls = HOSTS.iter().zip(&server.1);
    let sessions =
        urls.map(|((host, _), url)| session(*host, url)).collect::<Result<Vec<_>, _>>()?;
    let files = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let files = files.collect::<Result<Vec<PathBuf>, _>>()?;
    let notes = std::env::temp_dir().join(format!("gigahost-memory-{}", std::process::id()));
    std::fs::create_dir(&notes)?;
    let log = ReceiptLog::open(notes.join("receipts"))?;
    let options = QueueOptions::new().with_workers(workers).with_receipts(&log);
    let queue = Queue::new(options.with_state(notes.join("state")))?;
    for session in &sessions {
        queue.set_cap(session, Some(workers))?;
    }
    for file in &files {
        let source = SharedSource::path(file);
        for session in &sessions {
            queue.upload(session, &source, UploadOptions::new())?;
        }
    }
    queue.wait(None)?;
    let done = queue.totals().done;
    let status = std::fs::read_to_string("/proc/self/status")?;
    std::fs::remove_dir_all(&notes)?;
    if done != files.len() * sessions.len() {
        return Err(format!("{done} of {} uploads are done", files.len() * sessions.len()).into());
    }
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most = most.and_then(|text| text.split_whitespace().next()).ok_or("no VmHWM")?;
    println!("{}", most.parse::<u64>()? * 1024);
    Ok(())
}
