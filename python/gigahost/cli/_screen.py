"""Progress for people and programs: bars, plain lines, JSON, or nothing."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any, Protocol, TextIO

from gigahost import Progress, Totals

from ._text import duration, printable, size

# Seconds after which a plain line is written although only the number of bytes has changed.
_PAUSE = 2.0
# A transfer that is done within so many seconds needs no lines unless somebody asks for them.
QUICK = 1.0


class Teller(Protocol):
    """What writes events."""

    def event(self, event: str, **facts: Any) -> None:
        """Writes one, with its facts."""


class Bar:
    """Where one transfer stands. Nothing is shown."""

    def show(self, progress: Progress) -> None:
        """Takes an event of the transfer, on the transfer's thread."""

    def close(self) -> None:
        """The transfer has ended, well or not."""


class Screen:
    """Shows transfers; this one does not. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def begin(self, files: int) -> None:
        """So many transfers are about to begin."""

    def bar(self, name: str) -> Bar:
        """Shows one more transfer."""
        return Bar()

    def whole(self, totals: Totals) -> None:
        """How far all transfers are together."""

    def end(self) -> None:
        """No transfer is left: the terminal is as it was before."""

    def above(self, stream: TextIO, text: str) -> None:
        """Writes a line that stays."""
        with self._lock:
            stream.write(text + "\n")
            stream.flush()


class Lines(Screen):
    """A line when the stage changes, at every quarter, and every two seconds; none of a transfer in
    its first `patience` seconds."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self.patience = patience

    def bar(self, name: str) -> Bar:
        return _LineBar(self, printable(name))


class _LineBar(Bar):
    def __init__(self, screen: Lines, name: str) -> None:
        self._screen = screen
        self._name = name
        self._told: tuple[str, int, float] | None = None

    def show(self, progress: Progress) -> None:
        if progress.elapsed < self._screen.patience:
            return
        quarter = progress.done * 4 // progress.total if progress.total else 0
        now = time.monotonic()
        if self._told and self._told[:2] == (progress.stage, quarter):
            if now - self._told[2] < _PAUSE:
                return
        self._told = progress.stage, quarter, now
        if progress.stage != "done":
            self._screen.above(sys.stderr, f"{self._name}: {progress.stage} {figures(progress)}")


class Events(Screen):
    """Every event as a line of JSON."""

    def __init__(self, output: Teller) -> None:
        super().__init__()
        self._output = output

    def bar(self, name: str) -> Bar:
        return _EventBar(self._output, name)


class _EventBar(Bar):
    def __init__(self, output: Teller, name: str) -> None:
        self._output = output
        self._name = name

    def show(self, progress: Progress) -> None:
        self._output.event("progress", name=self._name, **progress.to_dict())


def figures(progress: Progress) -> str:
    """`12.0 MiB of 64.0 MiB, 21.3 MiB/s, 0:03 left`, as far as it is known."""
    text = size(progress.done)
    if progress.total is not None:
        text += f" of {size(progress.total)}"
    if progress.rate and progress.rate >= 1:
        text += f", {size(int(progress.rate))}/s"
    if progress.eta is not None:
        text += f", {duration(progress.eta)} left"
    if progress.attempt > 1:
        text += f", attempt {progress.attempt}"
    return text
