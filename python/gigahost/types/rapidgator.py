"""The responses of rapidgator."""

from __future__ import annotations

from typing import TypedDict

from .._secret import SecretStr


class RapidgatorLogin(TypedDict):
    """A login: the token and the account."""

    # The token of the session.
    token: SecretStr
    # The account, where the answer has it.
    user: RapidgatorUser | None


class RapidgatorUser(TypedDict):
    """An account."""

    # The e-mail address.
    email: str | None
    # Whether it is a premium account.
    is_premium: bool | None
    # End of premium, in seconds since 1970. Accounts look expired up to a day early.
    premium_end_time: int | None
    # State of the account; 1 is activated.
    state: int | None
    # The state in words.
    state_label: str | None
    # Bytes of traffic in all; absent on free accounts.
    traffic_total: int | None
    # Bytes of traffic left; absent on free accounts.
    traffic_left: int | None
    # Bytes of storage in all.
    storage_total: int | None
    # Bytes of storage left.
    storage_left: int | None
    # Largest file, in bytes.
    max_file_size: int | None
    # Parallel uploads.
    nb_pipes: int | None
    # Remote jobs at once.
    max_nb_jobs: int | None
    # Seconds between two looks at remote jobs.
    refresh_time: int | None
    # Id of the root folder; usually absent.
    folder_id: str | None


class RapidgatorFolder(TypedDict):
    """A folder."""

    # Its id.
    folder_id: str
    # 0 public, 1 premium only, 2 private, 3 hotlink.
    mode: int | None
    # Id of the folder it lies in; absent at the root.
    parent_folder_id: str | None
    # Its name; absent in rows of a parent's `folders` that carry counters only.
    name: str | None
    # Its public page.
    url: str | None
    # Folders in it.
    nb_folders: int | None
    # Files in it.
    nb_files: int | None
    # Bytes in it.
    size_files: int | None
    # When it was made, in seconds since 1970.
    created: int | None
    # Its folders, where the call lists them.
    folders: list[RapidgatorFolder]
    # Its files, where the call lists them.
    files: list[RapidgatorFile]


class RapidgatorFile(TypedDict):
    """A file."""

    # Its id: 32 hexadecimal digits; very old ones are decimal.
    file_id: str
    # 0 public, 1 premium only, 2 private, 3 hotlink.
    mode: int | None
    # Id of the folder it lies in; absent in the trash.
    folder_id: str | None
    # Its name.
    name: str | None
    # MD5 of the content.
    hash: str | None
    # Bytes.
    size: int | None
    # When it was made, in seconds since 1970.
    created: int | None
    # How often it was downloaded; absent in upload answers.
    nb_downloads: int | None
    # Its public page.
    url: str | None


class RapidgatorUpload(TypedDict):
    """An upload in progress."""

    # Its id.
    upload_id: str | None
    # Where the bytes go. A credential; absent when the content was known.
    url: SecretStr | None
    # The file, once it is there.
    file: RapidgatorFile | None
    # What it is doing; absent if the answer does not say.
    state: str | int | None
    # The host's text for a failure.
    error: str | None


class RapidgatorBatchResult(TypedDict):
    """The outcome for each id of a batch call."""

    # How many succeeded.
    success: int
    # Which.
    success_ids: list[str]
    # How many failed.
    fail: int
    # Which.
    fail_ids: list[str]
    # The host's texts; they belong to `fail_ids` one by one only if the lengths agree.
    errors: list[str]


class RapidgatorPager(TypedDict):
    """The position of a page."""

    # This page, from 1.
    current: int | None
    # How many pages there are.
    total: int | None


class RapidgatorFolderContent(TypedDict):
    """One page of a folder."""

    # The folder with its `folders` and `files`.
    folder: RapidgatorFolder
    # Which page it is.
    pager: RapidgatorPager


class RapidgatorTrashcanContent(TypedDict):
    """One page of the trash."""

    # The files.
    files: list[RapidgatorFile]
    # Which page it is.
    pager: RapidgatorPager


class RapidgatorDownloadLink(TypedDict):
    """The URL for the bytes of a file."""

    # The address. A credential.
    download_url: SecretStr
    # Seconds to wait before it may be used.
    delay: int


class RapidgatorLinkCheck(TypedDict):
    """What the host reports about a link."""

    # The link as the host repeats it.
    url: str | None
    # The name of the file; absent if the link is dead.
    filename: str | None
    # Bytes; absent if the link is dead.
    size: int | None
    # `ACCESS` or `NO ACCESS`.
    status: str | None


class RapidgatorOneTimeLink(TypedDict):
    """A one-time link."""

    # Its id.
    link_id: str
    # The file it leads to.
    file: RapidgatorFile | None
    # The link. Whoever has it can use it.
    url: SecretStr | None
    # 0 is waiting.
    state: int | None
    # The state in words.
    state_label: str | None
    # What the host calls when it is used.
    callback_url: str | None
    # Whether a letter is sent when it is used.
    notify: bool | None
    # When it was made, in seconds since 1970.
    created: int | None
    # Whether it was used.
    downloaded: bool | None
    # Why the host knows nothing of it, in place of everything else.
    error: str | None


class RapidgatorJob(TypedDict):
    """A remote job."""

    # Its id.
    job_id: str
    # The folder the file goes to.
    folder_id: str | None
    # The source, perhaps altered.
    url: str | None
    # The name of the file, once known.
    name: str | None
    # Bytes, once known.
    size: int | None
    # Bytes fetched.
    dl_size: int | None
    # Bytes a second.
    speed: int | None
    # The state in words; the numbers differ between hosts.
    state_label: str | None
    # The file, once it is there.
    file: RapidgatorFile | None
    # Why it failed.
    error: str | None
    # When it was made, in seconds since 1970.
    created: int | None
    # When it last changed, in seconds since 1970.
    updated: int | None
