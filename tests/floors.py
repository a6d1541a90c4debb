#!/usr/bin/env python3
"""Holds the floors of every crate and of the Python package: imports run down, never in a circle.

Called by tests/run. Needs Python 3.11 only. The floors are written once, in the root of each crate
(`src/lib.rs` or `src/main.rs`) and in `python/gigahost/__init__.py`, as a block of comments:

    // Floors, the highest first: a module imports only from lines below its own.
    //
    //   session, hosts   two spaces between the names and what they are
    //   error

A name stands for the module with all that is inside it, unless something inside it is listed by itself.
Held are: every file has its floor; no import runs up or to another name of the same floor; the files of
one name import each other in no circle; what differs between systems stands in the room for it alone;
ARCHITECTURE.md shows these floors. First of all planted faults of each kind must be found.

    tests/floors.py            every check
    tests/floors.py --imports  prints who imports what as well
    tests/floors.py --bless    writes the floors into ARCHITECTURE.md
"""

import re
import sys
import tempfile
from pathlib import Path

import floors_of_python
import floors_of_rust

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = "ARCHITECTURE.md"

#: What a system is asked by, and the rooms where that may be done. Tests may ask what they stand on.
SYSTEMS = {
    ".rs": re.compile(r"\b(cfg(?:_attr)?!?\s*\([^\]\n;{]*?"
                      r"\b(?:unix|windows|target_os|target_family|target_env)\b|std::os::)"),
    ".py": re.compile(r"\b(sys\.platform|os\.name|platform\.system)\b"),
}
ROOMS = ["system/", "python/gigahost/_system.py", "tests/emulator/src/system.rs",
         "tests/faults/src/system.rs"]


class Floors:
    """The list in the root of a crate or package."""

    def __init__(self, root):
        self.root = root
        comment = "#" if root.suffix == ".py" else "//"
        lines = root.read_text().splitlines()
        starts = [at for at, line in enumerate(lines) if line.startswith(f"{comment} Floors")]
        self.lines = []
        for line in lines[starts[0]:] if starts else []:
            if not line.startswith(comment):
                break
            found = re.match(rf"{comment}   (\S+(?:, \S+)*)(?:  +(.*))?$", line)
            if found:
                self.lines.append((found[1].split(", "), found[2] or ""))
        self.floor = {name: len(self.lines) - at
                      for at, (names, _) in enumerate(self.lines) for name in names}

    def of(self, module, separator):
        """The listed name that this module belongs to: the longest that begins it."""
        parts = module.split(separator)
        while parts:
            name = separator.join(parts)
            if name in self.floor:
                return name
            parts.pop()
        return None


def circles(graph):
    """The groups of files that reach each other, of two or more, and files that import themselves."""
    def reach(start):
        seen, todo = set(), [start]
        while todo:
            for after in graph.get(todo.pop(), ()):
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
        return seen

    reached = {file: reach(file) for file in graph}
    groups = {frozenset(other for other in reached[file] if file in reached.get(other, ()))
              for file in graph if file in reached[file]}
    return sorted(sorted(group) for group in groups)


def judge(package):
    """What is wrong in one crate or package."""
    separator = package.separator
    floors = Floors(package.root)
    modules = package.modules
    several = [module for module in modules if module]
    if not several:
        return
    if not floors.lines:
        yield f"{package.root}: no list of floors"
        return
    for module in several:
        if floors.of(module, separator) is None:
            yield f"{modules[module]}: {module} stands on no floor"
    for name in floors.floor:
        if not any(module == name or module.startswith(name + separator) for module in several):
            yield f"{package.root}: {name} is listed, and is not there"
    inside = {}
    for link in package.imports:
        if not link.source or not link.target:
            continue  # the root: the hub that everything may be imported through
        above, below = floors.of(link.source, separator), floors.of(link.target, separator)
        if above is None or below is None:
            continue
        if above == below:
            if link.source != link.target:
                inside.setdefault(link.source, set()).add(link.target)
        elif floors.floor[above] <= floors.floor[below]:
            where = "up" if floors.floor[above] < floors.floor[below] else "sideways"
            yield f"{link.file}:{link.line}: {link.source} imports {link.target}, which is {where}"
    for group in circles(inside):
        yield f"{package.root.parent}: {', '.join(group)} import each other in a circle"


def system_words(root, rooms):
    """Where a system is asked for outside the rooms."""
    top = [path for path in sorted(root.iterdir()) if path.name not in ("target", ".git")]
    for file in (file for path in top for file in sorted(path.rglob("*"))):
        name = file.relative_to(root).as_posix()
        if file.suffix not in SYSTEMS or not file.is_file():
            continue
        if any(name.startswith(room) for room in rooms) or re.search(r"(^|/)tests/", re.sub(r"^tests/(?=\w+/src/)", "", name)):
            continue
        text = file.read_text()
        text = floors_of_rust.bare(text) if file.suffix == ".rs" else text
        for found in SYSTEMS[file.suffix].finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{name}:{line}: `{found[1][:40]}` outside {', '.join(rooms)}"


def diagram(title, package):
    """The floors of one package as they are shown in the document."""
    lines = Floors(package.root).lines
    names = [", ".join(names) for names, _ in lines]
    width = min(max(map(len, names)), 44)
    shown = [f"{title}", "=" * len(title)]
    for name, (_, told) in zip(names, lines):
        shown.append(f"{name:{width}}  {told}".rstrip())
    return "\n".join(shown)


def shown(packages):
    return "\n\n".join(diagram(title, package) for title, package in packages.items()
                       if [module for module in package.modules if module])


def document(packages, bless):
    """Whether the document shows the floors as they are."""
    file = ROOT / DOCUMENT
    text = file.read_text() if file.exists() else ""
    begin, end = "<!-- floors: written by tests/floors.py --bless -->\n```text\n", "\n```\n<!-- end of floors -->"
    before, found, rest = text.partition(begin)
    inside, closed, after = rest.partition(end)
    if not found or not closed:
        yield f"{DOCUMENT} has no place for the floors"
    elif bless:
        file.write_text(before + begin + shown(packages) + end + after)
    elif inside != shown(packages):
        yield f"{DOCUMENT} shows other floors than the lists: tests/floors.py --bless"


def packages(root):
    found = {}
    members = re.search(r"^members = \[(.*?)\]", (root / "Cargo.toml").read_text(), re.M | re.S)[1]
    for member in re.findall(r'"(.*?)"', members):
        for name in ("lib.rs", "main.rs"):
            if (root / member / "src" / name).exists():
                found[member] = floors_of_rust.Crate(root / member / "src" / name)
                break
    package = root / "python" / "gigahost" / "__init__.py"
    if package.exists():
        found["python/gigahost"] = floors_of_python.Package(package)
    return found


PLANTED = {
    "an import that runs up": ("which is up", {
        "src/lib.rs": "// Floors\n//   high  above\n//   low  below\nmod high;\nmod low;\n",
        "src/high.rs": "pub(crate) struct High;\n",
        "src/low.rs": "use crate::high::High;\n"}),
    "one through a re-export": ("which is up", {
        "src/lib.rs": "// Floors\n//   high  above\n//   low  below\nmod high;\nmod low;\npub use high::High;\n",
        "src/high.rs": "pub struct High;\n",
        "src/low.rs": "fn f() -> crate::High { crate::High }\n"}),
    "one through a glob": ("which is up", {
        "src/lib.rs": "// Floors\n//   high  above\n//   low  below\nmod high;\nmod low;\npub use high::*;\n",
        "src/high.rs": "pub struct High;\n",
        "src/low.rs": "fn f() { let _ = crate::High; }\n"}),
    "one under another name": ("which is up", {
        "src/lib.rs": "// Floors\n//   high  above\n//   low  below\nmod high;\nmod low;\n",
        "src/high.rs": "pub(crate) mod tall;\n", "src/high/tall.rs": "pub(crate) struct High;\n",
        "src/low.rs": "use crate::{self as top, high as up};\nfn f() -> up::tall::High { up::tall::High }\n"}),
    "one of a module in braces": ("which is up", {
        "src/lib.rs": "// Floors\n//   high  above\n//   low  below\nmod high;\nmod low;\n",
        "src/high.rs": "pub(crate) struct High;\n",
        "src/low.rs": "mod inner {\n    use super::super::high::High;\n}\n"}),
    "one in a macro": ("which is up", {
        "src/lib.rs": "// Floors\n//   high  above\n//   low  below\nmod high;\nmod low;\n",
        "src/high.rs": "pub(crate) struct High;\n",
        "src/low.rs": "macro_rules! m { () => { $crate::high::High } }\n"}),
    "a circle of parent and child": ("in a circle", {
        "src/lib.rs": "// Floors\n//   a  one\nmod a;\n",
        "src/a.rs": "mod b;\npub(crate) struct A;\nfn f() { b::g(); }\n",
        "src/a/b.rs": "use super::A;\npub(super) fn g() {}\n"}),
    "an import to the side": ("which is sideways", {
        "src/lib.rs": "// Floors\n//   a, b  two\nmod a;\nmod b;\n",
        "src/a.rs": "use crate::b::B;\n", "src/b.rs": "pub(crate) struct B;\n"}),
    "a file without a floor": ("stands on no floor", {
        "src/lib.rs": "// Floors\n//   a  one\nmod a;\nmod b;\n", "src/a.rs": "", "src/b.rs": ""}),
    "a crate without floors": ("no list of floors", {"src/lib.rs": "mod a;\n", "src/a.rs": ""}),
    "a system asked outside its room": ("outside", {
        "src/lib.rs": "#[cfg(any(unix, test))]\nfn f() {}\n"}),
    "an import of Python that runs up": ("which is up", {
        "gigahost/__init__.py": "# Floors\n#   high  above\n#   low  below\n",
        "gigahost/high.py": "", "gigahost/low.py": "def f():\n    from . import high\n"}),
    "a circle in Python": ("in a circle", {
        "gigahost/__init__.py": "# Floors\n#   a  one\n",
        "gigahost/a/__init__.py": "", "gigahost/a/b.py": "from .c import C\n",
        "gigahost/a/c.py": "from . import b\n"}),
}


def seen_failing(wanted, files):
    """A planted fault: nothing if it is found, for the reason that it is planted for."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        rust, python = Path(folder, "src", "lib.rs"), Path(folder, "gigahost", "__init__.py")
        package = floors_of_rust.Crate(rust) if rust.exists() else floors_of_python.Package(python)
        found = [*judge(package), *system_words(Path(folder), ROOMS)]
    if not any(wanted in fault for fault in found):
        yield f"not found: {found}"


def main(words):
    if not set(words) <= {"--imports", "--bless"}:
        print(__doc__)
        return 2
    there = packages(ROOT)
    if "--imports" in words:
        for package in there.values():
            for link in package.imports:
                print(f"{link.file}:{link.line}: {link.source or 'root'} -> {link.target or 'root'}")
    checks = {f"finds {name}": seen_failing(*planted) for name, planted in PLANTED.items()}
    checks |= {f"{name} imports downwards": judge(package) for name, package in there.items()}
    checks["systems differ in one room"] = system_words(ROOT, ROOMS)
    checks["the floors are shown"] = document(there, "--bless" in words)
    failed = 0
    for name, faults in checks.items():
        faults = [fault.replace(f"{ROOT}/", "") for fault in faults]
        failed += bool(faults)
        print(f"floors {name} ... {'FAILED' if faults else 'ok'}", *faults, sep="\n    ")
    print(f"floors: {len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
