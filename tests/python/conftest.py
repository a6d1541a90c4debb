"""The emulator as a fixture, and a session at each of its hosts."""

import json
import os
import pathlib
import subprocess
import urllib.request

import pytest

import gigahost

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOGIN, PASSWORD = "ann@example.test", "correct horse 1"


def emulator_binary():
    """The emulator's program: the one that is named, or the one that cargo builds."""
    named = os.environ.get("GIGAHOST_EMULATOR")
    if named:
        return named
    subprocess.run(
        ["cargo", "build", "--quiet", "--locked", "--package", "gigahost-emulator"],
        cwd=ROOT,
        check=True,
    )
    return str(ROOT / "target/debug/gigahost-emulator")


class Emulator:
    """A running emulator: its addresses, and what it says it was asked."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [emulator_binary(), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.urls = json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def control(self, path, body=None):
        """Asks the control API; a body makes it a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.urls["control"] + path, data)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def options(self, host):
        """The keywords of a session at this emulator, without credentials."""
        return {
            "base_url": self.urls[host],
            "plain_http": "allow",
            "allow_private_addresses": True,
        }

    def session(self, host, **credentials):
        credentials = credentials or CREDENTIALS[host]
        return gigahost.open(host, **credentials, **self.options(host))

    def requests(self, host, operation=None):
        """What the host received, oldest first."""
        query = f"?host={host}" + (f"&operation={operation}" if operation else "")
        return self.control("/requests" + query)

    def files(self, host):
        """What is stored at the host."""
        return self.control(f"/files?host={host}")[host]

    def accounts(self, host):
        return self.control("/hosts")[host]["accounts"]


ACCOUNT = {"login": LOGIN, "password": PASSWORD}
CREDENTIALS = {
    "rapidgator": ACCOUNT,
    "giga0": {"keys": ("annkey1" + "a" * 57, "annkey2" + "b" * 57)},
    "uploadgig": ACCOUNT,
    "gett": {**ACCOUNT, "api_key": "apikey-ann-0123456789abcdef"},
    "gigags": ACCOUNT,
}


@pytest.fixture(scope="session")
def shared_emulator():
    emulator = Emulator()
    yield emulator
    emulator.stop()


@pytest.fixture
def emulator(shared_emulator):
    """The emulator, in the state after start."""
    shared_emulator.control("/reset", {})
    return shared_emulator


@pytest.fixture(params=gigahost.HOSTS)
def session(request, emulator):
    """A session at each host in turn."""
    with emulator.session(request.param) as session:
        yield session


@pytest.fixture
def rapidgator(emulator):
    with emulator.session("rapidgator") as session:
        yield session
