"""The classes of `gigahost.aio`, made from those of `gigahost`."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import gigahost
from gigahost import CancelToken, RemoteJob

from ._call import run
from ._progress import Reporter
from ._source import is_asynchronous, spool

# States of a remote job that are final.
_FINAL = frozenset({"done", "failed", "cancelled"})


class Session:
    """One account at one host, awaitable: `gigahost.Session` for asyncio tasks.

    Every verb and every operation of the host is a coroutine function with the same parameters.
    Calls run on a few threads of the library's own; if none is free, a call waits its turn without
    a thread (see `limit_threads`). Cancelling the task cancels the call and waits until it has
    ended; the exception it ended with is the `__context__` of the CancelledError.

    `on_progress` is called in the event loop, with the newest state; it may be a coroutine
    function. The source of an upload may be an async iterator of bytes or an async file object; it
    is spooled to a temporary file first. Ordinary file objects are read and written on the thread.
    """

    _blocking_class: ClassVar[type[gigahost.Session]] = gigahost.Session
    _session: gigahost.Session
    _cancel: CancelToken | None

    def __init__(self, *args: Any, **keywords: Any) -> None:
        self._session = self._blocking_class(*args, **keywords)
        self._cancel = None

    @property
    def blocking(self) -> gigahost.Session:
        """The underlying blocking session, with the same login and connections."""
        return self._session

    @property
    def host(self) -> str:
        """The name of the host: `rapidgator`, `giga0`, `uploadgig`, `gett` or `gigags`."""
        return self._session.host

    @property
    def base_url(self) -> str:
        """The origin of the API."""
        return self._session.base_url

    @property
    def proxy(self) -> str | None:
        """The proxy that calls of the API go through, as a URL without its login; None if they go
        straight to the host. Contacts nobody."""
        return self._session.proxy

    @property
    def notes(self) -> list[str]:
        """What was odd about answers of the host that could be read all the same, each once, the latest
        last, 32 at most."""
        return self._session.notes

    @property
    def closed(self) -> bool:
        """Whether the session was closed."""
        return self._session.closed

    @property
    def capabilities(self) -> list[str]:
        """The verbs that the host supports."""
        return self._session.capabilities

    def supports(self, capability: str) -> bool:
        """Whether the host supports a verb. Makes no request.

        ValueError for a name that is not a verb: see `gigahost.CAPABILITIES`.
        """
        return self._session.supports(capability)

    def with_timeout(self, seconds: float) -> Self:
        """A view of the same session whose calls, including transfers, take at most this many
        seconds each. Time spent waiting for a thread does not count; `asyncio.timeout` covers that
        too."""
        return self._around(self._session.with_timeout(seconds), self._cancel)

    def with_cancel(self, token: CancelToken) -> Self:
        """A view of the same session whose calls end with `Cancelled` when this token is
        cancelled."""
        return self._around(self._session.with_cancel(token), token)

    async def close(self) -> None:
        """Closes the session and its connections; running calls finish normally. Closing twice is
        allowed. This does not log out at the host; see `logout`."""
        self._session.close()

    async def remote_wait(
        self, jobs: Sequence[str | RemoteJob], *, interval: float = 5.0
    ) -> list[RemoteJob]:
        """Polls the status of remote jobs every `interval` seconds until each is done, failed or
        cancelled, and returns the last result. No thread waits in between. Use `asyncio.timeout` to
        limit it."""
        ids = [job.id if isinstance(job, RemoteJob) else job for job in jobs]
        while True:
            status = await self._call("remote_status", (ids,), {})
            found = [job for job in status if job.id in ids]
            if all(job.state in _FINAL for job in found):
                return found
            await asyncio.sleep(interval)

    async def __aenter__(self) -> Self:
        # Refuses a closed session, as the blocking one does.
        self._session.__enter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._session.close()

    def __repr__(self) -> str:
        return f"aio.{self._session!r}"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[gigahost.Session]]:
        return wrap, (self._session,)

    @classmethod
    def _around(cls, session: gigahost.Session, cancel: CancelToken | None) -> Self:
        view = object.__new__(cls)
        view._session = session
        view._cancel = cancel
        return view

    def _token(self) -> CancelToken:
        """A token for one call, which ends that call and no other."""
        return CancelToken() if self._cancel is None else self._cancel.child()

    async def _call(
        self,
        name: str,
        args: tuple[Any, ...],
        keywords: dict[str, Any],
        token: CancelToken | None = None,
    ) -> Any:
        token = token or self._token()
        session = self._session.with_cancel(token)
        return await run(getattr(session, name), *args, token=token, **keywords)

    async def _transfer(self, name: str, bound: inspect.BoundArguments) -> Any:
        """A call with a callback or a source: both may be asynchronous."""
        arguments = bound.arguments
        given = arguments.pop("cancel", None)
        token = self._token() if given is None else given.child()
        work = getattr(self._session.with_cancel(token), name)
        reporter = None
        if arguments.get("on_progress") is not None:
            reporter = Reporter(arguments["on_progress"], token)
            arguments["on_progress"] = reporter.report
        spooled = None
        if is_asynchronous(arguments.get("source")):
            spooled = arguments["source"] = await spool(arguments["source"])
        value = None
        try:
            value = await run(work, *bound.args, token=token, **bound.kwargs)
            if reporter is not None:
                await reporter.finish()
        except gigahost.Cancelled:
            if reporter is None or reporter.failure is None:
                raise
        finally:
            if reporter is not None:
                reporter.abandon()
            if spooled is not None:
                spooled.close()
        if reporter is not None and reporter.failure is not None:
            raise reporter.failure
        return value


def _coroutine(name: str, method: Any) -> Any:
    """The awaitable twin of a method."""
    signature = inspect.signature(method)

    if {"source", "on_progress"} & signature.parameters.keys():

        async def twin(self: Session, *args: Any, **keywords: Any) -> Any:
            bound = signature.bind(self, *args, **keywords)
            # `self` is that of the blocking session, which the method is taken from.
            del bound.arguments["self"]
            return await self._transfer(name, bound)

    else:

        async def twin(self: Session, *args: Any, **keywords: Any) -> Any:
            return await self._call(name, args, keywords)

    twin.__name__ = name
    twin.__doc__ = method.__doc__
    twin.__signature__ = signature  # type: ignore[attr-defined]
    return twin


# The classes of the five hosts, which stand above this one and enter themselves.
CLASSES: dict[str, type[Session]] = {}


def wrap(session: gigahost.Session) -> Session:
    """The awaitable counterpart of a session, with the same login and connections. A cancel token
    attached to the session with `with_cancel` has no effect on it."""
    return CLASSES[session.host]._around(session, None)


def blocking(session: Session | gigahost.Session) -> gigahost.Session:
    """The blocking session, of whichever kind it is given."""
    return session.blocking if isinstance(session, Session) else session


def give_methods(cls: type[Session]) -> None:
    """Gives a class the twins of all methods of its blocking class that it has not itself."""
    for name, method in vars(cls._blocking_class).items():
        if name.startswith("_") or not callable(method) or name in vars(cls):
            continue
        twin = _coroutine(name, method)
        twin.__qualname__ = f"{cls.__name__}.{name}"
        twin.__module__ = "gigahost.aio"
        setattr(cls, name, twin)
    if cls._blocking_class is not gigahost.Session:
        cls.__init__ = _constructor(cls)  # type: ignore[method-assign]


def _constructor(cls: type[Session]) -> Any:
    """The constructor, with the keywords of the blocking class."""

    def __init__(self: Session, *args: Any, **keywords: Any) -> None:
        Session.__init__(self, *args, **keywords)

    signature = inspect.signature(cls._blocking_class)
    of_self = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = [of_self, *signature.parameters.values()]
    __init__.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    __init__.__qualname__ = f"{cls.__name__}.__init__"
    return __init__


give_methods(Session)
