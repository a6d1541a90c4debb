"""The bridge to Python's `logging`."""

from __future__ import annotations

from ._native import _set_logging

_LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}


def enable_logging(level: str | int | None = "DEBUG") -> None:
    """Sends the library's events of this level and above to the logger "gigahost"; None stops that.

    DEBUG reports every call: host, operation, seconds. INFO reports calls that failed, why, and
    after how many attempts. No message contains a secret. Events are logged on the thread that made
    the call. No handler is installed, and no logger's level is changed.
    """
    if isinstance(level, str):
        try:
            level = _LEVELS[level.upper()]
        except KeyError:
            raise ValueError(f"`level` must be one of {', '.join(_LEVELS)}, a number or None") from None
    _set_logging(level)


enable_logging.__module__ = "gigahost"
