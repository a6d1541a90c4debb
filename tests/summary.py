#!/usr/bin/env python3
"""Counts what the steps of tests/run have printed, and ends with the result.

    tests/summary.py FOLDER full|no SECONDS

The folder holds for each step its output, `NAME.log`, and its exit code and seconds, `NAME.end`.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ["rapidgator", "giga0", "uploadgig", "gett", "gigags"]
OPERATIONS = len(json.loads((ROOT / "core/tests/data/operations.json").read_text()))
ROWS = 296

#: A test in the output of cargo's runners: nextest tells the program with it, libtest before.
NEXTEST = re.compile(r"^ *(PASS|LEAK|FAIL|TIMEOUT|ABORT|SIG\w+) \[[^]]*\] (?:\([^)]*\) )?(\S+) (\S+)$")
PROGRAM = re.compile(r"^ +(?:Running|Doc-tests) (.*)$")
LIBTEST = re.compile(r"^test (.*?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)(?:, (.*))?$")
#: The closing line of a step in Python.
CLOSING = re.compile(r"^[a-z ]+: (\d+) passed, (\d+) failed(?:, \d+ skipped)?$", re.M)


class Test:
    def __init__(self, program, name, good):
        self.program, self.name, self.good = program, name, good


def tests_of(text):
    """The tests that cargo's runner ran. A program is `package::name`, as nextest writes it."""
    found, program = {}, ""
    for line in text.splitlines():
        if match := NEXTEST.match(line):
            found[match[2], match[3]] = match[1] in ("PASS", "LEAK")
        elif match := PROGRAM.match(line):
            program = program_of(match[1])
        elif (match := LIBTEST.match(line)) and match[2] != "ignored" and program:
            found[program, match[1]] = match[2] == "ok"
    return [Test(program, name, good) for (program, name), good in found.items()]


def program_of(told):
    """`tests/rapidgator.rs (target/debug/deps/rapidgator-0123)` says no package, so the folder of its
    source has to."""
    match = re.match(r"(?:unittests )?(\S+)", told)
    path = Path(match[1])
    package = next((part.parent.name for part in ROOT.glob("**/Cargo.toml")
                    if (part.parent / path).exists() and "target" not in part.parts), told)
    return f"gigahost-{package}::{path.stem}"


def reasons():
    """Why tests are ignored, by the names of their functions, as the sources have it."""
    pattern = re.compile(r'#\[ignore = "(.*?)"\]\s*(?:#\[[^]]*\]\s*)*fn (\$?\w+)')
    return {name: reason for file in sorted(ROOT.glob("**/*.rs"))
            if "target" not in file.relative_to(ROOT).parts
            for reason, name in pattern.findall(file.read_text())}


def rows_in(*texts):
    return {row for text in texts for row in re.findall(r"r\d+", text)}


def row_names(names, pattern=r"(?:^|::)((?:r\d+_)+)"):
    return rows_in(*(match for name in names for match in re.findall(pattern, name)))


class Run:
    def __init__(self, folder, full):
        self.folder, self.full = folder, full
        self.passed = self.failed = 0
        self.failures, self.skips = [], []
        self.logs = {end.stem: (folder / f"{end.stem}.log").read_text(errors="replace")
                     for end in folder.glob("*.end")}
        self.ends = {end.stem: [int(word) for word in end.read_text().split()]
                     for end in folder.glob("*.end")}
        self.cargo = {step: tests_of(self.logs[step]) for step in ("library", "documented", "sweeps")
                      if step in self.logs}

    def text(self, step):
        return self.logs.get(step, "")

    def lines(self, step, pattern):
        return re.findall(pattern, self.text(step), re.M)

    def count(self):
        for step, (code, _) in self.ends.items():
            good, bad, names = self.inside(step)
            self.passed += good
            self.failed += bad
            self.failures += names
            # A step that failed because of what is counted inside it is not counted once more.
            if code == 0:
                self.passed += 1
            elif not bad:
                self.failed += 1
                self.failures.append(step)
        if "library" not in self.ends or not self.cargo["library"]:
            self.failed += 1
            self.failures.append("no test of the library ran")
        if not self.cargo.get("documented"):
            self.failed += 1
            self.failures.append("no example in the documentation ran")
        if not self.full:
            known = reasons()
            for program, name in self.ignored():
                why = known.get(name.split("::")[-1], known.get("$check"))
                self.skips.append(f"{program} {name}: {why}")
        self.skips += self.lines("library", r"^ *skipped: (.*)$")
        for step in ("examples", "packages", "native", "native-examples", "python"):
            self.skips += self.lines(step, r"^(?:native|python) skipped: (.*)$")
            self.skips += [": ".join(found) for found in self.lines(
                step, r"^(?:example|package) (.*) \([0-9.]+ s\) \.\.\. skipped: (.*)$")]
        own = self.folder / "skips"
        self.skips += re.findall(r"^skipped: (.*)$", own.read_text(), re.M) if own.exists() else []

    def ignored(self):
        """The tests that only the full run runs: program and name."""
        listed = self.lines("library", r"^ignored: (\S+) (\S+)$")
        return listed + [("", name) for name in
                         self.lines("library", r"^test (\S+) \.\.\. ignored")]

    def inside(self, step):
        """How many single tests of a step passed and failed, and which failed."""
        if step in self.cargo:
            bad = [test for test in self.cargo[step] if not test.good]
            return (len(self.cargo[step]) - len(bad), len(bad),
                    [f"{test.program} {test.name}" for test in bad])
        closing = CLOSING.findall(self.text(step))
        if not closing:
            return 0, 0, []
        good, bad = map(int, closing[-1])
        names = self.lines(step, r"^((?:c|cpp|example|package|python|floors) .*?)(?:: |\.\.\. )FAILED")
        return good, bad, names

    def conformance(self):
        held, failed, other = Counter(), Counter(), Counter()
        for test in self.cargo.get("library", []):
            package, _, program = test.program.partition("::")
            if package == "gigahost-conformance":
                (held if test.good else failed)[program] += 1
        for host in re.findall(r"^ *does not apply: (\w+)", self.text("library"), re.M):
            held[host] -= 1
            other[host] += 1
        return [f"{host}: {held[host]} held, {other[host]} do not apply, {failed[host]} failed"
                for host in HOSTS]

    def rows(self):
        # Without the baseline: its tests show that plain ureq fails, not that this library does not.
        # Sweeps count although only the full run runs them: they are there.
        names = [test.name for test in self.cargo.get("library", [])
                 if not test.program.endswith("baseline_ureq")]
        names += [name for _, name in self.ignored()]
        found = row_names(names)
        found |= rows_in(*self.lines("native", r"^(?:c|cpp) .* ((?:r\d+_)+).*: ok$"))
        found |= rows_in(*self.lines("packages", r"^package ((?:r\d+_)+).* ok$"))
        return found | rows_in(*self.lines("python", r"^python rows: (.*)$"))

    def tell(self, seconds):
        say = print
        covered = self.lines("library", r"^ *(operations covered: [a-z0-9]*: (\d+) of.*)$")
        tables = self.lines("library", r"^ *operations in the tables: (.*)$")
        say(f"\n{' summary ':=^80}")
        say(f"operations in the tables: {tables[-1] if tables else 'untold'}")
        say(f"operations covered: {sum(int(number) for _, number in covered)} of {OPERATIONS}, each called "
            "by its typed function and seen by the emulator")
        self.listed(line for line, _ in covered)
        say(f"reliability rows covered: {len(self.rows())} of {ROWS} (distinct r<number>_ tests)")
        say("the C ABI:")
        self.listed(self.lines("native", r"^((?:symbols|null cases|invalid handles|planted panics|c tests|"
                                         r"c\+\+ tests|native): .*)$"))
        say("the Python package:")
        self.listed(self.lines("python", r"^((?:python:|import gigahost:|python r269 the wheel is whole).*)$"))
        say("conformance checks:")
        self.listed(self.conformance())
        say("checks that do not apply, and why:")
        self.listed(self.lines("library", r"^ *does not apply: (.*)$"))
        say("skipped, and why:")
        self.listed(self.skips or ["nothing"])
        say("steps, in seconds:")
        order = sorted(self.ends, key=lambda step: (self.folder / f"{step}.end").stat().st_mtime)
        self.listed(f"{step}: {self.ends[step][1]}" for step in order)
        say("results of the runners:")
        self.listed(f"{step}: {line}" for step in self.logs for line in self.closing_lines(step))
        if self.failed:
            say("failed:")
            self.listed(self.failures)
        say(f"{seconds} s")
        say(f"{self.passed} passed, {self.failed} failed, {len(self.skips)} skipped")

    def closing_lines(self, step):
        """What the runner of a step said last. Under nextest each test has such a line of libtest too."""
        nextest = self.lines(step, r"^ *(Summary \[.*)$")
        pattern = r"^(test result: .*|[a-z ]+: \d+ passed, \d+ failed.*|=* ?\d+ (?:failed, \d+ )?passed.* in .*)$"
        return nextest or self.lines(step, pattern)

    @staticmethod
    def listed(lines):
        for line in lines:
            print(f"  {line}")


def main(folder, full, seconds):
    run = Run(Path(folder), full == "yes")
    run.count()
    run.tell(seconds)
    return 1 if run.failed or not run.passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
