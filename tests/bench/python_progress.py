#!/usr/bin/env python3
"""What progress costs a transfer from Python, with an interpreter that is idle and one that computes;
and what `import gigahost` costs.

    tests/bench/python_progress.py [--mib 512] [--rounds 9]

Wants an installed release build of gigahost and gigahost-emulator, and a machine with nothing else to
do. Uploads with and without a callback take turns; figures are the medians of their ratios in wall
time, and the quartiles. Target: at most 1.02 with a busy interpreter. A bench: it says, and fails
nobody.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import gigahost
from gigahost.testing import Emulator


class Busy:
    """A thread that computes in Python until the block ends."""

    def __enter__(self):
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.compute)
        self.thread.start()

    def compute(self):
        while not self.stop.is_set():
            sum(range(1000))

    def __exit__(self, *exception):
        self.stop.set()
        self.thread.join()


def timed(session, path, callback):
    """Seconds of one upload, and how often it told of its progress."""
    calls = []
    told = (lambda progress: calls.append(progress.done)) if callback else None
    began = time.perf_counter()
    session.upload(path, on_progress=told)
    return time.perf_counter() - began, len(calls)


def ratios(session, path, rounds):
    """With a callback over without, one for each round; and the calls of each round."""
    found, calls = [], []
    timed(session, path, True)
    for number in range(rounds):
        # The one that goes first changes, so that a machine that slows down favours none.
        first = number % 2 == 0
        taken = {callback: timed(session, path, callback) for callback in (first, not first)}
        found.append(taken[True][0] / taken[False][0])
        calls.append(taken[True][1] / taken[True][0])
    return found, calls


def show(name, found, calls):
    low, middle, high = statistics.quantiles(found, n=4)
    print(f"{name}: {middle:.3f} ({low:.3f} to {high:.3f}), {statistics.median(calls):.1f} calls a second")


def import_cost(rounds):
    """Milliseconds of processor time that `import gigahost` takes over an empty program."""

    def once(code):
        process = subprocess.Popen([sys.executable, "-I", "-W", "ignore", "-c", code])
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return (used.ru_utime + used.ru_stime) * 1000

    pairs = [(once("import gigahost"), once("pass")) for _ in range(rounds)]
    return statistics.median(with_it - bare for with_it, bare in pairs)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mib", type=int, default=512, help="size of each upload")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    if gigahost._DEBUG:
        sys.exit("this is a debug build of gigahost: its figures say nothing")
    print(f"import gigahost: {import_cost(5 * given.rounds):.1f} ms over bare Python")
    with tempfile.TemporaryDirectory() as folder, Emulator(keep_bodies=False) as emulator:
        path = os.path.join(folder, "hole.mkv")
        with open(path, "wb") as file:
            file.truncate(given.mib << 20)
        # A host that takes the same content any number of times, and asks for no hash before.
        with emulator.session("uploadgig") as session:
            show("callback, idle interpreter", *ratios(session, path, given.rounds))
            with Busy():
                show("callback, busy interpreter", *ratios(session, path, given.rounds))


if __name__ == "__main__":
    main()
