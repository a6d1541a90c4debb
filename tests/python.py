#!/usr/bin/env python3
"""Builds the Python packages as a user does, installs each into a clean environment, and runs every
test of them against the emulator.

Called by tests/run. Needs Python 3.11 with venv, cargo, and the ordinary package index. Prints one
line for each check and, at the end, how many passed and failed.
"""

import argparse
import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "tests" / "python"
PATIENCE = 1500
#: How long one test may take, in seconds; a full one three times as long as the longest here.
LIMIT = 240
#: `import gigahost` may take so much longer than an empty program, in seconds of processor time.
IMPORT_LIMIT = 0.005

#: What a newer Python is asked to run with the same wheel.
ELSEWHERE = ["test_interpreters.py", "test_transfers.py", "test_memory.py"]

passed = failed = skipped = 0
#: Rows of the fault matrix that a test or a check holds.
rows = set()


def say(text):
    print(text, flush=True)


class Failed(Exception):
    pass


def report(name, good, why=""):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    rows.update(re.findall(r"\br\d+\b", name) if good else [])
    say(f"python {name}: " + ("ok" if good else f"FAILED: {why}"))


def skip(name, why):
    global skipped
    skipped += 1
    say(f"python skipped: {name}: {why}")


def run(*command, quiet=True, **options):
    """Runs a command without standard input; its output, or `Failed` with the end of it."""
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command], cwd=options.pop("cwd", ROOT), timeout=PATIENCE, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environment() | options.pop("env", {}), **options,
    )
    if not quiet:
        say(done.stdout.rstrip())
    if done.returncode:
        took = time.monotonic() - started
        raise Failed(f"{command[0]} ended with {done.returncode} after {took:.0f} s:\n{done.stdout[-6000:]}")
    return done.stdout


def cargo_home():
    return os.environ.get("CARGO_HOME", str(Path.home() / ".cargo"))


def environment():
    """Without anybody's credentials, and with what keeps paths of this machine out of the wheels:
    tests/run has all that is built so, and cargo builds nothing twice."""
    clean = {k: v for k, v in os.environ.items()
             if not k.startswith(("GIGAHOST_", "PYTHON", "PYO3_"))}
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    paths = [f"--remap-path-prefix={cargo_home()}=cargo", f"--remap-path-prefix={ROOT}=gigahost"]
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONDONTWRITEBYTECODE": "1",
             "CARGO_TERM_COLOR": "never"}
    return clean | quiet | {
        "CARGO_TARGET_DIR": str(target), "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(paths),
        "CFLAGS": with_words(clean.get("CFLAGS", ""), f"-ffile-prefix-map={cargo_home()}=cargo"),
    }


def with_words(flags, wanted):
    """The flags with this one, which may be there already."""
    return flags if wanted in flags.split() else f"{flags} {wanted}"


class Environment:
    """A clean virtual environment."""

    def __init__(self, folder, python=sys.executable):
        self.folder = folder
        run(python, "-m", "venv", "--clear", folder)
        self.python = folder / "bin" / "python"

    def pip(self, *arguments, **options):
        return run(self.python, "-m", "pip", "install", "--quiet", *arguments, **options)

    def script(self, name):
        return self.folder / "bin" / name

    def says(self, code, **options):
        return run(self.python, "-I", "-c", code, **options).strip()


def check(name, function, *arguments):
    """One check: its name, and what it returns or why it failed."""
    try:
        said = function(*arguments)
    except (Failed, AssertionError, subprocess.TimeoutExpired) as error:
        report(name, False, str(error))
        return None
    report(name + (f" ({said})" if isinstance(said, str) else ""), True)
    return said


# Building and installing


def install_from_the_tree(work):
    """`pip install ./python`, as the README says it, though a variable of another build is left."""
    clean = Environment(work / "tree")
    stale = work / "stale-pyo3-config.txt"
    stale.write_text("implementation=CPython\nversion=3.7\nshared=true\nabi3=false\n")
    os.environ["PYO3_CONFIG_FILE"] = str(stale)
    try:
        clean.pip("./python")
    finally:
        del os.environ["PYO3_CONFIG_FILE"]
    assert clean.says("import gigahost; print(gigahost.__version__)") == version()
    return clean


def build(work):
    """Wheels and source archives of both packages, as they may be published. The wheel of the
    emulator is made from its archive."""
    tools = Environment(work / "tools")
    tools.pip("maturin>=1.13,<2")
    out = work / "dist"
    shutil.rmtree(out, ignore_errors=True)

    def maturin(command, package, *options):
        run(tools.script("maturin"), command, "--manifest-path", f"{package}/Cargo.toml",
            "--out", out, *options)

    maturin("sdist", "python")
    maturin("build", "python", "--release", "--locked")
    maturin("build", "tests/emulator", "--release", "--sdist")
    return out


def one(folder, pattern):
    found = list(folder.glob(pattern))
    assert len(found) == 1, f"{pattern}: {found}"
    return found[0]


def install_the_archive(work, dist):
    clean = Environment(work / "archive")
    clean.pip(one(dist, "gigahost-*.tar.gz"))
    return clean.says("import gigahost; print(gigahost.__version__)")


def version():
    manifest = (ROOT / "Cargo.toml").read_text()
    return re.search(r'^version = "([^"]+)"', manifest, re.MULTILINE).group(1)


def the_wheel_is_whole(wheel):
    """Type marker, stubs, licences, metadata; no tests, no required dependency, one file for all."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        info = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(info))
    for needed in ("gigahost/py.typed", "gigahost/__init__.py"):
        assert needed in names, f"{needed} is not in {names}"
    assert any(name.endswith(".pyi") for name in names), "no stubs"
    for licence in ("LICENSE-MIT", "LICENSE-APACHE"):
        assert any(name.endswith(licence) for name in names), f"{licence} is missing"
    assert not [name for name in names if "tests/" in name or name.endswith(".rs")], names
    assert metadata["License-Expression"] == "MIT OR Apache-2.0", metadata["License-Expression"]
    assert len(metadata.get_all("Classifier")) >= 8
    required = [line for line in metadata.get_all("Requires-Dist") or [] if "extra ==" not in line]
    assert not required, f"required dependencies: {required}"
    assert "-abi3-manylinux_" in wheel.name, f"{wheel.name} runs on this machine only"
    return f"{wheel.name}, {wheel.stat().st_size} bytes, {len(names)} files"


def members(package):
    """Names and contents of a wheel or an archive."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    else:
        with tarfile.open(package) as archive:
            for member in archive.getmembers():
                if member.isfile():
                    yield member.name, archive.extractfile(member).read()


def reference(dist):
    """The reference of every language, by the command that README names."""
    if not shutil.which("doxygen"):
        return "skipped: doxygen is not installed"
    return run(sys.executable, ROOT / "docs" / "build", "--wheel", one(dist, "gigahost-*.whl")).strip().split(": ")[-1]


def twine_takes(work, dist):
    """Metadata and descriptions, by the program that uploads to an index."""
    there = Environment(work / "twine")
    there.pip("twine>=6,<7")
    packages = sorted(str(one) for one in dist.iterdir())
    run(there.python, "-m", "twine", "check", "--strict", *packages)
    return f"{len(packages)} packages"


def nothing_of_this_machine_is_in(dist, work):
    """No path of whoever built it, no symbols for debuggers, no list of parts with such paths."""
    paths = {str(path).encode() for path in (ROOT, Path.home(), work, cargo_home())}
    packages = sorted(dist.iterdir())
    assert len(packages) == 4, packages
    for package in packages:
        for name, content in members(package):
            found = [path for path in paths if path in content]
            assert not found, f"{package.name}: {name} holds {found}"
            assert "/sboms/" not in name, name
            if content.startswith(b"\x7fELF"):
                binary = work / "binary"
                binary.write_bytes(content)
                sections = run("readelf", "--sections", "--wide", binary)
                assert ".text" in sections
                assert ".symtab" not in sections and ".debug_info" not in sections, f"{name}: {sections}"
    return f"{len(packages)} packages"


def the_import_is_fast(clean):
    """Processor time of importing, over that of an empty program, as the median of many."""
    measure = (
        "import os, subprocess, sys, statistics\n"
        "def cost(code):\n"
        "    def once():\n"
        "        process = subprocess.Popen([sys.executable, '-I', '-c', code])\n"
        "        _, status, used = os.wait4(process.pid, 0)\n"
        "        process.returncode = status\n"
        "        assert status == 0\n"
        "        return used.ru_utime + used.ru_stime\n"
        "    return statistics.median(once() for _ in range(21))\n"
        "cost('import gigahost')\n"
        "print(cost('import gigahost') - cost('pass'))\n"
    )
    over = float(clean.says(measure))
    say(f"import gigahost: {over * 1000:.1f} ms of processor time over bare Python "
        f"(target {IMPORT_LIMIT * 1000:.0f} ms; a figure, not a test)")
    heavy = clean.says(
        "import sys; bare = set(sys.modules); import gigahost; "
        "print(*sorted(set(sys.modules) - bare))"
    ).split()
    unwanted = {"asyncio", "dataclasses", "typing", "logging", "json", "socket", "ssl", "inspect",
                "rich", "fsspec", "re", "enum"} & set(heavy)
    assert not unwanted, f"import gigahost brings {sorted(unwanted)}"
    return f"{len(heavy)} modules"


# Testing


def install_everything(work, dist):
    full = Environment(work / "full")
    wheel = one(dist, "gigahost-*.whl")
    emulator = one(dist, "gigahost_emulator-*.whl")
    full.pip(f"{wheel}[cli,fsspec,test]", emulator, "--requirement", HERE / "requirements.txt")
    return full


def run_the_tests(environment_of, work, *arguments, full=False):
    """pytest over tests/python, with the installed packages only; counts its tests."""
    junit = work / "junit.xml"
    junit.unlink(missing_ok=True)
    # Several at once, because most of them wait; each with a limit of its own.
    workers = str(2 * (os.cpu_count() or 1))
    # A hundred times the rounds take their time.
    limit = 10 * LIMIT if full else LIMIT
    command = [environment_of.python, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider",
               "-n", workers, "--dist", "worksteal", f"--timeout={limit}", "--timeout-method=thread",
               f"--junit-xml={junit}", "--rootdir", HERE, *arguments]
    thorough = {"GIGAHOST_TRANSFERS": "10000", "GIGAHOST_ROUNDS": "1000"} if full else {}
    done = subprocess.run(
        [str(part) for part in command], cwd=work, timeout=PATIENCE, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environment() | thorough
        | {"PATH": f"{environment_of.folder / 'bin'}:{os.environ['PATH']}"},
    )
    say(done.stdout.rstrip())
    before = failed
    if junit.exists():
        count(ElementTree.parse(junit))
    if done.returncode and failed == before:
        report("pytest", False, f"it ended with {done.returncode}")


def count(junit):
    """Counts the tests; names those that failed and those that were skipped."""
    global passed
    for case in junit.iter("testcase"):
        name = f"{case.get('classname')} {case.get('name')}"
        became = {part.tag: part for part in case}
        if "failure" in became or "error" in became:
            report(name, False, "see above")
        elif "skipped" in became:
            skip(name, became["skipped"].get("message"))
        else:
            passed += 1
            rows.update(re.findall(r"r\d+(?=_)", case.get("name")))


def newer_pythons():
    """The interpreters of this machine that are newer than the one that runs this."""
    roots = [Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"]
    for minor in range(sys.version_info.minor + 1, sys.version_info.minor + 5):
        found = [*(path for root in roots for path in root.glob(f"3.{minor}.*/bin/python"))]
        for python in [shutil.which(f"python3.{minor}"), *found]:
            works = python and subprocess.run([python, "-c", ""], capture_output=True)
            if works and works.returncode == 0:
                yield f"3.{minor}", python
                break


def run_elsewhere(work, dist):
    """The same wheel in newer interpreters."""
    pythons = list(newer_pythons())
    if not pythons:
        skip("r265 one wheel for newer interpreters", "no newer Python is installed here")
    for version_of, python in pythons:
        def install():
            there = Environment(work / f"python{version_of}", python)
            there.pip(one(dist, "gigahost-*.whl"), one(dist, "gigahost_emulator-*.whl"),
                      "pytest>=8", "pytest-timeout>=2", "pytest-xdist>=3")
            return there

        there = check(f"r265 the wheel installs in Python {version_of}", install)
        if there is not None:
            run_the_tests(there, work, *(HERE / name for name in ELSEWHERE))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="thousands of transfers and processes where else some are enough")
    arguments.add_argument("--keep", metavar="FOLDER", help="use this folder, and leave it there")
    arguments.add_argument("pytest", nargs="*", help="handed to pytest")
    given = arguments.parse_args()
    work = Path(given.keep or tempfile.mkdtemp(prefix="gigahost-python-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        everything(work, given)
    finally:
        if not given.keep:
            shutil.rmtree(work, ignore_errors=True)
    say(f"python: {passed} passed, {failed} failed, {skipped} skipped")
    return failed > 0


def everything(work, given):
    dist = check("wheels and source archives are built", build, work)
    if dist is None:
        return
    check("r269 the wheel is whole", the_wheel_is_whole, one(dist, "gigahost-*.whl"))
    check("the packages are what an index takes", twine_takes, work, dist)
    check("r269 nothing of this machine is in the packages", nothing_of_this_machine_is_in, dist, work)
    check("the reference pages are made, and their links lead somewhere", reference, dist)
    clean = check("r270 pip install ./python works, and is not led by a stale PYO3_CONFIG_FILE",
                  install_from_the_tree, work)
    check("r269 the source archive installs in a clean environment", install_the_archive, work, dist)
    if clean is not None:
        check("importing brings nothing heavy", the_import_is_fast, clean)
    full = check("everything installs together", install_everything, work, dist)
    if full is not None and given.full:
        check("what the full run needs installs", full.pip, "--requirement", HERE / "requirements-full.txt")
    if full is not None:
        run_the_tests(full, work, HERE, *given.pytest, full=given.full)
    run_elsewhere(work, dist)
    say(f"python rows: {' '.join(sorted(rows))}")


if __name__ == "__main__":
    sys.exit(main())
