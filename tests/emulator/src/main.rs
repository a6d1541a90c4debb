//! `gigahost-emulator`: five file hosts on loopback until its standard input ends.

mod system;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use gigahost_emulator::{Emulator, Host};
use serde_json::{Map, Value, json};
use tokio::io::AsyncReadExt as _;

const USAGE: &str = "\
usage: gigahost-emulator [--port N] [--tls] [--ca-file PATH] [--no-bodies]

  --port N        port of the control API on 127.0.0.1 (default: 0, a free port)
  --tls           serve the hosts over https
  --ca-file PATH  write the CA certificate to PATH, as PEM (implies --tls)
  --no-bodies     hash uploads, but do not keep them

Prints one line of JSON with all addresses, then runs until its standard input
is closed or it receives SIGINT or SIGTERM.";

#[derive(Default)]
struct Options {
    port: u16,
    tls: bool,
    ca_file: Option<PathBuf>,
    no_bodies: bool,
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--port" => options.port = value()?.parse().map_err(|_| "--port takes 0..65535")?,
            "--tls" => options.tls = true,
            "--ca-file" => options.ca_file = Some(value()?.into()),
            "--no-bodies" => options.no_bodies = true,
            _ => return Err(format!("unknown option {arg}")),
        }
    }
    options.tls |= options.ca_file.is_some();
    Ok(options)
}

fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--help" || arg == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("gigahost-emulator: {why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gigahost-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> io::Result<()> {
    let emulator = Emulator::builder()
        .tls(options.tls)
        .keep_bodies(!options.no_bodies)
        .control_port(options.port)
        .start()?;
    if let (Some(path), Some(pem)) = (&options.ca_file, emulator.ca_pem()) {
        std::fs::write(path, pem)?;
    }
    println!("{}", addresses(&emulator));
    io::stdout().flush()?;
    wait_for_the_end()
}

fn addresses(emulator: &Emulator) -> Value {
    let mut line = Map::new();
    line.insert("control".into(), json!(emulator.control_url()));
    for host in Host::ALL {
        line.insert(host.name().into(), json!(emulator.base_url(host)));
    }
    Value::Object(line)
}

fn wait_for_the_end() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            end = stdin_ends() => end,
            end = system::terminated() => end,
            end = tokio::signal::ctrl_c() => end,
        }
    })?;
    // A read of standard input cannot be called off; its thread must not hold up the end.
    runtime.shutdown_background();
    Ok(())
}

async fn stdin_ends() -> io::Result<()> {
    let mut stdin = tokio::io::stdin();
    let mut waste = [0; 1024];
    while stdin.read(&mut waste).await? > 0 {}
    Ok(())
}
