from collections.abc import Callable, Iterable
from typing import Any, Literal, overload

from ._native import Bandwidth, Gett, Giga0, GigaGs, Rapidgator, Session, UploadGig
from .types import AuthMode, Credentials, PlainHttp, Seconds, Timeouts, Trust

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
def open(
    host: str, login: str | None = None, password: str | None = None, **options: Any
) -> Session: ...
def reopen(host: str, options: dict[str, Any], timeout: float | None) -> Session: ...
