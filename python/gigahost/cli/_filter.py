"""`--include` and `--exclude`: which files of a folder are meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Which files of a folder are meant, by their paths from that folder on. What an operand names
    itself is always meant."""

    includes: Sequence[re.Pattern[str]] = ()
    excludes: Sequence[re.Pattern[str]] = ()

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Filter:
        """That of the command line."""
        return cls(
            [pattern(text) for text in arguments.include or ()],
            [pattern(text) for text in arguments.exclude or ()],
        )

    def takes(self, path: str) -> bool:
        """Whether the file at this path, written with slashes, is meant."""
        if any(_matches(one, path) for one in self.excludes):
            return False
        return not self.includes or any(_matches(one, path) for one in self.includes)


def _matches(one: re.Pattern[str], path: str) -> bool:
    """Whether the file, or a folder that it lies in, matches."""
    parts = path.split("/")
    return any(one.fullmatch("/".join(parts[: n + 1])) for n in range(len(parts)))


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of the shell: `*`, `?` and `[...]` stay within a name, `**` does not. With a slash in it,
    it is about the path, else about names at any depth.

    ValueError if it means nothing.
    """
    text = text.rstrip("/")
    if not text:
        raise ValueError("a pattern must not be empty")
    anchored = "/" in text
    expression = "".join(_translated(text.lstrip("/")))
    return re.compile(expression if anchored else f"(?:.*/)?{expression}", re.DOTALL)


def _translated(text: str) -> list[str]:
    """The pieces of a pattern as those of a regular expression."""
    pieces = []
    for piece in re.findall(r"\*\*/|\*\*|\*|\?|\[[!^]?\]?[^\]]*\]|.", text, re.DOTALL):
        if piece == "**/":
            pieces.append("(?:.*/)?")
        elif piece == "**":
            pieces.append(".*")
        elif piece == "*":
            pieces.append("[^/]*")
        elif piece == "?":
            pieces.append("[^/]")
        elif len(piece) > 1:
            inner = piece[1:-1]
            no = inner[:1] in "!^"
            inner = (inner[1:] if no else inner).replace("\\", r"\\").replace("[", r"\[")
            pieces.append(f"(?!/)[{'^' if no else ''}{inner}]")
        else:
            pieces.append(re.escape(piece))
    return pieces
