"""Text for people: safe on a terminal, and as wide as it looks."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable, Sequence

# Marks that reorder or hide text, and halves of characters: names from hosts may contain any.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_ELLIPSIS = "…"
_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def printable(text: str) -> str:
    """The text with everything escaped that could steer a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in _UNSAFE else c for c in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """How many columns a printable text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shortened(text: str, columns: int) -> str:
    """The text, cut in its middle so that it takes at most so many columns: the beginning and the
    ending of a name tell most."""
    if width(text) <= columns:
        return text
    if columns <= 1:
        return _ELLIPSIS[:columns]
    tail = (columns - 1) // 2
    return _fitting(text, columns - 1 - tail) + _ELLIPSIS + _fitting(text[::-1], tail)[::-1]


def _fitting(text: str, columns: int) -> str:
    for end, character in enumerate(text):
        columns -= _columns(character)
        if columns < 0:
            return text[:end]
    return text


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text in exactly so many columns."""
    text = shortened(text, columns)
    space = " " * (columns - width(text))
    return space + text if right else text + space


def size(count: int | None) -> str:
    """Bytes: `64.0 MiB`; `-` if nobody knows."""
    if count is None:
        return "-"
    if count < 1024:
        return f"{count} B"
    amount, unit = count / 1024, 0
    while amount >= 999.95 and unit + 1 < len(_UNITS):
        amount, unit = amount / 1024, unit + 1
    return f"{amount:.1f} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """A time that is left: `0:07`, `2:03:00`."""
    minutes, second = divmod(max(0, round(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def moment(seconds: int | None) -> str:
    """A time in the local zone, to the minute."""
    if seconds is None:
        return "-"
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
    except (OverflowError, OSError, ValueError):
        return str(seconds)


def table(
    rows: Iterable[Sequence[str]],
    *,
    right: Iterable[int] = (),
    flexible: int | None = None,
    columns: int | None = None,
) -> list[str]:
    """Rows as lines, each column as wide as its widest cell. `right` are the columns of figures.
    If the lines were wider than `columns`, the cells of the `flexible` column are shortened."""
    cells = [[printable(cell) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    if columns is not None and flexible is not None:
        excess = sum(widths) + 2 * (len(widths) - 1) - columns
        widths[flexible] = max(8, widths[flexible] - max(0, excess))
    figures = set(right)
    return [
        "  ".join(
            padded(cell, wide, right=number in figures)
            for number, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
