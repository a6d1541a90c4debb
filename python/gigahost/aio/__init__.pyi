# Made from the stubs of the blocking classes by tests/python/aio_stubs.py: not edited by hand.
import builtins
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, overload

from typing_extensions import Self

import gigahost
from gigahost import (
    Account,
    Answer,
    Bandwidth,
    Batch,
    CancelToken,
    CheckedFile,
    Download,
    Entry,
    LinkStatus,
    Listing,
    Receipt,
    ReceiptLog,
    RemoteJob,
    SecretStr,
    ShareLink,
    SharedSource,
    Totals,
    Transfer,
)
from gigahost.types import (
    AuthMode,
    Checksum,
    Credentials,
    Existing,
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
    Kind,
    PlainHttp,
    ProgressCallback,
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
    Seconds,
    SlugMode,
    Target,
    Timeouts,
    Trust,
    UploadGigAction,
    UploadGigStored,
    Visibility,
)

from ._source import AsyncSource

__all__ = [
    "Gett",
    "Giga0",
    "GigaGs",
    "Live",
    "Queue",
    "Rapidgator",
    "Session",
    "UploadGig",
    "limit_threads",
    "open",
    "verify",
    "wrap",
]

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
    async def close(self) -> None: ...
    async def upload(
        self,
        source: AsyncSource,
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
    async def download(
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
    async def account(self) -> Account: ...
    async def list(self, folder: str | Entry | None = None) -> Listing: ...
    async def source(self, file: Entry) -> SharedSource: ...
    async def preflight(
        self,
        files: Iterable[str | os.PathLike[str] | tuple[str, int]],
    ) -> Batch: ...
    async def stat(self, item: str | Entry, *, kind: Kind = "file") -> Entry: ...
    async def delete(
        self,
        items: str | Entry | Iterable[str | Entry],
        *,
        kind: Kind = "file",
    ) -> Batch: ...
    async def rename(self, item: str | Entry, name: str, *, kind: Kind = "file") -> Entry: ...
    async def move(
        self,
        items: str | Entry | Iterable[str | Entry],
        folder: str | Entry | None = None,
        *,
        kind: Kind = "file",
    ) -> Batch: ...
    async def copy(
        self,
        items: str | Entry | Iterable[str | Entry],
        folder: str | Entry | None = None,
        *,
        kind: Kind = "file",
    ) -> Batch: ...
    async def make_folder(self, name: str, parent: str | Entry | None = None) -> Entry: ...
    async def set_visibility(
        self,
        item: str | Entry,
        visibility: Visibility,
        *,
        kind: Kind = "file",
    ) -> Entry: ...
    async def check_links(self, links: Iterable[str]) -> builtins.list[LinkStatus]: ...
    async def remote_upload(
        self,
        links: Iterable[str],
        folder: str | Entry | None = None,
    ) -> builtins.list[RemoteJob]: ...
    async def remote_status(
        self,
        jobs: Iterable[str] | None = None,
    ) -> builtins.list[RemoteJob]: ...
    async def remote_cancel(self, jobs: Iterable[str]) -> Batch: ...
    async def share_link(self, file: str | Entry) -> ShareLink: ...
    async def trash_list(self) -> Listing: ...
    async def trash_restore(
        self,
        files: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Batch: ...
    async def trash_empty(
        self,
        files: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Batch: ...
    async def login(self) -> None: ...
    async def logout(self) -> None: ...
    async def call(self, path: str, parameters: dict[str, str] | None = None) -> Answer[Any]: ...
    def __init__(self, *args: Any, **keywords: Any) -> None: ...
    @property
    def blocking(self) -> gigahost.Session: ...
    async def remote_wait(
        self,
        jobs: Sequence[str | RemoteJob],
        *,
        interval: float = 5.0,
    ) -> builtins.list[RemoteJob]: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...
    def __reduce__(self) -> tuple[Callable[..., Any], tuple[gigahost.Session]]: ...

class Rapidgator(Session):
    def __init__(
        self,
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
    ) -> None: ...
    async def user_login(
        self,
        login: str,
        password: str,
        code: str | None = None,
    ) -> Answer[RapidgatorLogin]: ...
    async def user_info(self) -> Answer[RapidgatorUser]: ...
    async def folder_create(self, folder_id: str | None, name: str) -> Answer[RapidgatorFolder]: ...
    async def folder_info(self, folder_id: str | None = None) -> Answer[RapidgatorFolder]: ...
    async def folder_content(
        self,
        folder_id: str | None = None,
        page: int | None = None,
        per_page: int | None = None,
        sort_column: str | None = None,
        sort_direction: str | None = None,
    ) -> Answer[RapidgatorFolderContent]: ...
    async def folder_rename(self, folder_id: str, name: str) -> Answer[RapidgatorFolder]: ...
    async def folder_copy(
        self,
        folder_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    async def folder_move(
        self,
        folder_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    async def folder_delete(self, folder_ids: Iterable[str]) -> Answer[RapidgatorBatchResult]: ...
    async def folder_change_mode(self, folder_id: str, mode: int) -> Answer[RapidgatorFolder]: ...
    async def file_upload(
        self,
        name: str,
        hash: str,
        size: int,
        folder_id: str | None = None,
    ) -> Answer[RapidgatorUpload]: ...
    async def file_upload_info(self, upload_id: str) -> Answer[RapidgatorUpload]: ...
    async def file_download(self, file_id: str) -> Answer[RapidgatorDownloadLink]: ...
    async def file_info(self, file_id: str) -> Answer[RapidgatorFile]: ...
    async def file_rename(self, file_id: str, name: str) -> Answer[RapidgatorFile]: ...
    async def file_copy(
        self,
        file_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    async def file_move(
        self,
        file_ids: Iterable[str],
        folder_id_dest: str,
    ) -> Answer[RapidgatorBatchResult]: ...
    async def file_delete(self, file_ids: Iterable[str]) -> Answer[RapidgatorBatchResult]: ...
    async def file_change_mode(self, file_id: str, mode: int) -> Answer[RapidgatorFile]: ...
    async def file_check_link(
        self,
        urls: Iterable[str],
    ) -> Answer[builtins.list[RapidgatorLinkCheck]]: ...
    async def file_onetimelink_create(
        self,
        file_id: str,
        callback: str | None = None,
        notify: bool | None = None,
    ) -> Answer[RapidgatorOneTimeLink]: ...
    async def file_onetimelink_info(
        self,
        link_ids: Iterable[str] | None = None,
    ) -> Answer[builtins.list[RapidgatorOneTimeLink]]: ...
    async def file_xcopy(self, file_id: str, folder_id_dest: str) -> Answer[RapidgatorFile]: ...
    async def file_xcopy_url(self, url: str, folder_id_dest: str) -> Answer[RapidgatorFile]: ...
    async def file_hashcopy(
        self,
        hash: str,
        name: str,
        folder_id_dest: str,
    ) -> Answer[RapidgatorFile]: ...
    async def remote_create(
        self,
        urls: Iterable[str],
        folder_id: str | None = None,
    ) -> Answer[builtins.list[RapidgatorJob]]: ...
    async def remote_info(
        self,
        job_ids: Iterable[str] | None = None,
    ) -> Answer[builtins.list[RapidgatorJob]]: ...
    async def remote_delete(self, job_ids: Iterable[str]) -> Answer[RapidgatorBatchResult]: ...
    async def trashcan_content(
        self,
        page: int | None = None,
        per_page: int | None = None,
        sort_column: str | None = None,
        sort_direction: str | None = None,
    ) -> Answer[RapidgatorTrashcanContent]: ...
    async def trashcan_restore(
        self,
        file_ids: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Answer[RapidgatorBatchResult]: ...
    async def trashcan_empty(
        self,
        file_ids: str | Iterable[str | Entry] | None = None,
        *,
        all: bool = False,
    ) -> Answer[RapidgatorBatchResult]: ...
    async def upload_bytes(
        self,
        url: str,
        source: AsyncSource,
        *,
        name: str | None = None,
        md5: str | None = None,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[RapidgatorUpload]: ...
    async def download_bytes(
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

class Giga0(Session):
    def __init__(
        self,
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
    ) -> None: ...
    async def authorize(
        self,
        *,
        key1: str | None = None,
        key2: str | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> Answer[Giga0Authorized]: ...
    async def disable_access_token(self) -> Answer[None]: ...
    async def account_info(self) -> Answer[Giga0Account]: ...
    async def account_package(self) -> Answer[Giga0Package]: ...
    async def account_create(
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
    async def account_edit(
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
    async def account_delete(self, account_id: str) -> Answer[None]: ...
    async def package_listing(self) -> Answer[builtins.list[Giga0Package]]: ...
    async def file_upload(
        self,
        source: AsyncSource,
        name: str | None = None,
        folder_id: str | None = None,
        *,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[Giga0Uploaded]: ...
    async def file_download(self, file_id: str) -> Answer[Giga0DownloadLink]: ...
    async def file_download_short(self, short_url: str) -> Answer[Giga0DownloadLink]: ...
    async def download_bytes(
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
    async def file_info(self, file_id: str) -> Answer[Giga0File]: ...
    async def file_edit(
        self,
        file_id: str,
        *,
        filename: str | None = None,
        file_type: str | None = None,
        folder_id: str | None = None,
    ) -> Answer[Giga0File]: ...
    async def file_delete(self, file_id: str) -> Answer[Giga0File]: ...
    async def file_move(
        self,
        file_id: str,
        new_parent_folder_id: str | None = None,
    ) -> Answer[Giga0File]: ...
    async def file_copy(
        self,
        file_id: str,
        copy_to_folder_id: str | None = None,
    ) -> Answer[Giga0FileCopy]: ...
    async def folder_create(
        self,
        folder_name: str,
        parent_id: str | None = None,
        *,
        is_public: int | None = None,
        access_password: str | None = None,
    ) -> Answer[Giga0Folder]: ...
    async def folder_listing(
        self,
        parent_folder_id: str | None = None,
    ) -> Answer[Giga0FolderListing]: ...
    async def folder_info(self, folder_id: str) -> Answer[Giga0Folder]: ...
    async def folder_edit(
        self,
        folder_id: str,
        *,
        folder_name: str | None = None,
        parent_id: str | None = None,
        is_public: int | None = None,
        access_password: str | None = None,
    ) -> Answer[Giga0Folder]: ...
    async def folder_delete(self, folder_id: str) -> Answer[None]: ...
    async def folder_move(
        self,
        folder_id: str,
        new_parent_folder_id: str | None = None,
    ) -> Answer[Giga0Folder]: ...
    async def file_url_upload_add(
        self,
        url: str,
        folder_id: str | None = None,
    ) -> Answer[Giga0UrlUpload]: ...
    async def file_url_upload_status(self, scheduled_item_id: str) -> Answer[Giga0UrlTask]: ...

class UploadGig(Session):
    def __init__(
        self,
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
    ) -> None: ...
    async def get_upload_action(self) -> Answer[UploadGigAction]: ...
    async def upload_bytes(
        self,
        action: str,
        source: AsyncSource,
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

class Gett(Session):
    def __init__(
        self,
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
    ) -> None: ...
    async def users_login(self, apikey: str, email: str, password: str) -> Answer[GettLogin]: ...
    async def users_login_refresh(self, refreshtoken: str) -> Answer[GettLogin]: ...
    async def users_me(self) -> Answer[GettUser]: ...
    async def shares_list(
        self,
        skip: int | None = None,
        limit: int | None = None,
    ) -> Answer[builtins.list[GettShare]]: ...
    async def shares_create(self, title: str | None = None) -> Answer[GettShare]: ...
    async def shares_get(self, sharename: str) -> Answer[GettShare]: ...
    async def shares_update(
        self,
        sharename: str,
        title: str | None = None,
    ) -> Answer[GettShare]: ...
    async def shares_destroy(self, sharename: str) -> Answer[None]: ...
    async def files_create(
        self,
        sharename: str,
        filename: str,
        session: str | None = None,
    ) -> Answer[GettFile]: ...
    async def files_get(self, sharename: str, fileid: str) -> Answer[GettFile]: ...
    async def files_upload_urls(self, sharename: str, fileid: str) -> Answer[GettUploadUrls]: ...
    async def files_destroy(self, sharename: str, fileid: str) -> Answer[None]: ...
    async def upload_put(
        self,
        puturl: str,
        source: AsyncSource,
        *,
        name: str | None = None,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[GettAcknowledgement]: ...
    async def upload_post(
        self,
        posturl: str,
        source: AsyncSource,
        *,
        name: str | None = None,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[GettAcknowledgement]: ...
    async def files_blob(
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
    async def files_thumb(
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
    async def files_scale(
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
    async def live(self, session: str | None = None) -> Live: ...

class GigaGs(Session):
    def __init__(
        self,
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
    ) -> None: ...
    async def create_token(self, username: str, password: str) -> Answer[SecretStr]: ...
    async def session_login(self, username: str, password: str) -> Answer[GigaGsSessionInfo]: ...
    async def session_token(self, token: str) -> Answer[GigaGsSessionInfo]: ...
    async def session_public(self) -> Answer[GigaGsSessionInfo]: ...
    async def get_upload_url(self) -> Answer[SecretStr]: ...
    async def upload_bytes(
        self,
        url: str,
        source: AsyncSource,
        name: str | None = None,
        *,
        length: int | None = None,
        checksum: Checksum | None = None,
        on_progress: ProgressCallback | None = None,
        cancel: CancelToken | None = None,
        timeout: Seconds | None = None,
    ) -> Answer[GigaGsUploaded]: ...
    async def get_files(
        self,
        page: int | None = None,
        limit: int | None = None,
    ) -> Answer[GigaGsFiles]: ...
    async def archive(self, filehash: str) -> Answer[None]: ...

class Live:
    def __init__(self, live: gigahost.Live, token: CancelToken) -> None: ...
    @property
    def blocking(self) -> gigahost.Live: ...
    @property
    def session(self) -> str: ...
    @property
    def connected(self) -> bool: ...
    async def next(self, timeout: Seconds = 60.0) -> Any: ...
    async def reconnect(self) -> None: ...
    async def close(self) -> None: ...
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> Any: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...

class Queue:
    def __init__(
        self,
        *,
        workers: int | None = None,
        retries: int | None = None,
        state: str | os.PathLike[str] | None = None,
        receipts: ReceiptLog | str | os.PathLike[str] | None = None,
    ) -> None: ...
    @property
    def blocking(self) -> gigahost.Queue: ...
    @property
    def closed(self) -> bool: ...
    async def upload(
        self, session: Session | gigahost.Session, source: AsyncSource, **options: Any
    ) -> int: ...
    async def download(
        self, session: Session | gigahost.Session, file: str | Entry, target: Target, **options: Any
    ) -> int: ...
    def restore(self, session: Session | gigahost.Session) -> builtins.list[int]: ...
    def earlier(
        self,
        session: Session | gigahost.Session,
        source: Any,
        *,
        name: str | None = None,
        folder: str | Entry | None = None,
    ) -> str: ...
    async def repair(
        self, session: Session | gigahost.Session, log: ReceiptLog | str | os.PathLike[str]
    ) -> builtins.list[CheckedFile]: ...
    def set_priority(self, id: int, priority: int) -> None: ...
    def set_cap(self, session: Session | gigahost.Session, cap: int | None) -> None: ...
    def pause(self, id: int | None = None) -> None: ...
    def resume(self, id: int | None = None) -> None: ...
    def cancel(self, id: int | None = None) -> None: ...
    def transfer(self, id: int) -> Transfer: ...
    def transfers(self) -> builtins.list[Transfer]: ...
    def totals(self) -> Totals: ...
    def result(self, id: int) -> Receipt | Download: ...
    async def next_event(self) -> Transfer | None: ...
    async def wait(self) -> None: ...
    async def close(self) -> None: ...
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> Transfer: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, kind: object, *exception: object) -> None: ...

@overload
def open(
    host: Literal["rapidgator"],
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
) -> Rapidgator: ...
@overload
def open(
    host: Literal["giga0"],
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
) -> Giga0: ...
@overload
def open(
    host: Literal["uploadgig"],
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
) -> UploadGig: ...
@overload
def open(
    host: Literal["gett"],
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
) -> Gett: ...
@overload
def open(
    host: Literal["gigags"],
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
) -> GigaGs: ...
@overload
def open(host: str, login: str | None = None, password: str | None = None, **options: Any) -> Session: ...
def wrap(session: gigahost.Session) -> Session: ...
def limit_threads(limit: int) -> None: ...
async def verify(
    log: ReceiptLog, session: Session | gigahost.Session
) -> builtins.list[CheckedFile]: ...
