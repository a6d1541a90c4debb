//! What the text of a Windows access list says: who else may read or write a file.

/// The system, and its administrators, who can read everything anyhow; and whoever owns the file.
const TRUSTED: [&str; 6] = ["SY", "S-1-5-18", "BA", "S-1-5-32-544", "OW", "S-1-3-4"];

/// A list that lets in this user, the system and its administrators, and nobody else.
pub(crate) fn alone(user: &str) -> String {
    format!("D:P(A;;FA;;;{user})(A;;FA;;;SY)(A;;FA;;;BA)")
}

/// Who else owns it or may read or write it, as the system writes it: a number, or two letters
/// for those that every system has ("WD" is everyone); none if nobody else does.
pub(crate) fn other_than<'t>(user: &str, text: &'t str) -> Option<&'t str> {
    let trusted = |who: &str| who == user || TRUSTED.contains(&who);
    let (front, list) = text.split_once("D:").unwrap_or((text, ""));
    let owner = front.strip_prefix("O:").and_then(|owner| owner.split("G:").next());
    if let Some(owner) = owner.filter(|owner| !trusted(owner)) {
        return Some(owner);
    }
    let mut entries = list.split(['(', ')']).filter(|entry| entry.contains(';')).peekable();
    if entries.peek().is_none() && !text.contains("D:P") {
        // No list is one that lets everybody in.
        return Some("WD");
    }
    entries.find_map(|entry| {
        let fields: Vec<&str> = entry.split(';').collect();
        let [kind, flags, rights, _, _, who, ..] = fields.as_slice() else { return Some(entry) };
        let lets_in = matches!(*kind, "A" | "XA" | "OA") && !is_for_others(flags);
        (lets_in && touches_content(rights) && !trusted(who)).then_some(*who)
    })
}

/// Whether an entry is only for what is made in a folder.
fn is_for_others(flags: &str) -> bool {
    letters(flags).any(|flag| flag == "IO")
}

/// Whether rights let one read or write what is in a file.
fn touches_content(rights: &str) -> bool {
    match rights.strip_prefix("0x") {
        // All, read, write; the file's own bytes: read, write, append.
        Some(digits) => {
            u32::from_str_radix(digits, 16).map_or(true, |mask| mask & 0xd000_0007 != 0)
        }
        None => letters(rights).any(|right| {
            matches!(right, "GA" | "GR" | "GW" | "FA" | "FR" | "FW" | "CC" | "DC" | "LC")
        }),
    }
}

/// Words of two letters each.
fn letters(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len()).step_by(2).filter_map(|at| text.get(at..at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_else_may_read_or_write_a_file_is_found_in_its_list() {
        let me = "S-1-5-21-1-2-3-1001";
        for (text, other) in [
            (alone(me), None),
            (format!("O:{me}{}", alone(me)), None),
            (format!("O:{me}G:DUD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;{me})"), None),
            (format!("O:BAD:P(A;;FA;;;{me})(A;;0x120089;;;WD)"), Some("WD")),
            (format!("O:{me}D:(A;;FR;;;BU)(A;;FA;;;{me})"), Some("BU")),
            (format!("O:{me}D:(A;;0x2;;;AU)"), Some("AU")),
            (format!("O:{me}D:(A;;GA;;;S-1-5-21-1-2-3-1002)"), Some("S-1-5-21-1-2-3-1002")),
            // Only the attributes; only for what is made in it; refused.
            (format!("O:{me}D:(A;;0x120080;;;WD)(A;OICIIO;FA;;;WD)(D;;FA;;;WD)"), None),
            (format!("O:S-1-5-21-1-2-3-1002D:P(A;;FA;;;{me})"), Some("S-1-5-21-1-2-3-1002")),
            // No list, and one that lets nobody in.
            (format!("O:{me}"), Some("WD")),
            (format!("O:{me}D:NO_ACCESS_CONTROL"), Some("WD")),
            (format!("O:{me}D:P"), None),
            // What cannot be read is not trusted.
            (format!("O:{me}D:(A;;0xzz;;;WD)"), Some("WD")),
            (format!("O:{me}D:(A;;FA)"), Some("A;;FA")),
        ] {
            assert_eq!(other_than(me, &text), other, "{text}");
        }
    }
}
