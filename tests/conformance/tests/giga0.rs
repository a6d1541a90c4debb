//! The conformance suite at giga0.

gigahost_conformance::conformance!(Giga0);
