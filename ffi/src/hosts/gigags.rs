//! gigags
