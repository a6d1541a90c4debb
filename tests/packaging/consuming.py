"""Programs of users, built with the installed package and run against the emulator."""

import re
import shutil

from .common import (CONSUMERS, Skipped, VERSION, check, emulator, installed, needs, pkg_config, run,
                     scratch)

COMPILERS = {
    "c": ("gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", CONSUMERS / "consumer.c"),
    "cpp": ("g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", CONSUMERS / "consumer.cpp"),
}


def holds(program, shared, tree):
    """Runs a program and looks at how it is linked."""
    needed = re.findall(r"NEEDED.*\[(libgigahost.*)\]", run("readelf", "-dW", program))
    assert needed == (["libgigahost.so.0"] if shared else []), needed
    variables = emulator() | ({"LD_LIBRARY_PATH": str(tree / "lib")} if shared else {})
    out = run(program, cwd=scratch(), **variables)
    assert re.fullmatch(rf"gigahost {re.escape(VERSION)} lists [1-9]\d*\n", out), out


def without_shared():
    """The tree as a system has it that installs static libraries only."""
    tree = scratch() / "static" / "local"
    if not tree.exists():
        shutil.copytree(installed(), tree, symlinks=True)
        for library in tree.glob("lib/libgigahost.so*"):
            library.unlink()
    return tree


def build(language, name, *flags):
    program = scratch() / f"{language}-{name}"
    if language == "cpp" and not (installed() / "include" / "gigahost.hpp").exists():
        raise Skipped("there is no gigahost.hpp")
    run(*COMPILERS[language], "-o", program, *flags)
    return program


def by_pkg_config(language, kind):
    if kind == "shared":
        tree = installed()
        flags = pkg_config(tree, "--cflags", "--libs")
    else:
        tree = without_shared()
        flags = pkg_config(tree, "--static", "--cflags", "--libs")
    holds(build(language, f"pkg-config-{kind}", *flags), kind == "shared", tree)


@check
def c_by_pkg_config_shared():
    by_pkg_config("c", "shared")


@check
def c_by_pkg_config_static():
    by_pkg_config("c", "static")


@check
def cpp_by_pkg_config_shared():
    by_pkg_config("cpp", "shared")


@check
def cpp_by_pkg_config_static():
    by_pkg_config("cpp", "static")


@check
def pkg_config_is_enough_for_a_program_without_any_shared_library():
    flags = pkg_config(installed(), "--static", "--cflags", "--libs")
    program = build("c", "all-static", "-static", *flags)
    assert "NEEDED" not in run("readelf", "-dW", program)
    holds(program, False, installed())


@check
def the_private_libraries_are_all_that_a_static_link_needs():
    flags = pkg_config(installed(), "--variable=libdir")
    # Nothing that the compiler would add by itself, but libc and libgcc.
    command = [*COMPILERS["c"], "-nodefaultlibs", *pkg_config(installed(), "--cflags"),
               f"{flags[0]}/libgigahost.a"]
    private = [word for word in pkg_config(without_shared(), "--static", "--libs")
               if word.startswith("-l") and word != "-lgigahost"]
    assert private, "gigahost.pc names no private library"
    run(*command, *private, "-lc", "-lgcc", "-lgcc_eh", "-lc", "-o", scratch() / "private")


def with_lto(language, lto):
    flags = pkg_config(without_shared(), "--static", "--cflags", "--libs")
    program = build(language, f"lto{lto}", "-O2", lto, *flags)
    holds(program, False, without_shared())


@check
def r247_static_into_c_with_lto():
    with_lto("c", "-flto=auto")


@check
def r247_static_into_c_without_lto():
    with_lto("c", "-fno-lto")


@check
def r247_static_into_cpp_with_lto():
    with_lto("cpp", "-flto=auto")


@check
def r247_static_into_cpp_without_lto():
    with_lto("cpp", "-fno-lto")


@check
def the_static_library_links_beside_another_rust_library():
    tree = without_shared()
    other = scratch() / "libother.a"
    run("rustc", "--edition", "2024", "-O", "--crate-type", "staticlib", "-o", other,
        CONSUMERS / "other.rs")
    flags = pkg_config(tree, "--static", "--cflags", "--libs")
    command = ["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", CONSUMERS / "beside.c"]
    for name, libraries in (("first", [*flags, other]), ("last", [other, *flags])):
        program = scratch() / f"beside-{name}"
        run(*command, *libraries, *pkg_config(tree, "--static", "--libs"), "-o", program)
        assert run(program) == f"both work, gigahost {VERSION}\n"


def cmake(kind, tree):
    """Configures the programs once; answers the folder they are built in."""
    needs("cmake")
    folder = scratch() / f"cmake-{kind}"
    if not (folder / "CMakeCache.txt").exists():
        run("cmake", "-S", CONSUMERS, "-B", folder, f"-DKIND={kind}", f"-DCMAKE_PREFIX_PATH={tree}",
            "-DCMAKE_BUILD_TYPE=Release")
    return folder


def by_cmake(language, kind):
    if language == "cpp" and not (installed() / "include" / "gigahost.hpp").exists():
        raise Skipped("there is no gigahost.hpp")
    folder = cmake(kind, installed())
    run("cmake", "--build", folder, "--target", language)
    # CMake gives programs the way to the library in their RUNPATH.
    holds(folder / language, kind == "shared", scratch() / "nowhere")


@check
def c_by_cmake_shared():
    by_cmake("c", "shared")


@check
def c_by_cmake_static():
    by_cmake("c", "static")


@check
def cpp_by_cmake_shared():
    by_cmake("cpp", "shared")


@check
def cpp_by_cmake_static():
    by_cmake("cpp", "static")


@check
def cmake_takes_the_static_library_by_a_variable_too():
    by_cmake("c", "variable")


# What programs may ask find_package for, and if this version answers.
MAJOR, MINOR, _ = map(int, VERSION.split("."))
REQUESTS = [
    ("", True),
    (f"{MAJOR}.{MINOR}", True),
    (VERSION, True),
    (f"{VERSION} EXACT", True),
    (f"{MAJOR}.{MINOR}...{MAJOR + 1}", True),
    (f"{VERSION}.1", False),
    (f"{MAJOR}.{MINOR + 1}", False),
    (f"{MAJOR + 1}.0", False),
    (f"{MAJOR}.{MINOR + 1}...{MAJOR + 1}", False),
    (f"{MAJOR}.0...<{MAJOR}.{MINOR}", False),
    ("COMPONENTS shared static", True),
    ("COMPONENTS colour", False),
]


@check
def cmake_answers_requests_for_versions_and_components():
    needs("cmake")
    source = scratch() / "requests"
    source.mkdir()
    lines = ["cmake_minimum_required(VERSION 3.19)", "project(requests C)"]
    for request, _ in REQUESTS:
        lines += [
            "unset(gigahost_DIR CACHE)",
            f"find_package(gigahost {request} CONFIG QUIET)",
            f'message("{request}: ${{gigahost_FOUND}}")',
        ]
    (source / "CMakeLists.txt").write_text("\n".join(lines) + "\n")
    out = run("cmake", "-S", source, "-B", source / "build", f"-DCMAKE_PREFIX_PATH={installed()}")
    for request, found in REQUESTS:
        answer = re.search(rf"^{re.escape(request)}: (\w+)$", out, re.MULTILINE)[1]
        assert (answer in ("1", "TRUE")) == found, f"find_package(gigahost {request}): {answer}"
