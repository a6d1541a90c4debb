"""The fixtures of `gigahost.testing` under short names, with the emulator that cargo builds."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from gigahost.testing import Emulator

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests"))

import ground  # noqa: E402

ground.default_signals()
LOGIN, PASSWORD = "ann@example.test", "correct horse 1"
ACCOUNT = {"login": LOGIN, "password": PASSWORD}
CREDENTIALS = {
    "rapidgator": ACCOUNT,
    "giga0": {"keys": ("annkey1" + "a" * 57, "annkey2" + "b" * 57)},
    "uploadgig": ACCOUNT,
    "gett": {**ACCOUNT, "api_key": "apikey-ann-0123456789abcdef"},
    "gigags": ACCOUNT,
}


def pytest_configure():
    """Builds the emulator unless one is named or installed. Processes that tests start find it in
    the environment."""
    installed = os.environ.get("GIGAHOST_EMULATOR") or shutil.which("gigahost-emulator")
    if not installed:
        subprocess.run(
            ["cargo", "build", "--quiet", "--locked", "--package", "gigahost-emulator"],
            cwd=ROOT,
            check=True,
        )
    os.environ["GIGAHOST_EMULATOR"] = installed or str(ROOT / "target/debug/gigahost-emulator")


@pytest.fixture(scope="session")
def shared_emulator(gigahost_emulator_process) -> Emulator:
    return gigahost_emulator_process


@pytest.fixture
def emulator(gigahost_emulator) -> Emulator:
    return gigahost_emulator


@pytest.fixture
def session(gigahost_session):
    """A session at each host in turn."""
    return gigahost_session


@pytest.fixture
def rapidgator(gigahost_emulator):
    with gigahost_emulator.session("rapidgator") as session:
        yield session


@pytest.fixture
def command(gigahost_emulator, tmp_path):
    """The command line, with credentials for all hosts in its environment."""
    from command import Command

    return Command(gigahost_emulator, tmp_path / "home")
