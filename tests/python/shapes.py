"""Writes what the answers to a probe are made of, as the emulator of the hosts' documents gives them, into
python/gigahost/cli/_shapes.py. Wants the package and the emulator to be installed."""

import pathlib
import pprint

import gigahost
from gigahost.cli import _probe
from gigahost.testing import Emulator

FILE = pathlib.Path(__file__).resolve().parents[2] / "python/gigahost/cli/_shapes.py"
HEAD = '''"""What the hosts' answers are made of, as their documents say: written by tests/python/shapes.py."""

from __future__ import annotations

from typing import Any

# fmt: off
EXPECTED: dict[str, dict[str, Any]] = \\
'''


def of(session):
    """The shapes of the answers to a probe at a session's host."""
    receipt = session.upload(b"x" * 1000, name="film.mp4")
    found = {"upload": _probe.shape(receipt.json)}
    if session.supports("account"):
        found["account"] = _probe.shape(session.account().json)
    if session.supports("stat"):
        found["stat"] = _probe.shape(session.stat(receipt.entry).json)
    return found


if __name__ == "__main__":
    with Emulator() as emulator:
        shapes = {host: of(emulator.session(host)) for host in gigahost.HOSTS}
    FILE.write_text(HEAD + pprint.pformat(shapes, width=100) + "\n")
