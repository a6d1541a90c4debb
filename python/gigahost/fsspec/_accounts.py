"""One session, and one login, for each account in each process."""

from __future__ import annotations

import hashlib
import os
import threading
from typing import Any

import gigahost
from gigahost._credentials import NAMES, from_environment, prefix_of

from .._tree import Tree

# Credentials that may be seen: everything else in `NAMES` is a secret.
_OPEN = frozenset({"login", "account_id", "auth_mode"})
SECRETS = frozenset(name for names in NAMES.values() for name in names) - _OPEN


class Account:
    """A session, and what is known of the account's folders. All file systems of the same account
    in this process share it, in whatever thread they are."""

    def __init__(self, session: gigahost.Session, expiry: float) -> None:
        self.session = session
        self.tree = Tree(session, expiry)


_lock = threading.Lock()
_accounts: dict[str, Account] = {}
# Sessions of the parent process: of no use here, and not to be closed either.
_of_parent: list[dict[str, Account]] = []


def secrets_in(options: dict[str, Any]) -> set[str]:
    """The names of those that may not be seen: credentials, and a proxy with a login."""
    found = {name for name, value in options.items() if name in SECRETS and value is not None}
    return found | ({"proxy"} if "@" in str(options.get("proxy") or "") else set())


def account(host: str, options: dict[str, Any], expiry: float) -> Account:
    """The account that these keywords of the host's class mean.

    Without any credentials they come from the variables GIGAHOST_<HOST>_LOGIN,
    GIGAHOST_<HOST>_PASSWORD and so on, if they are set.
    """
    if not (options.keys() & NAMES[host] or "credentials" in options):
        if from_environment(host, prefix_of(host)):
            options = options | {"credentials": "env"}
    key = _key(host, options)
    with _lock:
        found = _accounts.get(key)
        if found is None or found.session.closed:
            found = _accounts[key] = Account(gigahost.open(host, **options), expiry)
        return found


def close_sessions() -> None:
    """Closes the sessions of all file systems in this process. The next use opens new ones."""
    with _lock:
        closing = list(_accounts.values())
        _accounts.clear()
    for one in closing:
        one.session.close()


def _key(host: str, options: dict[str, Any]) -> str:
    """What tells accounts apart. Hashed, because options may be secrets."""
    text = repr((host, sorted(options.items())))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _begin_anew() -> None:
    """In a child process: a session does not survive a fork, and the lock may be held."""
    global _lock, _accounts
    _of_parent.append(_accounts)
    _lock, _accounts = threading.Lock(), {}


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
