"""A blocking call on a thread, awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from gigahost import CancelToken

from ._pool import Job, pool

# Seconds for which a cancelled task waits until its thread has left the call. The library leaves
# within 0.1; code of the caller's, such as the `read` of a source, may take longer.
_LEAVING = 5.0

Outcome = tuple[Any, BaseException | None]


async def run(
    work: Callable[..., Any], *args: Any, token: CancelToken | None = None, **keywords: Any
) -> Any:
    """Runs `work` on a thread of the pool. If the task is cancelled, so is `token`, and the thread
    has left the call before this returns, unless that takes too long."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Outcome] = loop.create_future()

    def conclude(value: Any, error: BaseException | None) -> None:
        if not outcome.done():
            outcome.set_result((value, error))

    def done(value: Any, error: BaseException | None) -> None:
        try:
            loop.call_soon_threadsafe(conclude, value, error)
        except RuntimeError:
            # The loop is closed: nobody waits any more.
            pass

    job = Job(partial(work, *args, **keywords), done)
    pool.submit(job)
    try:
        value, error = await asyncio.shield(outcome)
    except asyncio.CancelledError as cancelled:
        if not pool.withdraw(job):
            await _leave(outcome, token, cancelled)
        raise
    if error is not None:
        try:
            raise error
        finally:
            # A traceback that holds its own exception is garbage that waits for the collector.
            del error, outcome
    return value


async def _leave(
    outcome: asyncio.Future[Outcome], token: CancelToken | None, cancelled: BaseException
) -> None:
    """Ends the call, and hangs what it ended with on the exception of the cancelled task."""
    if token is not None:
        token.cancel()
    await asyncio.wait({outcome}, timeout=_LEAVING)
    if outcome.done():
        cancelled.__context__ = outcome.result()[1]
