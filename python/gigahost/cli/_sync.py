"""`gigahost sync`: makes a folder, at a host or here, like another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from gigahost import Entry, Progress, Queue
from gigahost.types import Existing

from .._system import same_file, shown
from ._address import is_address, is_link, parse
from ._down import outcome, safe_name
from ._exit import Usage
from ._filter import Filter
from ._md5 import md5_of
from ._mirror import Original, originals_of, task
from ._receipts import log_of
from ._up import Place, Source, bad, walk
from ._work import Context, Outcome, Step, Task, perform


def run(context: Context) -> int:
    """Synchronises, and gives the exit code."""
    arguments = context.arguments
    if len(arguments.operands) != 2:
        raise Usage("sync takes a source and a target")
    source, target = arguments.operands
    if is_link(target):
        raise Usage(f"{target} is a link: a target is a folder, as HOST:FOLDER")
    if not is_address(source) and not os.path.isdir(source):
        raise Usage(f"{source} is no folder: sync is about folders")
    if not is_address(source) and not is_address(target):
        raise Usage("one of the two must be at a host, as HOST:FOLDER")
    originals = list(originals_of(context, source))
    if arguments.delete and not originals:
        raise Usage(f"{source} has no files: nothing is deleted for that")
    tasks = list(_tasks(context, originals, target))
    return perform(context, tasks, jobs=arguments.jobs)


def _tasks(context: Context, originals: list[Original], target: str) -> Iterator[Task]:
    if not is_address(target):
        yield from _to_here(context, originals, Path(target))
        return
    place = Place(context, parse(target, context.sessions, context.arguments.host), log_of(context))
    if context.arguments.delete and not place.session.supports("list"):
        raise Usage(f"{place.session.host} cannot say what is there: --delete is not for it")
    for original in originals:
        yield task(context, place, original, replaces=True)
    if context.arguments.delete:
        wanted = {(one.source.folder, one.source.name) for one in originals}
        takes = Filter.of(context.arguments).takes
        for folder, entry in place.everything():
            path = f"{folder}/{entry.name}" if folder else entry.name
            if (folder, entry.name) not in wanted and takes(path):
                name = place.target(Source("", entry.name, folder, entry.size))
                yield _goes(name, partial(_delete_there, place, entry))


def _goes(name: str, delete: Callable[[], object]) -> Task:
    def run(_: Callable[[Progress], object]) -> Outcome:
        delete()
        return Outcome((), "deleted")

    return Task("delete", name, "", "--delete: the source has no such file", run=run, last=True)


def _delete_there(place: Place, entry: Entry) -> None:
    batch = place.session.delete(entry)
    if not batch.complete:
        raise PermissionError(f"it could not be deleted: {batch.failed[0][1]}")


def _to_here(context: Context, originals: list[Original], target: Path) -> Iterator[Task]:
    wanted: dict[str, Original] = {}
    for original in originals:
        if original.source.problem:
            yield bad(original.source)
            continue
        parts = [safe_name(part) for part in original.source.folder.split("/") if part]
        path = Path(target, *parts, safe_name(original.source.name))
        other = wanted.setdefault(same_file(path), original)
        if other is original:
            yield _fetch(context, original, path)
        else:
            why = f"{other.name} has this name here, too"
            yield Task("refuse", original.name, shown(path), why, run=partial(_refuse, path, why))
    if context.arguments.delete and target.is_dir():
        takes = Filter.of(context.arguments).takes
        for source in walk(str(target), "", takes):
            if source.problem is None and same_file(Path(source.path)) not in wanted:
                yield _goes(source.path, partial(os.remove, source.path))


def _refuse(path: Path, why: str, _: object) -> Outcome:
    raise FileExistsError(f"{path}: {why}")


def _fetch(context: Context, original: Original, path: Path) -> Task:
    remote = original.remote
    assert remote is not None
    arguments = context.arguments
    # Where nothing is now, nothing is replaced, whatever comes meanwhile.
    existing: Existing = "refuse"
    action, why = "download", "nothing of this name is here"
    if os.path.lexists(path):
        difference = _difference(context, remote.entry, path)
        if difference is None:
            return Task("skip", original.name, shown(path), "a file of this name and size is here")
        existing, action, why = "overwrite", "replace", f"the file of this name that is here differs: {difference}"

    def start(queue: Queue) -> Step:
        path.parent.mkdir(parents=True, exist_ok=True)
        session = context.sessions.session(remote.host)
        id = queue.download(
            session, remote.entry, path, existing=existing, resume=True,
            checksum=arguments.checksum, segments=arguments.segments,
        )  # fmt: skip
        return Step(id, outcome)

    return Task(action, original.name, shown(path), why, start=start)


def _difference(context: Context, entry: Entry, path: Path) -> str | None:
    if not path.is_file():
        return "it is no file"
    here = path.stat().st_size
    if entry.size is not None and entry.size != here:
        return f"{here} bytes in place of {entry.size}"
    if entry.md5 and context.arguments.checksum == "always":
        if md5_of(context, str(path)) != entry.md5.lower():
            return "another MD5"
    return None
