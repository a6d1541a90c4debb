"""What the tests do differently on other systems than those of POSIX."""

import os
import signal
import stat
import sys

import gigahost
from gigahost import _native

WINDOWS = sys.platform == "win32"
#: What a process ends with that killed itself by `os.kill(os.getpid(), 9)`.
KILLED_ITSELF = 9 if WINDOWS else -9
NO_FORK = "there is no fork on this system"


def with_mode(path, mode):
    """Gives a file its mode; on Windows, where there are none, one that only its user may read has the
    access list of the library's own private files, and another has that of its folder."""
    if not WINDOWS:
        path.chmod(mode)
    elif mode == 0o600:
        content = path.read_bytes()
        path.unlink()
        log = gigahost.ReceiptLog(path)
        del log  # it is open no longer
        path.write_bytes(content)


def is_private(path):
    """Whether only its user may read a file."""
    if WINDOWS:
        return _native._read_private(path)[0] is None
    return stat.S_IMODE(path.stat().st_mode) == 0o600


def interrupt(number=signal.SIGINT):
    """Sends the signal of Ctrl-C to this process, from any thread."""
    if WINDOWS:
        signal.raise_signal(number)
    else:
        os.kill(os.getpid(), number)
