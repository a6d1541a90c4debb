//! The certificates that this machine trusts.

use std::env;
use std::path::Path;

use rustls_native_certs::{CertificateResult, load_certs_from_paths, load_native_certs};

use crate::family;

/// What was found.
pub struct Certificates {
    /// Each in DER, none twice.
    pub trusted: Vec<Vec<u8>>,
    /// `SSL_CERT_FILE` or `SSL_CERT_DIR` names something that could not be read.
    pub named_unreadable: bool,
}

/// Those of the system's own store, and those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Where the
/// system's store is no folder (Windows, macOS), the two variables take its place.
pub(crate) fn load() -> Certificates {
    let named: Vec<_> = ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().filter_map(env::var_os).collect();
    // What it reads are the two variables if they are set, be it to nothing, else the system's store.
    // On Windows it panics on a certificate in the store that makes no sense.
    let found = std::panic::catch_unwind(load_native_certs).unwrap_or_default();
    let named_unreadable = named.iter().any(|value| !value.is_empty()) && !found.errors.is_empty();
    let mut all = found.certs;
    if !named.is_empty() {
        let own =
            |folder: &Path| -> CertificateResult { load_certs_from_paths(None, Some(folder)) };
        all.extend(family::certificate_folders().iter().flat_map(|folder| own(folder).certs));
    }
    let mut trusted: Vec<_> = all.iter().map(|one| one.to_vec()).collect();
    trusted.sort_unstable();
    trusted.dedup();
    Certificates { trusted, named_unreadable }
}
