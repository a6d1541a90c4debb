"""The sessions of one run: one for each account, opened when it is needed. An account is written as its
host, `rapidgator`, or with a profile, `rapidgator.work`."""

from __future__ import annotations

import argparse
import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gigahost
from gigahost._credentials import host_of, is_account, prefix_of
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

    def notes(self) -> list[str]:
        """What was odd about answers of hosts that could be read all the same."""
        return [f"{account}: {note}" for account, (session, _) in self._open.items() for note in session.notes]

    def close(self) -> None:
        """Closes all sessions."""
        for session, _ in self._open.values():
            session.close()
        self._open.clear()

    def accounts(self) -> list[str]:
        """All accounts that can be meant."""
        return _credentials.accounts(self._sections)

    def account_of(self, host: str, label: str | None) -> str:
        """The account at a host with this login or id; that without a profile if none is known so."""
        for account in self.accounts():
            if label and host_of(account) == host:
                keywords = self.credentials(account).keywords
                if label in (keywords.get("login"), keywords.get("account_id")):
                    return account
        return host

    def session(self, account: str) -> gigahost.Session:
        """The session of an account.

        `NoCredentials` if nothing says who the user is there.
        """
        return self._pair(account)[0]

    def tree(self, account: str) -> Tree:
        """What is known of the account's folders."""
        return self._pair(account)[1]

    def _pair(self, account: str) -> tuple[gigahost.Session, Tree]:
        if account not in self._open:
            session = self._opened(account)
            self._open[account] = session, Tree(session, _EXPIRY)
        return self._open[account]

    def _opened(self, account: str) -> gigahost.Session:
        place = self.place(account)
        found = self.credentials(account)
        if not found.enough:
            raise NoCredentials(_how_to_give(account, found))
        try:
            session = gigahost.open(
                host_of(account), **place, **found.keywords, bandwidth=self._bandwidth
            )
        except (gigahost.Error, ValueError) as error:
            raise Usage(f"{account}: {getattr(error, 'message', error)}") from None
        if self._arguments.timeout is not None:
            session = session.with_timeout(self._arguments.timeout)
        return session.with_cancel(self.cancel)

    def credentials(self, account: str) -> _credentials.Found:
        """The credentials of an account, and where they are."""
        section = self._sections.get(account, {})
        return _credentials.find(account, section, self._path, self.base_url(account))

    def base_url(self, account: str) -> str:
        """The base URL for an account: --url, then the environment, then the options file."""
        host = host_of(account)
        if self._plain is None and None in self._urls:
            self._plain = host
        if None in self._urls and self._plain != host:
            raise Usage("this concerns two hosts: say which one is meant, as --url HOST=URL")
        given = self._urls.get(account) or self._urls.get(host) or self._urls.get(None)
        if url := given or self._set(account, "url"):
            return str(url)
        with gigahost.open(host) as unused:
            return unused.base_url

    def place(self, account: str) -> dict[str, Any]:
        """Where an account is and how its host is spoken to, as keywords of its class. An address of
        this machine needs no permission: nothing leaves it."""
        sections = [self._sections.get(name, {}) for name in (account, host_of(account))]
        url = self.base_url(account)
        home = _is_loopback(url)
        place: dict[str, Any] = {"base_url": url}
        if home or self._arguments.plain_http or any(one.get("plain_http") for one in sections):
            place["plain_http"] = "allow"
        if home or self._arguments.allow_private or any(one.get("allow_private") for one in sections):
            place["allow_private_addresses"] = True
        for name in ("proxy", "no_proxy"):
            if value := self.setting(account, name):
                place[name] = value
        if ca := self.setting(account, "ca"):
            try:
                place["ca_pem"] = Path(ca).read_bytes()
            except OSError as error:
                raise Usage(f"--ca: {error}") from None
        elif trust := self.setting(account, "trust"):
            place["trust"] = trust
        return place

    def setting(self, account: str, name: str) -> str | None:
        """A setting of the network for an account: the command line's, then that of the environment,
        then that of the options file."""
        return getattr(self._arguments, name) or self._set(account, name)

    def _set(self, account: str, name: str) -> Any:
        """A setting of an account, else that of its host, in the environment or the options file."""
        for one in dict.fromkeys((account, host_of(account))):
            value = os.environ.get(f"{prefix_of(one)}{name.upper()}") or self._sections.get(one, {}).get(name)
            if value:
                return value
        return None

    def proxy(self, account: str) -> str | None:
        """The proxy on the way to the host of an account, without its login.

        `gigahost.Error` if it is named in a way that cannot be read.
        """
        with gigahost.open(host_of(account), **self.place(account)) as unused:
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
        if equals and is_account(name):
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


def _how_to_give(account: str, found: _credentials.Found) -> str:
    prefix = prefix_of(account)
    text = f"no credentials for {account}: set {prefix}LOGIN and {prefix}PASSWORD, or write the options file"
    if host_of(account) == "giga0":
        text = text.replace(", or", f", {prefix}KEY1 and {prefix}KEY2, or")
    return "; ".join([f"{text} (gigahost help credentials)", *found.tried])
