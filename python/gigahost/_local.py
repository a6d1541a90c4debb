"""What is in a folder of this machine, and what of it can be sent."""

from __future__ import annotations

import os
import re
import stat

_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
_PART = re.compile(r"\..+\.[0-9a-f]{8}\.(gigapart|gigameta|gigablocks|newmeta)")


def is_part(name: str) -> bool:
    """Whether a download that is not complete left a file of this name."""
    return _PART.fullmatch(name) is not None


def looked_at(path: str) -> tuple[int | None, Exception | None]:
    """The size of a file of a folder, or why it cannot be sent."""
    try:
        found = os.stat(path)
    except OSError as error:
        if os.path.islink(path):
            return None, type(error)(error.errno, f"a link that leads nowhere: {error.strerror}", path)
        return None, error
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "no file")
        return None, ValueError(f"{path}: {kind}, which is not sent from a folder")
    try:
        path.encode()
    except UnicodeEncodeError:
        return None, ValueError(f"{ascii(os.path.basename(path))}: the name is no UTF-8: give it another")
    return found.st_size, None


def size_of(path: str) -> int | None:
    """The size of a file that is named itself; None of a pipe, which is read to its end.

    OSError as `os.stat` gives it.
    """
    found = os.stat(path)
    return found.st_size if stat.S_ISREG(found.st_mode) else None
