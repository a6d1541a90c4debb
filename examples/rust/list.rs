//! Shows the account and what lies in a folder.

use std::process::ExitCode;

use gigahost::{Account, Capability, Kind, Listing, Session, Source, UploadOptions};
use gigahost_examples::{Failure, Hosts, Options, Result, Table, bytes_text, run};

const HELP: &str = "
list: the account, and what lies in a folder

  cargo run --example list -- --emulator
  cargo run --example list -- --host rapidgator [FOLDER]

  --host NAME   the host; may be repeated if no folder is named
  --emulator    a fresh emulator in place of the real hosts, with three files put there first
  --help        this text

FOLDER is an id from an earlier listing; without it, the root. Credentials come from the
environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD; quickstart --help names the others.
";

fn main() -> ExitCode {
    run("list", |cancel| {
        let Some(options) = Options::read(HELP, &[])? else { return Ok(()) };
        let folder = match options.operands.as_slice() {
            [] => None,
            [folder] if options.hosts.len() == 1 => Some(folder.as_str()),
            _ => return Err(Failure::Usage("one folder belongs to one host".into())),
        };
        let hosts = Hosts::open(&options, &[Capability::List], cancel)?;
        for session in &hosts.sessions {
            if hosts.are_emulated() {
                put_three_files(session)?;
            }
            show(session, folder)?;
        }
        Ok(())
    })
}

fn put_three_files(session: &Session) -> Result<()> {
    for (name, bytes) in [("read me.mp4", 11), ("film.mp4", 3 << 20), ("naïve ☃.mp4", 70_000)] {
        let options = UploadOptions::new().with_name(name);
        session.upload(Source::bytes(vec![b'x'; bytes]), options)?;
    }
    Ok(())
}

fn show(session: &Session, folder: Option<&str>) -> Result<()> {
    println!("{} ({})", session.host(), session.base_url());
    if session.supports(Capability::Account) {
        let account = session.account()?;
        println!("{}", account_line(&account));
    }
    let listing = session.list(folder)?;
    let mut table = Table::new(&["kind", "size>", "name", "id"]);
    for entry in &listing.entries {
        let kind = if entry.kind == Kind::Folder { "folder" } else { "file" };
        let size = entry.size.map_or_else(|| "-".into(), bytes_text);
        table.row([kind, &size, &entry.name, &entry.id]);
    }
    print!("{table}");
    println!("{}\n", summary(&listing));
    Ok(())
}

/// What the host tells of the account, and nothing that it does not tell.
fn account_line(account: &Account) -> String {
    let mut parts = vec![
        account
            .email
            .as_ref()
            .or(account.name.as_ref())
            .map_or("an account", String::as_str)
            .into(),
    ];
    parts.extend(account.premium.map(|paid| if paid { "premium".into() } else { "free".into() }));
    match (account.storage_used, account.storage_total) {
        (Some(used), Some(total)) => {
            parts.push(format!("{} of {} used", bytes_text(used), bytes_text(total)));
        }
        (Some(used), None) => parts.push(format!("{} used", bytes_text(used))),
        _ => {}
    }
    parts.extend(account.traffic_left.map(|left| format!("{} of traffic left", bytes_text(left))));
    parts.join(", ")
}

fn summary(listing: &Listing) -> String {
    let files = listing.entries.iter().filter(|entry| entry.kind == Kind::File);
    let bytes: u64 = files.clone().filter_map(|entry| entry.size).sum();
    let folders = listing.entries.len() - files.clone().count();
    format!("{folders} folders, {} files, {}", files.count(), bytes_text(bytes))
}
