"""Folders by name: paths become the ids that the host knows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator

import gigahost
from gigahost import Entry

# States of files that a host still lists after they were deleted.
_GONE = frozenset({"removed", "trashed"})
# The root has no entry of its own.
ROOT = Entry(id="", name="", kind="folder")


def shown(name: str) -> str:
    """A host's name as a part of a path: a slash in it is written as %2F."""
    return name.replace("/", "%2F")


def path_of(folders: Iterable[Entry]) -> str:
    """Folders one in another as a path."""
    return "/".join(shown(folder.name) for folder in folders)


def parts_of(path: str) -> list[str]:
    """The names that a path is made of."""
    return [part for part in path.split("/") if part]


def _age(entry: Entry) -> tuple[int, int, str]:
    """Ids grow: those in digits by their number."""
    return (entry.created or 0, len(entry.id), entry.id)


def chosen(entries: Iterable[Entry]) -> dict[str, Entry]:
    """One entry for each name. Hosts allow several: of folders the oldest counts, so that all
    processes agree; of files the newest; and a folder before a file."""
    by_name: dict[str, Entry] = {}
    for entry in entries:
        name = shown(entry.name)
        other = by_name.get(name)
        if other is None:
            by_name[name] = entry
        elif entry.kind != other.kind:
            by_name[name] = entry if entry.kind == "folder" else other
        elif (_age(entry) < _age(other)) == (entry.kind == "folder"):
            by_name[name] = entry
    return by_name


class Tree:
    """What is known of an account's folders, for `expiry` seconds. Threads may share it.

    A name that is not there is looked for at the host once more, because others may write too.
    """

    def __init__(self, session: gigahost.Session, expiry: float) -> None:
        self._session = session
        self._expiry = expiry
        self._lock = threading.Lock()
        self._listings: dict[str, tuple[float, list[Entry]]] = {}

    def forget(self, folder: Entry | None = None) -> None:
        """Forgets one folder's listing, or everything."""
        with self._lock:
            if folder is None:
                self._listings.clear()
            else:
                self._listings.pop(folder.id, None)

    def entries(self, folder: Entry, *, fresh: bool = False) -> list[Entry]:
        """All that lies in a folder."""
        with self._lock:
            since, entries = self._listings.get(folder.id, (0.0, []))
        if not fresh and since and time.monotonic() - since < self._expiry:
            return entries
        # The answer is as old as the question.
        since = time.monotonic()
        listing = self._session.list(folder.id or None)
        entries = [entry for entry in listing if entry.state not in _GONE]
        with self._lock:
            self._listings[folder.id] = (since, entries)
        return entries

    def files(
        self,
        folder: Entry,
        above: tuple[Entry, ...] = (),
        onerror: Callable[[tuple[Entry, ...], Exception], object] | None = None,
    ) -> Iterator[tuple[tuple[Entry, ...], Entry]]:
        """All files below a folder, each with the folders on the way to it. `onerror` is told of a folder
        below that cannot be listed, and the rest goes on; without it, that is an exception."""
        try:
            entries = self.entries(folder)
        except gigahost.Cancelled:
            raise
        except gigahost.Error as error:
            if onerror is None or not above:
                raise
            onerror(above, error)
            return
        for entry in entries:
            if entry.kind == "folder":
                yield from self.files(entry, (*above, entry), onerror)
            else:
                yield above, entry

    def note(self, folder: Entry, entry: Entry) -> None:
        """A file is new in a folder."""
        with self._lock:
            if folder.id in self._listings:
                since, entries = self._listings[folder.id]
                self._listings[folder.id] = (since, [*entries, entry])

    def child(self, folder: Entry, name: str, *, fresh: bool = False) -> Entry | None:
        """The entry of this name in a folder."""
        entry = None if fresh else chosen(self.entries(folder)).get(name)
        return entry or chosen(self.entries(folder, fresh=True)).get(name)

    def find(self, path: str) -> Entry:
        """The entry of a path.

        FileNotFoundError if it does not exist.
        """
        try:
            return self._walk(path)
        except gigahost.NotFound:
            # A folder that was known is gone: somebody else was here.
            self.forget()
            return self._walk(path)

    def _walk(self, path: str) -> Entry:
        here = ROOT
        for part in parts_of(path):
            below = self.child(here, part) if here.kind == "folder" else None
            if below is None:
                raise FileNotFoundError(path)
            here = below
        return here

    def same_named(self, folder: Entry, name: str) -> list[Entry]:
        """All files of a name in a folder, as the host knows them now."""
        entries = self.entries(folder, fresh=True)
        return [entry for entry in entries if entry.kind == "file" and shown(entry.name) == name]

    def make(self, path: str) -> Entry:
        """The folder of a path; what is missing of it is made.

        FileExistsError if a file stands in the way.
        """
        here = ROOT
        for part in parts_of(path):
            below = self.child(here, part)
            if below is None:
                below = self._make_one(here, part)
            elif below.kind == "file":
                raise FileExistsError(f"{path}: {part} is a file")
            here = below
        return here

    def _make_one(self, parent: Entry, name: str) -> Entry:
        made = self._session.make_folder(name, parent.id or None)
        self.forget(parent)
        # Another process may have made the same one meanwhile: all take the oldest.
        folder = self.child(parent, shown(made.name), fresh=True) or made
        if folder.id != made.id:
            self._session.delete(made)
            self.forget(parent)
        return folder
