"""Receipts: a log of what was stored, a line of JSON for each file; whether it is still there; sending
again what is gone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import gigahost
from gigahost import Entry, Progress, Queue, Receipt, Session

from ._exit import Different, Usage
from ._md5 import md5_of
from ._text import size
from ._work import Context, Outcome, Step, Task, perform

# Written into each line: a program that does not know it says so.
_VERSION = 1
# What a line takes from a receipt as it is.
_OF_RECEIPT = ("url", "wanted_name", "bytes", "md5", "how", "verified")


class Log:
    """Appends receipts to a file that only this user may read. Several programs may write to one."""

    def __init__(self, path: str) -> None:
        self._path = path
        # Before anything is sent: afterwards it is too late to complain.
        os.close(self._open())

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, session: Session, source: str, folder: str | None, receipt: Receipt) -> None:
        """Adds a line. No secret is in it: the link that deletes the file is left out."""
        facts = {name: getattr(receipt, name) for name in _OF_RECEIPT}
        self._write(session, source, folder, receipt.entry, facts)

    def found(self, session: Session, source: str, folder: str | None, entry: Entry) -> None:
        """Adds a line for a file that an earlier run has sent, whose receipt was lost with it."""
        facts = {
            "url": entry.url, "wanted_name": entry.name, "bytes": entry.size, "md5": entry.md5,
            "how": "recovered", "verified": "size",
        }  # fmt: skip
        self._write(session, source, folder, entry, facts)

    def _write(
        self, session: Session, source: str, folder: str | None, entry: Entry, more: dict[str, Any]
    ) -> None:
        facts = {
            "version": _VERSION,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "host": session.host,
            "url_of_host": session.base_url,
            "id": entry.id,
            "folder": folder,
            "name": entry.name,
            **more,
            "source": os.path.abspath(source) if source else None,
        }
        line = json.dumps(facts, ensure_ascii=False).encode() + b"\n"
        descriptor = self._open()
        try:
            # One call: lines of two programs do not mix.
            if os.write(descriptor, line) != len(line):
                raise OSError(f"{self._path}: the disk did not take the receipt")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def log_of(context: Context) -> Log | None:
    """The log that the command line names."""
    path = getattr(context.arguments, "receipts", None)
    return Log(path) if path else None


@dataclass(frozen=True)
class Stored:
    """A line of the log."""

    host: str
    id: str
    folder: str | None
    url: str | None
    name: str
    wanted_name: str
    bytes: int
    md5: str | None
    source: str | None

    def __str__(self) -> str:
        return f"{self.host}:#{self.id}"


def read(path: str) -> list[Stored]:
    """The files of a log. Of one that was sent again the last line counts."""
    found: dict[tuple[str, str | None, str | None, str], Stored] = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                one = _stored(line, f"{path}:{number}")
                key = one.wanted_name if one.source else one.id
                found[one.host, one.source, one.folder, key] = one
    return list(found.values())


def _stored(line: str, where: str) -> Stored:
    try:
        facts = json.loads(line)
        if facts["version"] != _VERSION:
            raise Usage(f"{where}: a receipt of version {facts['version']!r} is not known")
        one = Stored(**{name: facts[name] for name in Stored.__dataclass_fields__})
        if one.host not in gigahost.HOSTS or not isinstance(one.id, str):
            raise ValueError("no such host")
        return one
    except (KeyError, TypeError, ValueError) as error:
        raise Usage(f"{where}: this is no receipt ({error})") from None


class Lookup:
    """Looks files up at their hosts: many by one call where the host can."""

    def __init__(self, context: Context, stored: list[Stored]) -> None:
        self._context = context
        self._links = {one.url: one for one in stored if one.url}
        self._asked: dict[str, dict[str, gigahost.LinkStatus]] = {}
        self._listed: dict[tuple[str, str | None], dict[str, gigahost.Entry]] = {}

    def why_gone(self, one: Stored) -> str | None:
        """Why a file is not what its receipt says; None if it is.

        `Unsupported` where the host cannot be asked.
        """
        session = self._context.sessions.session(one.host)
        if session.supports("check_links") and one.url:
            status = self._status(session, one.url)
            if not status.alive:
                return "its link is dead"
            return _differs(one, status.size, None)
        entry: gigahost.Entry | None
        if session.supports("stat"):
            try:
                entry = session.stat(one.id)
            except gigahost.NotFound:
                entry = None
        else:
            entry = self._entries(session, one.folder).get(one.id)
        if entry is None or entry.state == "removed":
            return "it is gone"
        if entry.state == "trashed":
            return "it is in the trash"
        if entry.state in ("waiting", "uploading"):
            return "it is not complete"
        return _differs(one, entry.size, entry.md5)

    def _status(self, session: Session, url: str) -> gigahost.LinkStatus:
        host = session.host
        if host not in self._asked:
            links = [url for url, one in self._links.items() if one.host == host]
            self._asked[host] = {status.url: status for status in session.check_links(links)}
        return self._asked[host][url]

    def _entries(self, session: Session, folder: str | None) -> dict[str, gigahost.Entry]:
        place = session.host, folder
        if place not in self._listed:
            self._listed[place] = {entry.id: entry for entry in session.list(folder)}
        return self._listed[place]


def _differs(one: Stored, count: int | None, md5: str | None) -> str | None:
    if count is not None and count != one.bytes:
        return f"it has {count} bytes, not {one.bytes}"
    if md5 is not None and one.md5 is not None and md5.lower() != one.md5:
        return "it has another MD5"
    return None


def run_verify(context: Context) -> int:
    """Asks the hosts whether everything of the log is still there, and gives the exit code."""
    stored = read(context.arguments.receipts)
    lookup = Lookup(context, stored)

    def look(one: Stored, _: Callable[[Progress], object]) -> Outcome:
        if why := lookup.why_gone(one):
            raise FileNotFoundError(f"{one} ({one.name}): {why}")
        return Outcome((), f"{size(one.bytes)}, there", {"id": one.id, "url": one.url})

    why = "asks the host, without fetching it"
    tasks = [Task("look at", one.name, str(one), why, run=partial(look, one)) for one in stored]
    return perform(context, tasks)


def run_repair(context: Context) -> int:
    """Sends again what is gone, from where it was sent before, and gives the exit code."""
    if len(context.arguments.operands) != 1:
        raise Usage("repair takes one log")
    [path] = context.arguments.operands
    stored = read(path)
    log = Log(path)
    tasks = list(_repairs(context, stored, log))
    return perform(context, tasks, jobs=context.arguments.jobs)


def _repairs(context: Context, stored: list[Stored], log: Log) -> Iterator[Task]:
    lookup = Lookup(context, stored)
    for one in stored:
        try:
            why = lookup.why_gone(one)
        except gigahost.Unsupported:
            yield Task("skip", one.name, str(one), f"{one.host} cannot be asked whether it is there")
            continue
        if why is None:
            yield Task("skip", one.name, str(one), "it is there")
        else:
            yield Task("send", one.name, str(one), why, start=partial(_send_again, context, one, log))


def _send_again(context: Context, one: Stored, log: Log, queue: Queue) -> Step:
    if one.source is None:
        raise FileNotFoundError(f"{one.name}: its receipt does not say where it came from")
    if os.path.getsize(one.source) != one.bytes:
        raise Different(f"{one.source} has another size than it had")
    if one.md5 is not None and md5_of(context, one.source) != one.md5:
        raise Different(f"{one.source} has another content than it had")
    session = context.sessions.session(one.host)
    id = queue.upload(session, one.source, name=one.wanted_name, folder=one.folder, md5=one.md5)

    def then(receipt: Any) -> Outcome:
        log.add(session, one.source or "", one.folder, receipt)
        return Outcome((receipt.url or receipt.entry.id,), f"{size(one.bytes)} {receipt.how}")

    return Step(id, then)
