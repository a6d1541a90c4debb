"""`gigahost up`: local files and folders to hosts."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import gigahost
from gigahost import Entry, Progress, Queue, Receipt, SharedSource
from gigahost._tree import ROOT, Tree, parts_of, shown

from ._address import Address, find, is_address, local_files, parse
from ._exit import Usage
from ._filter import Filter
from ._receipts import log_of
from ._state import Identity, State
from ._text import size
from ._work import Context, Outcome, Step, Task, perform


# States of a file of which not all is at its host.
_INCOMPLETE = ("waiting", "uploading", "trashed", "removed")


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


def run(context: Context) -> int:
    """Uploads, and gives the exit code."""
    arguments = context.arguments
    locals_, addresses = _operands(context)
    if arguments.state and "-" in locals_:
        raise Usage("standard input cannot be continued: --state goes with files")
    wanted = Filter.of(arguments)
    sources = list(_sources(local_files(locals_), arguments.recursive, arguments.name, wanted))
    with ExitStack() as stack:
        state = None
        if arguments.state and not arguments.dry_run:
            state = stack.enter_context(closing(State(arguments.state)))
        if len(addresses) > 1:
            # Opened and hashed once for all hosts.
            sources = [replace(one, shared=SharedSource(one.path)) for one in sources]
        tasks: list[Task] = []
        for address in addresses:
            place = Place(context, address, state)
            planned = [(source, place.task(source, _policy(context))) for source in sources]
            tasks += _foreseen(place, planned) if arguments.dry_run else [task for _, task in planned]
        return perform(context, tasks, jobs=arguments.jobs)


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
            yield Source(path, name or os.path.basename(path), "", os.path.getsize(path))


def walk(root: str, top: str, takes: Callable[[str], bool] = bool) -> Iterator[Source]:
    """All files in a local folder whose path from there on is taken, in order of their names. Links to
    folders are not followed, and what is no file is left out."""

    def fail(error: OSError) -> None:
        raise error

    for folder, below, files in os.walk(root, onerror=fail):
        below.sort()
        inner = Path(folder).relative_to(root).parts
        place = "/".join([*([top] if top else []), *inner])
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not takes("/".join([*inner, name])):
                continue
            if stat.S_ISREG(os.stat(path).st_mode):
                yield Source(path, name, place, os.path.getsize(path))


class Place:
    """A folder at a host that files are sent to. Missing folders are made when the first file for
    them is sent."""

    def __init__(self, context: Context, address: Address, state: State | None = None) -> None:
        self._state = state
        self._context = context
        self._address = address
        self.session = context.sessions.session(address.host)
        self._log = log_of(context)
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
        yield from self._below(here, "")

    def _below(self, here: Entry, folder: str) -> Iterator[tuple[str, Entry]]:
        for entry in self._tree.entries(here):
            if entry.kind == "folder":
                inner = shown(entry.name)
                yield from self._below(entry, f"{folder}/{inner}" if folder else inner)
            else:
                yield folder, entry

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
        if self._state is not None and (known := self._known(self._state, source)) is not None:
            return known
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

        def start(queue: Queue) -> Step:
            refuse()
            return self.start(queue, source, doomed)

        name = source.name if source.path == "-" else source.path
        task = partial(Task, action, name, self.target(source), why)
        if action == "skip":
            return task()
        return task(run=send) if source.path == "-" else task(start=start)

    def _known(self, state: State, source: Source) -> Task | None:
        """What follows from an earlier run; None if the file is to be sent like any other."""
        target, identity = self.target(source), Identity.of(source.path)
        task = partial(Task, name=source.path, target=target)
        if state.was_done(target, identity):
            return task(action="skip", why="an earlier run has sent it")
        if not state.was_begun(target):
            return None
        if not self.session.supports("list"):

            def refuse(_: object) -> Outcome:
                raise gigahost.OutcomeUnknown(
                    f"{target}: an earlier run may have sent it, and {self.session.host} cannot be asked; "
                    "look there, and send it without --state if it is missing"
                )

            return task(action="refuse", why="an earlier run may have sent it", run=refuse)
        named = self._anywhere(source)
        there = [one for one in named if one.size == source.bytes and one.state not in _INCOMPLETE]
        if not there:
            state.absent(target, identity)
            return None
        self._note_found(source, there[0])
        state.done(target, identity, there[0].md5)
        return task(action="skip", why="an earlier run has sent it, as the host says")

    def _note_found(self, source: Source, entry: Entry) -> None:
        if self._log is not None:
            folder = self.folder(source.folder)
            id = folder.id if folder is not ROOT else None
            self._log.found(self.session, source.path, id, entry)

    def _anywhere(self, source: Source) -> list[Entry]:
        """The files of this name where an upload to this place may have put them: at ge.tt's root, in
        a share of their own."""
        shares = self.session.host == "gett" and not self._by_id and not self._path(source.folder)
        if not shares:
            return self.present(source.folder, source.name)
        entries = [one for share in self._tree.entries(ROOT) for one in self._tree.entries(share)]
        return [one for one in entries if one.kind == "file" and one.name == source.name]

    def start(self, queue: Queue, source: Source, old: list[Entry]) -> Step:
        """Adds a file to the queue. The older ones are deleted once it is there."""
        options, state = self._options(source), self._state
        if state is None or source.passing:
            id = queue.upload(self.session, source.shared or source.path, **options)
            return Step(id, lambda receipt: self._sent(source, receipt, old))
        target, identity = self.target(source), Identity.of(source.path)
        state.begin(target, identity)
        md5 = state.md5(identity) if options["checksum"] == "auto" else None
        id = queue.upload(self.session, source.shared or source.path, md5=md5, **options)

        def then(receipt: Receipt) -> Outcome:
            done = partial(state.done, target, identity, receipt.md5)
            return self._sent(source, receipt, old, done)

        def failed(error: BaseException) -> None:
            if isinstance(error, gigahost.Error) and error.outcome == "not_applied":
                state.absent(target, identity)

        return Step(id, then, failed=failed)

    def _options(self, source: Source) -> dict[str, Any]:
        folder = self.folder(source.folder)
        return {
            "name": source.name,
            "folder": folder if folder is not ROOT else None,
            "checksum": self._context.arguments.checksum,
        }

    def _sent(
        self,
        source: Source,
        receipt: Receipt,
        old: list[Entry],
        done: Callable[[], object] = lambda: None,
    ) -> Outcome:
        if self._log is not None:
            folder = self.folder(source.folder)
            here = source.path if source.path != "-" and not source.passing else ""
            self._log.add(self.session, here, folder.id if folder is not ROOT else None, receipt)
        # Only now: a kill between the two costs a question, not the receipt.
        done()
        doomed = [entry for entry in old if entry.id != receipt.entry.id]
        if doomed:
            batch = self.session.delete(doomed)
            if not batch.complete:
                raise PermissionError(f"sent, but the older file stayed: {batch.failed[0][1]}")
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
