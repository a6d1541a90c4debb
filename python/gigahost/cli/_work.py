"""Doing the work: several things at once, one account of what became of each."""

from __future__ import annotations

import argparse
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gigahost import Progress

from . import _exit
from ._output import Output, described
from ._screen import Bar
from ._sessions import Sessions

# How often the main thread looks whether somebody pressed Ctrl-C, in seconds. On POSIX systems the
# signal itself wakes it.
_TICK = 0.05


@dataclass(frozen=True)
class Context:
    """What every command works with."""

    arguments: argparse.Namespace
    sessions: Sessions
    output: Output


@dataclass(frozen=True)
class Outcome:
    """What became of a task: lines of the result, a note for people, facts for programs."""

    lines: tuple[str, ...] = ()
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    #: What else a person should know, a line each.
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """One thing to do. `why` is the reason, for --dry-run. Without `run` it is skipped."""

    action: str
    name: str
    target: str
    why: str
    run: Callable[[Callable[[Progress], object]], Outcome] | None
    #: Standard input or output is part of it: it must stay on the main thread.
    alone: bool = False

    def facts(self) -> dict[str, Any]:
        """The task as facts for a program."""
        return {"action": self.action, "name": self.name, "target": self.target}


@dataclass
class Account:
    """What was done so far. Only the main thread writes it."""

    done: int = 0
    skipped: int = 0
    codes: list[int] = field(default_factory=list)
    #: Names of those that may or may not be at the host.
    unknown: list[str] = field(default_factory=list)


def perform(context: Context, tasks: Sequence[Task], *, jobs: int = 1) -> int:
    """Does the tasks, `jobs` at a time, and gives the exit code. With --dry-run it only tells."""
    output = context.output
    if context.arguments.dry_run:
        for task in tasks:
            verb = f"would {task.action}" if task.run else "would skip"
            arrow = f" -> {task.target}" if task.target else ""
            output.line(f"{verb} {task.name}{arrow}: {task.why}")
            output.event("plan", **task.facts(), skip=task.run is None, why=task.why)
        refused = [_exit.FAILED for task in tasks if task.action == "refuse"]
        return _exit.of_many(len(tasks) - len(refused), refused)
    account = Account()
    waiting = [task for task in tasks if task.run]
    for task in tasks:
        if not task.run:
            account.skipped += 1
            output.note(f"{task.name}: skipped, {task.why}")
            output.event("skipped", **task.facts(), why=task.why)
    output.screen.begin(len(waiting))
    try:
        if any(task.alone for task in waiting):
            for task in waiting:
                _note_end(context, account, task, _attempt(context, task))
        else:
            _with_threads(context, account, waiting, jobs)
    except KeyboardInterrupt:
        account.codes.append(_exit.INTERRUPTED)
    finally:
        output.screen.end()
    if _exit.INTERRUPTED in account.codes:
        _tell_interrupted(output, account, len(waiting))
    code = _exit.of_many(account.done + account.skipped, account.codes)
    if len(tasks) > 1 or account.codes:
        failed = len(waiting) - account.done
        output.event("end", done=account.done, skipped=account.skipped, failed=failed, exit=code)
    return code


def _tell_interrupted(output: Output, account: Account, wanted: int) -> None:
    text = f"interrupted: {account.done} of {wanted} done"
    if account.unknown:
        text += f"; may have arrived: {', '.join(account.unknown)}"
    output.note(text)


def _attempt(context: Context, task: Task) -> Outcome | BaseException:
    """Does one task, on the calling thread."""
    assert task.run is not None
    bar: Bar = context.output.screen.bar(task.name)
    try:
        return task.run(bar.show)
    except BaseException as error:  # also KeyboardInterrupt: the main thread decides
        return error
    finally:
        bar.close()


def _with_threads(context: Context, account: Account, tasks: Sequence[Task], jobs: int) -> None:
    """Workers take tasks and hand back what became of them. Ctrl-C, which reaches the main thread
    only, ends all that run; those not begun are left."""
    todo: queue.SimpleQueue[Task] = queue.SimpleQueue()
    ended: queue.SimpleQueue[tuple[Task, Outcome | BaseException]] = queue.SimpleQueue()
    for task in tasks:
        todo.put(task)

    def work() -> None:
        while not context.sessions.cancel.cancelled:
            try:
                task = todo.get_nowait()
            except queue.Empty:
                return
            ended.put((task, _attempt(context, task)))

    # Daemons: a second Ctrl-C ends the process whatever they do.
    workers = [threading.Thread(target=work, daemon=True) for _ in range(min(jobs, len(tasks)))]
    for worker in workers:
        worker.start()
    left = len(tasks)
    interrupted = False
    while left:
        try:
            try:
                task, result = ended.get(timeout=_TICK)
            except queue.Empty:
                if not any(worker.is_alive() for worker in workers) and ended.empty():
                    break
                continue
            left -= 1
            _note_end(context, account, task, result)
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            context.sessions.cancel.cancel()
    if interrupted:
        account.codes.append(_exit.INTERRUPTED)


def _note_end(
    context: Context, account: Account, task: Task, result: Outcome | BaseException
) -> None:
    output = context.output
    if isinstance(result, Outcome):
        account.done += 1
        if result.note:
            output.named_note(task.name, result.note)
        for remark in result.remarks:
            output.note(f"  {remark}")
        for line in result.lines:
            output.line(line)
        output.event("result", **task.facts(), **result.facts)
        return
    code = _exit.of_error(result)
    if code == _exit.UNKNOWN or getattr(result, "outcome", None) == "unknown":
        account.unknown.append(task.name)
    account.codes.append(code)
    if isinstance(result, KeyboardInterrupt):
        raise result
    if code == _exit.INTERRUPTED and not context.output.json:
        return
    facts = described(result)
    output.problem(result, **{k: v for k, v in task.facts().items() if k not in facts})
