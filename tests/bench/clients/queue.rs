//! Many uploads to the emulator, which processes each for two questions: `queue queue|threads FOLDER
//! WORKERS` sends every file of the folder through a queue, or with as many threads that each wait for
//! their file, and says how many seconds that took.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use gigahost::{Error, Host, PlainHttp, Queue, QueueOptions, Session, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [how, folder, workers] = words.as_slice() else { return ExitCode::FAILURE };
    match measure(how, folder, workers.parse().unwrap_or(4)) {
        Ok(seconds) => {
            println!("{seconds:.3}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(how: &str, folder: &str, workers: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let emulator = Emulator::builder().keep_bodies(false).start()?;
    let session = Session::builder(Host::Rapidgator)
        .base_url(emulator.base_url(Emulated::Rapidgator))
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .login(seed::LOGIN, seed::PASSWORD)
        .build()?;
    let files = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = files.collect::<Result<Vec<_>, _>>()?;
    files.sort();
    let began = Instant::now();
    if how == "queue" {
        through_a_queue(&session, &files, workers)?;
    } else {
        with_threads(&session, &files, workers)?;
    }
    let took = began.elapsed().as_secs_f64();
    let stored = emulator.files(Emulated::Rapidgator).len();
    if stored != files.len() {
        return Err(format!("{stored} of {} files are stored", files.len()).into());
    }
    Ok(took)
}

fn through_a_queue(session: &Session, files: &[PathBuf], workers: usize) -> Result<(), Error> {
    let queue = Queue::new(QueueOptions::new().with_workers(workers))?;
    for file in files {
        queue.upload(session, file, UploadOptions::new())?;
    }
    queue.wait(None).map(drop)
}

fn with_threads(session: &Session, files: &[PathBuf], workers: usize) -> Result<(), Error> {
    let left = Mutex::new(files.iter());
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let next = left.lock().ok().and_then(|mut left| left.next());
                    let Some(file) = next else { return };
                    if let Err(error) = session.upload(file, UploadOptions::new())
                        && let Ok(mut failed) = failed.lock()
                    {
                        *failed = Some(error);
                    }
                }
            });
        }
    });
    match failed.into_inner() {
        Ok(Some(error)) => Err(error),
        _ => Ok(()),
    }
}
