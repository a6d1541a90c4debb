"""Many files at once: one that fails does not keep the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import gigahost
from fsspec.spec import AbstractFileSystem  # type: ignore[import-untyped]

from .._local import looked_at


class Many:
    """A file system in whose place `put` and `get` of fsspec go on after a file that fails."""

    def __init__(self, fs: AbstractFileSystem, *, from_folder: bool) -> None:
        self._fs = fs
        self._from_folder = from_folder
        self._problems: list[tuple[str, Exception]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fs, name)

    def put_file(self, lpath: Any, rpath: str, **kwargs: Any) -> None:
        """Uploads a file, or notes why not."""
        self._attempt(str(lpath), lambda: self._put(lpath, rpath, kwargs))

    def get_file(self, rpath: str, lpath: Any, **kwargs: Any) -> None:
        """Downloads a file, or notes why not."""
        self._attempt(rpath, lambda: self._fs.get_file(rpath, lpath, **kwargs))

    def _put(self, lpath: Any, rpath: str, kwargs: dict[str, Any]) -> None:
        if self._from_folder:
            if os.path.isdir(lpath):
                # What lies in one that cannot be read is not among the others.
                os.scandir(lpath).close()
            elif problem := looked_at(lpath)[1]:
                raise problem
        self._fs.put_file(lpath, rpath, **kwargs)

    def _attempt(self, name: str, do: Callable[[], object]) -> None:
        try:
            do()
        except gigahost.Cancelled:
            raise
        except (OSError, ValueError, gigahost.Error) as error:
            self._problems.append((name, error))

    def tell(self) -> None:
        """Raises the first failure; the others are its notes."""
        if not self._problems:
            return
        (_, first), *others = self._problems
        for name, error in others:
            text = str(error)
            first.add_note(f"and {text}" if name in text else f"and {name}: {text}")
        raise first
