"""The responses of ge.tt."""

from __future__ import annotations

from typing import TypedDict

from .._secret import SecretStr


class GettLogin(TypedDict):
    """A login: the tokens and, usually, the account."""

    # What every other call is made with.
    accesstoken: SecretStr
    # What a new access token can be had for. Keep the newest.
    refreshtoken: SecretStr | None
    # Life of the access token in seconds; `None` if the host does not say.
    expires: int | None
    # The account; absent after some refreshes.
    user: GettUser | None


class GettUser(TypedDict):
    """An account."""

    # Its id.
    userid: str | None
    # The name of its owner.
    fullname: str | None
    # Its e-mail address.
    email: str | None
    # Files in it.
    files: int | None
    # Downloads of its files.
    downloads: int | None
    # Its storage.
    storage: GettStorage | None


class GettStorage(TypedDict):
    """The storage of an account, in bytes."""

    # Bytes used.
    used: int | None
    # Bytes that may be used, `extra` included.
    limit: int | None
    # Bytes given on top; already inside `limit`.
    extra: int | None


class GettShare(TypedDict):
    """A share: a container of files with a public page."""

    # Its name, by which every call knows it.
    sharename: str
    # Its title, if it was given one.
    title: str | None
    # When it was made, in seconds since 1970.
    created: int | None
    # When it was changed, in seconds since 1970.
    updated: int | None
    # Its public page.
    getturl: str | None
    # Its state.
    readystate: str | None
    # The id of its owner.
    userid: str | None
    # The name of its owner.
    fullname: str | None
    # Whether somebody serves it live.
    live: bool | None
    # Its files: those that are or will be downloadable.
    files: list[GettFile]


class GettFile(TypedDict):
    """A file."""

    # Its id within the share: text, and not always a number.
    fileid: str
    # Its name.
    filename: str | None
    # The share that it is in.
    sharename: str | None
    # How often it was downloaded.
    downloads: int | None
    # Its state.
    readystate: str | None
    # When it was announced, in seconds since 1970.
    created: int | None
    # Bytes, once they are known.
    size: int | None
    # Its public page.
    getturl: str | None
    # Where its bytes go; only in the answer of `files_create`.
    upload: GettUploadUrls | None


class GettUploadUrls(TypedDict):
    """The URLs to send the bytes of a file to. They are credentials: anyone who has one can replace
    the file."""

    # For `upload_put`.
    puturl: SecretStr | None
    # For `upload_post`.
    posturl: SecretStr | None


class GettAcknowledgement(TypedDict):
    """What a node reported about the bytes that it received."""

    # It said in its usual words that it has the file. Otherwise `files_get` decides.
    confirmed: bool


class GettLiveFile(TypedDict):
    """A file that an event is about."""

    # The share it is in.
    sharename: str
    # Its id within the share.
    fileid: str
    # Its name.
    filename: str | None
