"""A client library for five file hosts: rapidgator, cloud.giga0.com and compatible sites,
uploadgig, ge.tt and giga.gs.

    import gigahost

    with gigahost.Rapidgator("ann@example.test", "secret") as session:
        receipt = session.upload("film.mkv")
        print(receipt.url)

There are two levels. The session's verbs (`upload`, `list`, `delete`, ...) work the same way at
every host that supports them. The host's own operations (`folder_content`, `file_info`, ...) are
methods of its class, under their own names.

All work of a call happens on the calling thread, without holding the GIL; Ctrl-C ends any call within
200 ms. Many files at once go through a `Queue`, which has threads of its own.
Sessions may be used from any number of threads. After a fork a session raises `Forked`: open one in
each process.
"""

# Floors (held by tests/floors.py): a module imports only from lines below its own; modules on one
# line do not know each other. This file itself, and `_native`, are what everything stands on.
#
#   __main__                 python -m gigahost
#   cli                      the command line
#   fsspec, aio              file systems for fsspec; sessions for asyncio
#   testing.pytest_plugin    the emulator as a fixture
#   testing                  the emulator as a Python object
#   _open, _tree             opening by name; paths at every host
#   _credentials             credentials from the environment
#   _local                   what is in a folder here
#   types                    the answers of each host
#   _logging, _secret, _errors   words of the package
#   _system                  what systems do differently

from ._errors import BY_NAME as _by_name
from ._errors import Error
from ._logging import enable_logging
from ._native import _CAPABILITIES, _DEBUG, _HOSTS
from ._native import (
    Account,
    Answer,
    Bandwidth,
    Batch,
    CancelToken,
    CheckedFile,
    CleanedPart,
    Download,
    Entry,
    Gett,
    Giga0,
    GigaGs,
    LinkStatus,
    Listing,
    Live,
    Progress,
    Queue,
    Rapidgator,
    Receipt,
    ReceiptLog,
    RemoteJob,
    Session,
    SharedSource,
    ShareLink,
    StoredFile,
    Totals,
    Transfer,
    UploadGig,
    __version__,
    clean_parts,
)
from ._open import open
from ._secret import SecretStr

HOSTS = tuple(_HOSTS)
CAPABILITIES = tuple(_CAPABILITIES)

globals().update(_by_name)

__all__ = [
    "CAPABILITIES",
    "HOSTS",
    "Account",
    "Answer",
    "Bandwidth",
    "Batch",
    "CancelToken",
    "CheckedFile",
    "CleanedPart",
    "Download",
    "Entry",
    "Error",
    "Gett",
    "Giga0",
    "GigaGs",
    "LinkStatus",
    "Listing",
    "Live",
    "Progress",
    "Queue",
    "Rapidgator",
    "Receipt",
    "ReceiptLog",
    "RemoteJob",
    "SecretStr",
    "Session",
    "ShareLink",
    "SharedSource",
    "StoredFile",
    "Totals",
    "Transfer",
    "UploadGig",
    "clean_parts",
    "enable_logging",
    "open",
    *_by_name,
]

if _DEBUG:
    import warnings

    warnings.warn(
        "gigahost is a debug build: slow, and larger than what `pip install` makes",
        RuntimeWarning,
        stacklevel=2,
    )
