"""The exceptions: `Error`, and one class for each status, made from the core's table."""

from __future__ import annotations

import builtins

from ._native import _STATUSES
from ._system import set_number, type_of_number

# Words that name a thing and no failure: their classes end in `Error`.
_NOUNS = frozenset(
    "ARGUMENT HANDLE CALLBACK DNS CONNECT TLS CERTIFICATE NETWORK PROTOCOL PROXY HTTP AUTH HOST IO".split()
)


class Error(Exception):
    """The base of all errors that this library reports. Each status has its own subclass.

    No attribute contains a secret.

    status          the status in capitals, as the C library spells it: "NOT_FOUND"
    code            its number, the same in C
    retryable       whether the same call may succeed later without any change
    message         one or two sentences; str() adds host, operation and hint
    host            the host that was called, or None
    operation       the operation that failed, or None
    parameter       the parameter that is wrong, with ArgumentError
    http_status     the HTTP status code of the response, if there was one
    host_code       the host's own code, as text
    host_text       the host's own text, at most 4 KiB
    retry_after     how long the host asks to wait, in seconds
    attempts        how many times the request was sent
    not_repeated    why the library did not retry the call
    bytes_sent      bytes sent in the last attempt, including headers
    bytes_received  bytes received in the last attempt, including headers
    outcome         "not_applied", "applied" or "unknown": what the call changed at the host
    clock           the clock that ran out, with Timeout and Stalled
    os_error        the number of the operating system's error
    filename        the file on this machine that the error is about

    Where the operating system has failed with a file of this machine, `errno`, `strerror` and `filename`
    are as `open` sets them, and the exception is also the one that `open` raises: FileNotFoundError,
    PermissionError, IsADirectoryError and so on.

    hint            what the caller can do next
    """

    status = "INTERNAL"
    code = 6
    retryable = False
    message = ""
    host = None
    operation = None
    parameter = None
    http_status = None
    host_code = None
    host_text = None
    retry_after = None
    attempts = 0
    not_repeated = None
    bytes_sent = 0
    bytes_received = 0
    outcome = "not_applied"
    clock = None
    os_error = None
    filename = None
    hint = None

    def __str__(self):
        return str(self.args[0]) if self.args else ""

    def __reduce__(self):
        cls = type(self)
        # One that was made for a number of the system is found by that again.
        known = CLASSES[self.code] if cls in _like_open.values() else cls
        return _restore, (known, self.args, dict(self.__dict__))


def _restore(cls, args, facts):
    error = _class_for(cls, facts)(*args)
    _set(error, facts)
    return error


def _set(error, facts):
    error.__dict__.update(facts)
    number = facts.get("os_error")
    if number is not None and isinstance(error, OSError):
        set_number(error, number)


#: The classes for what the system says of files: by the status, and the exception of `open`.
_like_open: dict = {}


def _class_for(cls, facts):
    """The class of a status, or the one that is also what `open` raises for this number."""
    number = facts.get("os_error")
    if number is None or cls is not BY_NAME["IoError"]:
        return cls
    base = type_of_number(number)
    if issubclass(cls, base):
        return cls
    if base not in _like_open:
        body = {"__module__": "gigahost", "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
        _like_open[base] = type(cls.__name__, (cls, base), body)
    return _like_open[base]


def class_name(status):
    """The name of the class of a status: NOT_FOUND -> NotFound, DNS -> DnsError."""
    name = "".join(word.capitalize() for word in status.split("_"))
    return name + "Error" if status in _NOUNS else name


def _make_classes():
    classes = {}
    for status, number, sentence, base, retryable in _STATUSES:
        name = class_name(status)
        bases = (Error,) if base == "Exception" else (Error, getattr(builtins, base))
        body = {
            "__module__": "gigahost",
            "__doc__": sentence,
            "status": status,
            "code": number,
            "retryable": retryable,
        }
        classes[number] = type(name, bases, body)
    return classes


Error.__module__ = "gigahost"
CLASSES = _make_classes()
BY_NAME = {cls.__name__: cls for cls in CLASSES.values()}


def make(number, text, facts):
    """The exception for a status, with its text and what is known beside it."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    error = _class_for(CLASSES[number], known)(text)
    _set(error, known)
    return error
