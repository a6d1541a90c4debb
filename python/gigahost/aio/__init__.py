"""gigahost for asyncio: the same verbs and operations, awaitable.

    import asyncio
    import gigahost.aio

    async def main():
        async with gigahost.aio.Rapidgator("ann@example.test", "secret") as session:
            receipt = await session.upload("film.mkv", on_progress=print)
            print(receipt.url)

    asyncio.run(main())

Cancelling a task cancels its call; `asyncio.timeout` works. Results and exceptions are those of
`gigahost`. Requires an asyncio event loop; trio and others are not supported.
"""

from ._hosts import Gett, Giga0, GigaGs, Rapidgator, UploadGig, open, wrap
from ._live import Live
from ._pool import limit_threads
from ._queue import Queue
from ._receipts import verify
from ._session import Session

for _public in (
    Gett, Giga0, GigaGs, Live, Queue, Rapidgator, Session, UploadGig, limit_threads, open, verify,
    wrap,
):
    _public.__module__ = "gigahost.aio"
del _public

__all__ = [
    "Gett",
    "Giga0",
    "GigaGs",
    "Live",
    "Queue",
    "Rapidgator",
    "Session",
    "UploadGig",
    "limit_threads",
    "open",
    "verify",
    "wrap",
]
