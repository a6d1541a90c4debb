"""What `make install` puts where, and what `make uninstall` leaves."""

import os
import stat

from .common import (BUILT, PREFIX, ROOT, TARGET, VERSION, attempt, check, installed, make, pkg_config,
                     scratch)


def content(root):
    """Every file and link below a folder: its mode and bytes, or where it leads."""
    found = {}
    for folder, _, files in os.walk(root):
        for name in files:
            path = os.path.join(folder, name)
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                what = os.readlink(path)
            else:
                with open(path, "rb") as file:
                    what = (stat.S_IMODE(mode), file.read())
            found[os.path.relpath(path, root)] = what
    return found


def wanted():
    headers = sorted((ROOT / "include").glob("gigahost.h*"))
    headers += sorted((ROOT / "include" / "gigahost").glob("*"))
    documents = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "SECURITY.md"]
    # `make docs` may have been run in this tree.
    reference = TARGET / "reference" / "c"
    pages = [path.relative_to(reference) for path in reference.rglob("*") if path.is_file()]
    return {
        *(f"share/doc/gigahost/html/{page}" for page in pages),
        "lib/libgigahost.a", "lib/libgigahost.so", "lib/libgigahost.so.0",
        f"lib/libgigahost.so.{VERSION}", "lib/pkgconfig/gigahost.pc",
        "lib/cmake/gigahost/gigahost-config.cmake",
        "lib/cmake/gigahost/gigahost-config-version.cmake",
        *(str(header.relative_to(ROOT)) for header in headers),
        *(f"share/doc/gigahost/{name}" for name in documents),
    }


@check
def make_install_puts_everything_where_it_is_looked_for():
    tree = content(installed())
    assert set(tree) == wanted(), set(tree) ^ wanted()
    assert tree["lib/libgigahost.so.0"] == f"libgigahost.so.{VERSION}", tree["lib/libgigahost.so.0"]
    assert tree["lib/libgigahost.so"] == "libgigahost.so.0", tree["lib/libgigahost.so"]
    for path, what in tree.items():
        if isinstance(what, tuple):
            mode = 0o755 if path.endswith(f".so.{VERSION}") else 0o644
            assert what[0] == mode, f"{path} has mode {what[0]:o}"
            assert b"@VERSION@" not in what[1] and b"@PREFIX@" not in what[1], path


@check
def make_install_twice_is_as_once():
    root = installed().parent.parent
    before = content(root)
    make("install", f"DESTDIR={root}", f"PREFIX={PREFIX}")
    assert content(root) == before


@check
def make_install_runs_no_cargo_once_the_library_is_built():
    root = scratch() / "without cargo"
    make("install", f"DESTDIR={root}", f"PREFIX={PREFIX}", CARGO="false")
    assert set(content(root / "usr/local")) == wanted()
    os.utime(ROOT / "ffi" / "build.rs")
    code, out = attempt("make", "install", f"DESTDIR={root}", CARGO="false")
    os.utime(BUILT / "libgigahost.so")
    assert code != 0, f"a library older than its sources was installed:\n{out}"


@check
def libdir_and_includedir_are_honoured():
    prefix = scratch() / "own"
    make("install", f"PREFIX={prefix}", f"LIBDIR={prefix}/lib/any-linux", "INCLUDEDIR=/opt/headers",
         f"DESTDIR={scratch() / 'elsewhere'}")
    tree = scratch() / "elsewhere" / str(prefix).strip("/")
    assert (tree / "lib/any-linux/libgigahost.so.0").exists()
    assert (scratch() / "elsewhere/opt/headers/gigahost.h").exists()
    folder = tree / "lib/any-linux/pkgconfig"
    flags = pkg_config(tree, "--cflags", "--libs", PKG_CONFIG_LIBDIR=folder)
    assert flags[0] == "-I/opt/headers", flags
    assert os.path.samefile(flags[1].removeprefix("-L"), tree / "lib/any-linux"), flags


@check
def what_is_installed_for_usr_has_plain_paths():
    root = scratch() / "system"
    make("install", "PREFIX=/usr", "LIBDIR=/usr/lib/any-linux", f"DESTDIR={root}")
    text = (root / "usr/lib/any-linux/pkgconfig/gigahost.pc").read_text()
    assert text.startswith("prefix=/usr\nlibdir=${prefix}/lib/any-linux\n"), text


@check
def no_installed_text_names_this_machine():
    for path, what in content(installed()).items():
        for secret in (str(ROOT), str(scratch()), os.path.expanduser("~")):
            if isinstance(what, tuple) and not path.endswith((".a", f".so.{VERSION}")):
                assert secret.encode() not in what[1], f"{path} has {secret}"


@check
def make_uninstall_leaves_nothing():
    root = scratch() / "removed"
    make("install", f"DESTDIR={root}", f"PREFIX={PREFIX}")
    make("uninstall", f"DESTDIR={root}", f"PREFIX={PREFIX}")
    assert content(root) == {}, content(root).keys()
