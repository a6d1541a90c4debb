"""Exit codes: what a script can tell from the number alone."""

from __future__ import annotations

import errno
from collections.abc import Iterable

import gigahost

DONE = 0
FAILED = 1
USAGE = 2
PARTLY = 3
REFUSED = 4
UNKNOWN = 5
NOT_FOUND = 6
LATER = 7
INTERRUPTED = 130
PIPE_CLOSED = 141

MEANINGS = {
    DONE: "success",
    FAILED: "failed for any other reason",
    USAGE: "invalid command line, options file or environment; nothing was sent",
    PARTLY: "some operands succeeded, others failed",
    REFUSED: "no credentials, or the host rejected them",
    UNKNOWN: "unknown whether an upload arrived: check before sending it again",
    NOT_FOUND: "no such file, folder or link",
    LATER: "temporary failure of host or network: the command may work later",
    INTERRUPTED: "interrupted by Ctrl-C",
    PIPE_CLOSED: "the reader of standard output closed it",
}


class Usage(Exception):
    """The command line, the options file or the environment is wrong."""


class NoCredentials(Exception):
    """Nothing says who the user is at a host."""


class Different(Exception):
    """Two files that should be the same are not."""


def of_error(error: BaseException) -> int:
    """The exit code of one error."""
    if isinstance(error, Usage):
        return USAGE
    if isinstance(error, (NoCredentials, gigahost.AuthError, gigahost.TwoFactor)):
        return REFUSED
    if isinstance(error, gigahost.OutcomeUnknown):
        return UNKNOWN
    if isinstance(error, gigahost.Error):
        if error.outcome == "unknown":
            return UNKNOWN
        if error.status == "CANCELLED":
            return INTERRUPTED
        if error.status == "NOT_FOUND" or getattr(error, "errno", None) == errno.ENOENT:
            return NOT_FOUND
        return LATER if error.retryable else FAILED
    if isinstance(error, FileNotFoundError):
        return NOT_FOUND
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else FAILED


def of_many(done: int, codes: Iterable[int]) -> int:
    """The exit code of a command that did `done` things and failed at others with these codes."""
    failed = set(codes)
    if not failed:
        return DONE
    for code in (INTERRUPTED, UNKNOWN):
        if code in failed:
            return code
    if done:
        return PARTLY
    return failed.pop() if len(failed) == 1 else FAILED
