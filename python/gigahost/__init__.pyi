from typing import Any

from ._logging import enable_logging as enable_logging
from ._native import (
    Account as Account,
    Answer as Answer,
    Bandwidth as Bandwidth,
    Batch as Batch,
    CancelToken as CancelToken,
    CheckedFile as CheckedFile,
    CleanedPart as CleanedPart,
    Download as Download,
    Entry as Entry,
    Gett as Gett,
    Giga0 as Giga0,
    GigaGs as GigaGs,
    LinkStatus as LinkStatus,
    Listing as Listing,
    Live as Live,
    Progress as Progress,
    Queue as Queue,
    Rapidgator as Rapidgator,
    Receipt as Receipt,
    ReceiptLog as ReceiptLog,
    RemoteJob as RemoteJob,
    Session as Session,
    SharedSource as SharedSource,
    ShareLink as ShareLink,
    StoredFile as StoredFile,
    Totals as Totals,
    Transfer as Transfer,
    UploadGig as UploadGig,
    __version__ as __version__,
    clean_parts as clean_parts,
)
from ._open import open as open
from ._secret import SecretStr as SecretStr

HOSTS: tuple[str, ...]
CAPABILITIES: tuple[str, ...]
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
    "ArgumentError",
    "HandleError",
    "Busy",
    "Unsupported",
    "Forked",
    "Internal",
    "Cancelled",
    "CallbackError",
    "DnsError",
    "ConnectError",
    "TlsError",
    "CertificateError",
    "NetworkError",
    "Timeout",
    "Stalled",
    "ProtocolError",
    "ProxyError",
    "UrlRefused",
    "RedirectRefused",
    "InsecureRefused",
    "HttpError",
    "AuthError",
    "TwoFactor",
    "Forbidden",
    "NotFound",
    "NotReady",
    "RateLimited",
    "Quota",
    "TooLarge",
    "Conflict",
    "HostError",
    "BadAnswer",
    "IoError",
    "Exists",
    "SourceChanged",
    "SizeMismatch",
    "Corrupt",
    "NotAFile",
    "OutcomeUnknown",
]

class Error(Exception):
    status: str
    code: int
    retryable: bool
    message: str
    host: str | None
    operation: str | None
    parameter: str | None
    http_status: int | None
    host_code: str | None
    host_text: str | None
    retry_after: float | None
    attempts: int
    not_repeated: str | None
    bytes_sent: int
    bytes_received: int
    outcome: str
    clock: str | None
    os_error: int | None
    filename: Any
    hint: str | None
    def __reduce__(self) -> tuple[Any, ...]: ...

class ArgumentError(Error, ValueError): ...
class HandleError(Error, ValueError): ...
class Busy(Error, RuntimeError): ...
class Unsupported(Error, NotImplementedError): ...
class Forked(Error, RuntimeError): ...
class Internal(Error, RuntimeError): ...
class Cancelled(Error): ...
class CallbackError(Error, RuntimeError): ...
class DnsError(Error, ConnectionError): ...
class ConnectError(Error, ConnectionError): ...
class TlsError(Error, ConnectionError): ...
class CertificateError(Error, ConnectionError): ...
class NetworkError(Error, ConnectionError): ...
class Timeout(Error, TimeoutError): ...
class Stalled(Error, TimeoutError): ...
class ProtocolError(Error, ConnectionError): ...
class ProxyError(Error, ConnectionError): ...
class UrlRefused(Error, ValueError): ...
class RedirectRefused(Error, ConnectionError): ...
class InsecureRefused(Error, ConnectionError): ...
class HttpError(Error, OSError): ...
class AuthError(Error, PermissionError): ...
class TwoFactor(Error, PermissionError): ...
class Forbidden(Error, PermissionError): ...
class NotFound(Error, FileNotFoundError): ...
class NotReady(Error, BlockingIOError): ...
class RateLimited(Error, BlockingIOError): ...
class Quota(Error, OSError): ...
class TooLarge(Error, OSError): ...
class Conflict(Error, FileExistsError): ...
class HostError(Error, OSError): ...
class BadAnswer(Error, ValueError): ...
class IoError(Error, OSError): ...
class Exists(Error, FileExistsError): ...
class SourceChanged(Error, OSError): ...
class SizeMismatch(Error, OSError): ...
class Corrupt(Error, OSError): ...
class NotAFile(Error, OSError): ...
class OutcomeUnknown(Error, OSError): ...
