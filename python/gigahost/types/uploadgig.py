"""The responses of uploadgig."""

from __future__ import annotations

from typing import TypedDict

from .._secret import SecretStr


class UploadGigAction(TypedDict):
    """The URL to upload a file to, valid for 60 seconds."""

    # The address. It carries the permission: whoever has it can upload once.
    action: SecretStr
    # How many MiB the account still has room for. `None` if the host does not say: a missing
    # figure, a text, and anything below 1 mean that.
    cmbs: int | None


class UploadGigStored(TypedDict):
    """A file that the node has stored."""

    # Its public link, which may answer 404 for some minutes.
    url: str
    # Its id: 16 hexadecimal digits whose case matters.
    id: str | None
    # Its name at the host.
    file_name: str | None
    # Bytes.
    size: int | None
    # What the host says about it, in English prose.
    message: str | None
