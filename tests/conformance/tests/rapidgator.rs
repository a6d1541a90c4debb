//! The conformance suite at rapidgator.

gigahost_conformance::conformance!(Rapidgator);
