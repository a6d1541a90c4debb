//! When the MD5 of a transfer is computed.

use serde::{Deserialize, Serialize};

/// When the MD5 of a transfer is computed. That reads every byte, and costs more CPU than moving it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Checksum {
    /// Where it proves something: where the host requires it before an upload (rapidgator), or reports
    /// one that it can be compared with (giga0 and giga.gs after an upload; rapidgator before a
    /// download). An MD5 given by the caller is not computed again.
    #[default]
    Auto,
    /// Always, so that the result has it. An MD5 given by the caller is compared with it.
    Always,
    /// Never. An upload to a host that requires it fails unless the caller gives one; sizes are
    /// compared, hashes are not.
    Never,
}
