"""`gigahost mirror`: what is missing at a host, from a local folder or from another host."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from gigahost import Download, Entry, Queue, SharedSource
from gigahost._local import size_of
from gigahost._tree import path_of

from ._address import Found, is_address, is_link, one, parse
from ._exit import Usage
from ._filter import Filter
from ._md5 import md5_of
from ._receipts import log_of, queue_for
from ._up import Place, Source, bad, unlisted, walk
from ._work import Context, Step, Task, perform


@dataclass(frozen=True)
class Original:
    """A file to be mirrored, here or at a host."""

    source: Source
    remote: Found | None

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return str(self.remote) if self.remote else self.source.path


def run(context: Context) -> int:
    """Mirrors, and gives the exit code."""
    first, *targets = context.arguments.operands
    if not targets:
        raise Usage("mirror what, and where to? Name a source and at least one target")
    originals = list(originals_of(context, first))
    if len(targets) > 1:
        # A local file is opened and hashed once for all hosts.
        originals = [_shared(original) for original in originals]
    tasks: list[Task] = []
    passing = any(original.remote for original in originals)
    if passing and context.arguments.state:
        raise Usage("what passes from host to host cannot be continued: --state goes with local files")
    # What the queue sends, it logs by itself; what passes has no source here.
    log = log_of(context)
    queue = queue_for(context, None if passing else log)
    for text in targets:
        if is_link(text):
            raise Usage(f"{text} is a link: a target is a folder, as HOST:FOLDER")
        address = parse(text, context.sessions, context.arguments.host)
        place = Place(context, address, log if passing else None)
        tasks += [
            task(context, place, original, replaces=context.arguments.overwrite)
            for original in originals
        ]
    return perform(context, tasks, jobs=context.arguments.jobs, queue=queue)


def _shared(original: Original) -> Original:
    source = original.source
    if original.remote is not None or source.problem is not None:
        return original
    return replace(original, source=replace(source, shared=SharedSource(source.path)))


def originals_of(context: Context, text: str) -> Iterator[Original]:
    """The files of a local folder or of one at a host, as far as the command line takes them."""
    takes = Filter.of(context.arguments).takes
    if is_address(text) or is_link(text):
        found = one(parse(text, context.sessions, context.arguments.host), context.sessions)
        if found.entry.kind == "folder":
            unread: list[Source] = []
            tree = context.sessions.tree(found.host)
            for folders, entry in tree.files(found.entry, onerror=unlisted(found, unread)):
                source = Source("", entry.name, path_of(folders), entry.size)
                if takes(f"{source.folder}/{source.name}" if source.folder else source.name):
                    yield Original(source, reduce(Found.below, (*folders, entry), found))
            for source in unread:
                yield Original(source, None)
        else:
            yield Original(Source("", found.entry.name, "", found.entry.size), found)
    elif os.path.isdir(text):
        for source in walk(text, "", takes):
            yield Original(source, None)
    else:
        yield Original(Source(text, os.path.basename(text), "", size_of(text)), None)


def task(context: Context, place: Place, original: Original, *, replaces: bool) -> Task:
    """What is to be done with a file, and why."""
    source = original.source
    if source.problem:
        return bad(source)
    there = place.present(source.folder, source.name)
    differences = [_difference(context, original, entry) for entry in there]
    if None in differences:
        why = "a file of this name and size is there"
        return Task("skip", original.name, place.target(source), why)
    if not there:
        action, why = "mirror", "nothing of this name is there"
    elif replaces:
        action, why = "replace", f"the file of this name that is there differs: {differences[0]}"
    else:
        action, why = "refuse", "a file of this name is there and differs; --overwrite replaces it"

    def start(queue: Queue) -> Step:
        if action == "refuse" and not place.is_known(queue, source):
            raise FileExistsError(f"{place.target(source)}: {why}")
        if original.remote is None:
            return place.start(queue, source, there)
        return _through(context, queue, place, original.remote, source, there)

    return Task(action, original.name, place.target(source), why, start=start)


def _can_pass(context: Context, place: Place, entry: Entry) -> bool:
    """Whether a file can pass through without being written here: not where it is fetched in segments
    or for several hosts, or where the target wants an MD5 before the first byte and nobody knows it."""
    several = len(context.arguments.operands) > 2 or context.arguments.segments > 1
    hash_first = place.session.host == "rapidgator" and entry.md5 is None
    return not several and not hash_first and entry.size is not None


def _difference(context: Context, original: Original, entry: Entry) -> str | None:
    """How a file differs from one that is there: by MD5 where both are known, else by size. With
    --checksum always the MD5 of a local file is computed to know it."""
    here, there = original.source.bytes, entry.size
    if here is not None and there is not None and here != there:
        return f"{there} bytes in place of {here}"
    md5 = original.remote.entry.md5 if original.remote else None
    if entry.md5 and original.remote is None and context.arguments.checksum == "always":
        md5 = md5_of(context, original.source.path)
    if md5 and entry.md5 and md5.lower() != entry.md5.lower():
        return "another MD5"
    return None


def _through(
    context: Context,
    queue: Queue,
    place: Place,
    remote: Found,
    source: Source,
    old: list[Entry],
) -> Step:
    """From one host to another."""
    session = context.sessions.session(remote.host)
    if _can_pass(context, place, remote.entry):
        return place.start(queue, replace(source, passing=True, shared=session.source(remote.entry)), old)
    folder = tempfile.TemporaryDirectory(prefix="gigahost-", dir=context.arguments.temporary)
    path = Path(folder.name, "file")

    def there(_: Download) -> Step:
        here = Source(str(path), source.name, source.folder, source.bytes, passing=True)
        try:
            return replace(place.start(queue, here, old), left=folder.cleanup)
        except BaseException:
            folder.cleanup()
            raise

    def left() -> None:
        # What has come here is needed until it has been sent.
        if not path.exists():
            folder.cleanup()

    id = queue.download(session, remote.entry, path, checksum=context.arguments.checksum,
        segments=context.arguments.segments)
    return Step(id, there, left)
