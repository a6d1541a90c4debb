"""What the tests of every system share: counting, running with a limit, the packages that were built."""

import os
import shutil
import sys
import tarfile
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path += [str(ROOT / "packaging"), str(ROOT / "tests"), str(ROOT / "tests" / "c")]

import functions  # noqa: E402, F401
import native  # noqa: E402
import native_tools  # noqa: E402
import tools  # noqa: E402
from targets import BY_NAME  # noqa: E402

WORK = tools.WORK / "systems"
PACKAGES = tools.WORK.parent / "packages"


class Skipped(Exception):
    """What cannot be tested here; its text says why."""


class Report:
    """Counts what one system's tests came to, and prints each line as it comes."""

    def __init__(self, system):
        self.system = system
        self.passed = self.failed = self.skipped = 0
        self.lock = threading.Lock()

    def good(self, name, count=1, show=True):
        with self.lock:
            self.passed += count
            if show:
                print(f"{self.system} {name}: ok", flush=True)

    def bad(self, name, why):
        with self.lock:
            self.failed += 1
            print(f"{self.system} {name}: FAILED: {why}", flush=True)

    def skip(self, name, why):
        with self.lock:
            self.skipped += 1
            print(f"{self.system} skipped: {name}: {why}", flush=True)

    def tell(self):
        print(f"{self.system}: {self.passed} passed, {self.failed} failed, {self.skipped} skipped",
              flush=True)


def execute(command, limit, cwd=None, env=None):
    """Runs to the end, or kills it and all that it started; how it ended, and all that it said."""
    return native.execute([str(word) for word in command], cwd, env, limit)


def clean_environment(*others):
    """The environment without anybody's credentials, and without what begins with these words."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIGAHOST_", *others))}
    return kept | {"RUST_BACKTRACE": "0"}


def side_by_side(work, jobs, many=None):
    """Runs `work(job)` for each, as many at once as there is room for."""
    with ThreadPoolExecutor(many or 2 * (os.cpu_count() or 1)) as pool:
        for done in [pool.submit(work, job) for job in jobs]:
            done.result()


def install(*packages):
    """Debian's packages, where root may install them."""
    missing = [name for name in packages
               if "install ok" not in tools.said("dpkg-query", "-W", "-f=${Status}", name)]
    if missing:
        tools.apt(missing)


def need(*programs):
    missing = [program for program in programs if not shutil.which(str(program))]
    if missing:
        raise Skipped(f"{', '.join(map(str, missing))} missing, and cannot be installed here")


@cache
def packages(name, wheels=False):
    """Builds what is shipped for a target, with wheels only if they are wanted; the folder of the unpacked
    archive."""
    tools.install([BY_NAME[name]])
    if needs := tools.missing(BY_NAME[name]):
        raise Skipped(f"{name} cannot be built here: no " + "; no ".join(map(": ".join, needs)))
    only = [] if wheels else ["--only", "libraries"]
    code, out = execute([ROOT / "packaging" / "build", *only, name], 3600)
    if code != 0:
        raise AssertionError(f"packaging/build {name} ended with {code}:\n{out[-6000:]}")
    place = WORK / "unpacked" / name
    shutil.rmtree(place, ignore_errors=True)
    found = next(path for path in PACKAGES.iterdir() if f"-{name}." in path.name and path.suffix != ".whl")
    if found.suffix == ".zip":
        with zipfile.ZipFile(found) as packed:
            packed.extractall(place)
    else:
        with tarfile.open(found) as packed:
            packed.extractall(place, filter="data")
    return next(place.iterdir())


def wheels(tag):
    """The wheels for a platform: the package's and the emulator's."""
    found = {path.name.split("-")[0]: path for path in PACKAGES.glob(f"*{tag}*.whl")}
    return found["gigahost"], found["gigahost_emulator"]


@cache
def emulator_program():
    """The emulator for this machine: tests of other systems talk to it over loopback."""
    _, program = native_tools.cargo_build()
    return program


def start_emulator(folder, tls=False):
    """An emulator of one program's own, on this machine: other systems talk to it over loopback."""
    emulator_program()
    return native.Emulator(folder, tls)
