"""The Debian packages, built by the ordinary tools of what is built already."""

import re
import shutil
from functools import cache

from . import consuming
from .binary import symbols_listed
from .common import BUILT, ROOT, VERSION, Skipped, check, make, needs, pkg_config, run, scratch


def version():
    return re.match(r"gigahost \((.*?)\)", (ROOT / "debian" / "changelog").read_text())[1]


@cache
def packages():
    """The built packages, by name."""
    needs("dpkg-buildpackage", "dh", "dpkg-deb")
    make()
    # The sources as a user has them, with a library that is newer: make has nothing to build.
    source = scratch() / "debian" / f"gigahost-{VERSION}"
    for name in run("git", "ls-files", "-co", "--exclude-standard").splitlines():
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    (source / "target" / "dist").mkdir(parents=True)
    for library in ("libgigahost.so", "libgigahost.a"):
        shutil.copy(BUILT / library, source / "target" / "dist" / library)
    run("dpkg-buildpackage", "-b", "-us", "-uc", cwd=source, CARGO="false",
        CARGO_TARGET_DIR="", CARGO_BUILD_TARGET="")
    return {path.name.split("_")[0]: path for path in source.parent.glob("*.deb")}


@cache
def root():
    """Where both are unpacked."""
    folder = scratch() / "debian-root"
    for package in packages().values():
        run("dpkg-deb", "-x", package, folder)
    return folder


@check
def debian_has_the_version_of_the_library():
    assert re.fullmatch(rf"{re.escape(VERSION)}-\d+", version()), version()


@check
def debian_builds_both_packages():
    names = sorted(packages())
    assert names == ["libgigahost-dev", "libgigahost0"], names
    fields = run("dpkg-deb", "-f", packages()["libgigahost-dev"], "Depends")
    assert f"libgigahost0 (= {version()})" in fields, fields
    needed = run("dpkg-deb", "-f", packages()["libgigahost0"], "Depends")
    assert "libc6" in needed and "libssl" not in needed, needed


@check
def debian_knows_the_version_of_every_symbol():
    control = scratch() / "debian-control"
    run("dpkg-deb", "-e", packages()["libgigahost0"], control)
    lines = (control / "symbols").read_text().splitlines()
    assert lines[0].startswith("libgigahost.so.0 libgigahost0 "), lines[0]
    rows = dict(line.split()[:2] for line in lines[1:])
    assert rows == {f"{name}@Base": since for name, since in symbols_listed().items()}, rows


# A maintainer's address and the number of a bug that asks for the package: whoever uploads has them.
UPLOADERS = "bogus-mail-host,bogus-mail-host-in-debian-changelog,initial-upload-closes-no-bugs"


@check
def lintian_finds_no_fault_in_the_packages():
    needs("lintian")
    out = run("lintian", "--allow-root", "--fail-on", "error,warning", "--suppress-tags", UPLOADERS,
              *packages().values())
    print(f"lintian: {out.strip() or 'nothing'}")


def build(language, *more):
    tree = root() / "usr"
    libdir = next(tree.glob("lib/*/pkgconfig")).parent
    flags = pkg_config(tree, *more, "--cflags", "--libs", PKG_CONFIG_LIBDIR=libdir / "pkgconfig",
                       PKG_CONFIG_SYSROOT_DIR=root())
    if language == "cpp" and not (tree / "include" / "gigahost.hpp").exists():
        raise Skipped("there is no gigahost.hpp")
    # pkg-config leaves out the system's own folders, which are this root's here.
    flags += [f"-I{tree}/include", f"-L{libdir}"]
    compiler = consuming.COMPILERS[language]
    program = scratch() / f"debian-{language}"
    run(*compiler, "-o", program, *flags, f"-Wl,-rpath,{libdir}")
    consuming.holds(program, True, tree)


@check
def a_c_program_is_built_with_the_debian_packages():
    build("c")


@check
def a_cpp_program_is_built_with_the_debian_packages():
    build("cpp")


@check
def cmake_finds_what_the_debian_packages_install():
    needs("cmake")
    folder = scratch() / "cmake-debian"
    run("cmake", "-S", consuming.CONSUMERS, "-B", folder, "-DKIND=shared",
        f"-DCMAKE_PREFIX_PATH={root()}/usr")
    run("cmake", "--build", folder, "--target", "c")
    consuming.holds(folder / "c", True, scratch() / "nowhere")
