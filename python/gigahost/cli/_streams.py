"""Standard streams that may be closed, full or gone, as under cron, systemd and pythonw. What succeeded has
succeeded, whether or not it can be told; what cannot be written goes where something still can."""

from __future__ import annotations

import errno
import sys
from typing import Any, TextIO

from .. import _system


class Rescue:
    """A stream in front of one that may take nothing. Whole lines that it does not take go to `other`."""

    def __init__(self, stream: TextIO | None, name: str, other: Rescue | None = None) -> None:
        self._stream = stream
        self._name = name
        self._other = other
        self._why = "closed" if stream is None else ""
        self._unwritten = ""

    def __getattr__(self, name: str) -> Any:
        if self._stream is None:
            if name == "buffer":
                raise OSError(errno.EBADF, f"{self._name} is closed")
            raise AttributeError(name)
        return getattr(self._stream, name)

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def write(self, text: str) -> int:
        """Takes text; it is written by `flush`, at the latest."""
        self._unwritten += text
        if "\n" in text:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Writes what is there, here or elsewhere.

        BrokenPipeError if nobody reads any more: then there is nobody to be told either.
        """
        text, self._unwritten = self._unwritten, ""
        if self._stream is not None and not self._why:
            try:
                self._stream.write(text)
                self._stream.flush()
                return
            except BrokenPipeError:
                raise
            except (OSError, ValueError) as error:
                self._why = getattr(error, "strerror", None) or str(error)
                _system.let_go(self._stream)
        if self._other is not None:
            for line in text.splitlines():
                self._other.write(f"gigahost: {self._name} takes nothing ({self._why}): {line}\n")


def guard() -> None:
    """Puts the guarded streams in the place of the standard ones."""
    _system.fill_standard_descriptors()
    if not isinstance(sys.stderr, Rescue):
        sys.stderr = Rescue(sys.stderr, "standard error")  # type: ignore[assignment]
    if not isinstance(sys.stdout, Rescue):
        sys.stdout = Rescue(sys.stdout, "standard output", sys.stderr)  # type: ignore[assignment, arg-type]
