#!/usr/bin/env python3
"""Builds and runs the C and C++ tests of libgigahost: plain, sanitized, under valgrind.

Called by tests/run. Needs nothing but Python 3.11, cargo, gcc and g++; valgrind if it is there.
Prints one line for each test and, at the end, how many passed and failed.

    tests/native.py              everything
    tests/native.py forking      the programs of this name

Every program runs in a process of its own, in an empty folder of its own, with an emulator of its
own. What it needs stands in its first lines behind `native:`, separated by commas:

    valgrind         it runs under valgrind too
    tls              its emulator speaks https
    planted-panics   its library lets panics be planted
    not sanitized    no sanitizer: the reason follows in brackets
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
sys.path.insert(0, str(TESTS / "c"))

import functions  # noqa: E402
from ground import default_signals  # noqa: E402
from native_tools import cargo_build  # noqa: E402

PATIENCE = 150
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
BUILD = TARGET / "native"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"]
VALGRIND = [
    "valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full",
    "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite", "--child-silent-after-fork=yes",
]
# What each of the programs in tests/c/proof must be reported for, and by whom.
PROOFS = [
    ("heap_overflow", "sanitized", "heap-buffer-overflow"),
    ("undefined", "sanitized", "signed integer overflow"),
    ("leak", "sanitized", "detected memory leaks"),
    ("use_after_free", "sanitized", "heap-use-after-free"),
    ("heap_overflow", "valgrind", "Invalid write"),
    ("leak", "valgrind", "definitely lost"),
    ("use_after_free", "valgrind", "Invalid read"),
]
COMPILERS = {
    ("c", "plain"): ["gcc", "-std=c99", "-O1"],
    ("c", "sanitized"): ["gcc", "-std=c11", "-O1", *SANITIZERS],
    # Not optimised: with sanitizers g++ then takes what std::optional does not hold for uninitialized,
    # and takes four times as long.
    ("cpp", "plain"): ["g++", "-std=c++17"],
    ("cpp", "sanitized"): ["g++", "-std=c++17", *SANITIZERS],
}


def compile_(language, mode, *rest):
    """Compiles a file; what the compiler says is in the exception if it fails."""
    folders = ["-I", ROOT / "include", "-I", BUILD, "-I", TESTS / "c"]
    subprocess.run(
        [*COMPILERS[language, mode], *WARNINGS, "-pthread", *folders, *rest], check=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )


PRECOMPILING = threading.Lock()


@cache
def precompiled_once(mode):
    folder = BUILD / f"precompiled-{mode}"
    folder.mkdir(parents=True, exist_ok=True)
    # What is left if the compiler does not take the precompiled one: the header itself.
    (folder / "support.hpp").write_text(f'#include "{TESTS / "cpp" / "support.hpp"}"\n')
    compile_("cpp", mode, "-x", "c++-header", folder / "support.hpp", "-o", folder / "support.hpp.gch")
    return folder / "support.hpp"


def precompiled(mode):
    """The header with which every C++ test begins, which takes longer than all that follows."""
    with PRECOMPILING:
        return precompiled_once(mode)


class Program:
    def __init__(self, source):
        self.source, self.name = source, source.stem
        self.language = "cpp" if source.suffix == ".cpp" else "c"
        head = "\n".join(source.read_text().splitlines()[:12])
        marks = re.search(r"native: ([^*]*)", head)
        self.marks = marks[1] if marks else ""

    def modes(self):
        yield "plain"
        if "not sanitized" not in self.marks:
            yield "sanitized"
        if "valgrind" in self.marks and shutil.which("valgrind"):
            yield "valgrind"

    def libraries(self):
        return BUILD / ("planted" if "planted-panics" in self.marks else "plain")

    def build(self, mode):
        """The compiled program. Valgrind looks at the plain one."""
        mode = "plain" if mode == "valgrind" else mode
        program = BUILD / f"{self.language}-{mode}-{self.name}"
        library = self.libraries()
        begins = ["-include", precompiled(mode)] if self.language == "cpp" else []
        compile_(
            self.language, mode, *begins, self.source, "-o", program, "-L", library, "-lgigahost",
            f"-Wl,-rpath,{library}", "-ldl", "-lm",
        )
        return program


class Emulator:
    """An emulator of one program's own."""

    def __init__(self, folder, tls):
        self.authority = folder / "ca.pem" if tls else None
        options = ["--ca-file", self.authority] if tls else []
        self.process = subprocess.Popen(
            [TARGET / "debug" / "gigahost-emulator", *options], text=True, cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.addresses = json.loads(self.process.stdout.readline())

    def environment(self):
        found = {f"GIGAHOST_TEST_{name.upper()}": url for name, url in self.addresses.items()}
        if self.authority:
            found["GIGAHOST_TEST_CA"] = str(self.authority)
        return found

    def end(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


class Ran:
    """What became of one program in one mode."""

    def __init__(self, code, out):
        self.code, self.out = code, out
        self.passed = re.findall(r"^ok (\w+)$", out, re.MULTILINE)
        self.failed = re.findall(r"^FAILED (\w+): (.*)$", out, re.MULTILINE)
        if code != 0 and not self.failed:
            self.failed = [("the_program", f"ended with {code}")]
        if code == 0 and not self.passed:
            self.failed = [("the_program", "holds no test")]


def clean_environment(folder):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIGAHOST_")}
    return kept | {
        "TMPDIR": str(folder),
        "ASAN_OPTIONS": "detect_leaks=1:exitcode=99:detect_stack_use_after_return=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }


def execute(command, folder, environment, patience=PATIENCE):
    """Runs to the end, or kills it and all that it started; how it ended, and all that it said."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
    )
    try:
        out, _ = process.communicate(timeout=patience)
        return process.returncode, out
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        out, _ = process.communicate()
        return "a timeout", out


def run(program, mode):
    try:
        built = program.build(mode)
    except subprocess.CalledProcessError as error:
        return Ran("a compiler's error", error.stdout)
    runner = VALGRIND if mode == "valgrind" else []
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "work")
        folder.mkdir()
        emulator = Emulator(Path(home), "tls" in program.marks)
        try:
            environment = clean_environment(folder) | emulator.environment()
            return Ran(*execute([*runner, built], folder, environment))
        finally:
            emulator.end()


def prove(name, mode, wanted):
    """Runs what must be reported."""
    program = Program(TESTS / "c" / "proof" / f"{name}.c")
    runner = VALGRIND if mode == "valgrind" else []
    with tempfile.TemporaryDirectory() as folder:
        built = program.build(mode)
        code, out = execute([*runner, built], folder, clean_environment(folder))
    if code in (0, 2) or wanted not in out:
        out += f"\nFAILED {name}: no report of {wanted!r}, exit code {code}"
        return Ran(1, out)
    return Ran(0, f"ok {name}_is_reported")


def build():
    """The emulator, both libraries under the name that the loader looks for, and the table."""
    for name, features in (("planted", "gigahost-ffi/planted-panics"), ("plain", "")):
        library, _ = cargo_build(features)
        folder = BUILD / name
        folder.mkdir(parents=True, exist_ok=True)
        for link in ("libgigahost.so", "libgigahost.so.0"):
            (folder / link).unlink(missing_ok=True)
        # A copy: the next one is built in the same place.
        shutil.copy(library, folder / "libgigahost.so.0")
        (folder / "libgigahost.so").symlink_to("libgigahost.so.0")
    functions.write(BUILD / "functions.h")


def symbols():
    """Whether the library exports what the header declares, and nothing else."""
    out = subprocess.run(
        ["nm", "-D", "--defined-only", BUILD / "plain" / "libgigahost.so"],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    exported = {line.split()[-1].split("@")[0] for line in out.splitlines()}
    exported = {name for name in exported if not name.startswith("libgigahost.so")}
    declared = {function.name for function in functions.functions()}
    print(f"symbols: {len(declared)} in the header, {len(exported)} exported")
    if exported == declared:
        return Ran(0, "ok r242_the_header_declares_what_the_library_exports")
    missing, extra = sorted(declared - exported), sorted(exported - declared)
    return Ran(1, f"FAILED r242_symbols: not exported {missing}, not declared {extra}")


#: What a user may have switched on, and hear nothing of from our headers.
STRICT = {
    "g++": ["-Wall", "-Wextra", "-Wpedantic", "-Wuseless-cast", "-Wconversion", "-Wsign-conversion",
            "-Wold-style-cast", "-Wshadow", "-Wdouble-promotion", "-Wnull-dereference"],
    "clang++": ["-Weverything", "-Wno-c++98-compat", "-Wno-c++98-compat-pedantic", "-Wno-padded", "-Wno-weak-vtables",
                "-Wno-unknown-warning-option", "-Wno-unsafe-buffer-usage"],
    "gcc": ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-compare", "-Wstrict-prototypes"],
}
USES = {
    "cpp": "#include <gigahost.hpp>\nint main() { return gigahost::error_category().name() == nullptr; }\n",
    # What one writes in a callback.
    "c": "#include <gigahost.h>\nint main(void) { gigahost_progress now = {0};\n"
         "    return now.done == now.total || now.done > now.total / 2; }\n",
}


def quiet(compiler):
    """Whether a compiler that warns of everything has nothing to say of the headers, each by itself too."""
    if not shutil.which(compiler):
        return Ran(0, f"skipped headers with {compiler}: it is not installed")
    language = "cpp" if compiler.endswith("++") else "c"
    headers = sorted((ROOT / "include" / "gigahost").glob("*.hpp")) if language == "cpp" else []
    texts = [USES[language], *(f'#include "gigahost/{header.name}"\n' for header in headers)]
    standard = ["-std=c++17"] if language == "cpp" else []
    said = []
    for text in texts:
        command = [compiler, *standard, *STRICT[compiler], "-Werror", "-I", ROOT / "include", "-fsyntax-only", "-x",
                   {"cpp": "c++", "c": "c"}[language], "-"]
        done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            said.append(f"{text}{done.stdout}")
    name = f"the_headers_are_quiet_with_{compiler.replace('+', 'p')}"
    return Ran(1, "\n".join([*said, f"FAILED {name}"])) if said else Ran(0, f"ok {name}")


class Totals:
    def __init__(self):
        self.passed = self.failed = 0
        self.skips = []
        self.names = {"c": set(), "cpp": set()}
        self.figures = {}

    def report(self, language, mode, program, ran, seconds):
        for test in ran.passed:
            print(f"{language} {mode} {program} {test}: ok")
        for test, why in ran.failed:
            print(f"{language} {mode} {program} {test}: FAILED: {why}")
        if ran.failed:
            print(ran.out[-6000:])
        print(f"{language} {mode} {program}: {seconds:.1f} s", flush=True)
        self.passed += len(ran.passed)
        self.failed += len(ran.failed)
        if mode == "plain":
            self.names[language].update((program, test) for test in ran.passed)
            for what, count in re.findall(r"^([a-z ]+): (\d+)$", ran.out, re.MULTILINE):
                self.figures[what] = self.figures.get(what, 0) + int(count)

    def tell(self):
        for what, count in sorted(self.figures.items()):
            print(f"{what}: {count}")
        c, cpp = len(self.names["c"]), len(self.names["cpp"])
        print(f"c tests: {c}\nc++ tests: {cpp}")
        for skip in self.skips:
            print(f"native skipped: {skip}")
        print(f"native: {self.passed} passed, {self.failed} failed, {len(self.skips)} skipped")


def jobs(only, totals):
    """What is to be run, the slow first: a list of (language, mode, name, work)."""
    sources = [*sorted((TESTS / "c").glob("*.c")), *sorted((TESTS / "cpp").glob("*.cpp"))]
    found = []
    for program in map(Program, sources):
        if only and program.name not in only:
            continue
        reason = re.search(r"not sanitized \(([^)]*)\)", program.marks)
        if reason:
            totals.skips.append(f"{program.name} with sanitizers: {reason[1]}")
        for mode in program.modes():
            work = lambda program=program, mode=mode: run(program, mode)  # noqa: E731
            found.append((program.language, mode, program.name, work))
    if not shutil.which("valgrind"):
        totals.skips.append("everything under valgrind: it is not installed")
    for name, mode, wanted in PROOFS:
        if mode != "valgrind" or shutil.which("valgrind"):
            work = lambda proof=(name, mode, wanted): prove(*proof)  # noqa: E731
            found.append(("c", mode, "proof", work))
    return sorted(found, key=lambda job: job[1] != "valgrind")


def timed(work):
    started = time.monotonic()
    return work(), time.monotonic() - started


def main():
    started = time.monotonic()
    totals = Totals()
    build()
    built = time.monotonic()
    totals.report("c", "plain", "header", symbols(), 0)
    if len(sys.argv) == 1 or "header" in sys.argv:
        for compiler in STRICT:
            totals.report("cpp" if compiler.endswith("++") else "c", "plain", "header", quiet(compiler), 0)
    todo = jobs(sys.argv[1:], totals)
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        running = [(*job[:3], pool.submit(timed, job[3])) for job in todo]
        for language, mode, name, work in running:
            ran, seconds = work.result()
            totals.report(language, mode, name, ran, seconds)
    done = time.monotonic()
    print(f"built in {built - started:.0f} s, ran in {done - built:.0f} s")
    totals.tell()
    return 1 if totals.failed else 0


if __name__ == "__main__":
    default_signals()
    sys.exit(main())
