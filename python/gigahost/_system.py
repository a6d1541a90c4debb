"""What systems do differently, for the whole package."""

from __future__ import annotations

import os
import stat
import sys

NAME = sys.platform


def why_not_private(status: os.stat_result) -> str | None:
    """Why a file with secrets cannot be trusted; None if it can."""
    if not stat.S_ISREG(status.st_mode):
        return "it is no regular file"
    if os.name != "posix":
        return None
    if status.st_uid != os.geteuid():
        return f"it belongs to user {status.st_uid}, not to you"
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o177:
        return f"its mode is {mode:04o}, and it must be 0600"
    return None


def lock(descriptor: int) -> bool:
    """Locks a file for as long as it is open; False if another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
