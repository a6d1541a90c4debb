"""The threads that blocking calls run on: few, started on demand, gone when idle."""

from __future__ import annotations

import contextvars
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

# Threads unless `limit_threads` says otherwise.
THREADS = 16
# Seconds after which a thread without work ends.
_IDLE = 10.0


class Job:
    """A call that waits for a thread or runs on one."""

    __slots__ = ("_context", "_done", "_work")

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any, BaseException | None], None],
    ) -> None:
        self._work = work
        self._done = done
        self._context = contextvars.copy_context()

    def run(self) -> None:
        try:
            value = self._context.run(self._work)
        # Whatever it is, it belongs to the task that waits, not to this thread.
        except BaseException as error:
            self._done(None, error)
        else:
            self._done(value, None)


class Pool:
    """Daemon threads, `limit` at most. A job beyond that waits in a queue without a thread."""

    def __init__(self, limit: int = THREADS) -> None:
        self.limit = limit
        self._forget()

    def _forget(self) -> None:
        """Begins anew: in a child process the threads are gone, and the lock may be held."""
        self._process = os.getpid()
        self._changed = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._threads = 0
        self._idle = 0

    def submit(self, job: Job) -> None:
        """Runs a job as soon as there is a thread for it."""
        if self._process != os.getpid():
            self._forget()
        with self._changed:
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._changed.notify()
            else:
                self._start_thread()

    def set_limit(self, limit: int) -> None:
        """Threads beyond the limit end as soon as they have no call."""
        with self._changed:
            self.limit = limit
            for _ in self._jobs:
                self._start_thread()
            self._changed.notify_all()

    def _start_thread(self) -> None:
        if self._threads < self.limit:
            self._threads += 1
            name = f"gigahost-aio-{self._threads}"
            threading.Thread(target=self._serve, name=name, daemon=True).start()

    def withdraw(self, job: Job) -> bool:
        """Takes a job out of the queue. False if a thread has it already."""
        with self._changed:
            try:
                self._jobs.remove(job)
            except ValueError:
                return False
            return True

    def _serve(self) -> None:
        while (job := self._next()) is not None:
            job.run()
            # A thread that waits must not keep what it worked on alive.
            del job

    def _next(self) -> Job | None:
        end = time.monotonic() + _IDLE
        with self._changed:
            while not self._jobs or self._threads > self.limit:
                left = end - time.monotonic()
                if left <= 0 or self._threads > self.limit:
                    self._threads -= 1
                    return None
                self._idle += 1
                self._changed.wait(left)
                self._idle -= 1
            return self._jobs.popleft()


pool = Pool()


def limit_threads(limit: int) -> None:
    """Sets how many calls of `gigahost.aio` run at once in this process (default: 16). Further ones
    wait their turn without a thread. Threads start on demand and end when idle.

    ValueError for less than 1.
    """
    if limit < 1:
        raise ValueError("`limit` must be at least 1")
    pool.set_limit(limit)
