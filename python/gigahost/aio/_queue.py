"""`gigahost.Queue` for asyncio tasks."""

from __future__ import annotations

import asyncio
from typing import Any, Self

import gigahost

from ._call import run
from ._session import Session, blocking
from ._source import is_asynchronous, spool

# Seconds for which a thread waits in the queue at once: a task that is cancelled leaves within this.
_SLICE = 0.1


class Queue:
    """Many transfers over a bounded number of workers, awaitable.

        async with gigahost.aio.Queue(workers=4) as queue:
            for path in paths:
                await queue.upload(session, path)
            async for transfer in queue:
                print(transfer.name, transfer.state, transfer.progress.done)

    The transfers run on the threads of the queue itself; one thread of the pool waits for their
    events. Leaving `async with` waits until all transfers are over; an exception inside, or a
    cancelled task, cancels them. Sessions may be those of `gigahost.aio` or of `gigahost`.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        retries: int | None = None,
        state: Any = None,
        receipts: Any = None,
    ) -> None:
        self._queue = gigahost.Queue(
            workers=workers, retries=retries, state=state, receipts=receipts
        )
        self._turn = asyncio.Lock()
        self._asked: asyncio.Future[Any] | None = None

    @property
    def blocking(self) -> gigahost.Queue:
        """The underlying blocking queue."""
        return self._queue

    @property
    def closed(self) -> bool:
        """Whether the queue was closed."""
        return self._queue.closed

    async def upload(self, session: Session | gigahost.Session, source: Any, **options: Any) -> int:
        """Adds an upload, and returns its number: see `gigahost.Queue.upload`. An asynchronous source
        is spooled to a temporary file first."""
        if is_asynchronous(source):
            source = await spool(source)
        return self._queue.upload(blocking(session), source, **options)

    async def download(
        self, session: Session | gigahost.Session, file: Any, target: Any, **options: Any
    ) -> int:
        """Adds a download, and returns its number: see `gigahost.Queue.download`."""
        return self._queue.download(blocking(session), file, target, **options)

    def restore(self, session: Session | gigahost.Session) -> list[int]:
        """Adds what an earlier run has left of this session's transfers; returns their numbers."""
        return self._queue.restore(blocking(session))

    def earlier(
        self,
        session: Session | gigahost.Session,
        source: Any,
        *,
        name: str | None = None,
        folder: str | gigahost.Entry | None = None,
    ) -> str:
        """What the state says of an upload: `applied`, `unknown` or `not_applied`."""
        return self._queue.earlier(blocking(session), source, name=name, folder=folder)

    async def repair(
        self, session: Session | gigahost.Session, log: Any
    ) -> list[gigahost.CheckedFile]:
        """Adds an upload for each file of a log that is gone: see `gigahost.Queue.repair`."""
        token = gigahost.CancelToken()
        session = blocking(session).with_cancel(token)
        return await run(self._queue.repair, session, log, token=token)  # type: ignore[no-any-return]

    def set_priority(self, id: int, priority: int) -> None:
        """Changes the priority of a transfer, which is 0 by default."""
        self._queue.set_priority(id, priority)

    def set_cap(self, session: Session | gigahost.Session, cap: int | None) -> None:
        """How many uploads to this session's account run at once at most."""
        self._queue.set_cap(blocking(session), cap)

    def pause(self, id: int | None = None) -> None:
        """Holds a transfer, or everything."""
        self._queue.pause(id)

    def resume(self, id: int | None = None) -> None:
        """Lets a transfer go on, or everything that was not paused by itself."""
        self._queue.resume(id)

    def cancel(self, id: int | None = None) -> None:
        """Cancels a transfer, or everything that is not over."""
        self._queue.cancel(id)

    def transfer(self, id: int) -> gigahost.Transfer:
        """A transfer as it is now."""
        return self._queue.transfer(id)

    def transfers(self) -> list[gigahost.Transfer]:
        """All transfers as they are now."""
        return self._queue.transfers()

    def totals(self) -> gigahost.Totals:
        """The whole: how many transfers are in which state, and how far they are."""
        return self._queue.totals()

    def result(self, id: int) -> gigahost.Receipt | gigahost.Download:
        """Removes a transfer that is over, and returns its outcome or raises it."""
        return self._queue.result(id)

    async def next_event(self) -> gigahost.Transfer | None:
        """Waits until a transfer has changed; None when every transfer is over and told. An event
        that comes while the task is being cancelled is there for the next one that asks."""
        async with self._turn:
            while True:
                if self._asked is None:
                    self._asked = asyncio.ensure_future(run(self._queue.next_event, _SLICE))
                event = await asyncio.shield(self._asked)
                self._asked = None
                if event is None and self._queue.wait(0):
                    # One that ended in between is told first.
                    return self._queue.next_event(0)
                if event is not None:
                    return event  # type: ignore[no-any-return]

    async def wait(self) -> None:
        """Waits until every transfer is over."""
        while not await run(self._queue.wait, _SLICE):
            pass

    async def close(self) -> None:
        """Cancels what is not over, and waits for the workers to end. Closing twice is allowed."""
        await run(self._queue.close)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> gigahost.Transfer:
        event = await self.next_event()
        if event is None:
            raise StopAsyncIteration
        return event

    async def __aenter__(self) -> Self:
        self._queue.__enter__()
        return self

    async def __aexit__(self, kind: object, *exception: object) -> None:
        if self._queue.closed:
            return
        if kind is not None:
            self._queue.cancel()
        try:
            await self.wait()
            # All are over: it waits for nothing more, and closes the state.
            self._queue.__exit__(None)
        except BaseException:
            self._queue.cancel()
            raise

    def __repr__(self) -> str:
        return f"aio.{self._queue!r}"
