"""The stubs: they say what is there, and programs that use them are well typed."""

import inspect
import os
import pathlib
import subprocess
import sys

import pytest

import gigahost

HERE = pathlib.Path(__file__).resolve().parent

pytest.importorskip("mypy", reason="mypy is not installed")


def mypy(*arguments):
    command = [sys.executable, "-W", "ignore", "-m", *arguments]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_r268_the_stubs_are_those_of_the_package():
    allowed = str(HERE / "stubtest-allowlist.txt")
    settings = str(HERE.parents[1] / "python/pyproject.toml")
    code, text = mypy(
        "mypy.stubtest", "gigahost", "--allowlist", allowed, "--mypy-config-file", settings
    )
    assert code == 0, text


def test_r268_what_users_write_is_well_typed():
    code, text = mypy("mypy", "--strict", "--cache-dir", os.devnull, "usage.py")
    assert code == 0, text


def test_everything_public_has_a_docstring_and_a_signature():
    classes = [getattr(gigahost, name) for name in gigahost.__all__]
    for cls in filter(inspect.isclass, classes):
        assert cls.__doc__, cls
        for name, member in vars(cls).items():
            if name.startswith("_") or issubclass(cls, BaseException):
                continue
            assert inspect.getdoc(member), f"{cls.__name__}.{name}"
            if callable(member):
                inspect.signature(member)
