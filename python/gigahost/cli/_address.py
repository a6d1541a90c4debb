"""Addresses: how files and folders at a host are written on the command line."""

from __future__ import annotations

import errno
import fnmatch
import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import gigahost
from gigahost import Entry
from gigahost._credentials import is_account
from gigahost._tree import ROOT, Tree, chosen, parts_of

from ._exit import Usage
from ._sessions import Sessions

_MAGIC = frozenset("*?[")


@dataclass(frozen=True)
class Address:
    """A place of an account at a host: a path, an id, or a public link."""

    #: The host, or the host and a profile.
    host: str
    path: str = ""
    id: str | None = None
    kind: str = "file"
    link: str | None = None

    def __str__(self) -> str:
        if self.link is not None:
            return self.link
        if self.id is not None:
            return f"{self.host}:#{self.id}" + ("/" if self.kind == "folder" else "")
        return f"{self.host}:{self.path}"

    @property
    def into(self) -> bool:
        """Whether it can only mean a folder, because it ends in a slash or is the root."""
        return self.kind == "folder" or self.link is None and self.id is None and (
            not self.path or self.path.endswith("/")
        )


@dataclass(frozen=True)
class Found:
    """An entry at a host, and how to write it for a person."""

    host: str
    entry: Entry
    path: str

    def __str__(self) -> str:
        return f"{self.host}:{self.path}" if self.path or self.entry is ROOT else f"{self.host}:#{self.entry.id}"

    def below(self, entry: Entry) -> Found:
        """Something that lies in it."""
        name = entry.name.replace("/", "%2F")
        return Found(self.host, entry, f"{self.path}/{name}" if self.path else name)


def is_link(text: str) -> bool:
    """Whether a text is a public link."""
    return text.startswith(("http://", "https://"))


def is_address(text: str) -> bool:
    """Whether a text begins with an account (`rapidgator`, `rapidgator.work`) and a colon."""
    return is_account(text.partition(":")[0]) and ":" in text


def parse(text: str, sessions: Sessions, host: str | None) -> Address:
    """What an operand of the command line means. `host` is that of --host.

    `Usage` if it names no host.
    """
    if is_link(text):
        found = host or sessions.host_of_link(text)
        if found is None:
            raise Usage(f"{text} leads to no known host: name it with --host")
        return Address(found, link=text)
    if is_address(text):
        host, _, text = text.partition(":")
    elif host is None:
        raise Usage(f"{text!r} names no host: write HOST:{text}, or add --host (gigahost help addresses)")
    else:
        text = text.removeprefix(":")
    if text.startswith("#"):
        kind = "folder" if text.endswith("/") else "file"
        if not text[1:].strip("/"):
            raise Usage("`#` must be followed by an id")
        return Address(host, id=text[1:].rstrip("/"), kind=kind)
    return Address(host, path=text.lstrip("/"))


def find(address: Address, sessions: Sessions) -> list[Found]:
    """What an address means, by asking the host. A pattern gives all that match, in order.

    FileNotFoundError if there is nothing.
    """
    session, tree = sessions.session(address.host), sessions.tree(address.host)
    if address.link is not None:
        entry_id = _id_of_link(address, session)
        return [Found(address.host, _stat(session, entry_id, "file"), "")]
    if address.id is not None:
        kind = "folder" if address.kind == "folder" else "file"
        return [Found(address.host, _stat(session, address.id, kind), "")]
    found = list(_matching(Found(address.host, ROOT, ""), parts_of(address.path), tree))
    if address.into:
        found = [one for one in found if one.entry.kind == "folder"]
    if not found:
        raise FileNotFoundError(f"{address}: nothing there")
    return found


def one(address: Address, sessions: Sessions) -> Found:
    """The one thing that an address means.

    `Usage` if it is a pattern that matches several.
    """
    found = find(address, sessions)
    if len(found) > 1:
        raise Usage(f"{address} matches {len(found)} things, and one is wanted")
    return found[0]


def _stat(session: gigahost.Session, entry_id: str, kind: str) -> Entry:
    if session.supports("stat"):
        return session.stat(entry_id, kind="folder" if kind == "folder" else "file")
    for entry in session.list():
        if entry.id == entry_id:
            return entry
    raise FileNotFoundError(f"{session.host}:#{entry_id}: nothing there")


def _id_of_link(address: Address, session: gigahost.Session) -> str:
    """The id of the file behind a public link."""
    parts = parts_of(urlsplit(address.link or "").path)
    if isinstance(session, gigahost.Rapidgator) and parts[:1] == ["file"] and len(parts) > 1:
        return parts[1]
    if isinstance(session, gigahost.Gett) and len(parts) == 3 and parts[1] == "v":
        return f"{parts[0]}/{parts[2]}"
    if isinstance(session, gigahost.Giga0) and parts:
        file_id: str | None = session.file_download_short(parts[0])["file_id"]
        if file_id:
            return file_id
    if isinstance(session, gigahost.GigaGs):
        for entry in session.list():
            if entry.url == address.link:
                return entry.id
    raise FileNotFoundError(f"{address}: no file of {session.host} that the API can find")


def is_pattern(text: str) -> bool:
    """Whether a text has any of `*`, `?` and `[`."""
    return not _MAGIC.isdisjoint(text)


def _matching(here: Found, parts: list[str], tree: Tree) -> Iterable[Found]:
    if not parts:
        yield here
        return
    if here.entry.kind != "folder":
        return
    known = chosen(tree.entries(here.entry))
    if parts[0] in known:
        names = [parts[0]]
    elif is_pattern(parts[0]):
        names = sorted(name for name in known if fnmatch.fnmatchcase(name, parts[0]))
    else:
        names = []
    for name in names:
        yield from _matching(here.below(known[name]), parts[1:], tree)


def local_files(operands: Iterable[str]) -> list[str]:
    """Local operands; a pattern that the shell left alone is matched here.

    FileNotFoundError if one is not there.
    """
    files: list[str] = []
    for text in operands:
        if text == "-" or os.path.lexists(text):
            files.append(text)
        elif is_pattern(text) and (matches := sorted(glob.glob(text))):
            files.extend(matches)
        else:
            raise FileNotFoundError(errno.ENOENT, "no such file or folder", text)
    return files
