"""Looks into what was built: does it run where it says it does, and does it hold nothing else?"""

import os
import re
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

from libraries import symbols
from targets import GLIBC
from tools import ROOT, WORK, is_linked_by_zig, run, zig, zig_name

LAYOUT = ROOT / "ffi" / "abi" / "layout-x86_64.txt"
#: What a static library for Windows brings beside ours: how to find functions of the system's libraries.
IMPORT = re.compile(r"__imp_|_head_|__head_|_{1,2}\w*_iname$|__IMPORT_DESCRIPTOR|__NULL_IMPORT|\x7f")


class Wrong(Exception):
    pass


def hold(good, why):
    if not good:
        raise Wrong(why)


def check(target, path):
    """Judges an archive or a wheel."""
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        unpack(path, place)
        no_path_of_this_machine(path, place)
        if path.suffix == ".whl":
            wheel(target, path, place)
        else:
            archive(target, next(place.iterdir()))


def unpack(path, place):
    if path.suffixes[-2:] == [".tar", ".gz"]:
        with tarfile.open(path) as packed:
            packed.extractall(place, filter="data")
    else:
        with zipfile.ZipFile(path) as packed:
            packed.extractall(place)


def files(place):
    return sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def no_path_of_this_machine(path, place):
    places = {str(ROOT), str(WORK), "/tmp/gigahost-", os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo")),
              os.path.expanduser("~") + "/."}
    # Tools make names of symbols of paths, too.
    places |= {place.replace("/", "_").replace("-", "_") for place in places if len(place) > 8}
    for file in files(place):
        content = file.read_bytes()
        for found in places:
            at = content.find(found.encode())
            hold(at < 0, f"{path.name}: {file.relative_to(place)} has {content[at:at + 100]!r}")


# Archives


def archive(target, tree):
    shared = {"linux": "lib/libgigahost.so", "macos": "lib/libgigahost.dylib",
              "windows": "bin/gigahost.dll"}[target.system]
    wanted = [shared, "include/gigahost.h", "include/gigahost.hpp", "lib/pkgconfig/gigahost.pc",
              "lib/cmake/gigahost/gigahost-config.cmake"]
    if target.is_windows:
        wanted += ["lib/libgigahost.dll.a", "lib/gigahost.lib"]
    if target.has_static:
        wanted.append("lib/libgigahost.a")
    for name in wanted:
        hold((tree / name).exists(), f"{target.name}: no {name}")
    hold((tree / "include/gigahost.h").read_bytes() == (ROOT / "include/gigahost.h").read_bytes(),
         "another header")
    binary(target, tree / shared)
    for exports in exports_of(target, tree / shared):
        ours = set(symbols())
        hold(exports == ours, f"{shared}: exported or not, against the list: {exports ^ ours}")
    if target.has_static:
        only_ours_is_global(target, tree / "lib/libgigahost.a")
    if target.system == "macos":
        said = run("llvm-objdump", "--macho", "--dylib-id", tree / shared)
        hold("@rpath/libgigahost.0.dylib" in said, said)
    for triple in target.triples:
        the_layout_is_that_of_the_list(target, triple, tree)


def exports_of(target, library):
    """The exported names: a set for each machine in the file."""
    if target.system == "linux":
        return [{line.split("@")[0] for line in
                 run("llvm-nm", "-D", "--defined-only", "-j", library).split()}]
    if target.is_windows:
        said = run("llvm-readobj", "--coff-exports", library)
        return [set(re.findall(r"^ *Name: (\w+)$", said, re.MULTILINE))]
    return [{name.removeprefix("_") for name in
             run("llvm-nm", f"--arch={arch}", "-g", "--defined-only", "-j", library).split()
             if not name.endswith(":") and name.startswith("_gigahost")}
            for arch in ("arm64", "x86_64")]


def only_ours_is_global(target, library):
    said = run("llvm-nm", "-g", "--defined-only", "-j", library)
    names = {name.removeprefix("_") if target.system == "macos" else name
             for name in said.split() if not name.endswith((":", ".o", ")"))}
    others = names - set(symbols())
    if target.is_windows:
        others = {name for name in others if not IMPORT.match(name) and f"__imp_{name}" not in others}
    hold(not others, f"{library.name}: global beside the functions of the header: {sorted(others)[:20]}")
    hold(set(symbols()) <= names, f"{library.name}: missing {set(symbols()) - names}")


def the_layout_is_that_of_the_list(target, triple, tree):
    """A C program for this system in which every structure and number is as the list of the ABI has it.
    Offsets of a machine of 32 bits are others; its numbers are not."""
    lines = []
    for line in LAYOUT.read_text().splitlines():
        if match := re.match(r"(\w+) \d+ (\w+) at (\d+), (\d+) bytes", line):
            structure, member, at, size = match.groups()
            lines += [f"offsetof({structure}, {member}) == {at}",
                      f"sizeof((({structure} *)0)->{member}) == {size}"] if target.pointer == 8 else []
        elif (match := re.match(r"(\w+) size: (\d+)", line)) and target.pointer == 8:
            lines.append(f"sizeof({match[1]}) == {match[2]}")
        elif match := re.match(r"\w+ (GIGAHOST_\w+) = (-?\d+)$", line):
            lines.append(f"{match[1]} == {match[2]}")
    hold(len(lines) > 50, f"{LAYOUT.name} was not understood")
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "layout.c")
        source.write_text("#include <stddef.h>\n#include <gigahost.h>\n" + "".join(
            f'_Static_assert({line}, "{line}");\n' for line in lines))
        compiler = zig("cc", "-target", zig_name(triple)).split() if is_linked_by_zig(triple) else \
            ["x86_64-w64-mingw32-gcc"]
        run(*compiler, "-std=c11", "-c", f"-I{tree / 'include'}", source, "-o", Path(place, "layout.o"))


# Wheels


def wheel(target, path, place):
    hold(any(tag in path.name for tag in target.tags), f"{path.name}: none of {target.tags}")
    hold("-abi3-" in path.name or "emulator" in path.name, f"{path.name} is for one Python only")
    found = [file for file in files(place) if file.suffix in (".so", ".pyd", ".exe")
             or file.parent.name == "scripts"]
    hold(len(found) == 1, f"{path.name}: {found}")
    binary(target, found[0])


# Any program or library


def binary(target, path):
    needs = needed(target, path)
    for name in needs:
        hold(any(name.lower().startswith(known.lower()) for known in target.imports),
             f"{path.name} needs {name}")
    if target.glibc:
        newest = max(map(number, re.findall(r"GLIBC_([\d.]+)", run("llvm-readobj", "-V", path))))
        hold(newest <= number(GLIBC), f"{path.name} needs glibc {newest}")
    if target.system == "macos":
        said = run("llvm-objdump", "--macho", "--private-headers", path)
        oldest = set(re.findall(r"^ *minos (\d+\.\d+)$", said, re.MULTILINE))
        hold(oldest == {"11.0"}, f"{path.name} is for macOS {oldest}")


def number(text):
    return tuple(map(int, text.split(".")))


def needed(target, path):
    if target.system == "linux":
        said = run("llvm-readobj", "--needed-libs", path)
        return re.search(r"NeededLibraries \[(.*?)\]", said, re.DOTALL)[1].split()
    if target.is_windows:
        return re.findall(r"Import \{\s+Name: (\S+)", run("llvm-readobj", "--coff-imports", path))
    said = subprocess.run(["llvm-objdump", "--macho", "--dylibs-used", path], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return [line.split()[0] for line in said.splitlines() if line.startswith("\t")
            and "@rpath" not in line]
