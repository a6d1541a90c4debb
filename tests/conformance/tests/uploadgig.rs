//! The conformance suite at uploadgig.

gigahost_conformance::conformance!(UploadGig);
