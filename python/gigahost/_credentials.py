"""Credentials by reference: where a session finds them, so that it can be pickled without them."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .types import Credentials

# The credentials of each host, as the keywords of its class.
NAMES = {
    "rapidgator": ("login", "password", "two_factor_code", "token"),
    "giga0": ("login", "password", "keys", "token", "account_id", "auth_mode"),
    "uploadgig": ("login", "password"),
    "gett": ("login", "password", "api_key", "token", "refresh_token"),
    "gigags": ("login", "password", "token"),
}


def resolve(reference: Credentials, host: str) -> dict[str, Any]:
    """The credentials that `reference` means, as keywords.

    "env" means the variables GIGAHOST_<HOST>_LOGIN, GIGAHOST_<HOST>_PASSWORD and so on, "env:BOX_"
    the variables BOX_LOGIN, BOX_PASSWORD and so on; a function gives a dictionary.
    """
    if callable(reference):
        found = dict(reference())
        unknown = set(found) - set(NAMES[host])
        if unknown:
            raise ValueError(f"`credentials` gave {', '.join(sorted(unknown))}: not of {host}")
        return found
    if not isinstance(reference, str):
        raise TypeError("`credentials` must be 'env', 'env:PREFIX' or a function")
    kind, _, prefix = reference.partition(":")
    if kind != "env":
        raise ValueError("`credentials` must be 'env', 'env:PREFIX' or a function")
    prefix = prefix or f"GIGAHOST_{host.upper()}_"
    found = from_environment(host, prefix)
    if not found:
        raise ValueError(f"`credentials`: no variable of the environment begins with {prefix!r}")
    return found


def from_environment(host: str, prefix: str) -> dict[str, Any]:
    """The credentials in the environment's variables with this prefix; empty ones do not count."""
    found: dict[str, Any] = {}
    for name in NAMES[host]:
        if name == "keys":
            pair = tuple(os.environ.get(f"{prefix}KEY{number}") for number in (1, 2))
            if all(pair):
                found["keys"] = pair
        elif value := os.environ.get(prefix + name.upper()):
            found[name] = value
    return found
