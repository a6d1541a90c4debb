//! Files to send, and what they hash to.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::Path;

use gigahost::{CancelToken, Control};
use md5::{Digest, Md5};

const CHUNK: usize = 256 * 1024;

/// Writes a file of that many bytes. The same seed gives the same bytes, and no two seeds give
/// content that a host could know already.
pub fn write_sample(path: &Path, bytes: u64, seed: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(CHUNK, File::create_new(path)?);
    let mut state = seed;
    let mut left = bytes;
    while left > 0 {
        let word = splitmix64(&mut state).to_le_bytes();
        let take = word.len().min(usize::try_from(left).unwrap_or(word.len()));
        out.write_all(word.get(..take).unwrap_or(&word))?;
        left -= take as u64;
    }
    out.into_inner()?.sync_data()
}

/// Sebastiano Vigna's generator: one addition, two multiplications, passes the usual tests.
fn splitmix64(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The MD5 of a file in 32 lower-case hexadecimal digits. `on_bytes` is told how many were read.
pub fn md5_of(
    path: &Path,
    cancel: &CancelToken,
    mut on_bytes: impl FnMut(u64) -> Control,
) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Md5::new();
    let mut buffer = vec![0; CHUNK];
    let mut done = 0;
    loop {
        let count = match file.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            count => count?,
        };
        let Some(chunk) = buffer.get(..count).filter(|chunk| !chunk.is_empty()) else { break };
        hash.update(chunk);
        done += chunk.len() as u64;
        if on_bytes(done) == Control::Stop || cancel.is_cancelled() {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "cancelled"));
        }
    }
    let mut hex = String::with_capacity(32);
    for byte in hash.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(path: &Path) -> String {
        md5_of(path, &CancelToken::new(), |_| Control::Continue).unwrap()
    }

    #[test]
    fn a_seed_names_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let [one, same, other] = [("one", 7), ("same", 7), ("other", 8)].map(|(name, seed)| {
            let path = folder.path().join(name);
            write_sample(&path, 100_003, seed).unwrap();
            path
        });
        assert_eq!(one.metadata().unwrap().len(), 100_003);
        assert_eq!(hash(&one), hash(&same));
        assert_ne!(hash(&one), hash(&other));
    }

    #[test]
    fn the_md5_of_nothing_is_the_known_one() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(hash(file.path()), "d41d8cd98f00b204e9800998ecf8427e");
    }
}
