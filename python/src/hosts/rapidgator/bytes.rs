//! The bytes of files, at addresses that answers name.

use gigahost::Secret;
use pyo3::prelude::*;

use super::Rapidgator;
use crate::arguments::Whole;
use crate::hosts::bytes::{receives, sends};

sends! {
    /// POST to the `url` of rapidgator `/file/upload`: sends the bytes of a file, once. The node's
    /// response proves nothing by itself: call `file_upload_info`. The verb `upload` performs all
    /// the steps, and documents the arguments.
    ///
    /// `UrlRefused` or `InsecureRefused` for a URL that must not be contacted; `OutcomeUnknown` if
    /// the response was lost; otherwise what the node says.
    Rapidgator.upload_bytes(url: String)
    source (name: Option<String> = None, md5: Option<String> = None, length: Option<Whole<u64>> = None)
    |s, source, options| s.rapidgator()?.upload_bytes(&Secret::new(url), source, options)
}

receives! {
    /// The bytes at the `download_url` of rapidgator `/file/download`, after its `delay`. An
    /// earlier part is not resumed: the URL does not say which file it leads to. The verb
    /// `download` obtains the URL itself, compares size and MD5, and documents the arguments.
    ///
    /// `UrlRefused` or `InsecureRefused` for a URL that must not be contacted; what the node says
    /// instead of sending the file; otherwise those of any download.
    Rapidgator.download_bytes(download_url: String)
    target (existing: Option<String> = None, most_bytes: Option<Whole<u64>> = None,
        on_progress: Option<Bound<'_, PyAny>> = None)
    |s, target, options| s.rapidgator()?.download_bytes(&Secret::new(download_url), target, options)
}
