//! The layout of the structures and the numbers of the constants, as a compiler sees them. Against
//! the committed baseline there may only be more: new names, and members at the tail.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Command;
use std::{env, fs};

use crate::declarations::Kind;
use crate::sources::modules;
use crate::{committed, declarations, header, root};

/// A C program that prints one line for each constant, structure and member.
fn probe() -> String {
    let mut body = String::new();
    for declaration in declarations(&modules()) {
        let name = &declaration.name;
        match declaration.kind {
            Kind::Enumeration(constants) => {
                for constant in constants {
                    let constant = constant.code.split(' ').next().unwrap();
                    let _ =
                        writeln!(body, "printf(\"{name} {constant} = %ld\\n\", (long){constant});");
                }
            }
            Kind::Structure(members) => {
                for (at, member) in members.iter().enumerate() {
                    let start = member.code.rfind([' ', '*']).unwrap() + 1;
                    let (form, member) = member.code.split_at(start);
                    let _ = writeln!(
                        body,
                        "printf(\"{name} {at:02} {member} at %zu, %zu bytes: {}\\n\", \
                         offsetof({name}, {member}), sizeof(((const {name} *)0)->{member}));",
                        form.trim()
                    );
                }
                let _ = writeln!(body, "printf(\"{name} size: %zu\\n\", sizeof({name}));");
            }
            _ => {}
        }
    }
    format!("#include <gigahost.h>\n#include <stdio.h>\nint main(void) {{\n{body}return 0;\n}}\n")
}

/// What the probe prints, sorted.
fn layout() -> String {
    let folder = env::temp_dir().join(format!("gigahost-layout-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (source, program) = (folder.join("probe.c"), folder.join("probe"));
    fs::write(folder.join("gigahost.h"), header()).unwrap();
    fs::write(&source, probe()).unwrap();
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".into());
    let mut compile = Command::new(compiler);
    compile.arg("-I").arg(&folder).arg(&source).arg("-o").arg(&program);
    let done = compile.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let printed = String::from_utf8(Command::new(&program).output().unwrap().stdout).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let mut lines: Vec<&str> = printed.lines().collect();
    lines.sort_unstable();
    lines.join("\n") + "\n"
}

/// What breaks programs that were compiled against the old layout.
fn breaks(old: &str, new: &str) -> Vec<String> {
    let sizes = |text: &str| -> BTreeMap<String, usize> {
        let size = |line: &str| {
            let (name, size) = line.split_once(" size: ")?;
            Some((name.to_owned(), size.parse().ok()?))
        };
        text.lines().filter_map(size).collect()
    };
    let (old_sizes, new_sizes) = (sizes(old), sizes(new));
    let is_kept = |line: &&str| match line.split_once(" size: ") {
        Some((name, _)) => new_sizes.get(name) >= old_sizes.get(name),
        None => new.lines().any(|now| now == *line),
    };
    old.lines().filter(|line| !is_kept(line)).map(str::to_owned).collect()
}

#[test]
fn structures_grow_only_at_the_tail_and_numbers_never_change() {
    if env::consts::ARCH != "x86_64" || env::consts::FAMILY != "unix" {
        println!("skipped: the layout: the baseline is that of x86_64 on Unix");
        return;
    }
    let now = layout();
    let baseline = committed(&root().join("ffi/abi/layout-x86_64.txt"), &now);
    assert!(baseline.lines().count() > 150, "the baseline is missing or cut");
    let broken = breaks(&baseline, &now);
    assert!(
        broken.is_empty(),
        "the ABI is broken: {broken:#?}\nif that is meant, GIGAHOST_ABI has to rise; then run \
         GIGAHOST_BLESS=1 cargo test -p gigahost-ffi --test header"
    );
    let new = now.lines().filter(|line| !baseline.contains(line)).count();
    println!("layout: {} lines kept, {new} new", baseline.lines().count());
}

#[test]
fn a_member_that_moves_goes_or_changes_its_type_is_noticed() {
    let old = "s 00 a at 0, 4 bytes: int32_t\ns 01 b at 8, 8 bytes: int64_t\ns size: 16\ne A = 1\n";
    let same = |text: &str| breaks(old, text).is_empty();
    assert!(same(old));
    let tail = old.replace("size: 16", "size: 24") + "s 02 c at 16, 8 bytes: int64_t\ne B = 2\n";
    assert!(same(&tail));
    assert!(!same(&old.replace("at 8", "at 16")));
    assert!(!same(&old.replace("int32_t", "uint32_t")));
    assert!(!same(&old.replace("s 01 b at 8, 8 bytes: int64_t\n", "")));
    assert!(!same(&old.replace("A = 1", "A = 2")));
    assert!(!same(&old.replace("size: 16", "size: 8")));
    let inserted = "s 00 x at 0, 4 bytes: int32_t\ns 01 a at 4, 4 bytes: int32_t\n\
        s 02 b at 8, 8 bytes: int64_t\ns size: 16\ne A = 1\n";
    assert!(!same(inserted));
}
