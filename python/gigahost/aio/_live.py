"""The Live connection of ge.tt."""

from __future__ import annotations

import asyncio
from typing import Any, Self

import gigahost
from gigahost import CancelToken

from ._call import run

# Seconds between two looks at a connection. In between it takes no thread.
_LOOK_EVERY = 1.0


class Live:
    """An open Live connection to ge.tt, like `gigahost.Live`; also supports `async for event in
    live`.

    While a task waits for an event, the connection is polled once a second; no thread waits. A task
    must wait at least once a minute, because the host expects to receive something. Only one task
    at a time.
    """

    def __init__(self, live: gigahost.Live, token: CancelToken) -> None:
        self._live = live
        self._token = token
        self._look: asyncio.Task[dict[str, Any] | None] | None = None

    @property
    def blocking(self) -> gigahost.Live:
        """The underlying blocking connection."""
        return self._live

    @property
    def session(self) -> str:
        """The text of the session, for `files_create`."""
        return self._live.session

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as known."""
        return self._live.connected

    async def next(self, timeout: float = 60.0) -> dict[str, Any] | None:
        """The next event within this many seconds, or None; see `gigahost.Live.next`. Cancelling
        `next` loses no event."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while True:
            if self._look is None:
                self._look = asyncio.create_task(run(self._live.next, 0.0))
            # A cancelled task leaves the look to the next one.
            await asyncio.wait({self._look})
            look, self._look = self._look, None
            event = look.result()
            left = end - loop.time()
            if event is not None or left <= 0:
                return event
            await asyncio.sleep(min(left, _LOOK_EVERY))

    async def reconnect(self) -> None:
        """Connects again with the same session, to which the files stay bound. Tries five times,
        with increasing pauses. If this is cancelled, the connection can no longer be used."""
        await run(self._live.reconnect, token=self._token)

    async def close(self) -> None:
        """Ends the connection with a WebSocket closing handshake. Closing twice is allowed."""
        if self._look is not None:
            await asyncio.wait({self._look})
        await run(self._live.close)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> dict[str, Any]:
        while (event := await self.next()) is None:
            pass
        return event

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"aio.{self._live!r}"
