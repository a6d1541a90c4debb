"""The bridge to Python's `logging`."""

from __future__ import annotations

from ._native import _set_logging

_LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}


def enable_logging(level: str | int | None = "DEBUG") -> None:
    """Sends the library's events to the logger "gigahost" from this level on; None ends that.

    DEBUG tells of every call: host, operation, seconds. INFO tells of calls that failed, why, and
    after how many attempts. No text contains a secret. Events are handed over on the thread that
    made the call. No handler is installed, and no level of any logger is changed.
    """
    if isinstance(level, str):
        try:
            level = _LEVELS[level.upper()]
        except KeyError:
            raise ValueError(f"`level` must be one of {', '.join(_LEVELS)}, a number or None") from None
    _set_logging(level)


enable_logging.__module__ = "gigahost"
