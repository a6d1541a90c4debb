#!/usr/bin/env python3
"""Mirrors files from one host to another, on all machines of a Dask or a Ray cluster."""

# fsspec, Dask and Ray have no types, or need not be there.
# mypy: disable-error-code="import-untyped,import-not-found,no-untyped-call"

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import fsspec

import gigahost
from gigahost.testing import Emulator

HELP = r"""
  mirror_on_cluster.py --emulator
  mirror_on_cluster.py --emulator --on ray
  mirror_on_cluster.py rapidgator://films giga0://mirror
  mirror_on_cluster.py --scheduler tcp://10.0.0.1:8786 --list names.txt \
      rapidgator://films giga0://mirror

Every file below the first URL, or every name in the list, is copied below the second one. A file
that is there with the same size is left alone. Each worker has a queue of its own, through which
files go from host to host without the disk, and logs in once for each account; credentials come from its environment: GIGAHOST_<HOST>_LOGIN and _PASSWORD (giga0: _KEY1 and
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


def mirror(names: list[str], source: str, target: str, options: Options) -> list[Copy]:
    """Copies some files. Runs on a worker, through a queue of its own."""
    origin, at = open_place(source, options)
    mirror_of, to = open_place(target, options)
    copies: list[Copy] = []
    sent: dict[int, Copy] = {}

    def add(name: str) -> None:
        file = origin.info(f"{at}/{name}")
        folder, _, last = f"{to}/{name}".rpartition("/")
        mirror_of.makedirs(folder, exist_ok=True)
        there = f"{folder}/{last}"
        if mirror_of.exists(there) and mirror_of.info(there)["size"] == file["size"]:
            copies.append(Copy(name, file["size"], "there", os.getpid()))
            return
        passing = origin.session.source(origin.session.stat(file["id"]))
        folder_id = mirror_of.info(folder)["id"]
        number = queue.upload(mirror_of.session, passing, name=last, folder=folder_id)
        sent[number] = Copy(name, file["size"], "sent", os.getpid())

    with gigahost.Queue() as queue:
        for name in names:
            try:
                add(name)
            except (gigahost.Error, OSError) as error:
                copies.append(Copy(name, 0, f"failed: {error}", os.getpid()))
        queue.wait()
        for number, copy in sent.items():
            try:
                receipt = queue.result(number)
                if receipt.bytes != copy.size:
                    raise OSError(f"{receipt.bytes} bytes in place of {copy.size}")
            except (gigahost.Error, OSError) as error:
                copy = Copy(copy.name, 0, f"failed: {error}", os.getpid())
            copies.append(copy)
    mirror_of.invalidate_cache()
    return copies


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


def run(
    batches: list[list[str]], on_workers: Callable[[list[list[str]]], Iterator[list[Copy]]]
) -> int:
    """Copies all, prints one line for each, and gives the number of those that failed."""
    began, failed, sent, workers = time.monotonic(), 0, 0, set()
    for copies in on_workers(batches):
        for copy in copies:
            workers.add(copy.worker)
            failed += copy.how.startswith("failed")
            sent += copy.size if copy.how == "sent" else 0
            print(f"{copy.how:6}  {copy.size:>10}  {copy.name}", flush=True)
    seconds, wanted = time.monotonic() - began, sum(map(len, batches))
    print(
        f"{wanted - failed} of {wanted} files mirrored, {sent} bytes sent by "
        f"{len(workers)} processes in {seconds:.1f} s"
    )
    return failed


@contextlib.contextmanager
def on_dask(
    given: argparse.Namespace, options: Options
) -> Iterator[Callable[[list[list[str]]], Iterator[list[Copy]]]]:
    """A Dask cluster: the one that is named, or processes of this machine."""
    from distributed import Client, LocalCluster, as_completed

    with contextlib.ExitStack() as stack:
        own: dict[str, Any] = dict(n_workers=given.workers, threads_per_worker=1, host="127.0.0.1")
        cluster = given.scheduler or stack.enter_context(
            LocalCluster(**own, dashboard_address=None)
        )
        client = stack.enter_context(Client(cluster))

        def work(batches: list[list[str]]) -> Iterator[list[Copy]]:
            places: dict[str, Any] = {"source": given.source, "target": given.target}
            places["options"] = options
            jobs = client.map(mirror, batches, **places, pure=False, retries=2)
            for job in as_completed(jobs):
                yield job.result()

        yield work


@contextlib.contextmanager
def on_ray(
    given: argparse.Namespace, options: Options
) -> Iterator[Callable[[list[list[str]]], Iterator[list[Copy]]]]:
    """A Ray cluster: the one that is named, or processes of this machine."""
    import ray

    own: dict[str, Any] = {} if given.scheduler else {"num_cpus": given.workers, "include_dashboard": False}
    ray.init(address=given.scheduler, log_to_driver=False, **own)
    try:

        def work(batches: list[list[str]]) -> Iterator[list[Copy]]:
            task = ray.remote(max_retries=2)(mirror)
            jobs = [task.remote(batch, given.source, given.target, options) for batch in batches]
            while jobs:
                [job], jobs = ray.wait(jobs)
                yield ray.get(job)

        yield work
    finally:
        ray.shutdown()


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
    parser.add_argument("--on", choices=("dask", "ray"), default="dask", help="which engine (dask)")
    parser.add_argument("--batch", type=int, default=10, help="files that a worker takes at once (10)")
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
        # Once, before the workers would each make it.
        place, path = open_place(given.target, options)
        place.makedirs(path, exist_ok=True)
        batches = [names[at : at + given.batch] for at in range(0, len(names), given.batch)]
        engine = on_ray if given.on == "ray" else on_dask
        return 1 if run(batches, stack.enter_context(engine(given, options))) else 0


if __name__ == "__main__":
    sys.exit(main())
