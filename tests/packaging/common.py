"""What the checks of the packages share: the registry, running commands, the installed tree."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from native_tools import cargo_build

ROOT = Path(__file__).resolve().parent.parent.parent
CONSUMERS = ROOT / "tests" / "consumers"
LIST = ROOT / "ffi" / "pkg" / "symbols-in-versions"
PREFIX = "/usr/local"
PATIENCE = 1500

TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
BUILT = TARGET / os.environ.get("CARGO_BUILD_TARGET", "") / "dist"

WORKSPACE = re.search(
    r'^\[workspace\.package\][^[]*?^version = "(.*?)"', (ROOT / "Cargo.toml").read_text(),
    re.MULTILINE | re.DOTALL,
)
VERSION = WORKSPACE[1]

CHECKS = []


class Skipped(Exception):
    """A check that cannot be held here; its text says why."""


def check(function):
    CHECKS.append(function)
    return function


def needs(*programs):
    """Skips the check where one of these programs is missing."""
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        raise Skipped(f"{', '.join(missing)} missing")


def environment(**changes):
    """The environment without the variables that would lead make, cargo or compilers elsewhere; what
    is shipped is compiled by the compiler, not by the one with lints that tests/run has for the rest."""
    others = ("GIGAHOST_", "PKG_CONFIG", "LD_", "MAKE", "MFLAGS", "DEB_", "RUSTC_WORKSPACE_WRAPPER",
              "CLIPPY_")
    mine = {k: v for k, v in os.environ.items() if not k.startswith(others)}
    return mine | {"LC_ALL": "C.UTF-8"} | {k: str(v) for k, v in changes.items()}


def attempt(*command, cwd=ROOT, **changes):
    """Runs a command and answers its exit code and all its output."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment(**changes), timeout=PATIENCE,
        text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout


def run(*command, cwd=ROOT, **changes):
    """Runs a command that must succeed, and answers its output."""
    code, out = attempt(*command, cwd=cwd, **changes)
    assert code == 0, f"{' '.join(map(str, command))} ended with {code}:\n{out[-4000:]}"
    return out


def make(*arguments, **changes):
    return run("make", "--no-print-directory", *arguments, **changes)


@cache
def scratch():
    """A folder that goes when the tests end."""
    folder = tempfile.TemporaryDirectory(prefix="gigahost-packages-")
    scratch.keep = folder
    return Path(folder.name)


@cache
def installed():
    """A tree that was installed for another place than the one where it lies."""
    root = scratch() / "installed"
    make("install", f"DESTDIR={root}", f"PREFIX={PREFIX}")
    return root / PREFIX.strip("/")


def shared_library():
    return installed() / "lib" / f"libgigahost.so.{VERSION}"


def pkg_config(tree, *arguments, **changes):
    """What pkg-config says of the package in this tree, as words."""
    needs("pkg-config")
    changes = {"PKG_CONFIG_LIBDIR": tree / "lib" / "pkgconfig"} | changes
    return run("pkg-config", *arguments, "gigahost", **changes).split()


def functions_in_header():
    """The names of the functions that the installed header declares."""
    text = run("gcc", "-E", "-P", installed() / "include" / "gigahost.h")
    return sorted(set(re.findall(r"\b(gigahost_\w+)\([^;{}]*\)\s*;", text)))


@cache
def emulator():
    """The variables with the addresses of an emulator that speaks TLS."""
    _, program = cargo_build()
    authority = scratch() / "ca.pem"
    process = subprocess.Popen(
        [program, "--ca-file", authority], text=True,
        cwd=scratch(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    emulator.process = process
    addresses = json.loads(process.stdout.readline())
    variables = {f"GIGAHOST_TEST_{name.upper()}": url for name, url in addresses.items()}
    return variables | {"GIGAHOST_TEST_CA": str(authority)}


def end():
    """Ends the emulator and takes the scratch folder away."""
    if emulator.cache_info().currsize:
        emulator.process.stdin.close()
        emulator.process.wait(timeout=20)
        emulator.process.stdout.close()
    if scratch.cache_info().currsize:
        scratch.keep.cleanup()
