//! The conformance suite at gigags.

gigahost_conformance::conformance!(GigaGs);
