"""What the command says: results on standard output, everything else on standard error."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import gigahost
from gigahost import SecretStr

from . import _exit
from ._screen import QUICK, Events, Lines, Screen
from ._text import printable, shortened, table, width

_FACTS_OF_ERROR = (
    "status", "host", "operation", "http_status", "host_code", "hint", "retryable", "retry_after",
    "attempts", "outcome",
)  # fmt: skip


class Output:
    """Says things as the command line wants them: text for people, or lines of JSON. Threads may
    share it; a line is never torn."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.json: bool = arguments.json
        self.quiet: bool = arguments.quiet
        self._lock = threading.Lock()
        self.screen: Screen = _screen_for(self, arguments.progress)

    def line(self, text: str) -> None:
        """A line of the result, for people."""
        if not self.json:
            self.screen.above(sys.stdout, printable(text))

    def rows(self, rows: Sequence[Sequence[str]], **layout: Any) -> None:
        """A table of results, for people; as wide as the terminal, if it is one."""
        columns = terminal_width() if sys.stdout.isatty() else None
        for text in table(rows, columns=columns, **layout):
            self.line(text)

    def note(self, text: str) -> None:
        """What a person may want to know on the way."""
        if not (self.json or self.quiet):
            self.screen.above(sys.stderr, printable(text))

    def named_note(self, name: str, text: str) -> None:
        """A note on a file; on a terminal its name is shortened so that the line fits."""
        name = printable(name)
        if sys.stderr.isatty():
            name = shortened(name, max(8, terminal_width() - width(text) - 3))
        self.note(f"{name}: {text}")

    def event(self, event: str, **facts: Any) -> None:
        """A line of JSON, if JSON is wanted."""
        if self.json:
            self._write(json.dumps({"event": event} | without_secrets(facts)))

    def _write(self, text: str) -> None:
        with self._lock:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def problem(self, error: BaseException, **facts: Any) -> None:
        """Why something failed."""
        if self.json:
            self.event("error", **facts, **described(error))
            return
        where = facts.get("name")
        text = said(error)
        if where and not text.startswith(where):
            text = f"{where}: {text}"
        text = f"gigahost: {text}"
        self.screen.above(sys.stderr, printable(text))


def terminal_width() -> int:
    """Columns of the terminal; 80 where nobody knows."""
    return shutil.get_terminal_size().columns


def said(error: BaseException) -> str:
    """An error in one or two sentences."""
    if isinstance(error, gigahost.Error):
        text = str(error)
        if error.retry_after is not None:
            text += f" (the host asks to wait {error.retry_after:.0f} s)"
        return text
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
        if str(error.filename or "").startswith("~") and isinstance(error, FileNotFoundError):
            text += "; `~` stands here as it is: only a shell expands it, so give the whole path"
        return text
    return str(error) or type(error).__name__


def described(error: BaseException) -> dict[str, Any]:
    """An error as facts for a program."""
    facts: dict[str, Any] = {"message": said(error), "exit": _exit.of_error(error)}
    if isinstance(error, gigahost.Error):
        facts |= {name: getattr(error, name) for name in _FACTS_OF_ERROR}
        facts["message"] = error.message or str(error)
    elif isinstance(error, _exit.Usage):
        facts["status"] = "USAGE"
    elif isinstance(error, _exit.NoCredentials):
        facts["status"] = "NO_CREDENTIALS"
    elif isinstance(error, _exit.Different):
        facts["status"] = "DIFFERENT"
    elif isinstance(error, FileNotFoundError):
        facts["status"] = "NOT_FOUND"
    else:
        facts["status"] = "IO" if isinstance(error, OSError) else "INTERNAL"
    return facts


def without_secrets(value: Any) -> Any:
    """The value as JSON can hold it, without what only its owner may see."""
    if isinstance(value, Mapping):
        return {k: without_secrets(v) for k, v in value.items() if not isinstance(v, SecretStr)}
    if isinstance(value, (list, tuple)):
        return [without_secrets(one) for one in value if not isinstance(one, SecretStr)]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def _screen_for(output: Output, wanted: str) -> Screen:
    """The screen for --progress; `auto` means bars on a terminal if rich is installed, else lines."""
    if wanted == "events":
        if not output.json:
            raise _exit.Usage("--progress events needs --json")
        return Events(output)
    if wanted == "none" or output.quiet or (output.json and wanted == "auto"):
        return Screen()
    terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    rich = importlib.util.find_spec("rich") is not None
    if wanted == "bars" and not (terminal and rich):
        raise _exit.Usage("bars need a terminal, and the package rich: pip install 'gigahost[cli]'")
    if wanted == "lines" or not (terminal and rich):
        return Lines(patience=0 if wanted == "lines" else QUICK)
    from ._bars import Bars

    return Bars()
