"""What the examples share: a session from the environment, and what is said when a call fails.

  GIGAHOST_<HOST>_LOGIN, _PASSWORD   the account
  GIGAHOST_<HOST>_KEY1, _KEY2        giga0: the two keys, in place of login and password
  GIGAHOST_<HOST>_API_KEY            gett: the API key, beside login and password
  GIGAHOST_<HOST>_TOKEN              a token in place of them (giga0: with _ACCOUNT_ID)
  GIGAHOST_<HOST>_URL                another address of the API

<HOST> is RAPIDGATOR, GIGA0, UPLOADGIG, GETT or GIGAGS. Never take a password from the command line:
every other user of the machine can read that.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import gigahost

PROGRAM = Path(sys.argv[0]).stem
HERE = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")


def note(text: str) -> None:
    """Tells something that is no result: those alone go to standard output."""
    print(f"{PROGRAM}: {text}", file=sys.stderr)


def command_line(manual: str | None) -> argparse.ArgumentParser:
    """A command line whose --help is the manual as it stands; ends with 2 if it is wrong."""
    return argparse.ArgumentParser(
        description=manual, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def open_session(host: str) -> gigahost.Session:
    """Opens a session at the host of this name. Nothing is sent yet: the first call logs in."""
    if host not in gigahost.HOSTS:
        note(f"no host {host}: try {', '.join(gigahost.HOSTS)}")
        sys.exit(2)
    options: dict[str, Any] = {}
    if url := os.environ.get(f"GIGAHOST_{host.upper()}_URL"):
        options["base_url"] = url
        # An emulator: credentials in clear are fine as long as they do not leave the machine.
        if url.startswith(HERE):
            note(f"{url} is on this machine: plain http and private addresses are allowed")
            options |= {"plain_http": "allow", "allow_private_addresses": True}
    try:
        return gigahost.open(host, credentials="env", **options)
    except ValueError as error:
        note(str(error))
        note(f"set GIGAHOST_{host.upper()}_LOGIN and _PASSWORD (session.py says more)")
        sys.exit(2)


def run(main: Callable[[], int]) -> NoReturn:
    """Runs a program and ends with its exit code: 1 after an error, 130 after Ctrl-C, which ends any
    call within 200 ms by the usual exception."""
    try:
        sys.exit(main())
    except gigahost.Error as error:
        note(f"{error.status}: {error.message}")
        if error.host_text:
            note(f"the host says: {error.host_text}")
        if error.hint:
            note(f"hint: {error.hint}")
        sys.exit(1)
    except KeyboardInterrupt:
        note("interrupted")
        sys.exit(130)
