"""A running emulator."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import urllib.parse
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import gigahost

from ._program import find_program

# Seconds within which the emulator answers its control API and ends.
_PATIENCE = 30.0


class Emulator:
    """All five hosts on loopback, in a separate process.

    Starts immediately, and is ready when the constructor returns. Ends with `stop`, at the end of
    the `with` block, or with this process, however that ends. Threads may share it.

    program      the emulator's program; see `find_program`
    tls          the hosts speak https; sessions made here trust their certificate
    keep_bodies  False: uploads are hashed, not kept, so that nothing can be downloaded

    FileNotFoundError if the program does not exist, RuntimeError if it does not start.
    """

    #: The base URL of each host by its name, and "control", that of the control API.
    urls: dict[str, str]

    def __init__(
        self,
        program: str | os.PathLike[str] | None = None,
        *,
        tls: bool = False,
        keep_bodies: bool = True,
    ) -> None:
        command = [str(find_program(program))]
        self._ca_pem: str | None = None
        with tempfile.TemporaryDirectory() as folder:
            ca_file = Path(folder, "ca.pem")
            if tls:
                command += ["--ca-file", str(ca_file)]
            if not keep_bodies:
                command.append("--no-bodies")
            # The pipe is what ends the emulator with this process.
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            if not line:
                self.stop()
                code = self._process.returncode
                raise RuntimeError(f"{command[0]} ended with code {code} instead of starting")
            self.urls = json.loads(line)
            if tls:
                self._ca_pem = ca_file.read_text()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"Emulator(pid={self._process.pid})"

    @property
    def pid(self) -> int:
        """The process id of the emulator."""
        return self._process.pid

    def stop(self) -> None:
        """Stops the emulator and waits until it has exited. Stopping twice is allowed."""
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        try:
            process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def url(self, host: str) -> str:
        """The base URL of a host, for the keyword `base_url` of its class."""
        return self.urls[host]

    def options(self, host: str) -> dict[str, Any]:
        """The keywords of a session at this emulator, without credentials."""
        options = {
            "base_url": self.urls[host],
            "plain_http": "allow",
            "allow_private_addresses": True,
        }
        if self._ca_pem is not None:
            options["ca_pem"] = self._ca_pem
        return options

    def credentials(self, host: str, number: int = 0) -> dict[str, Any]:
        """The credentials of a seeded account as keywords of the host's class: account 0 is
        premium, 1 is free."""
        account = self.accounts(host)[number]
        if host == "giga0":
            return {"keys": (account["key1"], account["key2"])}
        credentials = {"login": account["login"], "password": account["password"]}
        if host == "gett":
            credentials["api_key"] = account["key1"]
        return credentials

    def session(self, host: str, **keywords: Any) -> gigahost.Session:
        """A session at a host of this emulator. The keywords are those of `gigahost.open`; without
        credentials, the first seeded account is used."""
        names = {"login", "password", "keys", "api_key", "token", "refresh_token", "credentials"}
        if not names & keywords.keys():
            keywords = self.credentials(host) | keywords
        return gigahost.open(host, **self.options(host) | keywords)

    def control(self, path: str, body: Any = None, *, method: str | None = None) -> Any:
        """Calls the control API and returns its JSON, or None. A body makes it a POST unless
        `method` says otherwise. The emulator's README lists the paths.

        urllib.error.HTTPError if the call is rejected.
        """
        # Slow to import, and pytest imports this module in every run.
        import urllib.request

        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.urls["control"] + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        # The emulator is on this machine: no proxy of the environment may stand between.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=_PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def accounts(self, host: str) -> list[dict[str, Any]]:
        """The accounts of a host with all their credentials, the seeded ones first."""
        accounts: list[dict[str, Any]] = self.control("/hosts")[host]["accounts"]
        return accounts

    def fault(
        self,
        host: str,
        operation: str,
        kind: str,
        *,
        first: int = 1,
        count: int = 1,
        **fields: Any,
    ) -> None:
        """Injects a fault into an operation (`*`: any): starting with its `first` call from now,
        `count` times (0: always). `fields` are those of the kind, such as `code=502` for
        `http_status`."""
        fault = {"host": host, "operation": operation, "kind": kind, "from": first, "count": count}
        self.control("/faults", fault | fields)

    def clear_faults(self) -> None:
        """Removes all faults."""
        self.control("/faults", method="DELETE")

    def switch(self, host: str, name: str, value: Any = True) -> None:
        """Sets a switch of a host; False turns it off."""
        self.control("/switches", {"host": host, "name": name, "value": value})

    def now(self) -> int:
        """The hosts' clock, in seconds since 1970."""
        return int(self.control("/clock")["now"])

    def advance(self, seconds: int) -> None:
        """Moves the hosts' clock forward."""
        self.control("/clock", {"advance": seconds})

    def requests(
        self, host: str | None = None, operation: str | None = None
    ) -> list[dict[str, Any]]:
        """The requests received, oldest first; optionally only those of one host, or of one of its
        operations."""
        wanted = {"host": host, "operation": operation}
        query = urllib.parse.urlencode({name: text for name, text in wanted.items() if text})
        requests: list[dict[str, Any]] = self.control(f"/requests?{query}")
        return requests

    def count(self, host: str, operation: str) -> int:
        """How often an operation was called."""
        return len(self.requests(host, operation))

    def forget_requests(self) -> None:
        """Clears the request log."""
        self.control("/requests", method="DELETE")

    def files(self, host: str) -> list[dict[str, Any]]:
        """The files stored at a host."""
        files: list[dict[str, Any]] = self.control(f"/files?host={host}")[host]
        return files

    def stalled(self) -> int:
        """The number of connections that a stall fault is holding."""
        return int(self.control("/release")["stalled"])

    def release(self) -> None:
        """Lets stalled connections continue."""
        self.control("/release", {})

    def reset(self) -> None:
        """Restores the state after start."""
        self.control("/reset", {})
