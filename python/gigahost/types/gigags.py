"""The responses of giga.gs."""

from __future__ import annotations

from typing import TypedDict

from .._secret import SecretStr


class GigaGsSessionInfo(TypedDict):
    """A session at the host."""

    # Whether it belongs to an account, or the site wants one.
    private: bool | None
    # Its token.
    token: SecretStr | None
    # The largest file in bytes; `None` if unknown or without limit.
    max_file_size: int | None
    # The same as the host writes it, such as `512MB`.
    max_file_size_text: str | None


class GigaGsUploaded(TypedDict):
    """An uploaded file."""

    # The direct link.
    url: str | None
    # The id of the video.
    id: str | None
    # The hash of the file; whether it is the MD5 of the content is not known.
    hash: str | None
    # What `archive` wants: id and hash, joined by an underscore.
    filehash: str | None


class GigaGsFile(TypedDict):
    """A file of the account."""

    # The id of the video.
    id: str | None
    # Its hash; whether it is the MD5 of the content is not known.
    hash: str | None
    # What `archive` wants.
    filehash: str | None
    # Its name.
    name: str | None
    # Bytes.
    size: int | None
    # The direct link.
    url: str | None
    # When it was made, where the host tells it as a number of seconds since 1970.
    created: int | None
    # When it was made, where the host tells it as a text.
    created_text: str | None
    # Whether its content was erased.
    archived: bool | None


class GigaGsFiles(TypedDict):
    """One page of the account's files."""

    # The files, in the host's order.
    files: list[GigaGsFile]
    # How many there are in all, where the host tells.
    count: int | None
