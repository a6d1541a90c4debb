#!/usr/bin/env python3
"""Tests what is shipped for other systems, as far as they run on this machine.

    tests/run --systems                 every system
    tests/run --systems NAME...         these, or parts of them: windows, windows/cmake, musl...

What is needed comes from Debian, PyPI and rustup, where it may be installed; what cannot be had is
skipped, and said. Each system ends with its counts.
"""

import sys
import time

from ground import default_signals
from systems import arm, common, macos, musl, python, same, windows

windows.PARTS |= python.PARTS
SYSTEMS = {"windows": windows, "aarch64": arm.AARCH64, "armv7": arm.ARMV7, "musl": musl, "macos": macos,
           "same": same}


def run(name, wanted):
    """Runs the parts of one system; its report."""
    report = common.Report(name)
    for part, function in SYSTEMS[name].PARTS.items():
        if wanted and part not in wanted:
            continue
        started = time.monotonic()
        try:
            function(report)
        except common.Skipped as why:
            report.skip(part, why)
        except Exception as error:  # a system that cannot be tested must not hide the others
            report.bad(part, f"{type(error).__name__}: {error}")
        print(f"{name} {part}: {time.monotonic() - started:.0f} s", flush=True)
    return report


def main(words):
    names = {}
    for word in words or SYSTEMS:
        name, _, part = word.partition("/")
        if name not in SYSTEMS or (part and part not in SYSTEMS[name].PARTS):
            parts = [f"{name}/{part}" for name in SYSTEMS for part in SYSTEMS[name].PARTS]
            print(f"no system {word}; there are {', '.join([*SYSTEMS, *parts])}", file=sys.stderr)
            return 2
        names.setdefault(name, []).extend([part] if part else [])
    reports = [run(name, parts) for name, parts in names.items()]
    print(f"{' systems ':=^80}")
    for report in reports:
        report.tell()
    passed, failed, skipped = (sum(getattr(report, what) for report in reports)
                               for what in ("passed", "failed", "skipped"))
    print(f"systems: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    default_signals()
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
