#!/usr/bin/env python3
"""Installs the C library as a user would, and checks all that is shipped.

Called by tests/run. Needs Python 3.11, cargo, make and gcc; root gets what else it needs by apt-get,
others skip the checks that need it. Prints one line for each check, and at the end how many passed,
failed and were skipped.

    tests/packages.py             everything
    tests/packages.py NAME...     the checks whose names have one of these words
    tests/packages.py --bless     rewrites the list of symbols and the baseline of the ABI
"""

import os
import shutil
import subprocess
import sys
import time

from packaging import abi, binary, common, consuming, crates, debian, installing  # noqa: F401

# Debian's package for each program.
TOOLS = {
    "cmake": "cmake", "pkg-config": "pkg-config", "abidw": "abigail-tools", "dh": "debhelper",
    "lintian": "lintian", "valgrind": "valgrind", "dpkg-buildpackage": "dpkg-dev",
}


def get_tools():
    """Root installs what is missing; libcurl is there to be compared with."""
    missing = [package for program, package in TOOLS.items() if not shutil.which(program)]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    if not any(os.path.exists(f"{folder}/libcurl.so.4") for folder in library_folders()):
        missing.append("libcurl4")
    if missing:
        print(f"installing {' '.join(missing)}", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", *missing],
                       check=False, **quiet)


def library_folders():
    out = common.run("gcc", "-print-search-dirs")
    line = next(line for line in out.splitlines() if line.startswith("libraries: ="))
    return line.removeprefix("libraries: =").split(":")


def hold(function):
    """Runs one check; answers how it ended."""
    started = time.monotonic()
    try:
        function()
        verdict, shown = "passed", "ok"
    except common.Skipped as reason:
        verdict, shown = "skipped", f"skipped: {reason}"
    except (AssertionError, OSError, KeyError, subprocess.SubprocessError) as error:
        verdict, shown = "failed", f"FAILED: {error!r}" if not str(error) else f"FAILED: {error}"
    seconds = time.monotonic() - started
    print(f"package {function.__name__} ({seconds:.1f} s) ... {shown}", flush=True)
    return verdict


def main(words):
    get_tools()
    started = time.monotonic()
    common.make()
    print(f"built the library in {time.monotonic() - started:.0f} s", flush=True)
    try:
        if words == ["--bless"]:
            binary.bless_symbols()
            abi.bless_abi()
            return 0
        chosen = [check for check in common.CHECKS
                  if not words or any(word in check.__name__ for word in words)]
        ends = [hold(check) for check in chosen]
    finally:
        common.end()
    passed, failed, skipped = map(ends.count, ("passed", "failed", "skipped"))
    print(f"packages: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
