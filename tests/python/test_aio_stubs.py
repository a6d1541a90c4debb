"""What type checkers see of `gigahost.aio`. That it is what there is, test_stubs.py proves."""

import os
import subprocess
import sys

import aio_stubs
import pytest

PROGRAM = '''
import gigahost
import gigahost.aio
from collections.abc import AsyncIterator

async def chunks() -> AsyncIterator[bytes]:
    yield b"a"

async def told(progress: gigahost.Progress) -> None:
    print(progress.done)

async def main() -> None:
    async with gigahost.aio.Rapidgator("a", "b", timeouts={"answer": 1.0}) as session:
        receipt: gigahost.Receipt = await session.upload(chunks(), name="a", on_progress=told)
        await session.download(receipt.entry, "a.bin", part=(0, 5))
        for entry in await session.list():
            print(entry.name)
        print((await session.folder_content(page=1)).value["folder"])
        jobs: list[gigahost.RemoteJob] = await session.remote_wait(["1"])
    async with await gigahost.aio.open("gett", "a", "b").live() as live:
        async for event in live:
            print(event)
'''
WRONG = '''
import gigahost.aio

async def main(session: gigahost.aio.Rapidgator) -> None:
    session.upload("a", nmae="b")
    receipt: int = await session.upload("a")
    await session.folder_content(page="one")
    session.shares_list()
'''


def test_the_stubs_are_those_of_the_blocking_classes():
    made = aio_stubs.stub()
    if os.environ.get("GIGAHOST_BLESS"):
        aio_stubs.STUB.write_text(made)
    assert aio_stubs.STUB.read_text() == made, "set GIGAHOST_BLESS=1 to write them"


@pytest.mark.parametrize(("program", "errors"), [(PROGRAM, 0), (WRONG, 5)])
def test_a_strict_check_sees_the_signatures(tmp_path, program, errors):
    path = tmp_path / "program.py"
    path.write_text(program)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", path],
        cwd=aio_stubs.PACKAGE.parent, capture_output=True, text=True,
    )
    found = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert len(found) == errors, done.stdout


def test_the_package_itself_passes_a_strict_check():
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "-p", "gigahost.aio", "-p", "gigahost.testing"]
        + ["-p", "gigahost.fsspec"],
        cwd=aio_stubs.PACKAGE.parent, capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stdout
