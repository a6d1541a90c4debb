"""The MD5 of local files."""

from __future__ import annotations

import hashlib

from ._work import Context

_CHUNK = 1 << 20


def md5_of(context: Context, path: str) -> str:
    """The MD5 of a local file, in 32 hexadecimal digits. Ctrl-C ends it."""
    md5 = hashlib.md5(usedforsecurity=False)
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            md5.update(chunk)
            if context.sessions.cancel.cancelled:
                raise KeyboardInterrupt
    return md5.hexdigest()
