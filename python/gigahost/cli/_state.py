"""The state of an upload of many files: what was begun and what came of it, so that a later run goes on
where this one ended, however it ended.

A journal: one line for each fact, with a checksum, appended and on the disk before what it tells of
happens. What a kill cut off at the end is left out; anything else that is wrong is refused."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from typing import Any

from .._system import lock
from ._exit import Usage

_VERSION = 1


@dataclass(frozen=True)
class Identity:
    """What a local file is: as long as this is the same, so is its content."""

    path: str
    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, path: str) -> Identity:
        """That of the file at a path."""
        status = os.stat(path)
        return cls(os.path.abspath(path), status.st_size, status.st_mtime_ns, status.st_ino)


class State:
    """A journal that is open for this run alone."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        if not lock(self._file):
            os.close(self._file)
            raise Usage(f"{path} is in use by another run")
        self._begun: dict[str, Identity] = {}
        self._done: dict[str, Identity] = {}
        self._md5: dict[Identity, str] = {}
        try:
            self._read()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes it. It may be continued."""
        os.close(self._file)

    def was_done(self, target: str, source: Identity) -> bool:
        """Whether this very file is known to be at the target."""
        return self._done.get(target) == source

    def was_begun(self, target: str) -> bool:
        """Whether a file may be at the target: it was sent there, and nothing is known of its end."""
        return target in self._begun

    def md5(self, source: Identity) -> str | None:
        """The MD5 of a file, if it was computed before."""
        return self._md5.get(source)

    def begin(self, target: str, source: Identity) -> None:
        """A file is about to be sent."""
        self._write("begin", target, source)

    def done(self, target: str, source: Identity, md5: str | None) -> None:
        """It is there."""
        self._write("done", target, source, md5=md5)

    def absent(self, target: str, source: Identity) -> None:
        """It is known not to be there."""
        self._write("absent", target, source)

    def _write(self, event: str, target: str, source: Identity, **more: Any) -> None:
        facts = {"version": _VERSION, "event": event, "target": target, **vars(source), **more}
        self._note(facts)
        text = json.dumps(facts, ensure_ascii=True).encode()
        line = b"%08x %s\n" % (zlib.crc32(text), text)
        if os.write(self._file, line) != len(line):
            raise OSError(f"{self._path}: the disk did not take the state")
        os.fsync(self._file)

    def _read(self) -> None:
        with open(os.dup(self._file), "rb") as file:
            file.seek(0)
            lines = file.read().split(b"\n")
        # The last one has no end: a kill came while it was written.
        whole, torn = lines[:-1], lines[-1]
        for number, line in enumerate(whole, 1):
            self._note(self._facts(line, number))
        if torn:
            os.ftruncate(self._file, sum(len(line) + 1 for line in whole))

    def _facts(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            checksum, _, text = line.partition(b" ")
            if int(checksum, 16) != zlib.crc32(text):
                raise ValueError("its checksum is wrong")
            facts: dict[str, Any] = json.loads(text)
            if facts["version"] != _VERSION:
                raise ValueError(f"version {facts['version']} is not known")
            return facts
        except (ValueError, KeyError, TypeError) as error:
            raise Usage(f"{self._path}:{number}: this is no state of an upload ({error})") from None

    def _note(self, facts: dict[str, Any]) -> None:
        target = facts["target"]
        source = Identity(*(facts[name] for name in Identity.__dataclass_fields__))
        self._begun.pop(target, None)
        self._done.pop(target, None)
        if facts["event"] == "begin":
            self._begun[target] = source
        elif facts["event"] == "done":
            self._done[target] = source
            if facts.get("md5"):
                self._md5[source] = facts["md5"]
