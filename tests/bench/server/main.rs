//! `gigahost-bench-server`: swallows uploads, serves bytes and listings, as fast as this machine can, so
//! that what is measured is the client.

mod http;
mod route;
mod tls;

use std::io::{self, Read, Write as _};
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use route::Site;

const USAGE: &str = "\
usage: gigahost-bench-server [--entries N] [--pause MS]

  --entries N  files in every listing (default: 5)
  --pause MS   wait before each answer, as if the host were far away (default: 0)

Prints one line of JSON, {\"http\": URL, \"https\": URL, \"ca\": PEM}, and runs until
its standard input is closed.";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("gigahost-bench-server: {why}\n\n{USAGE}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let (mut entries, mut pause) = (5, 0);
    while let Some(arg) = args.next() {
        let mut number =
            || args.next().and_then(|text| text.parse().ok()).ok_or(format!("{arg} N"));
        match arg.as_str() {
            "--entries" => entries = number()?,
            "--pause" => pause = number()?,
            _ => return Err(format!("unknown option {arg}")),
        }
    }
    let site = Arc::new(Site::new(entries, Duration::from_millis(pause)));
    let (config, ca) = tls::identity().map_err(|e| e.to_string())?;
    let plain = serve(&site, None).map_err(|e| e.to_string())?;
    let secure = serve(&site, Some(config)).map_err(|e| e.to_string())?;
    let line = serde_json::json!({
        "http": format!("http://127.0.0.1:{plain}"),
        "https": format!("https://127.0.0.1:{secure}"),
        "ca": ca,
    });
    println!("{line}");
    io::stdout().flush().map_err(|e| e.to_string())?;
    let _ = io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}

/// A thread for each connection. Gives the port.
fn serve(site: &Arc<Site>, tls: Option<Arc<rustls::ServerConfig>>) -> io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let site = site.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (site, tls) = (site.clone(), tls.clone());
            // A client that goes away ends its connection, and nothing else.
            std::thread::spawn(move || {
                let _ = stream.set_nodelay(true);
                match tls {
                    None => http::serve(&site, stream),
                    Some(config) => {
                        tls::accept(config, stream).and_then(|stream| http::serve(&site, stream))
                    }
                }
            });
        }
    });
    Ok(port)
}
