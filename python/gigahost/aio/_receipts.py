"""`gigahost.ReceiptLog` for asyncio tasks."""

from __future__ import annotations

import gigahost

from ._call import run
from ._session import Session, blocking


async def verify(
    log: gigahost.ReceiptLog, session: Session | gigahost.Session
) -> list[gigahost.CheckedFile]:
    """Asks the session's host whether its files of a log are still there: see
    `gigahost.ReceiptLog.verify`. What else a log does takes no time."""
    token = gigahost.CancelToken()
    return await run(log.verify, blocking(session).with_cancel(token), token=token)  # type: ignore[no-any-return]
