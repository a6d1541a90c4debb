//! The conformance suite at gett.

gigahost_conformance::conformance!(Gett);
