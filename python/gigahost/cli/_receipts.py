"""Receipts: whether what was stored is still there; sending again what is gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import gigahost
from gigahost import CheckedFile, Progress, Queue, ReceiptLog, StoredFile

from ._exit import Different, Usage
from ._text import size
from ._work import Context, Outcome, Step, Task, perform, queue_of


@contextmanager
def as_given() -> Iterator[None]:
    """What is wrong with a file that the command line names is a wrong command line."""
    try:
        yield
    except gigahost.ArgumentError as error:
        raise Usage(str(error)) from None


def log_of(context: Context) -> ReceiptLog | None:
    """The log that the command line names; whether it can be written is known before anything is sent."""
    path = getattr(context.arguments, "receipts", None)
    return ReceiptLog(path) if path and not context.arguments.dry_run else None


def queue_for(context: Context, log: ReceiptLog | None = None) -> Queue | None:
    """A queue with the state that the command line names; none if nothing is to be done."""
    arguments = context.arguments
    if arguments.dry_run:
        return None
    with as_given():
        return queue_of(arguments.jobs, state=arguments.state, receipts=log)


def read(path: str) -> tuple[ReceiptLog, list[StoredFile]]:
    """A log that is there, and its files."""
    os.stat(path)
    with as_given():
        log = ReceiptLog(path)
        return log, log.files()


def shown(file: StoredFile) -> str:
    """How a stored file is addressed."""
    return f"{file.host}:#{file.id}"


class Checks:
    """What the hosts say of the files of a log: each is asked once, when it is needed."""

    def __init__(self, context: Context, ask: Callable[[gigahost.Session], list[CheckedFile]]) -> None:
        self._context = context
        self._ask = ask
        self._checked: dict[str, dict[str, CheckedFile]] = {}
        self._accounts: dict[tuple[str, str | None], str] = {}

    def of(self, file: StoredFile) -> CheckedFile:
        """What the host says of a file."""
        place = file.host, file.account
        if place not in self._accounts:
            # It looks for the credentials of every account, so not for each file.
            self._accounts[place] = self._context.sessions.account_of(*place)
        name = self._accounts[place]
        if name not in self._checked:
            session = self._context.sessions.session(name)
            self._checked[name] = {one.file.id: one for one in self._ask(session)}
        checked = self._checked[name].get(file.id)
        if checked is None:
            account = f" in the account {file.account}" if file.account else ""
            raise Different(f"{shown(file)} ({file.name}) was stored at {file.base_url}{account}: not here")
        if checked.standing == "unknown":
            raise gigahost.Unsupported(f"{shown(file)} ({file.name}): {checked.why}")
        return checked


def run_verify(context: Context) -> int:
    """Asks the hosts whether everything of the log is still there, and gives the exit code."""
    log, files = read(context.arguments.receipts)
    checks = Checks(context, log.verify)

    def look(file: StoredFile, _: Callable[[Progress], object]) -> Outcome:
        if (checked := checks.of(file)).standing == "gone":
            raise FileNotFoundError(f"{shown(file)} ({file.name}): {checked.why}")
        return Outcome((), f"{size(file.bytes)}, there", {"id": file.id, "url": file.url})

    why = "asks the host, without fetching it"
    tasks = [Task("look at", one.name, shown(one), why, run=partial(look, one)) for one in files]
    return perform(context, tasks)


def run_repair(context: Context) -> int:
    """Sends again what is gone, from where it was sent before, and gives the exit code."""
    if len(context.arguments.operands) != 1:
        raise Usage("repair takes one log")
    log, files = read(context.arguments.operands[0])
    if context.arguments.dry_run:
        checks = Checks(context, log.verify)
        return perform(context, [_foreseen(checks, file) for file in files])
    again = Again(context, log)
    why = "it is gone"
    tasks = [Task("send", one.name, shown(one), why, start=partial(again.start, one)) for one in files]
    return perform(context, tasks, jobs=context.arguments.jobs)


def _foreseen(checks: Checks, file: StoredFile) -> Task:
    try:
        checked = checks.of(file)
    except gigahost.Unsupported as error:
        return Task("skip", file.name, shown(file), str(error))
    action, why = ("send", checked.why) if checked.standing == "gone" else ("skip", "it is there")
    return Task(action, file.name, shown(file), why or "it is gone", run=_nothing if action == "send" else None)


def _nothing(_: object) -> Outcome:
    return Outcome()


class Again:
    """Sends again what is gone: of a host all at once."""

    def __init__(self, context: Context, log: ReceiptLog) -> None:
        self._log = log
        self._checks: Checks | None = None
        self._context = context

    def start(self, file: StoredFile, queue: Queue) -> Step | str:
        """The upload by which a file is sent again, or why there is none."""
        if self._checks is None:
            self._checks = Checks(self._context, lambda session: queue.repair(session, self._log))
        try:
            checked = self._checks.of(file)
        except gigahost.Unsupported as error:
            return str(error)
        if checked.standing == "there":
            return "it is there"
        if checked.transfer is None:
            raise FileNotFoundError(f"{shown(file)} ({file.name}): {checked.why}")
        return Step(checked.transfer, _sent)


def _sent(receipt: Any) -> Outcome:
    return Outcome((receipt.url or receipt.entry.id,), f"{size(receipt.bytes)} {receipt.how}")
