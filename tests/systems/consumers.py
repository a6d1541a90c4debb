"""The C and C++ tests, compiled for another system with what is shipped for it, and run there."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .common import ROOT, WORK, execute, functions, side_by_side, start_emulator

TESTS = ROOT / "tests"
LIMIT = 200
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
STANDARD = {".c": "-std=c99", ".cpp": "-std=c++17"}


class Kind:
    """How programs are compiled and run for one system."""

    def __init__(self, compilers, tree, flags, runner, environment, beside=()):
        self.compilers, self.tree, self.flags = compilers, tree, flags
        self.runner, self.environment, self.beside = runner, environment, beside

    def compile(self, source, program, *more):
        tables = WORK / "functions"
        tables.mkdir(parents=True, exist_ok=True)
        if not (tables / "functions.h").exists():
            functions.write(tables / "functions.h")
        begins = ["-include", TESTS / "cpp" / "support.hpp"] if source.suffix == ".cpp" and \
            source.parent.name == "cpp" else []
        command = [*self.compilers[source.suffix], STANDARD[source.suffix], *WARNINGS, "-D_GNU_SOURCE=1",
                   "-I", self.tree / "include", "-I", tables, "-I", TESTS / "c", *begins, source, *more,
                   "-o", program, *self.flags]
        return execute(command, 600)


def marks(source):
    head = "\n".join(source.read_text().splitlines()[:12])
    found = re.search(r"native: ([^*]*)", head)
    return found[1] if found else ""


def sources():
    return [*sorted((TESTS / "c").glob("*.c")), *sorted((TESTS / "cpp").glob("*.cpp"))]


def run(report, kind, skips):
    """Every program that has a place there. `skips` has the reason by the name of the program."""

    def one(source):
        name = f"{source.parent.name} {source.stem}"
        if source.stem in skips:
            report.skip(name, skips[source.stem])
            return
        if "planted-panics" in marks(source):
            report.skip(name, "what is shipped has no panics planted in it")
            return
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home, "work")
            folder.mkdir()
            program = folder.parent / f"{source.stem}.exe"
            code, out = kind.compile(source, program)
            if code != 0:
                report.bad(name, f"the compiler ended with {code}:\n{out[-3000:]}")
                return
            for library in kind.beside:
                shutil.copy(library, program.parent)
            emulator = start_emulator(Path(home), "tls" in marks(source))
            try:
                variables = {"TMPDIR": str(folder)} | emulator.environment()
                code, out = execute([*kind.runner, program], LIMIT, cwd=folder,
                                    env=kind.environment | variables)
            finally:
                emulator.end()
        for test in re.findall(r"^ok (\w+)\r?$", out, re.MULTILINE):
            report.good(f"{name} {test}", show=False)
        for test, why in re.findall(r"^skipped (\w+): (.*?)\r?$", out, re.MULTILINE):
            report.skip(f"{name} {test}", why)
        if code != 0 or "ok " not in out:
            report.bad(name, f"ended with {code}:\n{out[-3000:]}")
        else:
            report.good(name)

    side_by_side(one, sources())


def beside(report, kind, triple, *more, flags=()):
    """The static library in one program with another Rust library, which is compiled with these flags."""
    with tempfile.TemporaryDirectory() as home:
        other = Path(home, "libother.a")
        subprocess.run(["rustc", "--edition", "2024", "-O", "--crate-type", "staticlib", "--target", triple, *flags,
                        "-o", other, TESTS / "consumers" / "other.rs"], check=True)
        program = Path(home, "beside.exe")
        code, out = kind.compile(TESTS / "consumers" / "beside.c", program, "-DGIGAHOST_STATIC",
                                 kind.tree / "lib" / "libgigahost.a", other, *more)
        if code == 0 and kind.runner is not None:
            code, out = execute([*kind.runner, program], LIMIT, env=kind.environment)
            if code == 0 and "both work" not in out:
                code = "nothing said"
    name = "the static library links beside another Rust library"
    report.good(name) if code == 0 else report.bad(name, f"{code}:\n{out[-3000:]}")
