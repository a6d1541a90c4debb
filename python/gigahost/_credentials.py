"""Credentials by reference: where a session finds them, so that it can be pickled without them."""

from __future__ import annotations

import os
import re

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


_REFERENCES = "'env', 'env:PROFILE', 'env:PREFIX_' or a function"
# What tells accounts at one host apart: `work` in `rapidgator.work`.
_PROFILE = re.compile(r"[A-Za-z0-9_-]+")


def host_of(account: str) -> str:
    """The host of an account: of `rapidgator` and of `rapidgator.work` it is `rapidgator`."""
    return account.partition(".")[0]


def is_account(text: str) -> bool:
    """Whether a text names an account: a host, or a host and a profile."""
    host, dot, profile = text.partition(".")
    return host in NAMES and (not dot or _PROFILE.fullmatch(profile) is not None)


def prefix_of(account: str) -> str:
    """How the variables of an account begin."""
    return f"GIGAHOST_{re.sub('[.-]', '_', account).upper()}_"


def resolve(reference: Credentials, host: str) -> dict[str, Any]:
    """The credentials that `reference` means, as keywords.

    "env" means the variables GIGAHOST_<HOST>_LOGIN, GIGAHOST_<HOST>_PASSWORD and so on; "env:work"
    those of a profile, GIGAHOST_<HOST>_WORK_LOGIN and so on; "env:BOX_", which ends with `_`, the
    variables BOX_LOGIN, BOX_PASSWORD and so on; a function gives a dictionary.
    """
    if callable(reference):
        found = dict(reference())
        unknown = set(found) - set(NAMES[host])
        if unknown:
            raise ValueError(f"`credentials` gave {', '.join(sorted(unknown))}: not of {host}")
        return found
    if not isinstance(reference, str):
        raise TypeError(f"`credentials` must be {_REFERENCES}")
    kind, _, name = reference.partition(":")
    if kind != "env":
        raise ValueError(f"`credentials` must be {_REFERENCES}")
    account = f"{host}.{name}" if name else host
    if name.endswith("_"):
        prefix = name
    elif is_account(account):
        prefix = prefix_of(account)
    else:
        raise ValueError(f"`credentials`: a profile has letters, digits, `-` and `_`, unlike {name!r}")
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
