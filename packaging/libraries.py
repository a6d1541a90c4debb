"""An archive for C and C++: headers, the shared and the static library, pkg-config and CMake files, as
`make install` puts them, for any place where it is unpacked."""

import gzip
import io
import re
import shutil
import tarfile
import zipfile

from tools import (ROOT, WORK, environment, epoch, is_linked_by_zig, objcopy, run, which, zig,
                   zig_name)

PREFIX = "opt/gigahost"
SYMBOLS = ROOT / "ffi" / "pkg" / "symbols-in-versions"


def version():
    return re.search(r'^version = "(.*?)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]


def symbols():
    return [line.split()[0] for line in SYMBOLS.read_text().splitlines()
            if line and not line.startswith("#")]


def make_variables(target, triple, folder):
    """What `make install` is told beside the environment."""
    if is_linked_by_zig(triple):
        cargo, name = "cargo-zigbuild zigbuild", zig_name(triple)
        linker = zig("cc", "-target", name, "-nostdlib") if target.system == "macos" else zig("ld.lld")
        archiver, copier = zig("ar"), objcopy()
    else:
        prefix = "x86_64-w64-mingw32-"
        cargo, linker, archiver, copier = "cargo build", f"{prefix}ld", f"{prefix}ar", f"{prefix}objcopy"
    flags = triple + (f".{target.glibc}" if target.glibc else "")
    found = {
        "DESTDIR": folder, "PREFIX": f"/{PREFIX}", "SYSTEM": target.system, "POINTER": target.pointer,
        "CARGO_BUILD": cargo, "CARGOFLAGS": f"--target {flags}", "LD": linker, "AR": archiver,
        "OBJCOPY": copier, "NM": "x86_64-w64-mingw32-nm",
    }
    if not target.has_static:
        found["STATIC"] = ""
    return [f"{key}={value}" for key, value in found.items()]


def stage(target, triple):
    """The tree for one triple."""
    folder = WORK / "stage" / triple
    shutil.rmtree(folder, ignore_errors=True)
    run("make", "--no-print-directory", "install", *make_variables(target, triple, folder),
        **environment(target, triple))
    tree = folder / PREFIX
    if target.is_windows:
        library_for_microsoft(tree, triple)
    return tree


def library_for_microsoft(tree, triple):
    """`gigahost.lib`, which Microsoft's linker takes, from the list of exports."""
    definition = tree / "lib" / "gigahost.def"
    definition.write_text("\n".join(["LIBRARY gigahost.dll", "EXPORTS", *symbols()]) + "\n")
    machine = {"x86_64": "i386:x86-64", "aarch64": "arm64"}[triple.split("-")[0]]
    run(*zig("dlltool", "-m", machine, "-D", "gigahost.dll", "-d").split(), definition, "-l",
        tree / "lib" / "gigahost.lib")
    definition.unlink()


def universal(trees, folder):
    """One tree of two: everything is the same but the libraries, which hold both."""
    first, second = trees
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(first, folder, symlinks=True)
    for path in sorted(folder.glob("lib/libgigahost*")):
        if not path.is_symlink():
            name = path.relative_to(folder)
            run(which("llvm-lipo"), "-create", first / name, second / name, "-output", path)
    return folder


def build(target, out):
    """Builds the archive; its path."""
    trees = [stage(target, triple) for triple in target.triples]
    tree = trees[0] if len(trees) == 1 else universal(trees, WORK / "stage" / target.name)
    name = f"gigahost-{version()}-{target.name}"
    out.mkdir(parents=True, exist_ok=True)
    return zipped(tree, name, out) if target.is_windows else tarred(tree, name, out)


def members(tree):
    return sorted(path for path in tree.rglob("*") if path.is_symlink() or path.is_file())


def tarred(tree, name, out):
    """The same files give the same bytes: in order, with the time of the commit, owned by nobody."""
    path = out / f"{name}.tar.gz"
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed, \
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member in members(tree):
            about = archive.gettarinfo(member, f"{name}/{member.relative_to(tree)}")
            about.mtime, about.uid, about.gid, about.uname, about.gname = int(epoch()), 0, 0, "", ""
            about.mode = 0o755 if about.mode & 0o100 else 0o644
            content = member.read_bytes() if about.isreg() else b""
            archive.addfile(about, io.BytesIO(content))
    return path


def zipped(tree, name, out):
    path = out / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members(tree):
            about = zipfile.ZipInfo(f"{name}/{member.relative_to(tree).as_posix()}")
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o100644 << 16
            archive.writestr(about, member.read_bytes())
    return path
