"""Bars on a terminal, drawn by rich."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID
from rich.progress import Progress as Drawn
from rich.table import Column
from rich.text import Text

from gigahost import Progress, Totals

from ._screen import Bar, Screen
from ._text import duration, padded, printable, size

# Columns of a name beside its bar: with the figures it leaves a bar of 15 on a terminal of 80.
_NAME = 22
_FIGURES = 36


class Bars(Screen):
    """A bar for each running transfer, at the bottom; lines that stay go above them."""

    def __init__(self) -> None:
        super().__init__()
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._drawn: Drawn | None = None
        self._all: TaskID | None = None
        self._files = 0
        self._ended = 0

    def begin(self, files: int) -> None:
        # What the program writes elsewhere must not be taken for text of the bars.
        self._drawn = Drawn(
            _Name(table_column=Column(width=_NAME, no_wrap=True)),
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            _Figures(table_column=Column(width=_FIGURES, no_wrap=True)),
            console=self._console, transient=True, expand=True,
            redirect_stdout=False, redirect_stderr=False,
        )
        self._files, self._ended = files, 0
        if files > 1:
            self._all = self._drawn.add_task(f"0 of {files} files", total=files, figures="")
        self._drawn.start()

    def bar(self, name: str) -> Bar:
        return _DrawnBar(self, self._drawn, name) if self._drawn else Bar()

    def whole(self, totals: Totals) -> None:
        if self._drawn and self._all is not None and totals.bytes_total:
            self._drawn.update(
                self._all, completed=totals.bytes_done, total=totals.bytes_total,
                figures=_figures("", totals.bytes_done, totals.bytes_total, totals.rate, totals.eta),
            )

    def end(self) -> None:
        if self._drawn:
            self._drawn.stop()
            self._drawn = None

    def above(self, stream: TextIO, text: str) -> None:
        if self._drawn is None or not stream.isatty():
            super().above(stream, text)
            return
        # Only the console knows where the bars are. Both streams are the same terminal.
        self._console.print(Text(text), soft_wrap=True)

    def one_done(self) -> None:
        """Counts a file that has ended."""
        if self._drawn and self._all is not None:
            with self._lock:
                self._ended += 1
                told = f"{self._ended} of {self._files} files"
                self._drawn.update(self._all, description=told)


class _DrawnBar(Bar):
    def __init__(self, bars: Bars, drawn: Drawn, name: str) -> None:
        self._bars = bars
        self._drawn = drawn
        self._task = drawn.add_task(printable(name), total=None, figures="waiting")

    def show(self, progress: Progress) -> None:
        self._drawn.update(
            self._task, completed=progress.done, total=progress.total, figures=_told(progress)
        )

    def close(self) -> None:
        self._drawn.remove_task(self._task)
        self._bars.one_done()


def _told(progress: Progress) -> str:
    return _figures(progress.stage, progress.done, progress.total, progress.rate, progress.eta)


def _figures(
    stage: str, done: int, total: int | None, speed: float | None, eta: float | None
) -> str:
    """Stage, share, rate and time left, always as wide."""
    share = f"{done * 100 // total}%" if total else ""
    rate = f"{size(int(speed))}/s" if speed and speed >= 1 else ""
    left = duration(eta) if eta is not None else ""
    cells = padded(stage, 10), padded(share, 4, right=True)
    return " ".join([*cells, padded(rate, 12, right=True), padded(left, 7, right=True)])


class _Name(ProgressColumn):
    max_refresh = None

    def render(self, task: Task) -> Text:
        return Text(padded(task.description, _NAME), no_wrap=True)


class _Figures(ProgressColumn):
    max_refresh = None

    def render(self, task: Task) -> Text:
        return Text(padded(str(task.fields["figures"]), _FIGURES), no_wrap=True)
