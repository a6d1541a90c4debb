"""The file system that the five hosts share."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ClassVar

import gigahost
from fsspec.callbacks import DEFAULT_CALLBACK, Callback
from fsspec.config import conf
from fsspec.spec import AbstractFileSystem
from fsspec.utils import isfilelike, stringify_path
from gigahost import Entry

from ._accounts import SECRETS, Account, account
from ._files import Reader, TextWriter, Writer
from .._tree import ROOT, Tree, chosen, parts_of, shown

# Options that are fsspec's and not the session's.
_OF_FSSPEC = frozenset(
    {
        "use_listings_cache",
        "listings_expiry_time",
        "max_paths",
        "skip_instance_cache",
        "asynchronous",
        "loop",
        "batch_size",
    }
)
_EXPIRY = 30.0


class GigahostFileSystem(AbstractFileSystem):  # type: ignore[misc]
    """An account at a host as a file system of fsspec.

    The storage options are the keywords of the host's class, such as `login`, `password`,
    `credentials`, `base_url` and `timeouts`; without credentials those of the environment are taken
    (GIGAHOST_<HOST>_LOGIN and so on). `listings_expiry_time` is how many seconds a listing is believed
    (30); `use_listings_cache=False` believes none. All file systems of an account in a process
    share one session and one login.

    Pickling, `to_dict` and `to_json` leave secrets out: give `credentials="env"`, a function, or fsspec's
    configuration, which the other process then finds itself, or `picklable_secrets=True`.

    A file is written whole, when it is closed, and replaces one of the same name once it is there.
    Folders that are missing on the way are made. A slash in a host's name appears as %2F.
    Exceptions are those of `gigahost`, each of which is also the built-in that fits.
    """

    #: The name of the host.
    host: ClassVar[str]
    protocol = "gigahost"
    root_marker = ""

    def __init__(
        self, login: str | None = None, password: str | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        pair = {"login": login, "password": password}
        self._options = {name: value for name, value in pair.items() if value is not None}
        for name, value in options.items():
            if name not in _OF_FSSPEC:
                self._options[name] = value
        self._expiry = float(options.get("listings_expiry_time") or _EXPIRY)
        if not options.get("use_listings_cache", True):
            self._expiry = 0.0

    @property
    def _account(self) -> Account:
        return account(self.host, self._options, self._expiry)

    @property
    def session(self) -> gigahost.Session:
        """The session of this account in this process."""
        return self._account.session

    @property
    def _tree(self) -> Tree:
        return self._account.tree

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        return super()._strip_protocol(stringify_path(path)).lstrip("/")

    # Pickling: configuration, and secrets only when asked.

    def _public_options(self) -> dict[str, Any]:
        """The storage options without what the other process finds by itself.

        TypeError if a secret is among the others.
        """
        options = dict(self.storage_options)
        for name, value in zip(("login", "password"), self.storage_args):
            options[name] = value
        if options.get("picklable_secrets"):
            return options
        configured = conf.get(self.protocol, {})
        options = {
            name: value
            for name, value in options.items()
            if name not in configured or configured[name] != value
        }
        if secrets := SECRETS & {name for name, value in options.items() if value is not None}:
            raise TypeError(
                f"this file system has secrets ({', '.join(sorted(secrets))}), which are not pickled "
                "unasked: use `credentials='env'`, a function as `credentials`, fsspec's "
                "configuration, or `picklable_secrets=True`"
            )
        return options

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _remake, (type(self), self._public_options())

    def to_dict(self, *, include_password: bool = True) -> dict[str, Any]:
        """The configuration as a dictionary.

        TypeError if it has secrets that were not released.
        """
        public = self._public_options()
        if not include_password:
            public = {name: value for name, value in public.items() if name not in SECRETS}
        cls = type(self)
        described = {"cls": f"{cls.__module__}:{cls.__name__}", "protocol": self.protocol}
        return {**described, "args": (), **public}

    # Looking.

    def _info_of(self, path: str, entry: Entry) -> dict[str, Any]:
        folder = entry.kind == "folder"
        created = entry.created
        return {
            "name": path,
            "type": "directory" if folder else "file",
            "size": 0 if folder else entry.size,
            "created": None if created is None else datetime.datetime.fromtimestamp(created, datetime.UTC),
            "id": entry.id or None,
            "md5": entry.md5,
            "url": entry.url,
            "visibility": entry.visibility,
        }

    def ls(self, path: str, detail: bool = True, refresh: bool = False, **kwargs: Any) -> Any:
        """What lies in a folder, or the file itself: dictionaries with name, size (None if the host
        does not tell), type, created, id, md5, url and visibility; names without `detail`."""
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
        """One file or folder, as in `ls`.

        FileNotFoundError if there is none.
        """
        path = self._strip_protocol(path)
        return self._info_of(path, self._tree.find(path))

    def exists(self, path: str, **kwargs: Any) -> bool:
        """Whether there is a file or folder. Any other failure than its absence is an exception."""
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
        """When the file was made.

        NotImplementedError if the host does not tell.
        """
        moment = self.info(path)["created"]
        if not isinstance(moment, datetime.datetime):
            raise NotImplementedError(f"{self.host} does not say when {path!r} was made")
        return moment

    def modified(self, path: str) -> datetime.datetime:
        """When the file was made: files of a host do not change, they are replaced."""
        return self.created(path)

    def ukey(self, path: str) -> str:
        """A text that changes when the file does."""
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

    # Reading.

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
        """The bytes of a file, or those from `start` on, up to but without `end`; negative numbers
        count from its end. Only the range is fetched, if the host does ranges."""
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
        """Fetches a file to a path, where it appears when it is complete, or into a file object."""
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
        told = _told(callback, "receiving")
        done = self._fetch(rpath, target, existing="overwrite", on_progress=told)
        callback.absolute_update(done.bytes)

    # Writing.

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
        size: int | None = None,
        mode: str = "overwrite",
        callback: Callback = DEFAULT_CALLBACK,
    ) -> None:
        """Uploads a source to a path. What had the name is deleted after the new file has arrived."""
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
            on_progress=_told(callback, "sending"),
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
        """Writes bytes to a file. `mode="create"` refuses a file that is there."""
        self._send(bytes(value), self._strip_protocol(path), size=len(value), mode=mode)

    def put_file(
        self,
        lpath: Any,
        rpath: str,
        callback: Callback = DEFAULT_CALLBACK,
        mode: str = "overwrite",
        **kwargs: Any,
    ) -> None:
        """Sends a file. `mode="create"` refuses a file that is there."""
        if os.path.isdir(lpath):
            self.makedirs(rpath, exist_ok=True)
            return
        callback.set_size(os.path.getsize(lpath))
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
            info = self._present(path)
            if info["size"] is None:
                return self._whole(path)
            kwargs["size"] = info["size"]
            reader = Reader(
                self, path, mode, block_size, cache_options=cache_options, **kwargs
            )
            reader.details = info
            return reader
        if mode not in {"wb", "xb"}:
            raise NotImplementedError(f"files of a host are read or written whole, not opened as {mode!r}")
        kind = self._kind(path)
        if kind == "folder":
            raise IsADirectoryError(path)
        if kind == "file" and mode == "xb":
            raise FileExistsError(path)
        return Writer(self, path, mode, block_size, autocommit=autocommit)

    def open(self, path: str, mode: str = "rb", **kwargs: Any) -> Any:
        """Opens a file: `rb` and `r` to read, `wb` and `w` to write it anew, `xb` and `x` to write it if it is not there."""
        if "b" in mode or "r" in mode:
            return super().open(path, mode, **kwargs)
        names = ("encoding", "errors", "newline")
        text = {name: kwargs.pop(name) for name in names if name in kwargs}
        return TextWriter(self.open(path, mode.replace("t", "") + "b", **kwargs), **text)

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
        spool = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)
        self._fetch(path, spool)
        spool.seek(0)
        return spool

    def touch(self, path: str, truncate: bool = True, **kwargs: Any) -> None:
        """Makes an empty file."""
        if not truncate and self.exists(path):
            raise NotImplementedError("the time of a file at a host cannot be changed")
        self.pipe_file(path, b"")

    # Folders, moving, deleting.

    def mkdir(self, path: str, create_parents: bool = True, **kwargs: Any) -> None:
        """Makes a folder.

        FileExistsError if it is there, FileNotFoundError if its parent is missing and not to be made.
        """
        path = self._strip_protocol(path)
        if self.exists(path):
            raise FileExistsError(path)
        if not create_parents:
            self._tree.find(self._parent(path))
        self._tree.make(path)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """Makes a folder and those that lead to it."""
        path = self._strip_protocol(path)
        if not exist_ok and self.exists(path):
            raise FileExistsError(path)
        self._tree.make(path)

    def rmdir(self, path: str) -> None:
        """Deletes an empty folder.

        OSError if there is anything in it.
        """
        path = self._strip_protocol(path)
        entry = self._tree.find(path)
        if entry.kind == "file":
            raise NotADirectoryError(path)
        if entry is ROOT or self._tree.entries(entry, fresh=True):
            raise OSError(f"{path!r} is not empty")
        self._delete(path, entry)

    def rm_file(self, path: str) -> None:
        """Deletes a file. At hosts that have a trash it goes there."""
        path = self._strip_protocol(path)
        entry = self._tree.find(path)
        if entry.kind == "folder":
            raise IsADirectoryError(path)
        self._delete(path, entry)

    def _rm(self, path: str) -> None:
        self.rm_file(path)

    def rm(self, path: Any, recursive: bool = False, maxdepth: int | None = None) -> None:
        """Deletes files, and with `recursive` folders with all that is in them. At hosts that have a
        trash they go there."""
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
        """Copies a file: by the host itself where it can, else through this machine."""
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
        """Copies a file into another folder. False if the host did not, or if it cannot be told which
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
        """Moves or renames a file or folder: by the host itself where it can."""
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
        if entry is ROOT or not all(self.session.supports(v) for v, wanted in needed.items() if wanted):
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


def _remake(cls: type[GigahostFileSystem], options: dict[str, Any]) -> GigahostFileSystem:
    """What a pickled file system becomes again."""
    return cls(**options)


def _magic(path: str) -> bool:
    return any(letter in path for letter in "*?[")


def _told(callback: Callback, stage: str) -> Callable[[gigahost.Progress], None] | None:
    """Progress of a transfer for a callback of fsspec."""
    if callback is DEFAULT_CALLBACK:
        return None

    def tell(progress: gigahost.Progress) -> None:
        if progress.stage == stage:
            callback.absolute_update(progress.done)

    return tell
