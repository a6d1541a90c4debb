"""Sources that give their bytes asynchronously."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from typing import IO, TYPE_CHECKING, Any, Protocol, Union

from gigahost.types import Source

from ._call import run

if TYPE_CHECKING:
    from typing_extensions import Buffer


class AsyncReadable(Protocol):
    """An async binary file object that is read from."""

    async def read(self, size: int, /) -> "Buffer": ...


# What an upload can be made from: what a blocking one can, an async iterator, an async file object.
AsyncSource = Union[Source, AsyncIterable["Buffer"], AsyncReadable]

# Bytes that are read at once, and kept in memory before a file takes them.
_CHUNK = 1024 * 1024
_IN_MEMORY = 8 * 1024 * 1024


def is_asynchronous(source: object) -> bool:
    """Whether a source is an async iterator or an async file object."""
    return hasattr(source, "__aiter__") or inspect.iscoroutinefunction(
        getattr(source, "read", None)
    )


async def spool(source: Any) -> IO[bytes]:
    """All bytes of an asynchronous source, in a temporary file that stands at its beginning.

    The source is awaited in its own event loop, and no thread waits for it.
    """
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
    try:
        waiting = bytearray()
        async for chunk in _chunks(source):
            waiting += memoryview(chunk)
            if len(waiting) >= _CHUNK:
                await run(file.write, waiting)
                waiting = bytearray()
        await run(file.write, waiting)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


async def _chunks(source: Any) -> AsyncIterator[Any]:
    if inspect.iscoroutinefunction(getattr(source, "read", None)):
        while chunk := await source.read(_CHUNK):
            yield chunk
    else:
        async for chunk in source:
            yield chunk
