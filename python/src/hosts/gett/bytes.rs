//! The bytes of files.

use gigahost::Secret;
use pyo3::prelude::*;

use super::Gett;
use crate::arguments::Whole;
use crate::hosts::bytes::{receives, sends};

sends! {
    /// PUT to the `puturl` of ge.tt `/1/files/S/F/upload`: sends the bytes of a file, once. Sending
    /// again, to this or a newer address, replaces the content. The verb `upload` performs all the
    /// steps, and documents the arguments.
    ///
    /// The node's rejection; a network failure, with the outcome `unknown` if a byte had been sent:
    /// use `files_get` to find out.
    Gett.upload_put(puturl: String)
    source (name: Option<String> = None, length: Option<Whole<u64>> = None)
    |s, source, options| s.gett()?.upload_put(&Secret::new(puturl), source, options)
}

sends! {
    /// POST to the `posturl` of ge.tt `/1/files/S/F/upload`: like `upload_put`, but as a form with
    /// one file.
    Gett.upload_post(posturl: String)
    source (name: Option<String> = None, length: Option<Whole<u64>> = None)
    |s, source, options| s.gett()?.upload_post(&Secret::new(posturl), source, options)
}

receives! {
    /// ge.tt `/1/files/S/F/blob`: downloads the content of any user's file. The verb `download`
    /// looks the file up first, so it knows its name and size, and documents the arguments.
    ///
    /// `RateLimited` if the traffic of the file is used up; `NotAFile` if there is a web page
    /// instead.
    Gett.files_blob(sharename: String, fileid: String)
    target (existing: Option<String> = None, resume: bool = true, most_bytes: Option<Whole<u64>> = None,
        on_progress: Option<Bound<'_, PyAny>> = None)
    |s, target, options| s.gett()?.files_blob(&sharename, &fileid, target, options)
}

receives! {
    /// ge.tt `/1/files/S/F/blob/thumb`: downloads a thumbnail of a file. Images only.
    Gett.files_thumb(sharename: String, fileid: String)
    target (existing: Option<String> = None, most_bytes: Option<Whole<u64>> = None)
    |s, target, options| s.gett()?.files_thumb(&sharename, &fileid, target, options)
}

receives! {
    /// ge.tt `/1/files/S/F/blob/scale`: downloads a scaled version of a file that fits into `width`
    /// x `height` pixels. Images only. The two known forms of the URL are tried one after the
    /// other.
    Gett.files_scale(sharename: String, fileid: String, width: Whole<u32>, height: Whole<u32>)
    target (existing: Option<String> = None, most_bytes: Option<Whole<u64>> = None)
    |s, target, options| {
        s.gett()?.files_scale(&sharename, &fileid, (width.0, height.0), target, options)
    }
}
