"""What systems do differently, for the whole package."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

NAME = sys.platform
#: How a file is made one that nobody else may read.
REMEDY = (
    'icacls "{0}" /inheritance:r /grant:r "%USERNAME%:F"'
    if sys.platform == "win32"
    else "chmod 600 {0}"
)


def set_number(error: OSError, number: int) -> None:
    """Gives an exception the system's number of an error, in the attributes where `open` has it."""
    if sys.platform == "win32":
        # Python knows which number of the C library it is.
        alike = OSError(0, "", None, number)
        error.errno, error.winerror = alike.errno, number
    else:
        error.errno = number
    error.strerror = os.strerror(error.errno or 0)


def type_of_number(number: int) -> type[OSError]:
    """The class of what `open` raises for the system's number of an error."""
    return type(OSError(0, "", None, number) if sys.platform == "win32" else OSError(number, ""))


def config_folder() -> Path:
    """Where this user's programs keep their settings."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.join(os.path.expanduser("~"), "AppData", "Roaming")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    from pathlib import Path

    return Path(base)


def netrc_files() -> list[Path]:
    """Where the netrc is looked for, as curl looks for it: the first that is there counts."""
    from pathlib import Path

    names = (".netrc", "_netrc") if sys.platform == "win32" else (".netrc",)
    return [Path(os.path.expanduser("~"), name) for name in names]


def same_file(path: Path) -> str:
    """What two paths have in common that are one file here: on Windows and macOS names that differ only
    in case, or only in Unicode's form, are one name."""
    if sys.platform not in ("win32", "darwin"):
        return str(path)
    import unicodedata

    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", str(path)).casefold())


def for_scripts() -> None:
    """Has what is written to a file or a pipe be the same on every system: UTF-8 and `\\n`. What cannot
    be encoded is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if sys.platform == "win32" and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            stream.reconfigure(errors="backslashreplace")


def fill_standard_descriptors() -> None:
    """Has no file or socket get the number of a standard stream that was closed before the program began:
    what is written to that stream would go there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is this one.
            os.open(os.devnull, os.O_RDWR)


def let_go(stream: TextIO) -> None:
    """Throws away what a stream keeps and cannot write, so that the end of the program does not try again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()
    except (OSError, ValueError):
        pass


def shown(path: object) -> str:
    """A local path for people and for scripts: with `/` where it is no console that shows it."""
    text = str(path)
    if sys.platform == "win32" and not sys.stdout.isatty():
        return text.replace("\\", "/")
    return text


def take_interrupts() -> None:
    """Has every key that interrupts a program raise KeyboardInterrupt: Ctrl-C does, Ctrl-Break does not
    by itself."""
    if sys.platform == "win32":
        import signal

        signal.signal(signal.SIGBREAK, signal.default_int_handler)
