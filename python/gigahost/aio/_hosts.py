"""The five hosts."""

from __future__ import annotations

from typing import Any

import gigahost

from ._live import Live
from ._session import CLASSES, Session, give_methods, wrap


class Rapidgator(Session):
    """A session at rapidgator: see `gigahost.Rapidgator` and `gigahost.aio.Session`."""

    _blocking_class = gigahost.Rapidgator


class Giga0(Session):
    """A session at giga0 and compatible sites: see `gigahost.Giga0` and `gigahost.aio.Session`."""

    _blocking_class = gigahost.Giga0


class UploadGig(Session):
    """A session at uploadgig: see `gigahost.UploadGig` and `gigahost.aio.Session`."""

    _blocking_class = gigahost.UploadGig


class Gett(Session):
    """A session at ge.tt: see `gigahost.Gett` and `gigahost.aio.Session`."""

    _blocking_class = gigahost.Gett

    async def live(self, session: str | None = None) -> Live:
        """ge.tt `wss://.../`: opens a Live connection: see `gigahost.Gett.live`."""
        token = self._token()
        return Live(await self._call("live", (session,), {}, token), token)


class GigaGs(Session):
    """A session at giga.gs: see `gigahost.GigaGs` and `gigahost.aio.Session`."""

    _blocking_class = gigahost.GigaGs


CLASSES.update(
    rapidgator=Rapidgator, giga0=Giga0, uploadgig=UploadGig, gett=Gett, gigags=GigaGs
)
for _class in CLASSES.values():
    give_methods(_class)


def open(
    host: str, login: str | None = None, password: str | None = None, **options: Any
) -> Session:
    """Opens a session at a host: "rapidgator", "giga0", "uploadgig", "gett" or "gigags". Nothing is
    sent yet. The options are the keywords of the host's class."""
    return wrap(gigahost.open(host, login, password, **options))
