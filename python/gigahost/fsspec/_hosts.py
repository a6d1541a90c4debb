"""The file systems of the five hosts, and what each of them cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from fsspec.callbacks import DEFAULT_CALLBACK, Callback  # type: ignore[import-untyped]
from gigahost import Entry

from ._files import Writer
from ._filesystem import GigahostFileSystem
from ._reading import told
from .._local import size_of
from .._tree import parts_of


class RapidgatorFileSystem(GigahostFileSystem):
    """`rapidgator://folder/file`: folders of any depth; copying and moving happen at the host.

    An account may hold ten copies of one content; deleted files go to the trash.
    """

    host = "rapidgator"
    protocol = "rapidgator"


class Giga0FileSystem(GigahostFileSystem):
    """`giga0://folder/file`: folders of any depth; copying and moving happen at the host. It does
    not accept empty files: ValueError."""

    host = "giga0"
    protocol = "giga0"


class GettFileSystem(GigahostFileSystem):
    """`gett://share/file`: shares are folders; they cannot be nested, and there are no files
    outside them.

    NotImplementedError for a file or folder elsewhere.
    """

    host = "gett"
    protocol = "gett"

    def _place(self, path: str) -> tuple[Entry, str]:
        if len(parts_of(path)) != 2:
            raise NotImplementedError(f"at ge.tt a file lies in a share, unlike {path!r}")
        return super()._place(path)

    def mkdir(self, path: str, create_parents: bool = True, **kwargs: Any) -> None:
        """Creates a share with this title."""
        self._check_is_share(path)
        super().mkdir(path, create_parents, **kwargs)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """Creates a share with this title."""
        self._check_is_share(path)
        super().makedirs(path, exist_ok)

    def _check_is_share(self, path: str) -> None:
        if len(parts_of(self._strip_protocol(path))) > 1:
            raise NotImplementedError("a share of ge.tt has no folders")


class GigaGsFileSystem(GigahostFileSystem):
    """`gigags://file`: one flat list of files, without folders: NotImplementedError for those."""

    host = "gigags"
    protocol = "gigags"

    def _place(self, path: str) -> tuple[Entry, str]:
        if len(parts_of(path)) > 1:
            self._no_folders()
        return super()._place(path)

    def mkdir(self, path: str, create_parents: bool = True, **kwargs: Any) -> None:
        """NotImplementedError: there are no folders."""
        self._no_folders()

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """NotImplementedError unless it is the root, which exists."""
        if parts_of(self._strip_protocol(path)) or not exist_ok:
            self._no_folders()

    def _no_folders(self) -> NoReturn:
        raise NotImplementedError("giga.gs has no folders")


class UploadGigFileSystem(GigahostFileSystem):
    """`uploadgig://file`: the host's API only supports uploads.

    NotImplementedError for everything else: existing files are neither seen nor replaced.
    """

    host = "uploadgig"
    protocol = "uploadgig"

    def _only_uploads(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("uploadgig takes files only: its API neither lists nor gives any")

    ls = info = exists = isfile = cat_file = get_file = _only_uploads
    rm = rm_file = rmdir = mkdir = cp_file = mv = created = modified = _only_uploads

    def isdir(self, path: str) -> bool:
        """Whether it is the root: there are no other folders."""
        return not parts_of(self._strip_protocol(path))

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        """NotImplementedError unless it is the root, which exists."""
        if parts_of(self._strip_protocol(path)) or not exist_ok:
            raise NotImplementedError("uploadgig has no folders")

    def put_file(
        self,
        lpath: Any,
        rpath: str,
        callback: Callback = DEFAULT_CALLBACK,
        mode: str = "overwrite",
        **kwargs: Any,
    ) -> None:
        """Uploads a file."""
        callback.set_size(size_of(lpath))
        self._send(Path(lpath), self._strip_protocol(rpath), mode=mode, callback=callback)

    def _send(
        self,
        source: Any,
        path: str,
        *,
        mode: str = "overwrite",
        callback: Callback = DEFAULT_CALLBACK,
    ) -> None:
        if mode == "create" or len(parts_of(path)) != 1:
            self._only_uploads()
        receipt = self.session.upload(
            source, name=path, on_progress=told(callback, "sending")
        )
        callback.absolute_update(receipt.bytes)

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        if mode != "wb" or len(parts_of(path)) != 1:
            self._only_uploads()
        return Writer(self, path, mode, block_size, autocommit=autocommit)
