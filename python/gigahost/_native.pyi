import builtins
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Generic, TypeVar, final, overload

from typing_extensions import Buffer, Self, disjoint_base

from ._secret import SecretStr
from .types import (
    AuthMode,
    Checksum,
    Credentials,
    Existing,
    Kind,
    PlainHttp,
    ProgressCallback,
    Seconds,
    SlugMode,
    Source,
    Target,
    Timeouts,
    Trust,
    Visibility,
    GettAcknowledgement,
    GettFile,
    GettLogin,
    GettShare,
    GettUploadUrls,
    GettUser,
    Giga0Account,
    Giga0Authorized,
    Giga0DownloadLink,
    Giga0File,
    Giga0FileCopy,
    Giga0Folder,
    Giga0FolderListing,
    Giga0Package,
    Giga0Uploaded,
    Giga0UrlTask,
    Giga0UrlUpload,
    GigaGsFiles,
    GigaGsSessionInfo,
    GigaGsUploaded,
    RapidgatorBatchResult,
    RapidgatorDownloadLink,
    RapidgatorFile,
    RapidgatorFolder,
    RapidgatorFolderContent,
    RapidgatorJob,
    RapidgatorLinkCheck,
    RapidgatorLogin,
    RapidgatorOneTimeLink,
    RapidgatorTrashcanContent,
    RapidgatorUpload,
    RapidgatorUser,
    UploadGigAction,
    UploadGigStored,
)

__version__: str
_DEBUG: bool
_STATUSES: list[tuple[str, int, str, str, bool]]
_CAPABILITIES: list[str]
_HOSTS: list[str]

_T_co = TypeVar("_T_co", covariant=True)

def _read_private(path: str | os.PathLike[str]) -> tuple[str | None, bytes]: ...
def _set_logging(level: int | None) -> None: ...
@final
class Answer(Generic[_T_co]):
    def __new__(cls, value: _T_co, json: Any = None) -> Self: ...
    @property
    def value(self) -> _T_co: ...
    @property
    def json(self) -> Any: ...
    def __class_getitem__(cls, key: Any) -> Any: ...
    def keys(self) -> Iterable[str]: ...
    def __getattr__(self, name: str) -> Any: ...
    def __getitem__(self, key: str | int, /) -> Any: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __contains__(self, item: object, /) -> bool: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[_T_co, Any]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class SharedSource:
    def __new__(cls, source: str | os.PathLike[str] | os.PathLike[bytes] | Buffer) -> Self: ...

@final
class Bandwidth:
    def __new__(
        cls,
        *,
        up: int | None = None,
        down: int | None = None,
        up_per_day: int | None = None,
        down_per_day: int | None = None,
    ) -> Self: ...
    @property
    def up(self) -> int | None: ...
    @up.setter
    def up(self, limit: int | None) -> None: ...
    @property
    def down(self) -> int | None: ...
    @down.setter
    def down(self, limit: int | None) -> None: ...
    @property
    def up_per_day(self) -> int | None: ...
    @up_per_day.setter
    def up_per_day(self, limit: int | None) -> None: ...
    @property
    def down_per_day(self) -> int | None: ...
    @down_per_day.setter
    def down_per_day(self, limit: int | None) -> None: ...
    @property
    def up_today(self) -> int: ...
    @property
    def down_today(self) -> int: ...
    def add_today(self, *, up: int | None = None, down: int | None = None) -> None: ...

@final
class CancelToken:
    def __new__(cls) -> Self: ...
    def child(self) -> Self: ...
    def cancel(self) -> None: ...
    @property
    def cancelled(self) -> bool: ...

@final
class Progress:
    @property
    def stage(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    @property
    def attempt(self) -> int: ...
    @property
    def rate(self) -> float | None: ...
    @property
    def eta(self) -> float | None: ...
    @property
    def elapsed(self) -> float: ...
    def __new__(
        cls,
        *,
        stage: str,
        done: int,
        total: int | None = ...,
        attempt: int = ...,
        rate: float | None = ...,
        eta: float | None = ...,
        elapsed: float = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Account:
    @property
    def id(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def premium(self) -> bool | None: ...
    @property
    def premium_until(self) -> int | None: ...
    @property
    def premium_until_text(self) -> str | None: ...
    @property
    def storage_used(self) -> int | None: ...
    @property
    def storage_total(self) -> int | None: ...
    @property
    def traffic_left(self) -> int | None: ...
    @property
    def largest_file(self) -> int | None: ...
    @property
    def parallel_uploads(self) -> int | None: ...
    @property
    def json(self) -> Any: ...
    def __new__(
        cls,
        *,
        id: str | None = ...,
        name: str | None = ...,
        email: str | None = ...,
        premium: bool | None = ...,
        premium_until: int | None = ...,
        premium_until_text: str | None = ...,
        storage_used: int | None = ...,
        storage_total: int | None = ...,
        traffic_left: int | None = ...,
        largest_file: int | None = ...,
        parallel_uploads: int | None = ...,
        json: Any = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Entry:
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    @property
    def md5(self) -> str | None: ...
    @property
    def created(self) -> int | None: ...
    @property
    def created_text(self) -> str | None: ...
    @property
    def downloads(self) -> int | None: ...
    @property
    def visibility(self) -> str | None: ...
    @property
    def state(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def json(self) -> Any: ...
    def __new__(
        cls,
        *,
        id: str,
        name: str,
        kind: str = ...,
        parent: str | None = ...,
        size: int | None = ...,
        md5: str | None = ...,
        created: int | None = ...,
        created_text: str | None = ...,
        downloads: int | None = ...,
        visibility: str | None = ...,
        state: str | None = ...,
        url: str | None = ...,
        json: Any = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Listing(Sequence[Entry]):
    def __new__(cls, entries: Sequence[Entry], *, folder: Entry | None = None) -> Self: ...
    @property
    def folder(self) -> Entry | None: ...
    @property
    def entries(self) -> tuple[Entry, ...]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: int, /) -> Entry: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[Entry, ...]: ...
    def __iter__(self) -> Iterator[Entry]: ...
    def __contains__(self, entry: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getnewargs_ex__(self) -> tuple[tuple[tuple[Entry, ...]], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class LinkStatus:
    @property
    def url(self) -> str: ...
    @property
    def alive(self) -> bool: ...
    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    @property
    def status(self) -> str | None: ...
    def __new__(
        cls,
        *,
        url: str,
        alive: bool,
        name: str | None = ...,
        size: int | None = ...,
        status: str | None = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Batch:
    @property
    def done(self) -> list[str]: ...
    @property
    def failed(self) -> list[tuple[str, str | None]]: ...
    def __new__(cls, *, done: list[str], failed: list[tuple[str, str | None]] = ...) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    @property
    def complete(self) -> bool: ...

@final
class RemoteJob:
    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def done(self) -> int | None: ...
    @property
    def size(self) -> int | None: ...
    @property
    def entry(self) -> Entry | None: ...
    @property
    def error(self) -> str | None: ...
    def __new__(
        cls,
        *,
        id: str,
        state: str,
        url: str | None = ...,
        done: int | None = ...,
        size: int | None = ...,
        entry: Entry | None = ...,
        error: str | None = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class ShareLink:
    @property
    def id(self) -> str: ...
    @property
    def url(self) -> SecretStr | None: ...
    @property
    def file(self) -> str | None: ...
    @property
    def downloaded(self) -> bool | None: ...
    @property
    def created(self) -> int | None: ...
    @property
    def json(self) -> Any: ...
    def __new__(
        cls,
        *,
        id: str,
        url: SecretStr | None = ...,
        file: str | None = ...,
        downloaded: bool | None = ...,
        created: int | None = ...,
        json: Any = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Receipt:
    @property
    def entry(self) -> Entry: ...
    @property
    def wanted_name(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def how(self) -> str: ...
    @property
    def verified(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def md5(self) -> str | None: ...
    @property
    def delete_url(self) -> SecretStr | None: ...
    @property
    def bbcode(self) -> str | None: ...
    @property
    def html(self) -> str | None: ...
    @property
    def notes(self) -> list[str]: ...
    @property
    def json(self) -> Any: ...
    def __new__(
        cls,
        *,
        entry: Entry,
        wanted_name: str,
        bytes: int,
        how: str = ...,
        verified: str = ...,
        url: str | None = ...,
        md5: str | None = ...,
        delete_url: SecretStr | None = ...,
        bbcode: str | None = ...,
        html: str | None = ...,
        notes: list[str] = ...,
        json: Any = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Download:
    @property
    def path(self) -> pathlib.Path | None: ...
    @property
    def bytes(self) -> int: ...
    @property
    def md5(self) -> str | None: ...
    @property
    def verified(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def resumed_from(self) -> int: ...
    @property
    def attempts(self) -> int: ...
    def __new__(
        cls,
        *,
        path: pathlib.Path | None,
        bytes: int,
        md5: str | None = ...,
        verified: str = ...,
        name: str | None = ...,
        resumed_from: int = ...,
        attempts: int = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Transfer:
    @property
    def id(self) -> int: ...
    @property
    def host(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def priority(self) -> int: ...
    @property
    def error(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    def __new__(
        cls,
        *,
        id: int,
        host: str,
        direction: str,
        name: str,
        state: str,
        progress: Progress,
        priority: int = ...,
        error: str | None = ...,
        status: str | None = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Totals:
    @property
    def queued(self) -> int: ...
    @property
    def active(self) -> int: ...
    @property
    def processing(self) -> int: ...
    @property
    def paused(self) -> int: ...
    @property
    def done(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def bytes_done(self) -> int: ...
    @property
    def bytes_total(self) -> int: ...
    @property
    def rate(self) -> float | None: ...
    @property
    def eta(self) -> float | None: ...
    def __new__(
        cls,
        *,
        queued: int = ...,
        active: int = ...,
        processing: int = ...,
        paused: int = ...,
        done: int = ...,
        failed: int = ...,
        bytes_done: int = ...,
        bytes_total: int = ...,
        rate: float | None = ...,
        eta: float | None = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class StoredFile:
    @property
    def time(self) -> int: ...
    @property
    def host(self) -> str: ...
    @property
    def base_url(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def wanted_name(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def how(self) -> str: ...
    @property
    def verified(self) -> str: ...
    @property
    def account(self) -> str | None: ...
    @property
    def folder(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def md5(self) -> str | None: ...
    @property
    def source(self) -> pathlib.Path | None: ...
    def __new__(
        cls,
        *,
        time: int,
        host: str,
        base_url: str,
        id: str,
        name: str,
        wanted_name: str,
        bytes: int,
        how: str,
        verified: str,
        account: str | None = ...,
        folder: str | None = ...,
        url: str | None = ...,
        md5: str | None = ...,
        source: pathlib.Path | None = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class CheckedFile:
    @property
    def file(self) -> StoredFile: ...
    @property
    def standing(self) -> str: ...
    @property
    def why(self) -> str | None: ...
    @property
    def transfer(self) -> int | None: ...
    def __new__(
        cls,
        *,
        file: StoredFile,
        standing: str,
        why: str | None = ...,
        transfer: int | None = ...,
    ) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class CleanedPart:
    @property
    def path(self) -> pathlib.Path: ...
    @property
    def bytes(self) -> int: ...
    def __new__(cls, *, path: pathlib.Path, bytes: int) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

def clean_parts(
    folder: str | os.PathLike[str] | os.PathLike[bytes],
    *,
    older_than: float | None = None,
    recursive: bool = False,
    dry_run: bool = False,
) -> list[CleanedPart]: ...
@final
class ReceiptLog:
    def __new__(cls, path: str | os.PathLike[str] | os.PathLike[bytes]) -> Self: ...
    @property
    def path(self) -> pathlib.Path: ...
    def add(
        self,
        session: Session,
        receipt: Receipt,
        *,
        source: str | os.PathLike[str] | os.PathLike[bytes] | None = None,
        folder: str | Entry | None = None,
    ) -> None: ...
    def files(self) -> list[StoredFile]: ...
    def verify(self, session: Session) -> list[CheckedFile]: ...

@final
class Queue:
    def __new__(
        cls,
        *,
        workers: int | None = None,
        retries: int | None = None,
        state: str | os.PathLike[str] | os.PathLike[bytes] | None = None,
        receipts: ReceiptLog | str | os.PathLike[str] | os.PathLike[bytes] | None = None,
    ) -> Self: ...
    @property
    def closed(self) -> bool: ...
    def upload(
        self,
        session: Session,
        source: Source,
        *,
        name: str | None = None,
        folder: str | Entry | None = None,
        md5: str | None = None,
        length: int | None = None,
        slug_mode: SlugMode | None = None,
        chunked: bool = False,
        checksum: Checksum | None = None,
        priority: int = 0,
        timeout: Seconds | None = None,
    ) -> int: ...
    def download(
        self,
        session: Session,
        file: str | Entry,
        target: Target,
        *,
        existing: Existing | None = None,
        resume: bool = True,
        most_bytes: int | None = None,
        segments: int | None = None,
        part: tuple[int, int | None] | None = None,
        checksum: Checksum | None = None,
        priority: int = 0,
        timeout: Seconds | None = None,
    ) -> int: ...
    def restore(self, session: Session) -> list[int]: ...
    def earlier(
        self,
        session: Session,
        source: Source,
        *,
        name: str | None = None,
        folder: str | Entry | None = None,
    ) -> str: ...
    def repair(
        self, session: Session, log: ReceiptLog | str | os.PathLike[str] | os.PathLike[bytes]
    ) -> list[CheckedFile]: ...
    def set_priority(self, id: int, priority: int) -> None: ...
    def set_cap(self, session: Session, cap: int | None) -> None: ...
    def pause(self, id: int | None = None) -> None: ...
    def resume(self, id: int | None = None) -> None: ...
    def cancel(self, id: int | None = None) -> None: ...
    def next_event(self, timeout: Seconds | None = None) -> Transfer | None: ...
    def wait(self, timeout: Seconds | None = None) -> bool: ...
    def transfer(self, id: int) -> Transfer: ...
    def transfers(self) -> list[Transfer]: ...
    def totals(self) -> Totals: ...
    def result(self, id: int) -> Receipt | Download: ...
    def close(self) -> None: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> Transfer: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, kind: object, *_exception: object) -> None: ...

@disjoint_base
class Session:
    @property
    def host(self) -> str: ...
    @property
    def base_url(self) -> str: ...
    @property
    def proxy(self) -> str | None: ...
    @property
    def notes(self) -> list[str]: ...
    @property
    def closed(self) -> bool: ...
    @property
    def capabilities(self) -> builtins.list[str]: ...
    def supports(self, capability: str) -> bool: ...
    def with_timeout(self, seconds: Seconds) -> Self: ...
    def with_cancel(self, token: CancelToken) -> Self: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any, /) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def upload(
        self,
        source: Source,
        *,
        name: str | None = None,
        folder: str | Entry | None = None,
        md5: str | None = None,
        length: int | None = None,
        slug_mode: SlugMode | None = None,
        chunked: bool = False,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Receipt: ...
    def download(
        self,
        file: str | Entry,
        target: Target,
        *,
        existing: Existing | None = None,
        resume: bool = True,
        most_bytes: int | None = None,
        segments: int | None = None,
        part: tuple[int, int | None] | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Download: ...
    def account(self) -> Account: ...
    def list(self, folder: str | Entry | None = None) -> Listing: ...
    def source(self, file: Entry) -> SharedSource: ...
    def preflight(
        self, files: Iterable[str | os.PathLike[str] | tuple[str, int]]
    ) -> Batch: ...
    def stat(self, item: str | Entry, *, kind: Kind = "file") -> Entry: ...
    def delete(
        self,
        items: str | Entry | Iterable[str | Entry],
        *,
        kind: Kind = "file",
    ) -> Batch: ...
    def rename(self, item: str | Entry, name: str, *, kind: Kind = "file") -> Entry: ...
    def move(
        self,
        items: str | Entry | Iterable[str | Entry],
        folder: str | Entry | None = None,
        *,
        kind: Kind = "file",
    ) -> Batch: ...
    def copy(
        self,
        items: str | Entry | Iterable[str | Entry],
        folder: str | Entry | None = None,
        *,
        kind: Kind = "file",
    ) -> Batch: ...
    def make_folder(self, name: str, parent: str | Entry | None = None) -> Entry: ...
    def set_visibility(
        self,
        item: str | Entry,
        visibility: Visibility,
        *,
        kind: Kind = "file",
    ) -> Entry: ...
    def check_links(self, links: Iterable[str]) -> builtins.list[LinkStatus]: ...
    def remote_upload(
        self,
        links: Iterable[str],
        folder: str | Entry | None = None,
    ) -> builtins.list[RemoteJob]: ...
    def remote_status(self, jobs: Iterable[str] | None = None) -> builtins.list[RemoteJob]: ...
    def remote_cancel(self, jobs: Iterable[str]) -> Batch: ...
    def share_link(self, file: str | Entry) -> ShareLink: ...
    def trash_list(self) -> Listing: ...
    def trash_restore(
        self,
        files: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Batch: ...
    def trash_empty(
        self,
        files: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Batch: ...
    def login(self) -> None: ...
    def logout(self) -> None: ...
    def call(self, path: str, parameters: dict[str, str] | None = None) -> Answer[Any]: ...

@disjoint_base
class Rapidgator(Session):
    def __new__(
        cls,
        login: str | None = None,
        password: str | None = None,
        *,
        two_factor_code: str | Callable[[], str] | None = None,
        token: str | None = None,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        low_speed: int | None = None,
        plain_http: PlainHttp | None = None,
        allow_private_addresses: bool | None = None,
        trust: Trust | None = None,
        ca_pem: str | bytes | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        resolve: dict[str, Iterable[str]] | None = None,
        renewal_interval: Seconds | None = None,
        bandwidth: Bandwidth | None = None,
        seed: int | None = None,
        picklable_secrets: bool = False,
    ) -> Self: ...
    def user_login(
        self,
        login: str,
        password: str,
        code: str | None = None,
    ) -> Answer[RapidgatorLogin]: ...
    def user_info(self) -> Answer[RapidgatorUser]: ...
    def folder_create(self, folder_id: str | None, name: str) -> Answer[RapidgatorFolder]: ...
    def folder_info(self, folder_id: str | None = None) -> Answer[RapidgatorFolder]: ...
    def folder_content(
        self,
        folder_id: str | None = None,
        page: int | None = None,
        per_page: int | None = None,
        sort_column: str | None = None,
        sort_direction: str | None = None,
    ) -> Answer[RapidgatorFolderContent]: ...
    def folder_rename(self, folder_id: str, name: str) -> Answer[RapidgatorFolder]: ...
    def folder_copy(
        self,
        folder_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    def folder_move(
        self,
        folder_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    def folder_delete(self, folder_ids: Iterable[str]) -> Answer[RapidgatorBatchResult]: ...
    def folder_change_mode(self, folder_id: str, mode: int) -> Answer[RapidgatorFolder]: ...
    def file_upload(
        self,
        name: str,
        hash: str,
        size: int,
        folder_id: str | None = None,
    ) -> Answer[RapidgatorUpload]: ...
    def file_upload_info(self, upload_id: str) -> Answer[RapidgatorUpload]: ...
    def file_download(self, file_id: str) -> Answer[RapidgatorDownloadLink]: ...
    def file_info(self, file_id: str) -> Answer[RapidgatorFile]: ...
    def file_rename(self, file_id: str, name: str) -> Answer[RapidgatorFile]: ...
    def file_copy(
        self,
        file_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    def file_move(
        self,
        file_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    def file_delete(self, file_ids: Iterable[str]) -> Answer[RapidgatorBatchResult]: ...
    def file_change_mode(self, file_id: str, mode: int) -> Answer[RapidgatorFile]: ...
    def file_check_link(
        self,
        urls: Iterable[str],
    ) -> Answer[builtins.list[RapidgatorLinkCheck]]: ...
    def file_onetimelink_create(
        self,
        file_id: str,
        callback: str | None = None,
        notify: bool | None = None,
    ) -> Answer[RapidgatorOneTimeLink]: ...
    def file_onetimelink_info(
        self,
        link_ids: Iterable[str] | None = None,
    ) -> Answer[builtins.list[RapidgatorOneTimeLink]]: ...
    def file_xcopy(self, file_id: str, folder_id_dest: str) -> Answer[RapidgatorFile]: ...
    def file_xcopy_url(self, url: str, folder_id_dest: str) -> Answer[RapidgatorFile]: ...
    def file_hashcopy(
        self,
        hash: str,
        name: str,
        folder_id_dest: str,
    ) -> Answer[RapidgatorFile]: ...
    def remote_create(
        self,
        urls: Iterable[str],
        folder_id: str | None = None,
    ) -> Answer[builtins.list[RapidgatorJob]]: ...
    def remote_info(
        self,
        job_ids: Iterable[str] | None = None,
    ) -> Answer[builtins.list[RapidgatorJob]]: ...
    def remote_delete(self, job_ids: Iterable[str]) -> Answer[RapidgatorBatchResult]: ...
    def trashcan_content(
        self,
        page: int | None = None,
        per_page: int | None = None,
        sort_column: str | None = None,
        sort_direction: str | None = None,
    ) -> Answer[RapidgatorTrashcanContent]: ...
    def trashcan_restore(
        self,
        file_ids: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Answer[RapidgatorBatchResult]: ...
    def trashcan_empty(
        self,
        file_ids: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Answer[RapidgatorBatchResult]: ...
    def upload_bytes(
        self,
        url: str,
        source: Source,
        *,
        name: str | None = None,
        md5: str | None = None,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[RapidgatorUpload]: ...
    def download_bytes(
        self,
        download_url: str,
        target: Target,
        *,
        existing: Existing | None = None,
        most_bytes: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Download: ...

@disjoint_base
class Giga0(Session):
    def __new__(
        cls,
        login: str | None = None,
        password: str | None = None,
        *,
        keys: tuple[str, str] | None = None,
        token: str | None = None,
        account_id: str | None = None,
        auth_mode: AuthMode | None = None,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        low_speed: int | None = None,
        plain_http: PlainHttp | None = None,
        allow_private_addresses: bool | None = None,
        trust: Trust | None = None,
        ca_pem: str | bytes | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        resolve: dict[str, Iterable[str]] | None = None,
        renewal_interval: Seconds | None = None,
        bandwidth: Bandwidth | None = None,
        seed: int | None = None,
        picklable_secrets: bool = False,
    ) -> Self: ...
    def authorize(
        self,
        *,
        key1: str | None = None,
        key2: str | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> Answer[Giga0Authorized]: ...
    def disable_access_token(self) -> Answer[None]: ...
    def account_info(self) -> Answer[Giga0Account]: ...
    def account_package(self) -> Answer[Giga0Package]: ...
    def account_create(
        self,
        username: str,
        password: str,
        email: str,
        package_id: int,
        *,
        status: str | None = None,
        title: str | None = None,
        firstname: str | None = None,
        lastname: str | None = None,
        paid_expiry_date: str | None = None,
    ) -> Answer[Giga0Account]: ...
    def account_edit(
        self,
        account_id: str,
        *,
        password: str | None = None,
        email: str | None = None,
        package_id: int | None = None,
        status: str | None = None,
        title: str | None = None,
        firstname: str | None = None,
        lastname: str | None = None,
        paid_expiry_date: str | None = None,
    ) -> Answer[Giga0Account]: ...
    def account_delete(self, account_id: str) -> Answer[None]: ...
    def package_listing(self) -> Answer[builtins.list[Giga0Package]]: ...
    def file_upload(
        self,
        source: Source,
        name: str | None = None,
        folder_id: str | None = None,
        *,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[Giga0Uploaded]: ...
    def file_download(self, file_id: str) -> Answer[Giga0DownloadLink]: ...
    def file_download_short(self, short_url: str) -> Answer[Giga0DownloadLink]: ...
    def download_bytes(
        self,
        download_url: str,
        target: Target,
        *,
        existing: Existing | None = None,
        most_bytes: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Download: ...
    def file_info(self, file_id: str) -> Answer[Giga0File]: ...
    def file_edit(
        self,
        file_id: str,
        *,
        filename: str | None = None,
        file_type: str | None = None,
        folder_id: str | None = None,
    ) -> Answer[Giga0File]: ...
    def file_delete(self, file_id: str) -> Answer[Giga0File]: ...
    def file_move(
        self,
        file_id: str,
        new_parent_folder_id: str | None = None,
    ) -> Answer[Giga0File]: ...
    def file_copy(
        self,
        file_id: str,
        copy_to_folder_id: str | None = None,
    ) -> Answer[Giga0FileCopy]: ...
    def folder_create(
        self,
        folder_name: str,
        parent_id: str | None = None,
        *,
        is_public: int | None = None,
        access_password: str | None = None,
    ) -> Answer[Giga0Folder]: ...
    def folder_listing(self, parent_folder_id: str | None = None) -> Answer[Giga0FolderListing]: ...
    def folder_info(self, folder_id: str) -> Answer[Giga0Folder]: ...
    def folder_edit(
        self,
        folder_id: str,
        *,
        folder_name: str | None = None,
        parent_id: str | None = None,
        is_public: int | None = None,
        access_password: str | None = None,
    ) -> Answer[Giga0Folder]: ...
    def folder_delete(self, folder_id: str) -> Answer[None]: ...
    def folder_move(
        self,
        folder_id: str,
        new_parent_folder_id: str | None = None,
    ) -> Answer[Giga0Folder]: ...
    def file_url_upload_add(
        self,
        url: str,
        folder_id: str | None = None,
    ) -> Answer[Giga0UrlUpload]: ...
    def file_url_upload_status(self, scheduled_item_id: str) -> Answer[Giga0UrlTask]: ...

@disjoint_base
class UploadGig(Session):
    def __new__(
        cls,
        login: str | None = None,
        password: str | None = None,
        *,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        low_speed: int | None = None,
        plain_http: PlainHttp | None = None,
        allow_private_addresses: bool | None = None,
        trust: Trust | None = None,
        ca_pem: str | bytes | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        resolve: dict[str, Iterable[str]] | None = None,
        renewal_interval: Seconds | None = None,
        bandwidth: Bandwidth | None = None,
        seed: int | None = None,
        picklable_secrets: bool = False,
    ) -> Self: ...
    def get_upload_action(self) -> Answer[UploadGigAction]: ...
    def upload_bytes(
        self,
        action: str,
        source: Source,
        *,
        name: str | None = None,
        md5: str | None = None,
        length: int | None = None,
        slug_mode: SlugMode | None = None,
        chunked: bool = False,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[UploadGigStored]: ...

@disjoint_base
class Gett(Session):
    def __new__(
        cls,
        login: str | None = None,
        password: str | None = None,
        *,
        api_key: str | None = None,
        token: str | None = None,
        refresh_token: str | None = None,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        low_speed: int | None = None,
        plain_http: PlainHttp | None = None,
        allow_private_addresses: bool | None = None,
        trust: Trust | None = None,
        ca_pem: str | bytes | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        resolve: dict[str, Iterable[str]] | None = None,
        renewal_interval: Seconds | None = None,
        bandwidth: Bandwidth | None = None,
        seed: int | None = None,
        picklable_secrets: bool = False,
    ) -> Self: ...
    def users_login(self, apikey: str, email: str, password: str) -> Answer[GettLogin]: ...
    def users_login_refresh(self, refreshtoken: str) -> Answer[GettLogin]: ...
    def users_me(self) -> Answer[GettUser]: ...
    def shares_list(
        self,
        skip: int | None = None,
        limit: int | None = None,
    ) -> Answer[builtins.list[GettShare]]: ...
    def shares_create(self, title: str | None = None) -> Answer[GettShare]: ...
    def shares_get(self, sharename: str) -> Answer[GettShare]: ...
    def shares_update(self, sharename: str, title: str | None = None) -> Answer[GettShare]: ...
    def shares_destroy(self, sharename: str) -> Answer[None]: ...
    def files_create(
        self,
        sharename: str,
        filename: str,
        session: str | None = None,
    ) -> Answer[GettFile]: ...
    def files_get(self, sharename: str, fileid: str) -> Answer[GettFile]: ...
    def files_upload_urls(self, sharename: str, fileid: str) -> Answer[GettUploadUrls]: ...
    def files_destroy(self, sharename: str, fileid: str) -> Answer[None]: ...
    def upload_put(
        self,
        puturl: str,
        source: Source,
        *,
        name: str | None = None,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[GettAcknowledgement]: ...
    def upload_post(
        self,
        posturl: str,
        source: Source,
        *,
        name: str | None = None,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[GettAcknowledgement]: ...
    def files_blob(
        self,
        sharename: str,
        fileid: str,
        target: Target,
        *,
        existing: Existing | None = None,
        resume: bool = True,
        most_bytes: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Download: ...
    def files_thumb(
        self,
        sharename: str,
        fileid: str,
        target: Target,
        *,
        existing: Existing | None = None,
        most_bytes: int | None = None,
        checksum: Checksum | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Download: ...
    def files_scale(
        self,
        sharename: str,
        fileid: str,
        width: int,
        height: int,
        target: Target,
        *,
        existing: Existing | None = None,
        most_bytes: int | None = None,
        checksum: Checksum | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Download: ...
    def live(self, session: str | None = None) -> Live: ...

@disjoint_base
class GigaGs(Session):
    def __new__(
        cls,
        login: str | None = None,
        password: str | None = None,
        *,
        token: str | None = None,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        timeouts: Timeouts | None = None,
        low_speed: int | None = None,
        plain_http: PlainHttp | None = None,
        allow_private_addresses: bool | None = None,
        trust: Trust | None = None,
        ca_pem: str | bytes | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        resolve: dict[str, Iterable[str]] | None = None,
        renewal_interval: Seconds | None = None,
        bandwidth: Bandwidth | None = None,
        seed: int | None = None,
        picklable_secrets: bool = False,
    ) -> Self: ...
    def create_token(self, username: str, password: str) -> Answer[SecretStr]: ...
    def session_login(self, username: str, password: str) -> Answer[GigaGsSessionInfo]: ...
    def session_token(self, token: str) -> Answer[GigaGsSessionInfo]: ...
    def session_public(self) -> Answer[GigaGsSessionInfo]: ...
    def get_upload_url(self) -> Answer[SecretStr]: ...
    def upload_bytes(
        self,
        url: str,
        source: Source,
        name: str | None = None,
        *,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[GigaGsUploaded]: ...
    def get_files(
        self,
        page: int | None = None,
        limit: int | None = None,
    ) -> Answer[GigaGsFiles]: ...
    def archive(self, filehash: str) -> Answer[None]: ...

@final
class Live:
    @property
    def session(self) -> str: ...
    @property
    def connected(self) -> bool: ...
    def next(self, timeout: Seconds = 60.0) -> Any: ...
    def reconnect(self) -> None: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: object) -> None: ...
