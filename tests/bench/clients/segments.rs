//! One file from an emulator that gives each connection a quarter of the line: `segments N MIB` fetches so
//! many MiB over N connections, and says how many seconds that took.

use std::process::ExitCode;
use std::time::Instant;

use gigahost::{DownloadOptions, Host, PlainHttp, Session, Source, Target, UploadOptions};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated, seed};

fn main() -> ExitCode {
    let words: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let [connections, mebibytes] = words.as_slice() else { return ExitCode::FAILURE };
    match measure(*connections, *mebibytes as usize) {
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

fn measure(connections: u32, mebibytes: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let emulator = Emulator::start()?;
    let session = Session::builder(Host::Rapidgator)
        .base_url(emulator.base_url(Emulated::Rapidgator))
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .login(seed::LOGIN, seed::PASSWORD)
        .build()?;
    let content: Vec<u8> = (0..251_u8).cycle().take(mebibytes << 20).collect();
    let options = UploadOptions::new().with_name("film.mkv");
    let receipt = session.upload(Source::bytes(content.clone()), options)?;
    // 4 MB a second for each connection.
    let drip = FaultKind::Drip { bytes: 40_000, ms: 10 };
    emulator.fault(Fault::new(Emulated::Rapidgator, "download_bytes", drip).always());
    let folder = std::env::temp_dir().join(format!("gigahost-segments-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let path = folder.join("film.mkv");
    let began = Instant::now();
    let options = DownloadOptions::new().with_segments(connections);
    let fetched = session.download(&receipt.entry.id, Target::file(&path), options);
    let took = began.elapsed().as_secs_f64();
    let same = std::fs::read(&path).is_ok_and(|bytes| bytes == content);
    std::fs::remove_dir_all(&folder)?;
    fetched?;
    if same { Ok(took) } else { Err("the file is another".into()) }
}
