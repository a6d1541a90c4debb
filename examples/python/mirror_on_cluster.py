#!/usr/bin/env python3
"""Mirrors files from one host to another, on all machines of a Dask cluster."""

# fsspec and Dask have no types.
# mypy: disable-error-code="import-untyped,no-untyped-call"

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import fsspec
from distributed import Client, LocalCluster, as_completed

from gigahost.testing import Emulator

HELP = r"""
  mirror_on_cluster.py --emulator
  mirror_on_cluster.py rapidgator://films giga0://mirror
  mirror_on_cluster.py --scheduler tcp://10.0.0.1:8786 --list names.txt \
      rapidgator://films giga0://mirror

Every file below the first URL, or every name in the list, is copied below the second one. A file
that is there with the same size is left alone. Each worker logs in once for each account;
credentials come from its environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD (giga0: _KEY1 and
_KEY2). Exit code 1 if a file is missing in the end.
"""

# Per host: what its session needs beside the credentials, which each worker finds by itself.
Options = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Copy:
    """What became of one file."""

    name: str
    size: int
    how: str
    worker: int


def mirror(name: str, source: str, target: str, options: Options) -> Copy:
    """Copies one file. Runs on a worker."""
    origin, at = open_place(source, options)
    mirror_of, to = open_place(target, options)
    here, there = f"{at}/{name}", f"{to}/{name}"
    size = origin.info(here)["size"]
    if mirror_of.exists(there) and mirror_of.info(there)["size"] == size:
        return Copy(name, size, "there", os.getpid())
    # If this block ends with an exception, nothing appears at the target.
    with origin.open(here, "rb") as reading, mirror_of.open(there, "wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
    if mirror_of.info(there)["size"] != size:
        raise OSError(f"{name} has another size at {target}")
    return Copy(name, size, "sent", os.getpid())


def open_place(url: str, options: Options) -> tuple[Any, str]:
    """The file system of a URL and the path in it. A worker opens one session for each account,
    however often this is called."""
    protocol = url.partition("://")[0]
    place: tuple[Any, str] = fsspec.url_to_fs(url, **options.get(protocol, {}))
    return place


def names_below(url: str, options: Options) -> list[str]:
    """The files below a URL, relative to it."""
    place, path = open_place(url, options)
    return [found.removeprefix(path).lstrip("/") for found in place.find(path)]


def run(client: Client, names: list[str], source: str, target: str, options: Options) -> int:
    """Copies all, prints one line for each, and gives the number of those that failed."""
    began, failed, sent, workers = time.monotonic(), 0, 0, set()
    # Once, before the workers would each make it.
    place, path = open_place(target, options)
    place.makedirs(path, exist_ok=True)
    jobs = client.map(
        mirror, names, source=source, target=target, options=options, pure=False, retries=2
    )
    for job in as_completed(jobs):
        if job.status != "finished":
            failed += 1
            print(f"failed  {job.exception()}", flush=True)
            continue
        copy = job.result()
        workers.add(copy.worker)
        sent += copy.size if copy.how == "sent" else 0
        print(f"{copy.how:6}  {copy.size:>10}  {copy.name}", flush=True)
    seconds = time.monotonic() - began
    print(
        f"{len(names) - failed} of {len(names)} files mirrored, {sent} bytes sent by "
        f"{len(workers)} processes in {seconds:.1f} s"
    )
    return failed


@contextlib.contextmanager
def emulated(files: int) -> Iterator[Options]:
    """An emulator with files at rapidgator, and the environment that leads to it."""
    with Emulator() as emulator:
        emulator.switch("rapidgator", "processing_polls", 0)
        pair, keys = emulator.credentials("rapidgator"), emulator.credentials("giga0")["keys"]
        os.environ |= {
            "GIGAHOST_RAPIDGATOR_LOGIN": pair["login"],
            "GIGAHOST_RAPIDGATOR_PASSWORD": pair["password"],
            "GIGAHOST_GIGA0_KEY1": keys[0],
            "GIGAHOST_GIGA0_KEY2": keys[1],
        }
        options = {host: emulator.options(host) for host in ("rapidgator", "giga0")}
        place, _ = open_place("rapidgator://films", options)
        for number in range(files):
            place.pipe_file(f"films/{number % 3}/film {number:03}.bin", b"%d " % number * 2000)
        yield options
        operations = {"rapidgator": "user_login", "giga0": "authorize"}
        counts = {host: emulator.count(host, login) for host, login in operations.items()}
        print("logins: " + ", ".join(f"{count} at {host}" for host, count in counts.items()))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", nargs="?", default="rapidgator://films")
    parser.add_argument("target", nargs="?", default="giga0://mirror")
    parser.add_argument("--list", metavar="PATH", help="the names to copy, one in each line")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a cluster that runs already")
    parser.add_argument("--workers", type=int, default=2, help="processes of an own cluster (2)")
    parser.add_argument("--emulator", action="store_true", help="a fresh emulator, with files")
    parser.add_argument("--files", type=int, default=30, help="files at the emulator (30)")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        options = stack.enter_context(emulated(given.files)) if given.emulator else {}
        if given.list:
            with open(given.list, encoding="utf-8") as lines:
                names = [line.strip() for line in lines if line.strip()]
        else:
            names = names_below(given.source, options)
        cluster = given.scheduler or stack.enter_context(
            LocalCluster(
                n_workers=given.workers,
                threads_per_worker=4,
                host="127.0.0.1",
                dashboard_address=None,
            )
        )
        client = stack.enter_context(Client(cluster))
        return 1 if run(client, names, given.source, given.target, options) else 0


if __name__ == "__main__":
    sys.exit(main())
