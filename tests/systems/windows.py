"""Windows, in Wine: the crates, C and C++ by mingw, CMake with a toolchain, Python, the command line."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from . import consumers, crates
from .common import (
    BY_NAME, ROOT, WORK, clean_environment, execute, install, need, packages, start_emulator,
)

TRIPLE = "x86_64-pc-windows-gnu"
WINE, SERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver64"
PREFIX = WORK / "wine"
DEBIAN = ("wine64", "gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64")
GCC, GXX = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-g++-posix"
#: Tests of the crates that have no place there, each pattern with its reason.
NOT_HERE = [
    (r"framing r19_|server a_reset_is_a_reset|r196_a_stream_of_unknown_length_that_is_reset",
     "Wine gives the end of the stream where Windows gives the error of a reset connection (10054)"),
    (r"disk::a_state_on_a_full_disk|disk::r185_a_limit_of_the_file_size|disk::r222_|r164_an_upload_needs_no_place",
     "it makes its full disk and its limits by a shell of POSIX (mount, ulimit)"),
    (r"disk::r204_|r202_a_writer_that_fails", "it writes to /dev/full, which Wine opens and does not know"),
    (r"r150_a_path_that_leads_elsewhere_meanwhile",
     "Wine does not let an open file be replaced, as Windows does since 10"),
    (r"r224_a_program_that_is_started_inherits|r226_the_process_is_as_it_was",
     "it reads the descriptors, the signals and the masks of a process of POSIX"),
    (r"server a_dropped_server_leaves|retry::r140_logout_forgets|baseline_ureq f20_|proxies r105_a_host_that_stalls",
     "Wine does not wake a thread that reads from a connection when another thread shuts it down"),
    (r"server a_leaked_descriptor_is_told|server a_busy_wait_is_told",
     "what watches the process in these tests reads /proc"),
    (r"r225_signals_do_not_show", "there are no signals that interrupt a call"),
]
#: C programs, by name.
POSIX = {
    "exiting": "it forks, to see what a process leaves that ends",
    "forking": "there is no fork",
    "loading": "it loads by dlopen; every program here loads the DLL",
    "many_sessions": "it reads the memory of the process from /proc",
    "process_state": "it looks at signals, masks and descriptors of POSIX",
    "secrets": "it reads the memory of the process from /proc",
    "signals": "there are no signals that interrupt a call",
    "small_stacks": "it makes stacks with mmap",
}


@cache
def environment():
    """A Wine of its own, with the one DLL that this Wine does not have yet."""
    install(*DEBIAN)
    need(WINE, GCC, GXX)
    variables = clean_environment("WINE") | {"WINEPREFIX": str(PREFIX), "WINEDEBUG": "-all"}
    # One server for all programs: by itself it would end with each, and take seconds to start for the next.
    PREFIX.mkdir(parents=True, exist_ok=True)
    subprocess.run([SERVER, "-p"], check=False, env=variables)  # it fails if it runs already
    atexit.register(subprocess.run, [SERVER, "-k"], env=variables)
    system = PREFIX / "drive_c" / "windows" / "system32"
    # The first program starts Wine's services, which hold what it writes to for as long as they run.
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([WINE, "cmd", "/c", "ver"], timeout=300, env=variables, **quiet)
    assert (system / "kernel32.dll").exists(), f"Wine made no {PREFIX}"
    library = system / "bcryptprimitives.dll"
    source = ROOT / "tests" / "systems" / "bcryptprimitives.c"
    if not library.exists() or library.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([GCC, "-shared", "-O2", source, "-o", library, "-ladvapi32"], check=True)
    return variables


def of_the_crates(report):
    variables = environment()
    programs = crates.build(BY_NAME["windows-x86_64"], TRIPLE, [
        "gigahost", "gigahost-system", "gigahost-conformance", "gigahost-faults"])
    crates.run(report, programs, [WINE], variables, NOT_HERE)


def of_the_header(report):
    variables = environment()
    tree = packages("windows-x86_64")
    # By its name: the static library lies beside it.
    flags = [tree / "lib" / "libgigahost.dll.a", "-lws2_32", "-pthread", "-static"]
    kind = consumers.Kind({".c": [GCC], ".cpp": [GXX]}, tree, flags, [WINE], variables,
                          [tree / "bin" / "gigahost.dll"])
    consumers.run(report, kind, POSIX)
    alone = consumers.Kind({".c": [GCC], ".cpp": [GXX]}, tree, [], [WINE], variables)
    private = (tree / "lib/pkgconfig/gigahost.pc").read_text().split("Libs.private:")[1].split()
    consumers.beside(report, alone, TRIPLE, *private)


def of_the_example(report):
    """examples/c/windows.c: names that no code page has, as a user's shell gives them."""
    variables, tree = environment(), packages("windows-x86_64")
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        code, out = execute([GCC, "-std=c99", "-Wall", "-Wextra", "-Werror", "-municode", "-I", tree / "include",
                             ROOT / "examples/c/windows.c", tree / "lib" / "gigahost.lib", "-o",
                             home / "windows.exe"], 120)
        shutil.copy(tree / "bin" / "gigahost.dll", home)
        name = "фильм é 日本語.mp4"
        (home / name).write_bytes(b"film")
        emulator = start_emulator(home)
        try:
            account = {"GIGAHOST_RAPIDGATOR_URL": emulator.addresses["rapidgator"], "LC_ALL": "C.UTF-8",
                       "GIGAHOST_RAPIDGATOR_LOGIN": "ann@example.test",
                       "GIGAHOST_RAPIDGATOR_PASSWORD": "correct horse 1"}
            if code == 0:
                code, out = execute([WINE, home / "windows.exe", name], 60, cwd=home, env=variables | account)
        finally:
            emulator.end()
        good = code == 0 and "http" in out
        report.good("the example takes any name") if good else report.bad("the example", f"{code}: {out}")


def of_cmake(report):
    """`find_package` with a toolchain file, shared and static, and the programs run."""
    install("cmake")
    need("cmake")
    variables, tree = environment(), packages("windows-x86_64")
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        toolchain = home / "mingw.cmake"
        toolchain.write_text(
            f"set(CMAKE_SYSTEM_NAME Windows)\nset(CMAKE_SYSTEM_PROCESSOR x86_64)\n"
            f"set(CMAKE_C_COMPILER {GCC})\nset(CMAKE_CXX_COMPILER {GXX})\n"
            "set(CMAKE_EXE_LINKER_FLAGS -static)\n"
            f"set(CMAKE_FIND_ROOT_PATH {tree})\n")
        emulator = start_emulator(home, tls=True)
        try:
            for kind in ("shared", "static"):
                build = home / kind
                code, out = execute(["cmake", "-S", ROOT / "tests/consumers", "-B", build,
                                     f"-DKIND={kind}", f"-DCMAKE_TOOLCHAIN_FILE={toolchain}",
                                     f"-DCMAKE_PREFIX_PATH={tree}"], 120)
                if code == 0:
                    code, out = execute(["cmake", "--build", build], 300)
                if code != 0:
                    report.bad(f"cmake {kind}", out[-3000:])
                    continue
                if kind == "shared":
                    shutil.copy(tree / "bin" / "gigahost.dll", build)
                for language in ("c", "cpp"):
                    code, out = execute([WINE, build / f"{language}.exe"], 60, cwd=home,
                                        env=variables | emulator.environment())
                    good = code == 0 and "lists" in out
                    name = f"cmake {kind} {language}"
                    report.good(name) if good else report.bad(name, f"{code}: {out[-2000:]}")
        finally:
            emulator.end()


PARTS = {"crates": of_the_crates, "c": of_the_header, "example": of_the_example, "cmake": of_cmake}
