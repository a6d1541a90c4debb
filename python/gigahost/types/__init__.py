"""The types of what the hosts' own operations return, for type checkers.

Every field is present; absent values are None. A `SecretStr` is a `str` whose `repr` is hidden.
Sizes are in bytes, times in seconds since 1970 unless a field says otherwise. The names are those
of the host, prefixed with the class of the session: `RapidgatorFile` is a file as rapidgator
describes it.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, Union

from .rapidgator import (
    RapidgatorBatchResult as RapidgatorBatchResult,
    RapidgatorDownloadLink as RapidgatorDownloadLink,
    RapidgatorFile as RapidgatorFile,
    RapidgatorFolder as RapidgatorFolder,
    RapidgatorFolderContent as RapidgatorFolderContent,
    RapidgatorJob as RapidgatorJob,
    RapidgatorLinkCheck as RapidgatorLinkCheck,
    RapidgatorLogin as RapidgatorLogin,
    RapidgatorOneTimeLink as RapidgatorOneTimeLink,
    RapidgatorPager as RapidgatorPager,
    RapidgatorTrashcanContent as RapidgatorTrashcanContent,
    RapidgatorUpload as RapidgatorUpload,
    RapidgatorUser as RapidgatorUser,
)
from .giga0 import (
    Giga0Account as Giga0Account,
    Giga0Authorized as Giga0Authorized,
    Giga0DownloadLink as Giga0DownloadLink,
    Giga0DownloadedFile as Giga0DownloadedFile,
    Giga0File as Giga0File,
    Giga0FileCopy as Giga0FileCopy,
    Giga0Folder as Giga0Folder,
    Giga0FolderListing as Giga0FolderListing,
    Giga0Package as Giga0Package,
    Giga0Uploaded as Giga0Uploaded,
    Giga0UrlTask as Giga0UrlTask,
    Giga0UrlUpload as Giga0UrlUpload,
)
from .uploadgig import (
    UploadGigAction as UploadGigAction,
    UploadGigStored as UploadGigStored,
)
from .gett import (
    GettAcknowledgement as GettAcknowledgement,
    GettFile as GettFile,
    GettLiveFile as GettLiveFile,
    GettLogin as GettLogin,
    GettShare as GettShare,
    GettStorage as GettStorage,
    GettUploadUrls as GettUploadUrls,
    GettUser as GettUser,
)
from .gigags import (
    GigaGsFile as GigaGsFile,
    GigaGsFiles as GigaGsFiles,
    GigaGsSessionInfo as GigaGsSessionInfo,
    GigaGsUploaded as GigaGsUploaded,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from .._native import Progress, SharedSource


class Readable(Protocol):
    """A binary file object that is read from."""

    def read(self, size: int, /) -> Buffer: ...


class Writable(Protocol):
    """A binary file object that is written to. `write` returns the number of bytes written, or
    None."""

    def write(self, chunk: bytes, /) -> object: ...


# A time: seconds, or a timedelta.
Seconds = Union[float, datetime.timedelta]
# What can be uploaded: a path, content, a file object.
Source = Union[str, "os.PathLike[str]", "os.PathLike[bytes]", "Buffer", Readable, "SharedSource"]
# Where a download can go: a path, a directory, a file object.
Target = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]", Writable]
# Gets every event of a transfer; False stops it.
ProgressCallback = Callable[["Progress"], object]
# Where credentials are found: "env", "env:PROFILE", "env:PREFIX_", or a function that gives the keywords.
Credentials = Union[str, Callable[[], Mapping[str, Any]]]

Kind = Union[Literal["file"], Literal["folder"]]
Existing = Union[Literal["refuse"], Literal["overwrite"], Literal["unique"]]
Checksum = Union[Literal["auto"], Literal["always"], Literal["never"]]
SlugMode = Union[Literal["percent"], Literal["raw_utf8"], Literal["ascii_only"]]
PlainHttp = Union[Literal["deny"], Literal["listed"], Literal["allow"]]
Trust = Union[Literal["both"], Literal["system"], Literal["built-in"]]
AuthMode = Union[Literal["auto"], Literal["keys"], Literal["password"]]
# The words that hosts know; another one is refused by the host, not by the type.
Visibility = Union[Literal["public", "unlisted", "premium_only", "private", "hotlink"], str]


class Timeouts(TypedDict, total=False):
    """The timeouts of a session. Keys that are absent or None keep their defaults."""

    # Name resolution, TCP and TLS together. Default 10 s, 15 s for transfers.
    connect: Seconds | None
    # From the last byte of a request to the end of the answer's head. Default 30 s.
    answer: Seconds | None
    # One attempt at an API call. Default 60 s.
    attempt: Seconds | None
    # The window in which a transfer must reach `low_speed`. Default 60 s.
    idle: Seconds | None
    # From the last byte of an uploaded body to the answer, at least. Default 300 s.
    answer_after_body: Seconds | None
    # The whole API call, retries and pauses included. Default 120 s.
    call: Seconds | None
    # The whole transfer. Default: none.
    transfer: Seconds | None
    # How long a host may take to show a file whose answer was lost. Default 10 s.
    settle: Seconds | None
    # How long a host may process a file after the upload. Default 15 minutes.
    processing: Seconds | None
