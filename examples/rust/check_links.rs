//! Asks a host which links are alive.

use std::io::BufRead;
use std::process::ExitCode;

use gigahost::{Capability, Session, Source, UploadOptions};
use gigahost_examples::{Failure, Hosts, Options, Result, Table, bytes_text, run};

const HELP: &str = "
check_links: which links are alive

  cargo run --example check_links -- --emulator
  cargo run --example check_links -- --host rapidgator LINK...
  cargo run --example check_links -- --host rapidgator - < links.txt

  --host NAME   the host that the links belong to
  --emulator    a fresh emulator: two links that live and one that does not
  --help        this text

Any number of links; the library cuts them to what the host takes at once. Credentials come from the
environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD; quickstart --help names the others.
";

fn main() -> ExitCode {
    run("check_links", |cancel| {
        let Some(options) = Options::read(HELP, &[])? else { return Ok(()) };
        let hosts = Hosts::open(&options, &[Capability::CheckLinks], cancel)?;
        for session in &hosts.sessions {
            let links =
                if hosts.are_emulated() { sample_links(session)? } else { links(&options)? };
            check(session, &links)?;
        }
        Ok(())
    })
}

/// The links of the command line, or one a line from standard input.
fn links(options: &Options) -> Result<Vec<String>> {
    let links = match options.operands.as_slice() {
        [dash] if dash == "-" => std::io::stdin().lock().lines().collect::<std::io::Result<_>>()?,
        links => links.to_vec(),
    };
    let links: Vec<String> = links.into_iter().filter(|link| !link.trim().is_empty()).collect();
    if links.is_empty() {
        return Err(Failure::Usage("no links".into()));
    }
    Ok(links)
}

/// Two files and a third that is deleted again.
fn sample_links(session: &Session) -> Result<Vec<String>> {
    let mut links = Vec::new();
    let mut last = None;
    for name in ["one.mp4", "two.mp4", "three.mp4"] {
        let bytes = name.repeat(1000).into_bytes();
        let receipt = session.upload(Source::bytes(bytes), UploadOptions::new().with_name(name))?;
        links.extend(receipt.url);
        last = Some(receipt.entry);
    }
    if let Some(entry) = last {
        session.delete(&[entry.item()])?;
    }
    Ok(links)
}

fn check(session: &Session, links: &[String]) -> Result<()> {
    let links: Vec<&str> = links.iter().map(|link| link.trim()).collect();
    let answers = session.check_links(&links)?;
    let mut table = Table::new(&["state", "size>", "name", "link"]);
    for answer in &answers {
        table.row([
            if answer.alive { "alive" } else { "DEAD" },
            &answer.size.map_or_else(|| "-".into(), bytes_text),
            answer.name.as_deref().unwrap_or("-"),
            &answer.url,
        ]);
    }
    print!("{table}");
    let alive = answers.iter().filter(|answer| answer.alive).count();
    println!("{}: {alive} alive, {} dead\n", session.host(), answers.len() - alive);
    Ok(())
}
