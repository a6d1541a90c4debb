"""The responses of giga0."""

from __future__ import annotations

from typing import TypedDict

from .._secret import SecretStr


class Giga0Uploaded(TypedDict):
    """An uploaded file."""

    # Its id; absent only beside an `error`.
    file_id: str | None
    # Its name at the host.
    name: str | None
    # Bytes.
    size: int | None
    # Its media type.
    media_type: str | None
    # Why it failed although the answer says success.
    error: str | None
    # The public page.
    url: str | None
    # The short name of the public page.
    short_url: str | None
    # A page that deletes the file without a login.
    delete_url: SecretStr | None
    # A page that describes the file to its owner without a login.
    info_url: SecretStr | None
    # The public page with counters.
    stats_url: str | None
    # The secret part of `delete_url`.
    delete_hash: SecretStr | None
    # A hash in 32 hexadecimal digits, probably the MD5 of the content.
    hash: str | None
    # Another hash in 64 hexadecimal digits.
    unique_hash: str | None
    # Markup for web pages. Not sanitised.
    url_html: str | None
    # Markup for forums.
    url_bbcode: str | None


class Giga0File(TypedDict):
    """A file. In responses about a single file only the id, the name and the short name are
    certain."""

    # Its id.
    id: str
    # Its name.
    filename: str | None
    # The short name of the public page.
    short_url: str | None
    # Its media type.
    file_type: str | None
    # The ending of its name.
    extension: str | None
    # Bytes.
    file_size: int | None
    # `active`, `trash`, or another word.
    status: str | None
    # How often it was downloaded.
    downloads: int | None
    # The folder it lies in; absent in the root.
    folder_id: str | None
    # Keywords, joined by commas.
    keywords: str | None
    # A text about it; newer installs only.
    description: str | None
    # The public page.
    url_file: str | None


class Giga0Folder(TypedDict):
    """A folder. Dates are `Y-m-d H:i:s` without a zone."""

    # Its id.
    id: str
    # The folder it lies in; absent in the root.
    parent_id: str | None
    # Its name.
    folder_name: str | None
    # Bytes in it.
    total_size: int | None
    # 0 private, 1 unlisted, 2 public in the site's search.
    is_public: int | None
    # The MD5 of its password; absent in listings.
    access_password: SecretStr | None
    # When it was made.
    date_added: str | None
    # When it was last changed.
    date_updated: str | None
    # The public page.
    url_folder: str | None
    # How often its files were downloaded.
    total_downloads: int | None
    # Folders in it.
    child_folder_count: int | None
    # Files in it.
    file_count: int | None
    # Its state; newer installs only.
    status: str | None


class Giga0FolderListing(TypedDict):
    """The contents of a folder: one level, complete."""

    # Its folders.
    folders: list[Giga0Folder]
    # Its files.
    files: list[Giga0File]


class Giga0FileCopy(TypedDict):
    """A copied file."""

    # The file that was copied.
    original_file: Giga0File | None
    # The copy.
    new_file: Giga0File


class Giga0DownloadLink(TypedDict):
    """The URL for the bytes of a file."""

    # The file.
    file_id: str | None
    # Its name.
    filename: str | None
    # The address; whoever has it can fetch the file, for a short time.
    download_url: SecretStr


class Giga0Authorized(TypedDict):
    """The result of `authorize`."""

    # The token of the session.
    access_token: SecretStr
    # The account it belongs to.
    account_id: str


class Giga0Account(TypedDict):
    """An account. Dates are `Y-m-d H:i:s` without a zone; an unset one is absent."""

    # Its id.
    id: str
    # Its user name.
    username: str | None
    # The id of its package.
    level_id: str | None
    # Its e-mail address.
    email: str | None
    # When it last logged in.
    last_login_date: str | None
    # From where it last logged in.
    last_login_ip: str | None
    # `pending`, `active`, `disabled` or `suspended`.
    status: str | None
    # `Mr`, `Ms`, ...
    title: str | None
    # First name.
    firstname: str | None
    # Last name.
    lastname: str | None
    # The id of its language.
    language_id: str | None
    # When it was made.
    date_created: str | None
    # When it was last paid for.
    last_payment: str | None
    # When the paid time ends.
    paid_expiry_date: str | None
    # Bytes of storage in place of the package's.
    storage_limit_override: int | None


class Giga0Package(TypedDict):
    """The limits of an account. A limit of 0 means "no limit" and is absent here; older sites lack
    some of the fields."""

    # Its id.
    id: str | None
    # Its name.
    label: str | None
    # `paid user`, `paid`, `free`, ...
    level_type: str | None
    # Whether the account may upload.
    can_upload: bool | None
    # Largest upload in bytes.
    max_upload_size: int | None
    # Bytes of storage.
    max_storage_bytes: int | None
    # Uploads at once.
    concurrent_uploads: int | None
    # Downloads at once.
    concurrent_downloads: int | None
    # Seconds between two downloads.
    wait_between_downloads: int | None
    # Bytes a second.
    download_speed: int | None
    # Downloads in 24 hours.
    downloads_per_24_hours: int | None
    # Bytes of downloads in 24 hours.
    download_size_per_24_hours: int | None
    # Largest file that may be downloaded, in bytes.
    max_download_filesize_allowed: int | None
    # Links in one import.
    max_remote_download_urls: int | None
    # Days after which files go that nobody downloads.
    days_to_keep_inactive_files: int | None
    # Whether the site shows adverts.
    show_site_adverts: bool | None
    # Whether the site offers an upgrade.
    show_upgrade_screen: bool | None
    # Whether it is offered as an upgrade.
    on_upgrade_page: bool | None


class Giga0UrlUpload(TypedDict):
    """An import that was queued."""

    # The id of the import.
    scheduled_item_id: str
    # The link, as the host understood it.
    url: str | None


class Giga0DownloadedFile(TypedDict):
    """A file that an import has fetched."""

    # Its id.
    file_id: str
    # Its name.
    name: str | None
    # Bytes.
    size: int | None
    # The public page.
    url: str | None


class Giga0UrlTask(TypedDict):
    """An import from a URL. Dates are `Y-m-d H:i:s` without a zone."""

    # The id of the import.
    scheduled_item_id: str
    # Its state; only words that begin with `complete`, `fail`, `error` or `cancel` are
    # final.
    status: str | None
    # When it was put into the queue.
    created: str | None
    # When it began.
    started: str | None
    # When it ended.
    finished: str | None
    # Bytes.
    total_size: int | None
    # The file, once it is there.
    downloaded_file: Giga0DownloadedFile | None
