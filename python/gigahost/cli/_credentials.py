"""Where the command finds credentials: never on its command line, which every user can read."""

from __future__ import annotations

import netrc
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gigahost._credentials import NAMES, from_environment, host_of, prefix_of

from .._system import netrc_files
from ._exit import Usage
from ._options import read_private

# What is enough to be somebody at a host.
_SETS = (("login", "password"), ("keys",), ("token",), ("refresh_token",))


@dataclass(frozen=True)
class Found:
    """Credentials as keywords of the host's class, and where they were. `tried` says why the other
    places had none. Its text never shows a value."""

    keywords: dict[str, Any] = field(repr=False)
    source: str | None
    tried: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether a login is possible with them."""
        return _enough(self.keywords)


def _enough(keywords: Mapping[str, Any]) -> bool:
    return any(all(name in keywords for name in names) for names in _SETS)


def in_environment(host: str) -> list[str]:
    """The accounts at a host whose profiles variables of the environment name, in small letters."""
    start, names = prefix_of(host), [name.upper() for name in NAMES[host] if name != "keys"]
    names += ["KEY1"] if "keys" in NAMES[host] else []
    found = set()
    for variable, value in os.environ.items():
        rest = variable.removeprefix(start)
        # REFRESH_TOKEN is no TOKEN of a profile called `refresh`.
        if value and rest != variable and rest not in names:
            ends = [f"_{name}" for name in names if rest.endswith(f"_{name}")]
            profile = rest.removesuffix(max(ends, key=len)) if ends else ""
            if profile:
                found.add(f"{host}.{profile.lower()}")
    return sorted(found)


def accounts(sections: Iterable[str]) -> list[str]:
    """All accounts that can be meant: each host, then its profiles that the options file, of which
    these are the sections, or the environment knows."""
    profiles = {name for name in sections if name != host_of(name)}
    for host in NAMES:
        profiles.update(in_environment(host))
    of_host = {host: sorted(one for one in profiles if host_of(one) == host) for host in NAMES}
    return [account for host in NAMES for account in (host, *of_host[host])]


def find(account: str, section: Mapping[str, Any], options_path: Path, base_url: str) -> Found:
    """The first place that has enough for a login is taken whole: environment, options file, netrc,
    keyring. A login without password chooses the account in the places after it."""
    host = host_of(account)
    environment = from_environment(host, prefix_of(account))
    if _enough(environment):
        return Found(environment, "environment")
    of_file = _of_section(host, section)
    login = environment.get("login") or of_file.get("login")
    # Who names an account in the environment does not want another one of the file.
    if _enough(of_file) and login == of_file.get("login"):
        return Found(of_file, str(options_path))
    extra = {k: v for k, v in {**of_file, **environment}.items() if k not in ("login", "password")}
    tried: list[str] = []
    if "password" in NAMES[host]:
        for name, look in (("netrc", _from_netrc), ("keyring", _from_keyring)):
            try:
                pair = look(account, urlsplit(base_url).hostname or "", login)
            except Usage as error:
                tried.append(str(error))
                continue
            if pair:
                return Found({**extra, "login": pair[0], "password": pair[1]}, name)
    return Found({}, None, tuple(tried))


def _of_section(host: str, section: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: section[name] for name in NAMES[host] if section.get(name)}
    if section.get("key1") and section.get("key2"):
        found["keys"] = (section["key1"], section["key2"])
    return found


def netrc_path() -> Path:
    """The netrc that counts."""
    if named := os.environ.get("NETRC"):
        return Path(named)
    usual = netrc_files()
    return next((path for path in usual if path.exists()), usual[0])


def _from_netrc(account: str, machine: str, login: str | None) -> tuple[str, str] | None:
    """The entry of the account (`machine rapidgator`, `machine rapidgator.work`), or of the host's
    machine. A profile's login must be named somewhere to be looked for among the latter."""
    path = netrc_path()
    try:
        read_private(path)
        entries = netrc.netrc(str(path)).hosts
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        reason = error.msg if isinstance(error, netrc.NetrcParseError) else type(error).__name__
        raise Usage(f"{path} cannot be read: {reason}") from None
    is_profile = account != host_of(account)
    for name in (account,) if is_profile and login is None else (machine, account):
        entry = entries.get(name)
        if entry and entry[0] and entry[2] and login in (None, entry[0]):
            return entry[0], entry[2]
    return None


def _from_keyring(account: str, machine: str, login: str | None) -> tuple[str, str] | None:
    """The password of the service `gigahost:<account>` in the desktop's keyring, if the package
    `keyring` is installed."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        found = keyring.get_credential(f"gigahost:{account}", login)
    except Exception as error:  # keyrings are others' programs, and fail in ways of their own
        raise Usage(f"the keyring gave nothing: {type(error).__name__}") from None
    return (found.username, found.password) if found and found.username else None
