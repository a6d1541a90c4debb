//! The README's table of switches is the code's. `GIGAHOST_BLESS=1` rewrites it.

use std::fmt::Write as _;
use std::path::Path;

use gigahost_emulator::{Emulator, Host};

const MARK: &str = "<!-- switches -->\n";

#[test]
fn the_readme_lists_every_switch() {
    let emulator = Emulator::start().unwrap();
    let mut table = String::new();
    for host in Host::ALL {
        write!(
            table,
            "\n### {}\n\n| switch | takes | effect |\n| --- | --- | --- |\n",
            host.name()
        )
        .unwrap();
        for row in emulator.switches(host) {
            writeln!(table, "| `{}` | {} | {} |", row.name, row.takes, row.effect).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (text, listed) = readme.split_once(MARK).expect("the mark");
    if std::env::var_os("GIGAHOST_BLESS").is_some() {
        std::fs::write(&path, format!("{text}{MARK}{table}")).unwrap();
    } else {
        assert!(listed == table, "run the test with GIGAHOST_BLESS=1 to rewrite the table");
    }
}
