"""Looking at files and reading them."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import gigahost
from fsspec.callbacks import DEFAULT_CALLBACK, Callback  # type: ignore[import-untyped]
from fsspec.utils import isfilelike  # type: ignore[import-untyped]
from gigahost import Entry

from ._configured import Configured
from ._files import IN_MEMORY, Reader
from .._tree import chosen


class Reading(Configured):
    """A file system that is read."""

    def _info_of(self, path: str, entry: Entry) -> dict[str, Any]:
        folder = entry.kind == "folder"
        created = None
        if entry.created is not None:
            created = datetime.datetime.fromtimestamp(entry.created, datetime.UTC)
        return {
            "name": path,
            "type": "directory" if folder else "file",
            "size": 0 if folder else entry.size,
            "created": created,
            "id": entry.id or None,
            "md5": entry.md5,
            "url": entry.url,
            "visibility": entry.visibility,
        }

    def ls(self, path: str, detail: bool = True, refresh: bool = False, **kwargs: Any) -> Any:
        """The contents of a folder, or the file itself: dictionaries with name, size (None if the
        host does not report it), type, created, id, md5, url and visibility; only names without
        `detail`."""
        path = self._strip_protocol(path)
        if refresh:
            self.invalidate_cache()
        entry = self._tree.find(path)
        if entry.kind == "file":
            infos = [self._info_of(path, entry)]
        else:
            below = chosen(self._tree.entries(entry))
            prefix = f"{path}/" if path else ""
            infos = [self._info_of(prefix + name, one) for name, one in below.items()]
        return infos if detail else sorted(info["name"] for info in infos)

    def info(self, path: str, **kwargs: Any) -> dict[str, Any]:
        """Describes one file or folder, as in `ls`.

        FileNotFoundError if it does not exist.
        """
        path = self._strip_protocol(path)
        return self._info_of(path, self._tree.find(path))

    def exists(self, path: str, **kwargs: Any) -> bool:
        """Whether there is a file or folder. Any failure other than its absence raises an
        exception."""
        return self._kind(path) is not None

    def isdir(self, path: str) -> bool:
        """Whether there is a folder."""
        return self._kind(path) == "folder"

    def isfile(self, path: str) -> bool:
        """Whether there is a file."""
        return self._kind(path) == "file"

    def _kind(self, path: str) -> str | None:
        try:
            return self._tree.find(self._strip_protocol(path)).kind
        except FileNotFoundError:
            return None

    def created(self, path: str) -> datetime.datetime:
        """When the file was created.

        NotImplementedError if the host does not report it.
        """
        moment = self.info(path)["created"]
        if not isinstance(moment, datetime.datetime):
            raise NotImplementedError(f"{self.host} does not say when {path!r} was made")
        return moment

    def modified(self, path: str) -> datetime.datetime:
        """When the file was created: files at a host do not change, they are replaced."""
        return self.created(path)

    def ukey(self, path: str) -> str:
        """A string that changes when the file does."""
        info = self.info(path)
        facts = repr((info["id"], info["size"], info["md5"]))
        return hashlib.sha256(facts.encode()).hexdigest()

    def checksum(self, path: str) -> int:
        """A number that changes when the file does."""
        return int(self.ukey(path), 16)

    def invalidate_cache(self, path: str | None = None) -> None:
        """Forgets the listings."""
        self._tree.forget()
        super().invalidate_cache(path)

    def _file(self, path: str) -> dict[str, Any]:
        info = self.info(path)
        if info["type"] == "directory":
            raise IsADirectoryError(path)
        return info

    def _fetch(self, path: str, target: Any, **options: Any) -> gigahost.Download:
        """Downloads a file. One that somebody else has replaced since it was listed is looked for
        again."""
        try:
            return self.session.download(self._file(path)["id"], target, **options)
        except gigahost.NotFound:
            self.invalidate_cache()
            return self.session.download(self._file(path)["id"], target, **options)

    def cat_file(
        self, path: str, start: int | None = None, end: int | None = None, **kwargs: Any
    ) -> bytes:
        """The bytes of a file, or those from `start` up to, but not including, `end`; negative
        numbers count from its end. Only the range is fetched, if the host supports ranges."""
        target = io.BytesIO()
        if start is None and end is None:
            self._fetch(path, target)
            return target.getvalue()
        start = start or 0
        if start < 0 or (end is not None and end < 0):
            size = self._file(path)["size"]
            if size is None:
                return self.cat_file(path)[start:end]
            start, end, _ = slice(start, end).indices(size)
        if end is None or end > start:
            self._fetch(path, target, part=(start, end))
        return target.getvalue()

    def get_file(
        self,
        rpath: str,
        lpath: Any = None,
        callback: Callback = DEFAULT_CALLBACK,
        outfile: IO[bytes] | None = None,
        **kwargs: Any,
    ) -> None:
        """Downloads a file to a path, where it appears once it is complete, or into a file
        object."""
        if outfile is None and isfilelike(lpath):
            outfile = lpath
        if outfile is None and self.isdir(rpath):
            os.makedirs(lpath, exist_ok=True)
            return
        callback.set_size(self._file(rpath)["size"])
        target: Any = outfile
        if outfile is None:
            target = Path(lpath)
            target.parent.mkdir(parents=True, exist_ok=True)
        tell = told(callback, "receiving")
        done = self._fetch(rpath, target, existing="overwrite", on_progress=tell)
        callback.absolute_update(done.bytes)

    def _open_to_read(
        self,
        path: str,
        block_size: int | None = None,
        cache_options: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        info = self._present(path)
        if info["size"] is None:
            return self._whole(path)
        kwargs["size"] = info["size"]
        reader = Reader(self, path, "rb", block_size, cache_options=cache_options, **kwargs)
        reader.details = info
        return reader

    def _present(self, path: str) -> dict[str, Any]:
        """The file as it is now: its ranges are fetched later, by its id."""
        info = self._file(path)
        if self.session.supports("stat"):
            try:
                self.session.stat(info["id"])
            except gigahost.NotFound:
                self.invalidate_cache()
                info = self._file(path)
        return info

    def _read(self, info: dict[str, Any], start: int, end: int) -> bytes:
        """A range of an open file."""
        target = io.BytesIO()
        if end > start:
            self.session.download(info["id"], target, part=(start, end))
        return target.getvalue()

    def _whole(self, path: str) -> IO[bytes]:
        """A file whose size the host does not tell, fetched into a temporary one."""
        spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)
        self._fetch(path, spool)
        spool.seek(0)
        return spool


def told(callback: Callback, stage: str) -> Callable[[gigahost.Progress], None] | None:
    """Progress of a transfer for a callback of fsspec."""
    if callback is DEFAULT_CALLBACK:
        return None

    def tell(progress: gigahost.Progress) -> None:
        if progress.stage == stage:
            callback.absolute_update(progress.done)

    return tell
