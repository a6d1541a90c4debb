//! The Rust library's side of the benches: `ours-rust COUNT URL CA` lists a folder COUNT times in one
//! session. CA is a file of certificates, or - for none.

use std::process::ExitCode;

use gigahost::{Error, Host, PlainHttp, Session};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [count, url, ca] = words.as_slice() else { return ExitCode::FAILURE };
    match list(count.parse().unwrap_or(0), url, ca) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn list(count: u32, url: &str, ca: &str) -> Result<(), Error> {
    let mut builder = Session::builder(Host::Rapidgator)
        .base_url(url)
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .token("bench-token");
    if ca != "-" {
        builder = builder.ca_pem(std::fs::read_to_string(ca).unwrap_or_default());
    }
    let session = builder.build()?;
    for _ in 0..count {
        session.list(None)?;
    }
    Ok(())
}
