// Sends a film to a host and fetches it back.

use std::path::Path;

use gigahost::{Control, DownloadOptions, Error, Host, Session, Source, Target, UploadOptions};

fn there_and_back(session: &Session, film: &Path, folder: &Path) -> Result<String, Error> {
    let options = UploadOptions::new().on_progress(|progress| {
        eprintln!("{}: {} bytes", progress.stage.name(), progress.done);
        Control::Continue
    });
    let receipt = session.upload(Source::path(film), options)?;
    let target = Target::directory(folder);
    let download = session.download(&receipt.entry.id, target, DownloadOptions::new())?;
    assert_eq!(receipt.md5.as_ref(), Some(&download.md5));
    Ok(receipt.url.unwrap_or_default())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let login = std::env::var("GIGAHOST_RAPIDGATOR_LOGIN")?;
    let password = std::env::var("GIGAHOST_RAPIDGATOR_PASSWORD")?;
    let session = Session::builder(Host::Rapidgator).login(login, password).build()?;
    println!("{}", there_and_back(&session, Path::new("film.mkv"), Path::new("."))?);
    Ok(())
}
