//! gett
