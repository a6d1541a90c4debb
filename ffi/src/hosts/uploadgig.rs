//! uploadgig
