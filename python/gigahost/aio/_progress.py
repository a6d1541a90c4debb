"""Progress of a transfer on a thread, told in the event loop."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from gigahost import CancelToken, Progress

Callback = Callable[[Progress], Any]


class Reporter:
    """Between a transfer on its thread and the caller's callback in the event loop.

    The loop hears of the newest state only: what comes while the callback still runs replaces what
    waits.
    """

    def __init__(self, callback: Callback, token: CancelToken) -> None:
        if not callable(callback):
            name = type(callback).__name__
            raise TypeError(f"`on_progress` must be callable, not {name}")
        self.failure: BaseException | None = None
        self._callback = callback
        self._token = token
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._newest: Progress | None = None
        self._awaiting: asyncio.Task[None] | None = None
        self._stopped = False

    def report(self, progress: Progress) -> bool:
        """Called by the transfer, on its thread. False ends it."""
        with self._lock:
            waiting = self._newest is not None
            self._newest = progress
        if not waiting:
            try:
                self._loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:
                # The loop is closed: nobody waits for this transfer any more.
                return False
        return not self._stopped

    async def finish(self) -> None:
        """Waits until the last state was told."""
        while self._awaiting is not None:
            await asyncio.wait({self._awaiting})

    def abandon(self) -> None:
        """Tells nothing more."""
        self._stopped = True
        if self._awaiting is not None:
            self._awaiting.cancel()

    def _take(self) -> Progress | None:
        with self._lock:
            progress, self._newest = self._newest, None
        return progress

    def _deliver(self) -> None:
        if self._awaiting is not None or self._stopped:
            return
        progress = self._take()
        if progress is None:
            return
        try:
            answer = self._callback(progress)
        # It ends the transfer, and comes back from the call as it is.
        except BaseException as error:
            self._end(error)
            return
        if inspect.isawaitable(answer):
            self._awaiting = self._loop.create_task(self._await(answer))
        elif answer is False:
            self._end(None)

    async def _await(self, answer: Awaitable[Any]) -> None:
        try:
            if await answer is False:
                self._end(None)
        except BaseException as error:
            self._end(error)
        finally:
            self._awaiting = None
            self._deliver()

    def _end(self, failure: BaseException | None) -> None:
        self._stopped = True
        self.failure = failure
        self._token.cancel()
