"""`gigahost up`: local files and folders to hosts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path
from typing import Any

import gigahost
from gigahost import Entry, Progress, Queue, Receipt, ReceiptLog, SharedSource
from gigahost._local import is_part, looked_at, size_of
from gigahost._tree import ROOT, Tree, parts_of, path_of, shown

from ._address import Address, Found, find, is_address, local_files, parse
from ._exit import Usage
from ._filter import Filter
from ._receipts import log_of, queue_for
from ._text import size
from ._work import Context, Outcome, Step, Task, perform


@dataclass(frozen=True)
class Source:
    """A local file, and the folder and name it shall have below the target."""

    path: str
    name: str
    folder: str
    bytes: int | None
    #: It is here only on its way to another host.
    passing: bool = False
    #: What is sent in place of the path, if several hosts get it, or if it comes from another host.
    shared: SharedSource | None = None
    #: Why it cannot be sent. It is found in a folder, whose other files can.
    problem: Exception | None = None


def run(context: Context) -> int:
    """Uploads, and gives the exit code."""
    arguments = context.arguments
    locals_, addresses = _operands(context)
    if arguments.state and "-" in locals_:
        raise Usage("standard input cannot be continued: --state goes with files")
    wanted = Filter.of(arguments)
    sources = list(_sources(local_files(locals_), arguments.recursive, arguments.name, wanted))
    if len(addresses) > 1:
        # Opened and hashed once for all hosts.
        sources = [one if one.problem else replace(one, shared=SharedSource(one.path)) for one in sources]
    log = log_of(context)
    queue = queue_for(context, log)
    tasks: list[Task] = []
    for address in addresses:
        # What the queue sends, it logs by itself.
        place = Place(context, address, log if "-" in locals_ else None)
        planned = [(source, place.task(source, _policy(context))) for source in sources]
        tasks += _foreseen(place, planned) if arguments.dry_run else [task for _, task in planned]
    return perform(context, tasks, jobs=arguments.jobs, queue=queue)


def _foreseen(place: Place, wanted: list[tuple[Source, Task]]) -> list[Task]:
    """The tasks, with those refused that the host would refuse."""
    sent = [
        (source.name, source.bytes)
        for source, task in wanted
        if not task.skipped and task.action != "refuse" and source.bytes is not None
    ]
    reasons: dict[str, str | None] = dict(place.session.preflight(sent).failed) if sent else {}
    return [
        replace(task, action="refuse", why=reasons[source.name] or "the host refuses it")
        if not task.skipped and source.name in reasons
        else task
        for source, task in wanted
    ]


def _policy(context: Context) -> str:
    for name in ("skip", "keep", "overwrite"):
        if getattr(context.arguments, name):
            return name
    return "refuse"


def _operands(context: Context) -> tuple[list[str], list[Address]]:
    arguments = context.arguments
    locals_ = [text for text in arguments.operands if not is_address(text)]
    targets = [text for text in arguments.operands if is_address(text)]
    if arguments.folder is not None:
        if targets and not is_address(arguments.folder):
            raise Usage("--folder goes with --host; an operand HOST:FOLDER has its own")
        targets.append(arguments.folder)
    elif not targets:
        if not arguments.host:
            raise Usage("where to? Add an operand such as rapidgator:folder/, or --host")
        targets = [f"{arguments.host}:"]
    if not locals_:
        raise Usage("name at least one local file, or - for standard input")
    if "-" in locals_ and len(locals_) + len(targets) > 2:
        raise Usage("standard input can only be sent alone, and to one host")
    if "-" in locals_ and not arguments.name:
        raise Usage("standard input needs --name")
    if arguments.name and len(locals_) > 1:
        raise Usage("--name goes with one file")
    return locals_, [parse(text, context.sessions, arguments.host) for text in targets]


def _sources(
    paths: list[str], recursive: bool, name: str | None, wanted: Filter
) -> Iterator[Source]:
    for path in paths:
        if path == "-":
            yield Source("-", name or "", "", None)
        elif os.path.isdir(path):
            if not recursive:
                raise Usage(f"{path} is a folder: add -r")
            top = name or os.path.basename(os.path.abspath(path))
            yield from walk(path, shown(top), wanted.takes)
        else:
            yield Source(path, name or os.path.basename(path), "", size_of(path))


def walk(root: str, top: str, takes: Callable[[str], bool] = bool) -> Iterator[Source]:
    """All files in a local folder whose path from there on is taken, in order of their names. Links to
    folders are not followed, and parts of downloads are no files yet. What is there and cannot be sent has a
    problem."""
    unread: list[OSError] = []
    for folder, below, files in os.walk(root, onerror=unread.append):
        below.sort()
        inner = Path(folder).relative_to(root).parts
        place = "/".join([*([top] if top else []), *inner])
        for name in sorted(files):
            path = os.path.join(folder, name)
            if takes("/".join([*inner, name])) and not is_part(name):
                bytes, problem = looked_at(path)
                yield Source(path, name, place, bytes, problem=problem)
    for error in unread:
        path = str(error.filename or root)
        yield Source(path, os.path.basename(path), "", None, problem=error)


def unlisted(top: Found, unread: list[Source]) -> Callable[[tuple[Entry, ...], Exception], None]:
    """What notes, in `unread`, the folders below `top` that its host does not list."""

    def note(folders: tuple[Entry, ...], problem: Exception) -> None:
        where = str(reduce(Found.below, folders, top))
        unread.append(Source(where, folders[-1].name, "", None, problem=problem))

    return note


def bad(source: Source) -> Task:
    """The task of what cannot be sent or fetched: it fails, and the others go on."""

    def refuse(_: object) -> Outcome:
        assert source.problem is not None
        raise source.problem

    why = getattr(source.problem, "strerror", None) or str(source.problem)
    name = source.path.encode(errors="backslashreplace").decode()
    return Task("refuse", name, "", why, run=refuse)


class Place:
    """A folder at a host that files are sent to. Missing folders are made when the first file for
    them is sent."""

    def __init__(
        self, context: Context, address: Address, log: ReceiptLog | None = None
    ) -> None:
        self._context = context
        self._address = address
        self.session = context.sessions.session(address.host)
        #: Where the receipts go, if nobody else sees to that.
        self._log = log
        #: The queue goes on where an earlier run has ended.
        self._continued = bool(getattr(context.arguments, "state", None))
        self._tree: Tree = context.sessions.tree(address.host)
        self._made: dict[str, Entry] = {}
        self._by_id: Entry | None = None
        if address.id is not None:
            folder = Address(address.host, id=address.id, kind="folder")
            self._by_id = find(folder, context.sessions)[0].entry
        if address.link is not None:
            raise Usage(f"{address} is no place to send files to")

    def _path(self, folder: str) -> str:
        return "/".join(part for part in (self._address.path.strip("/"), folder) if part)

    def target(self, source: Source) -> str:
        """How the file will be addressed."""
        if self._by_id is not None:
            inner = f"{source.folder}/" if source.folder else ""
            return f"{self._address.host}:#{self._by_id.id}/{inner}{shown(source.name)}"
        path = self._path(source.folder)
        return f"{self._address.host}:{path + '/' if path else ''}{shown(source.name)}"

    def present(self, folder: str, name: str) -> list[Entry]:
        """The files of this name that are there now."""
        if not self.session.supports("list"):
            return []
        try:
            here = self._existing(folder)
        except FileNotFoundError:
            return []
        entries = self._tree.entries(here)
        return [entry for entry in entries if entry.kind == "file" and entry.name == name]

    def everything(self) -> Iterator[tuple[str, Entry]]:
        """All files that are there now, each with the folder that it lies in."""
        try:
            here = self._existing("")
        except FileNotFoundError:
            return
        for folders, entry in self._tree.files(here):
            yield path_of(folders), entry

    def _existing(self, folder: str) -> Entry:
        if self._by_id is None:
            return self._tree.find(self._path(folder))
        here = self._by_id
        for part in parts_of(folder):
            below = self._tree.child(here, part)
            if below is None:
                raise FileNotFoundError(folder)
            here = below
        return here

    def folder(self, folder: str) -> Entry:
        """The folder at the host, made if it is missing."""
        if folder not in self._made:
            self._made[folder] = self._make(folder)
        return self._made[folder]

    def _make(self, folder: str) -> Entry:
        if self._by_id is None:
            return self._tree.make(self._path(folder))
        if folder:
            raise Usage("folders can be sent to a path only, not to an id")
        return self._by_id

    def task(self, source: Source, policy: str) -> Task:
        """What is to be done with a file, and why."""
        if source.problem:
            return bad(source)
        old = self.present(source.folder, source.name)
        action, why = _decided(source, old, policy, self.session)
        doomed = old if policy == "overwrite" else []

        def refuse() -> None:
            if action == "refuse":
                raise FileExistsError(f"{self.target(source)}: {why}")

        def send(on_progress: Callable[[Progress], object]) -> Outcome:
            refuse()
            receipt = self.session.upload(
                sys.stdin.buffer, on_progress=on_progress, **self._options(source)
            )
            return self._sent(source, receipt, doomed)

        def start(queue: Queue) -> Step | str:
            # What an earlier run has begun is none of the files that are in the way.
            if not self.is_known(queue, source):
                refuse()
                if action == "skip":
                    return why
            return self.start(queue, source, doomed)

        name = source.name if source.path == "-" else source.path
        task = partial(Task, action, name, self.target(source), why)
        if action == "skip" and not self._continued:
            return task()
        return task(run=send) if source.path == "-" else task(start=start)

    def is_known(self, queue: Queue, source: Source) -> bool:
        """Whether an earlier run has sent a file, or may have."""
        if not self._continued:
            return False
        options = self._options(source)
        known = queue.earlier(
            self.session, source.path, name=options["name"], folder=options["folder"]
        )
        return known != "not_applied"

    def start(self, queue: Queue, source: Source, old: list[Entry]) -> Step:
        """Adds a file to the queue. The older ones are deleted once it is there."""
        id = queue.upload(self.session, source.shared or source.path, **self._options(source))
        return Step(id, lambda receipt: self._sent(source, receipt, old))

    def _options(self, source: Source) -> dict[str, Any]:
        folder = self.folder(source.folder)
        return {
            "name": source.name,
            "folder": folder if folder is not ROOT else None,
            "checksum": self._context.arguments.checksum,
        }

    def _sent(self, source: Source, receipt: Receipt, old: list[Entry]) -> Outcome:
        if self._log is not None:
            here = source.path if source.path != "-" and not source.passing else None
            folder = self._options(source)["folder"]
            self._log.add(self.session, receipt, source=here, folder=folder)
        doomed = [entry for entry in old if entry.id != receipt.entry.id]
        if doomed:
            batch = self.session.delete(doomed)
            if not batch.complete:
                raise PermissionError(f"sent, but the older file stayed: {batch.failed[0][1]}")
        if receipt.how == "earlier":
            return Outcome((), "an earlier run has sent it")
        return _outcome(receipt)


def _decided(
    source: Source, old: list[Entry], policy: str, session: gigahost.Session
) -> tuple[str, str]:
    if not session.supports("list"):
        return "upload", f"{session.host} cannot say what is there"
    if not old:
        return "upload", "nothing of this name is there"
    sizes = {entry.size for entry in old}
    same = "same size" if source.bytes in sizes else "another size" if None not in sizes else "size unknown"
    if policy == "skip":
        return "skip", f"a file of this name is there ({same})"
    if policy == "keep":
        return "upload", f"beside the file of this name that is there ({same})"
    if policy == "overwrite":
        return "replace", f"--overwrite: the file of this name ({same}) goes once the new one is there"
    return "refuse", f"a file of this name is there ({same}); choose --skip, --keep or --overwrite"


_PROOF = {"md5": "MD5 confirmed", "size": "size confirmed", "no": "not confirmed"}


def _outcome(receipt: gigahost.Receipt) -> Outcome:
    note = f"{size(receipt.bytes)} {receipt.how}, {_PROOF.get(receipt.verified, receipt.verified)}"
    notes = list(receipt.notes)
    if receipt.entry.name != receipt.wanted_name:
        notes.insert(0, f"stored as {receipt.entry.name}")
    facts = {"receipt": receipt.to_dict()}
    return Outcome((receipt.url or receipt.entry.id,), note, facts, tuple(notes))
