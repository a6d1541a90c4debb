"""The options file: credentials and addresses of the hosts, for this user's eyes only."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import gigahost
from gigahost._credentials import NAMES, host_of, is_account

from .._native import _read_private
from .._system import REMEDY, config_folder
from ._exit import Usage

VARIABLE = "GIGAHOST_OPTIONS"
# What a host's section may hold beside its credentials, and of which type.
PLACE = {
    "url": str,
    "ca": str,
    "trust": str,
    "proxy": str,
    "no_proxy": str,
    "plain_http": bool,
    "allow_private": bool,
}


def default_path() -> Path:
    """Where the options file is looked for unless somebody names it."""
    return config_folder() / "gigahost" / "options.toml"


def path_of(named: str | None) -> tuple[Path, bool]:
    """The options file, and whether somebody named it: then it must be there."""
    given = named or os.environ.get(VARIABLE)
    return (Path(given), True) if given else (default_path(), False)


def read_private(path: Path) -> str:
    """The text of a file with secrets.

    FileNotFoundError if it is not there, `Usage` if others could have read or written it.
    """
    why, content = _read_private(path)
    if why:
        raise Usage(f"{path} is refused: {why} ({REMEDY.format(path)})")
    return content.decode()


def read(named: str | None) -> dict[str, dict[str, Any]]:
    """The sections of the options file by account (`rapidgator`, and `rapidgator.work` for a profile);
    none if there is no file and nobody named one."""
    path, must = path_of(named)
    try:
        text = read_private(path)
    except FileNotFoundError:
        if must:
            raise Usage(f"the options file {path} is not there") from None
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"the options file {path} cannot be read: {error}") from None
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser's message names a place and never the text there.
        raise Usage(f"{path} is no TOML: {error}") from None
    found: dict[str, dict[str, Any]] = {}
    for host, section in sections.items():
        if host not in gigahost.HOSTS or not isinstance(section, dict):
            raise Usage(f"{path}: `{host}` must be a section of a host: {', '.join(gigahost.HOSTS)}")
        found[host] = {key: value for key, value in section.items() if not isinstance(value, dict)}
        for key, value in section.items():
            if isinstance(value, dict):
                found[f"{host}.{key}"] = value
    for account, section in found.items():
        _check(path, account, section)
    return found


def _check(path: Path, account: str, section: dict[str, Any]) -> None:
    if not is_account(account):
        raise Usage(f"{path}: [{account}]: a profile has letters, digits, `-` and `_`")
    known = _types(host_of(account))
    for key, value in section.items():
        if key not in known:
            raise Usage(f"{path}: [{account}] knows no `{key}`: it takes {', '.join(known)}")
        if not isinstance(value, known[key]):
            wanted = "true or false" if known[key] is bool else "text"
            raise Usage(f"{path}: [{account}] `{key}` must be {wanted}")


def _types(host: str) -> dict[str, type]:
    names = [name for name in NAMES[host] if name != "keys"]
    if "keys" in NAMES[host]:
        names += ["key1", "key2"]
    return dict.fromkeys(names, str) | PLACE
