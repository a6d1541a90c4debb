"""Finding the emulator's program."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

VARIABLE = "GIGAHOST_EMULATOR"
NAME = "gigahost-emulator"


def find_program(program: str | os.PathLike[str] | None = None) -> Path:
    """The emulator's program: the one given, else the one named by the environment variable
    GIGAHOST_EMULATOR, else `gigahost-emulator` next to this interpreter, else on PATH.

    FileNotFoundError if there is none, or if the named one does not exist.
    """
    if program is not None:
        return _named(program, "the argument `program`")
    if named := os.environ.get(VARIABLE):
        return _named(named, f"the variable {VARIABLE}")
    beside = os.pathsep.join([sysconfig.get_path("scripts"), os.path.dirname(sys.executable)])
    found = shutil.which(NAME, path=beside) or shutil.which(NAME)
    if found is None:
        raise FileNotFoundError(
            f"the program {NAME} is not there: install it with `pip install {NAME}`, or name it in "
            f"the variable {VARIABLE}"
        )
    return Path(found)


def _named(program: str | os.PathLike[str], by: str) -> Path:
    found = shutil.which(os.fspath(program))
    if found is None:
        raise FileNotFoundError(f"{by} names {os.fspath(program)!r}, which is no program")
    return Path(found)
