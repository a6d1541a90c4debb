//! What the kernel tells about this process: memory, descriptors, threads. Elsewhere than on
//! Linux, nothing, and the invariants that need it are skipped with a word.

use std::collections::BTreeMap;
use std::fs;
use std::io;

/// Resident memory now, in bytes.
pub(crate) fn resident() -> Option<u64> {
    status_field("VmRSS:")
}

/// The highest resident memory since the last reset.
pub(crate) fn resident_peak() -> Option<u64> {
    status_field("VmHWM:")
}

/// Sets the peak to the present value.
pub(crate) fn reset_peak() -> io::Result<()> {
    fs::write("/proc/self/clear_refs", "5")
}

fn status_field(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The open descriptors and what each stands for.
pub(crate) fn descriptors() -> Option<BTreeMap<u32, String>> {
    let mut open = BTreeMap::new();
    for entry in fs::read_dir("/proc/self/fd").ok()?.flatten() {
        let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // Gone meanwhile, or the descriptor of this very listing.
        if let Ok(target) = fs::read_link(entry.path())
            && !target.to_string_lossy().contains("/proc/")
        {
            open.insert(number, target.to_string_lossy().into_owned());
        }
    }
    Some(open)
}

/// The threads and their names.
pub(crate) fn threads() -> Option<BTreeMap<u32, String>> {
    let mut running = BTreeMap::new();
    for entry in fs::read_dir("/proc/self/task").ok()?.flatten() {
        if let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok())
            && let Ok(name) = fs::read_to_string(entry.path().join("comm"))
        {
            running.insert(number, name.trim().to_owned());
        }
    }
    Some(running)
}

/// The kernel's number of the calling thread.
pub(crate) fn this_thread() -> Option<u32> {
    let link = fs::read_link("/proc/thread-self").ok()?;
    link.file_name()?.to_str()?.parse().ok()
}
