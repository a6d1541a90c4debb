//! Sends a film to a host and fetches it back.

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
    assert_eq!(receipt.bytes, download.bytes);
    Ok(receipt.url.unwrap_or_default())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let login = std::env::var("GIGAHOST_RAPIDGATOR_LOGIN")?;
    let password = std::env::var("GIGAHOST_RAPIDGATOR_PASSWORD")?;
    let session = Session::builder(Host::Rapidgator).login(login, password).build()?;
    println!("{}", there_and_back(&session, Path::new("film.mkv"), Path::new("."))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use gigahost::CancelToken;
    use gigahost_examples::{Hosts, Options, write_sample};

    use super::*;

    #[test]
    fn the_program_of_the_readme_runs() {
        let mut options = Options::default();
        options.emulator = true;
        options.hosts = vec![Host::Rapidgator];
        let hosts = Hosts::open(&options, &[], &CancelToken::new()).unwrap();
        let [here, there] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let film = here.path().join("film.mkv");
        write_sample(&film, 100_000, 3).unwrap();
        let url = there_and_back(&hosts.sessions[0], &film, there.path()).unwrap();
        assert!(url.ends_with("/film.mkv.html"), "{url}");
        let fetched = std::fs::read(there.path().join("film.mkv")).unwrap();
        assert_eq!(fetched, std::fs::read(&film).unwrap());
    }
}
