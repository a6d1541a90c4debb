"""The sessions of one run: one for each host, opened when it is needed."""

from __future__ import annotations

import argparse
import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gigahost
from gigahost._tree import Tree

from . import _credentials, _options
from ._exit import NoCredentials, Usage

# How long a listing is believed, in seconds: a command is one moment.
_EXPIRY = 600.0
# Names under which the hosts publish links, beside that of their API.
_LINK_HOSTS = {
    "rapidgator": ("rapidgator.net", "rg.to"),
    "giga0": ("giga0.com",),
    "uploadgig": ("uploadgig.com",),
    "gett": ("ge.tt",),
    "gigags": ("giga.gs",),
}


class Sessions:
    """Opens sessions as command line, environment and options file say."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._path = _options.path_of(arguments.options)[0]
        self._sections = _options.read(arguments.options)
        self._urls = dict(_named_urls(arguments.url, arguments.host))
        self._plain: str | None = None
        self._open: dict[str, tuple[gigahost.Session, Tree]] = {}
        #: Ends every call of every session.
        self.cancel = gigahost.CancelToken()
        rate = getattr(arguments, "limit_rate", None)
        self._bandwidth = gigahost.Bandwidth(up=rate, down=rate) if rate else None

    def close(self) -> None:
        """Closes all sessions."""
        for session, _ in self._open.values():
            session.close()
        self._open.clear()

    def session(self, host: str) -> gigahost.Session:
        """The session at a host.

        `NoCredentials` if nothing says who the user is there.
        """
        return self._pair(host)[0]

    def tree(self, host: str) -> Tree:
        """What is known of the account's folders at a host."""
        return self._pair(host)[1]

    def _pair(self, host: str) -> tuple[gigahost.Session, Tree]:
        if host not in self._open:
            session = self._opened(host)
            self._open[host] = session, Tree(session, _EXPIRY)
        return self._open[host]

    def _opened(self, host: str) -> gigahost.Session:
        place = self.place(host)
        found = self.credentials(host)
        if not found.enough:
            raise NoCredentials(_how_to_give(host, found))
        try:
            session = gigahost.open(
                host, **place, **found.keywords, bandwidth=self._bandwidth
            )
        except (gigahost.Error, ValueError) as error:
            raise Usage(f"{host}: {getattr(error, 'message', error)}") from None
        if self._arguments.timeout is not None:
            session = session.with_timeout(self._arguments.timeout)
        return session.with_cancel(self.cancel)

    def credentials(self, host: str) -> _credentials.Found:
        """The credentials at a host, and where they are."""
        section = self._sections.get(host, {})
        return _credentials.find(host, section, self._path, self.base_url(host))

    def base_url(self, host: str) -> str:
        """The base URL of a host: --url, then the environment, then the options file."""
        prefix = _credentials.prefix_of(host)
        if self._plain is None and None in self._urls:
            self._plain = host
        if None in self._urls and self._plain != host:
            raise Usage("this concerns two hosts: say which one is meant, as --url HOST=URL")
        url = (
            self._urls.get(host)
            or self._urls.get(None)
            or os.environ.get(f"{prefix}URL")
            or self._sections.get(host, {}).get("url")
        )
        if url:
            return str(url)
        with gigahost.open(host) as unused:
            return unused.base_url

    def place(self, host: str) -> dict[str, Any]:
        """Where a host is and how it is spoken to, as keywords of its class. An address of this
        machine needs no permission: nothing leaves it."""
        section = self._sections.get(host, {})
        url = self.base_url(host)
        home = _is_loopback(url)
        place: dict[str, Any] = {"base_url": url}
        if home or self._arguments.plain_http or section.get("plain_http"):
            place["plain_http"] = "allow"
        if home or self._arguments.allow_private or section.get("allow_private"):
            place["allow_private_addresses"] = True
        for name in ("proxy", "no_proxy"):
            if value := self.setting(host, name):
                place[name] = value
        if ca := self.setting(host, "ca"):
            try:
                place["ca_pem"] = Path(ca).read_bytes()
            except OSError as error:
                raise Usage(f"--ca: {error}") from None
        elif trust := self.setting(host, "trust"):
            place["trust"] = trust
        return place

    def setting(self, host: str, name: str) -> str | None:
        """A setting of the network for a host: the command line's, then that of the environment, then
        that of the options file."""
        variable = f"{_credentials.prefix_of(host)}{name.upper()}"
        return (
            getattr(self._arguments, name)
            or os.environ.get(variable)
            or self._sections.get(host, {}).get(name)
        )

    def proxy(self, host: str) -> str | None:
        """The proxy on the way to a host, without its login.

        `gigahost.Error` if it is named in a way that cannot be read.
        """
        with gigahost.open(host, **self.place(host)) as unused:
            return unused.proxy

    def host_of_link(self, link: str) -> str | None:
        """The host that a public link leads to."""
        parts = urlsplit(link)
        for host, names in _LINK_HOSTS.items():
            name = parts.hostname or ""
            if any(name == known or name.endswith(f".{known}") for known in names):
                return host
        for host in gigahost.HOSTS:
            if parts.netloc and None not in self._urls:
                if urlsplit(self.base_url(host)).netloc == parts.netloc:
                    return host
        return None


def _named_urls(given: list[str] | None, host: str | None) -> list[tuple[str | None, str]]:
    pairs: list[tuple[str | None, str]] = []
    for text in given or ():
        name, equals, url = text.partition("=")
        if equals and name in gigahost.HOSTS:
            pairs.append((name, url))
        elif "://" in text:
            pairs.append((host, text))
        else:
            raise Usage(f"--url takes URL or HOST=URL, not {text!r}")
    return pairs


def _is_loopback(url: str) -> bool:
    name = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _how_to_give(host: str, found: _credentials.Found) -> str:
    prefix = _credentials.prefix_of(host)
    text = f"no credentials for {host}: set {prefix}LOGIN and {prefix}PASSWORD, or write the options file"
    if host == "giga0":
        text = text.replace(", or", f", {prefix}KEY1 and {prefix}KEY2, or")
    return "; ".join([f"{text} (gigahost help credentials)", *found.tried])
