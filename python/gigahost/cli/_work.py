"""Doing the work: several things at once, one account of what became of each."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gigahost import Progress, Queue, Transfer

from . import _exit
from ._output import Output, described
from ._screen import Bar
from ._sessions import Sessions


# The most transfers at once: what a queue can do.
_MOST_JOBS = 64
# Seconds between two looks at the whole.
_WHOLE_EVERY = 0.2


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
class Step:
    """A transfer that was added to the queue, and what follows its end: the outcome, or the next
    transfer. `left` is called when it has ended, however that was."""

    id: int
    then: Callable[[Any], Outcome | Step]
    left: Callable[[], object] = lambda: None


#: Gives a reason in place of a step where nothing is to be done.
Start = Callable[[Queue], Step | str]


@dataclass(frozen=True)
class Task:
    """One thing to do: `start` adds it to the queue, `run` does it at once on the main thread, because
    it is no transfer, or standard input or output is part of it. `why` is the reason, for --dry-run.
    Without either it is skipped."""

    action: str
    name: str
    target: str
    why: str
    run: Callable[[Callable[[Progress], object]], Outcome] | None = None
    start: Start | None = None
    #: It runs after everything else, and only if nothing failed.
    last: bool = False

    @property
    def skipped(self) -> bool:
        """Nothing is to be done."""
        return self.run is None and self.start is None

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


def perform(
    context: Context, tasks: Sequence[Task], *, jobs: int = 1, queue: Queue | None = None
) -> int:
    """Does the tasks, `jobs` transfers at a time, and gives the exit code; in `queue` if it is given.
    With --dry-run it only tells."""
    output = context.output
    if context.arguments.dry_run:
        for task in tasks:
            verb = "would skip" if task.skipped else f"would {task.action}"
            arrow = f" -> {task.target}" if task.target else ""
            output.line(f"{verb} {task.name}{arrow}: {task.why}")
            output.event("plan", **task.facts(), skip=task.skipped, why=task.why)
        refused = [_exit.FAILED for task in tasks if task.action == "refuse"]
        return _exit.of_many(len(tasks) - len(refused), refused)
    account = Account()
    waiting = [task for task in tasks if not task.skipped]
    for task in tasks:
        if task.skipped:
            _note_skipped(context, account, task, task.why)
    output.screen.begin(len(waiting))
    try:
        for task in waiting:
            if task.run is not None and not task.last:
                _note_end(context, account, task, _attempt(context, task))
        transfers = [task for task in waiting if task.start is not None]
        if transfers:
            with queue or queue_of(jobs) as at_once:
                Transfers(context, account, at_once, room=2 * jobs).do(transfers)
        failed = bool(account.codes)
        for task in (task for task in waiting if task.last):
            if failed:
                _note_skipped(context, account, task, "something failed", "kept, because")
            else:
                _note_end(context, account, task, _attempt(context, task))
    except KeyboardInterrupt:
        account.codes.append(_exit.INTERRUPTED)
    finally:
        output.screen.end()
    if _exit.INTERRUPTED in account.codes:
        _tell_interrupted(output, account, len(waiting))
    code = _exit.of_many(account.done + account.skipped, account.codes)
    if len(tasks) > 1 or account.codes:
        unfinished = len(tasks) - account.skipped - account.done
        output.event(
            "end", done=account.done, skipped=account.skipped, failed=unfinished, exit=code
        )
    return code


def queue_of(jobs: int, **options: Any) -> Queue:
    """A queue for so many transfers at a time."""
    return Queue(workers=min(jobs, _MOST_JOBS), **options)


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


@dataclass
class _Running:
    """A task whose transfer is in the queue."""

    task: Task
    step: Step
    bar: Bar | None = None


class Transfers:
    """Transfers of a queue: a bar for each that runs, an end for each. Ctrl-C, which reaches the main
    thread only, ends all that run; those not begun are left."""

    def __init__(self, context: Context, account: Account, queue: Queue, room: int) -> None:
        self._room = room
        self._context = context
        self._account = account
        self._queue = queue
        self._running: dict[int, _Running] = {}
        #: What was told of a transfer before its task was begun.
        self._early: dict[int, Transfer] = {}
        self._told = 0.0

    def do(self, tasks: Sequence[Task]) -> None:
        """Does the tasks."""
        left = iter(tasks)
        interrupted = False
        while True:
            try:
                for task in left:
                    self._begin(task)
                    # What waits here costs less than what waits in the queue.
                    while self._waiting() > self._room and self._tell(None):
                        pass
                    # What has ended is noted at once: a kill must find it noted.
                    while self._tell(0):
                        pass
                while self._tell(None):
                    pass
                break
            except KeyboardInterrupt:
                if interrupted:
                    raise
                interrupted = True
                left = iter(())
                self._context.sessions.cancel.cancel()
                self._queue.cancel()
        if interrupted:
            self._account.codes.append(_exit.INTERRUPTED)

    def _waiting(self) -> int:
        """How many are in the queue and not at their host."""
        totals = self._queue.totals()
        return totals.queued + totals.active

    def _begin(self, task: Task) -> None:
        assert task.start is not None
        try:
            step = task.start(self._queue)
        except Exception as error:
            _note_end(self._context, self._account, task, error)
            return
        if isinstance(step, str):
            _note_skipped(self._context, self._account, task, step)
            return
        self._running[step.id] = _Running(task, step)
        if step.id in self._early:
            self._show(self._early.pop(step.id))

    def _tell(self, timeout: float | None) -> bool:
        """Tells the next event; False if there is none."""
        event = self._queue.next_event(timeout)
        if event is None:
            return False
        if event.id in self._running:
            self._show(event)
        else:
            self._early[event.id] = event
        return True

    def _show(self, event: Transfer) -> None:
        running = self._running[event.id]
        begun = event.state in ("active", "processing") or event.progress.elapsed > 0
        if begun and running.bar is None:
            running.bar = self._context.output.screen.bar(running.task.name)
        if running.bar is not None:
            running.bar.show(event.progress)
        if time.monotonic() - self._told >= _WHOLE_EVERY:
            self._context.output.screen.whole(self._queue.totals())
            self._told = time.monotonic()
        if event.state in ("done", "failed", "cancelled"):
            self._end(event, running)

    def _end(self, event: Transfer, running: _Running) -> None:
        del self._running[event.id]
        bar, step = running.bar, running.step
        result: Outcome | BaseException
        try:
            after = step.then(self._queue.result(event.id))
            if isinstance(after, Step):
                self._running[after.id] = _Running(running.task, after, bar)
                return
            result = after
        except BaseException as error:  # also KeyboardInterrupt: `do` decides
            result = error
        finally:
            step.left()
        if bar is not None:
            bar.close()
        elif event.state == "cancelled" and self._context.sessions.cancel.cancelled:
            return  # never begun
        _note_end(self._context, self._account, running.task, result)


def _note_skipped(
    context: Context, account: Account, task: Task, why: str, what: str = "skipped,"
) -> None:
    """Notes that nothing was done."""
    account.skipped += 1
    context.output.note(f"{task.name}: {what} {why}")
    context.output.event("skipped", **task.facts(), why=why)


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
        if hint := getattr(result, "hint", None):
            output.note(f"{task.name}: {hint}")
        return
    facts = described(result)
    output.problem(result, **{k: v for k, v in task.facts().items() if k not in facts})
