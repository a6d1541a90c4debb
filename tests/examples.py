#!/usr/bin/env python3
"""Runs every example as a user would and checks what it prints, how it ends and what it leaves.

Called by tests/run. Needs nothing but Python 3.11 and cargo. Prints one line for each check and, at
the end, how many passed and failed.
"""

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ground import default_signals

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ["rapidgator", "giga0", "uploadgig", "gett", "gigags"]
QUICKSTART = "cargo run --example quickstart"  # as the README says it
PATIENCE = 180

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def environment(folder):
    """The environment without anybody's credentials, with a temporary folder of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GIGAHOST_")}
    return clean | {"TMPDIR": str(folder), "CARGO_TERM_COLOR": "never"}


def build():
    """The built examples by name."""
    # Over the whole workspace, as `cargo run` does it: the same features, so nothing is built twice.
    command = ["cargo", "build", "--locked", "--workspace", "--bins", "--examples"]
    out = subprocess.run(
        [*command, "--message-format=json-render-diagnostics"],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    ).stdout
    messages = [json.loads(line) for line in out.splitlines()]
    return {m["target"]["name"]: m["executable"] for m in messages
            if m.get("executable") and "example" in m["target"]["kind"]}


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def ends(self, code):
        assert self.code == code, f"exit code {self.code} in place of {code}:\n{self.out}\n{self.err}"
        return self

    def shows(self, *patterns):
        for pattern in patterns:
            found = re.search(pattern, self.out, re.MULTILINE)
            assert found, f"nothing like {pattern!r} in:\n{self.out[-3000:]}\n{self.err[-3000:]}"
        return self

    def complains(self, pattern):
        assert re.search(pattern, self.err), f"nothing like {pattern!r} in:\n{self.err}"
        return self


def run(command, folder):
    """Runs without a terminal and without standard input."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder), timeout=PATIENCE, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def run_on_terminal(command, folder):
    """Runs with a terminal as standard output and standard error."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.clear()
        os.environ.update(environment(folder) | {"TERM": "xterm", "COLUMNS": "100", "LINES": "30"})
        os.chdir(ROOT)
        os.execv(command[0], command)
    chunks = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is gone
            chunk = b""
        if not chunk:
            break
        chunks.append(chunk)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    text = b"".join(chunks).decode()
    return Ran(os.waitstatus_to_exitcode(status), text, text)


def rows(text, head="host"):
    """The rows of the table whose head begins with that word, by their first cell."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(head + " ")) + 1
    return {line.split()[0]: line for line in lines[start:] if line.strip()}


@check
def quickstart_as_the_readme_says(binaries, folder):
    ran = run(shlex.split(QUICKSTART), folder).ends(0)
    ran.shows(r"^64\.00 MiB \(MD5 [0-9a-f]{32}\)", r"^host +link +how +seconds +MiB/s +verified$")
    table = rows(ran.out)
    assert sorted(table) == sorted(HOSTS), f"hosts in the table: {sorted(table)}"
    for host, row in table.items():
        assert re.search(r"https?://\S+ +sent +\d+\.\d\d +\d+\.\d +\S", row), row
        assert re.search(rf"^{host}: sending ", ran.err, re.MULTILINE), ran.err
    for host in ("rapidgator", "giga0", "gett"):
        assert "listed, md5 of the download" in table[host], table[host]
    print(ran.out.strip())


@check
def quickstart_draws_bars_on_a_terminal(binaries, folder):
    ran = run_on_terminal([binaries["quickstart"], "--size", "128"], folder).ends(0)
    ran.shows(r"rapidgator sending +\[", r"MiB/s", r"verified")


@check
def quickstart_takes_a_file_and_hosts_by_name(binaries, folder):
    with tempfile.NamedTemporaryFile(suffix=".mp4") as film:
        film.write(b"a short film" * 1000)
        film.flush()
        command = [binaries["quickstart"], "--emulator", "--host", "gett", "--file", film.name]
        ran = run(command, folder).ends(0)
    assert list(rows(ran.out)) == ["gett"], ran.out


@check
def quickstart_ends_on_ctrl_c_and_leaves_nothing(binaries, folder):
    started = subprocess.Popen(
        [binaries["quickstart"], "--size", "512"], env=environment(folder), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )
    for line in started.stderr:
        if ": sending " in line:
            break
    started.send_signal(signal.SIGINT)
    sent = time.monotonic()
    rest = started.communicate(timeout=PATIENCE)[1]
    assert started.returncode == 130, (started.returncode, rest)
    assert "[CANCELLED]" in rest, rest
    assert time.monotonic() - sent < 5, "it took too long to end"


@check
def a_real_host_wants_credentials_from_the_environment(binaries, folder):
    ran = run([binaries["quickstart"], "--host", "rapidgator", "--file", __file__], folder).ends(2)
    ran.complains("GIGAHOST_RAPIDGATOR_LOGIN and GIGAHOST_RAPIDGATOR_PASSWORD")
    run([binaries["quickstart"], "--host", "rapidgator"], folder).ends(2).complains("needs a --file")


@check
def list_shows_the_account_and_its_files(binaries, folder):
    ran = run([binaries["list"], "--emulator", "--host", "rapidgator"], folder).ends(0)
    ran.shows(r"^ann@example\.test, premium", r"^file +3\.00 MiB +film\.mp4 +\S+$")
    ran.shows(r"^0 folders, 3 files, 3\.07 MiB$")
    ran = run([binaries["list"], "--emulator"], folder).ends(0)
    ran.shows(r"^rapidgator \(https://", r"^giga0 \(https://", r"^gett \(https://")


@check
def check_links_tells_the_living_from_the_dead(binaries, folder):
    ran = run([binaries["check_links"], "--emulator"], folder).ends(0)
    ran.shows(r"^alive +6\.84 KiB +one\.mp4 +https://", r"^DEAD .* https://")
    ran.shows(r"^rapidgator: 2 alive, 1 dead$")


@check
def remote_upload_follows_the_jobs_to_their_end(binaries, folder):
    ran = run([binaries["remote_upload"], "--emulator"], folder).ends(0)
    ran.shows(r"^\S+ +done .* https://example\.test/film\.mkv$")
    ran.shows(r"^\S+ +done .* https://example\.test/notes\.pdf$")


@check
def mirror_hashes_once_and_keeps_receipts(binaries, folder):
    with tempfile.TemporaryDirectory() as log:
        receipts = Path(log) / "receipts.jsonl"
        command = [binaries["mirror"], "--emulator", "--receipts", str(receipts)]
        ran = run(command, folder).ends(0)
        lines = [json.loads(line) for line in receipts.read_text().splitlines()]
    [md5] = {line["md5"] for line in lines}
    assert sorted(line["host"] for line in lines) == sorted(HOSTS), lines
    for line in lines:
        assert (line["md5"], line["bytes"], line["how"]) == (md5, 8 << 20, "sent"), line
    assert sorted(rows(ran.out)) == sorted(HOSTS), ran.out


@check
def folder_sends_every_file_to_every_host(binaries, folder):
    ran = run([binaries["folder"], "--emulator"], folder).ends(0)
    assert len(ran.out.splitlines()) == len(HOSTS) * 3, ran.out
    ran.complains(r"15 of 15 files")


@check
def help_and_mistakes_are_answered(binaries, folder):
    for name, binary in sorted(binaries.items()):
        if name not in ("readme", "many"):
            run([binary, "--help"], folder).ends(0).shows(rf"\A{name}: ", "--emulator", "--host")
            run([binary, "--password", "x"], folder).ends(2).complains("--help tells more")
            run([binary, "--host", "nowhere"], folder).ends(2).complains("rapidgator, giga0")


def main():
    binaries = build()
    failed = 0
    for function in CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            try:
                function(binaries, Path(folder))
                left = os.listdir(folder)
                assert not left, f"left behind: {left}"
                verdict = "ok"
            except (AssertionError, StopIteration, KeyError, subprocess.SubprocessError) as error:
                failed += 1
                verdict = f"FAILED: {error!r}" if not str(error) else f"FAILED: {error}"
            seconds = time.monotonic() - started
            print(f"example {function.__name__} ({seconds:.1f} s) ... {verdict}", flush=True)
    print(f"examples: {len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    default_signals()
    sys.exit(main())
