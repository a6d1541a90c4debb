"""The hosts as fsspec file systems, for pandas, Dask and everything else that uses fsspec URLs.

    import pandas

    frame = pandas.read_csv("rapidgator://results/2026.csv")

fsspec finds the protocols `rapidgator`, `giga0`, `gett`, `gigags` and `uploadgig` automatically.
Storage options are the keywords of the host's class (`gigahost.Rapidgator` and the others); without
credentials, those in the environment are used (GIGAHOST_RAPIDGATOR_LOGIN and so on). Requires `pip
install gigahost[fsspec]`.
"""

from ._accounts import close_sessions
from ._filesystem import GigahostFileSystem
from ._hosts import (
    GettFileSystem,
    Giga0FileSystem,
    GigaGsFileSystem,
    RapidgatorFileSystem,
    UploadGigFileSystem,
)

for _public in (
    GettFileSystem,
    Giga0FileSystem,
    GigaGsFileSystem,
    GigahostFileSystem,
    RapidgatorFileSystem,
    UploadGigFileSystem,
    close_sessions,
):
    _public.__module__ = "gigahost.fsspec"
del _public

__all__ = [
    "GettFileSystem",
    "Giga0FileSystem",
    "GigaGsFileSystem",
    "GigahostFileSystem",
    "RapidgatorFileSystem",
    "UploadGigFileSystem",
    "close_sessions",
]
