"""`gigahost down`: files and folders of the account to this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path

from gigahost import Download, Progress, Queue
from gigahost.types import Existing

from .._system import same_file, shown
from ._address import Found, find, parse
from ._exit import Usage
from ._filter import Filter
from ._receipts import queue_for
from ._text import size
from ._up import Source, bad, unlisted
from ._work import Context, Outcome, Step, Task, perform

# Characters that would lead out of a folder, or mean something to a file system.
_UNSAFE = str.maketrans({c: "_" for c in '/\\\0<>:"|?*'} | {chr(c): "_" for c in range(32)})


def run(context: Context) -> int:
    """Downloads, and gives the exit code."""
    arguments = context.arguments
    found = [
        one
        for text in arguments.operands
        for one in find(parse(text, context.sessions, arguments.host), context.sessions)
    ]
    takes = Filter.of(arguments).takes
    unread: list[Source] = []
    files = list(walk(context, found, unread, recursive=arguments.recursive, takes=takes))
    if arguments.output == "-":
        if arguments.state:
            raise Usage("standard output cannot be continued: --state goes with files")
        if len(files) != 1 or unread:
            raise Usage(f"only one file fits into standard output, not {len(files)}")
        if context.output.json:
            raise Usage("standard output cannot hold a file and lines of JSON")
        return perform(context, [_to_output(context, files[0][0])])
    target = arguments.output or "."
    one_file = len(files) == 1 and not files[0][1] and found[0].entry.kind == "file"
    inside = not one_file or target.endswith(os.sep) or os.path.isdir(target)
    tasks = []
    #: What goes to each path: of one name, and of names that are one here, the first counts.
    wanted: dict[str, Found] = {}
    for one, folder in files:
        path = Path(target, *folder, safe_name(one.entry.name)) if inside else Path(target)
        other = wanted.setdefault(same_file(path), one)
        if other is one or arguments.keep:
            tasks.append(_to_file(context, one, path))
        else:
            tasks.append(_second(one, other, path, skip=arguments.skip))
    tasks += [bad(one) for one in unread]
    return perform(context, tasks, jobs=arguments.jobs, queue=queue_for(context))


def walk(
    context: Context,
    found: list[Found],
    unread: list[Source],
    *,
    recursive: bool,
    takes: Callable[[str], bool],
) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """All files, each with the local folders that it goes into. A folder below that cannot be listed goes
    to `unread`."""
    for one in found:
        if one.entry.kind != "folder":
            yield one, ()
        elif not recursive:
            raise Usage(f"{one} is a folder: add -r")
        else:
            top = (safe_name(one.entry.name),) if one.entry.name else ()
            tree = context.sessions.tree(one.host)
            for folders, entry in tree.files(one.entry, onerror=unlisted(one, unread)):
                inner = tuple(safe_name(folder.name) for folder in folders)
                if takes("/".join((*inner, entry.name))):
                    yield reduce(Found.below, (*folders, entry), one), (*top, *inner)


def safe_name(name: str) -> str:
    """A name from a host as the name of a file here: it cannot lead into another folder."""
    name = name.translate(_UNSAFE).rstrip(" .")
    return name or "_"


def _second(one: Found, other: Found, path: Path, *, skip: bool) -> Task:
    why = f"{other} has this name here, too; choose --keep"
    if skip:
        return Task("skip", str(one), shown(path), why)

    def refuse(_: object) -> Outcome:
        raise FileExistsError(f"{path}: {why}")

    return Task("refuse", str(one), shown(path), why, run=refuse)


def _to_file(context: Context, one: Found, path: Path) -> Task:
    arguments = context.arguments
    # What comes meanwhile is kept, too.
    existing: Existing = "unique" if arguments.keep else "refuse"
    action, why = "download", "nothing of this name is here"
    if os.path.lexists(path):
        here = path.stat().st_size if path.exists() else None
        same = "same size" if here == one.entry.size else "another size"
        if arguments.skip:
            return Task("skip", str(one), shown(path), f"a file of this name is here ({same})")
        if arguments.overwrite:
            existing, action, why = "overwrite", "replace", f"--overwrite: a file is here ({same})"
        elif arguments.keep:
            why = f"beside the file of this name that is here ({same})"
        else:
            action = "refuse"
            why = f"a file of this name is here ({same}); choose --skip, --keep or --overwrite"

    def start(queue: Queue) -> Step:
        # A queue with a state knows whether it is what an earlier run has fetched.
        if action == "refuse" and not arguments.state:
            raise FileExistsError(f"{path}: {why}")
        path.parent.mkdir(parents=True, exist_ok=True)
        id = queue.download(
            context.sessions.session(one.host), one.entry, path, existing=existing,
            resume=arguments.resume,
            checksum=arguments.checksum, segments=arguments.segments,
        )  # fmt: skip
        return Step(id, outcome)

    return Task(action, str(one), shown(path), why, start=start)


def outcome(done: Download) -> Outcome:
    """What is told of a download."""
    if not done.attempts:
        return Outcome((), "an earlier run has fetched it")
    note = f"{size(done.bytes)}, {_proof(done.verified)}"
    if done.resumed_from:
        note += f", {size(done.resumed_from)} of them from an earlier try"
    return Outcome((shown(done.path),), note, {"download": done.to_dict()})


def _to_output(context: Context, one: Found) -> Task:
    def fetch(on_progress: Callable[[Progress], object]) -> Outcome:
        done = context.sessions.session(one.host).download(
            one.entry, sys.stdout.buffer, checksum=context.arguments.checksum, on_progress=on_progress
        )
        sys.stdout.buffer.flush()
        return Outcome((), f"{size(done.bytes)}, {_proof(done.verified)}")

    return Task("download", str(one), "-", "to standard output", fetch)


def _proof(verified: str) -> str:
    return {"md5": "MD5 right", "size": "size right"}.get(verified, "nothing to compare with")
