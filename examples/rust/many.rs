//! Sends many files to a host at once.

use gigahost::{Error, Host, Queue, QueueOptions, Session, UploadOptions};

fn send(session: &Session, files: impl Iterator<Item = String>) -> Result<usize, Error> {
    let queue = Queue::new(QueueOptions::new().with_workers(4))?;
    for file in files {
        queue.upload(session, file, UploadOptions::new())?;
    }
    while let Some(now) = queue.next_event(None)? {
        eprintln!("{}: {}, {} bytes", now.name, now.state.name(), now.progress.done);
    }
    Ok(queue.totals().done)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let login = std::env::var("GIGAHOST_RAPIDGATOR_LOGIN")?;
    let password = std::env::var("GIGAHOST_RAPIDGATOR_PASSWORD")?;
    let session = Session::builder(Host::Rapidgator).login(login, password).build()?;
    println!("{} files are there", send(&session, std::env::args().skip(1))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use gigahost::CancelToken;
    use gigahost_examples::{Hosts, Options, write_sample};

    use super::*;

    #[test]
    fn the_program_of_the_readme_for_many_files_runs() {
        let mut options = Options::default();
        options.emulator = true;
        options.hosts = vec![Host::Rapidgator];
        let hosts = Hosts::open(&options, &[], &CancelToken::new()).unwrap();
        let here = tempfile::tempdir().unwrap();
        let films = [1, 2, 3].map(|n| here.path().join(format!("film{n}.mkv")));
        for (n, film) in (1..).zip(&films) {
            write_sample(film, 10_000, n).unwrap();
        }
        let films = films.into_iter().map(|film| film.to_string_lossy().into_owned());
        assert_eq!(send(&hosts.sessions[0], films).unwrap(), 3);
    }
}
