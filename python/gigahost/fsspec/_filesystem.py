"""The file system that the five hosts share."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK, Callback  # type: ignore[import-untyped]
from gigahost import Entry

from ._files import TextWriter, Writer
from ._reading import Reading, told
from .._local import size_of
from .._tree import ROOT, parts_of, shown


class GigahostFileSystem(Reading):
    """An account at a host as an fsspec file system.

    The storage options are the keywords of the host's class, such as `login`, `password`,
    `credentials`, `base_url` and `timeouts`; without credentials, those in the environment are used
    (GIGAHOST_<HOST>_LOGIN and so on), and `rapidgator://work@/films` uses those of the profile `work`
    (GIGAHOST_RAPIDGATOR_WORK_LOGIN and so on). `listings_expiry_time` is how many seconds a listing is
    cached (30); `use_listings_cache=False` turns the cache off. All file systems of an account in a
    process share one session and one login.

    Pickling, `to_dict` and `to_json` leave secrets out: use `credentials="env"`, a function, or
    fsspec's configuration, which the other process then finds itself, or `picklable_secrets=True`.

    A file is uploaded when it is closed, and replaces one of the same name once the upload is
    complete. Missing parent folders are created. A slash in a name at the host appears as %2F.
    Exceptions are those of `gigahost`, each of which is also the matching built-in exception.
    """

    def _place(self, path: str) -> tuple[Entry, str]:
        """The folder for a new file, which is made if it is missing, and the file's name."""
        *folders, name = parts_of(path) or [""]
        if not name:
            raise IsADirectoryError(path)
        return self._tree.make("/".join(folders)), name

    def _send(
        self,
        source: Any,
        path: str,
        *,
        mode: str = "overwrite",
        callback: Callback = DEFAULT_CALLBACK,
    ) -> None:
        """Uploads a source to a path. What had the name is deleted once the new file is there."""
        folder, name = self._place(path)
        old = self._tree.same_named(folder, name)
        if old and mode == "create":
            raise FileExistsError(path)
        if (there := self._tree.child(folder, name)) is not None and there.kind == "folder":
            raise IsADirectoryError(path)
        receipt = self.session.upload(
            source,
            name=name,
            folder=folder.id or None,
            on_progress=told(callback, "sending"),
        )
        callback.absolute_update(receipt.bytes)
        self._replace(folder, name, receipt.entry, old)

    def _replace(self, folder: Entry, name: str, entry: Entry, old: list[Entry]) -> None:
        """Puts a new file in the place of older ones of the name."""
        if old := [one for one in old if one.id != entry.id]:
            self.session.delete(old)
        if shown(entry.name) != name and self.session.supports("rename"):
            self.session.rename(entry, name)
            entry = None  # type: ignore[assignment]
        if old or entry is None or entry.size is None:
            self._tree.forget(folder)
        else:
            self._tree.note(folder, entry)

    def pipe_file(self, path: str, value: Any, mode: str = "overwrite", **kwargs: Any) -> None:
        """Writes bytes to a file. `mode="create"` fails if the file exists."""
        self._send(bytes(value), self._strip_protocol(path), mode=mode)

    def put_file(
        self,
        lpath: Any,
        rpath: str,
        callback: Callback = DEFAULT_CALLBACK,
        mode: str = "overwrite",
        **kwargs: Any,
    ) -> None:
        """Uploads a file. `mode="create"` fails if the file exists."""
        if os.path.isdir(lpath):
            self.makedirs(rpath, exist_ok=True)
            return
        callback.set_size(size_of(lpath))
        self._send(Path(lpath), self._strip_protocol(rpath), mode=mode, callback=callback)

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        if mode == "rb":
            return self._open_to_read(path, block_size, cache_options, **kwargs)
        if mode not in {"wb", "xb"}:
            raise NotImplementedError(f"a file of a host is written whole, not opened as {mode!r}")
        kind = self._kind(path)
        if kind == "folder":
            raise IsADirectoryError(path)
        if kind == "file" and mode == "xb":
            raise FileExistsError(path)
        return Writer(self, path, mode, block_size, autocommit=autocommit)

    def open(self, path: str, mode: str = "rb", **kwargs: Any) -> Any:
        """Opens a file: `rb` and `r` to read, `wb` and `w` to overwrite, `xb` and `x` to create it
        if it does not exist. Text modes take `encoding`, `errors` and `newline`."""
        if "b" in mode or "r" in mode:
            return super().open(path, mode, **kwargs)
        names = ("encoding", "errors", "newline")
        text = {name: kwargs.pop(name) for name in names if name in kwargs}
        return TextWriter(self.open(path, mode.replace("t", "") + "b", **kwargs), **text)

    def touch(self, path: str, truncate: bool = True, **kwargs: Any) -> None:
        """Creates an empty file."""
        if not truncate and self.exists(path):
            raise NotImplementedError("the time of a file at a host cannot be changed")
        self.pipe_file(path, b"")

    def mkdir(self, path: str, create_parents: bool = True, **kwargs: Any) -> None:
        """Creates a folder.

        FileExistsError if it exists, FileNotFoundError if its parent does not exist and is not to
        be created.
        """
        path = self._strip_protocol(path)
        if self.exists(path):
            raise FileExistsError(path)
        if not create_parents:
            self._tree.find(self._parent(path))
        self._tree.make(path)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """Creates a folder and its parents."""
        path = self._strip_protocol(path)
        if not exist_ok and self.exists(path):
            raise FileExistsError(path)
        self._tree.make(path)

    def rmdir(self, path: str) -> None:
        """Deletes an empty folder.

        OSError if it is not empty.
        """
        path = self._strip_protocol(path)
        entry = self._tree.find(path)
        if entry.kind == "file":
            raise NotADirectoryError(path)
        if entry is ROOT or self._tree.entries(entry, fresh=True):
            raise OSError(f"{path!r} is not empty")
        self._delete(path, entry)

    def rm_file(self, path: str) -> None:
        """Deletes a file. If the host has a trash, it is moved there."""
        path = self._strip_protocol(path)
        entry = self._tree.find(path)
        if entry.kind == "folder":
            raise IsADirectoryError(path)
        self._delete(path, entry)

    def _rm(self, path: str) -> None:
        self.rm_file(path)

    def rm(self, path: Any, recursive: bool = False, maxdepth: int | None = None) -> None:
        """Deletes files, and with `recursive` folders with everything in them. If the host has a
        trash, they are moved there. Characters like `[` and `*` form a pattern; `rm_file` takes
        names literally."""
        if maxdepth is not None:
            raise NotImplementedError("a folder is deleted with everything in it: no `maxdepth`")
        for one in self.expand_path(path):
            entry = self._tree.find(one)
            if entry.kind == "folder" and not recursive:
                raise IsADirectoryError(one)
            if entry is ROOT:
                for below in self.ls("", detail=False):
                    self._delete(below, self._tree.find(below))
            else:
                self._delete(one, entry)

    def _delete(self, path: str, entry: Entry) -> None:
        doomed = [entry]
        if entry.kind == "file":
            # Older ones of the name must not come to light.
            folder = self._tree.find(self._parent(path))
            doomed = self._tree.same_named(folder, parts_of(path)[-1]) or doomed
        batch = self.session.delete(doomed)
        self.invalidate_cache()
        if not batch.complete:
            raise PermissionError(f"{self.host} did not delete {path!r}: {batch.failed[0][1]}")

    def cp_file(self, path1: str, path2: str, **kwargs: Any) -> None:
        """Copies a file: at the host if it supports that, else through this machine."""
        path1, path2 = self._strip_protocol(path1), self._strip_protocol(path2)
        if path1 == path2:
            return
        entry = self._tree.find(path1)
        if entry.kind == "folder":
            self.makedirs(path2, exist_ok=True)
            return
        folder, name = self._place(path2)
        if self.session.supports("copy") and self._parent(path1) != self._parent(path2):
            if self._copy_at_host(entry, folder, name):
                return
        with tempfile.TemporaryDirectory() as place:
            done = self._fetch(path1, Path(place, "copy"))
            self._send(done.path, path2)

    def _copy_at_host(self, entry: Entry, folder: Entry, name: str) -> bool:
        """Copies a file into another folder. False if the host did not, or if nobody can tell which
        of the files there is the copy."""
        before = {one.id for one in self._tree.entries(folder, fresh=True)}
        old = self._tree.same_named(folder, name)
        if not self.session.copy(entry, folder.id or None).complete:
            return False
        after = self._tree.entries(folder, fresh=True)
        copies = [one for one in after if one.id not in before and one.name == entry.name]
        if len(copies) != 1:
            return False
        self._replace(folder, name, copies[0], old)
        self._tree.forget(folder)
        return True

    def mv(
        self,
        path1: Any,
        path2: Any,
        recursive: bool = False,
        maxdepth: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Moves or renames a file or folder: at the host if it supports that."""
        one = isinstance(path1, str) and isinstance(path2, str) and not _magic(path1)
        if not one or maxdepth is not None or not self._move_at_host(path1, path2):
            super().mv(path1, path2, recursive=recursive, maxdepth=maxdepth, **kwargs)

    def _move_at_host(self, path1: str, path2: str) -> bool:
        into = path2.endswith("/")
        path1, path2 = self._strip_protocol(path1), self._strip_protocol(path2)
        entry = self._tree.find(path1)
        if into or self.isdir(path2):
            path2 = f"{path2}/{parts_of(path1)[-1]}".lstrip("/")
        if path1 == path2:
            return True
        elsewhere = self._parent(path1) != self._parent(path2)
        renamed = parts_of(path1)[-1] != parts_of(path2)[-1]
        needed = {"move": elsewhere, "rename": renamed}
        able = [self.session.supports(verb) for verb, wanted in needed.items() if wanted]
        if entry is ROOT or not all(able):
            return False
        if f"{path2}/".startswith(f"{path1}/"):
            raise ValueError(f"{path1!r} cannot be moved into itself")
        folder, name = self._place(path2)
        old = self._tree.same_named(folder, name) if entry.kind == "file" else []
        if elsewhere and not self.session.move(entry, folder.id or None).complete:
            return False
        self.invalidate_cache()
        if renamed:
            self.session.rename(entry, name)
        if old:
            self.session.delete(old)
        self.invalidate_cache()
        return True


def _magic(path: str) -> bool:
    return any(letter in path for letter in "*?[")
