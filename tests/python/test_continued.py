"""Queues that go on where an earlier one ended, and logs of receipts."""

import asyncio
import os
import pathlib
import pickle
import subprocess
import sys

import pytest

import gigahost
import gigahost.aio
from on_system import KILLED_ITSELF, is_private

HOSTS = ["rapidgator", "giga0", "uploadgig", "gett", "gigags"]
# Seconds after which a queue that has not ended never will.
LIMIT = 60


def films(folder, count, size=1000):
    paths = []
    for n in range(count):
        path = folder / f"film{n}.mp4"
        path.write_bytes(os.urandom(size + n))
        paths.append(path)
    return paths


def run(queue):
    assert queue.wait(LIMIT)
    return [queue.result(transfer.id) for transfer in queue.transfers()]


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_done_is_not_sent_again_and_has_its_receipt(emulator, tmp_path, host):
    session, paths = emulator.session(host), films(tmp_path, 3)
    state, receipts = tmp_path / "state", tmp_path / "receipts.jsonl"
    with gigahost.Queue(state=state, receipts=receipts) as queue:
        assert queue.earlier(session, paths[0]) == "not_applied"
        for path in paths:
            queue.upload(session, path)
    before = len(emulator.requests(host))
    with gigahost.Queue(state=str(state), receipts=gigahost.ReceiptLog(receipts)) as queue:
        assert queue.restore(session) == []
        assert queue.earlier(session, paths[0]) == "applied"
        ids = [queue.upload(session, path) for path in paths]
        assert [queue.wait(LIMIT), *(queue.result(id).how for id in ids)] == [True, *["earlier"] * 3]
    assert len(emulator.requests(host)) == before
    assert is_private(state) and is_private(receipts)
    stored = gigahost.ReceiptLog(receipts).files()
    assert sorted(one.source for one in stored) == paths
    assert {(one.host, one.base_url, one.how) for one in stored} == {(host, session.base_url, "sent")}
    assert pickle.loads(pickle.dumps(stored)) == stored
    assert isinstance(stored[0].source, pathlib.Path) and stored[0].to_dict()["bytes"] >= 1000


KILLED = """
import os, sys
import gigahost, gigahost.testing
host, state, receipts, *paths = sys.argv[1:]
left = 3
with gigahost.Queue(workers=2, state=state, receipts=receipts) as queue:
    session = gigahost.open(host, **OPTIONS)
    for path in paths:
        queue.upload(session, path)
    for transfer in queue:
        left -= transfer.state == "done"
        if not left:
            os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("host", ["rapidgator", "gigags"])
def test_after_a_kill_what_is_left_is_restored_and_each_file_is_there_once(emulator, tmp_path, host):
    paths = films(tmp_path, 8, 20_000)
    state, receipts = tmp_path / "state", tmp_path / "receipts.jsonl"
    options = emulator.options(host) | emulator.credentials(host) | {"timeouts": {"settle": 0.2}}
    program = KILLED.replace("OPTIONS", repr(options))
    arguments = [sys.executable, "-c", program, host, state, receipts, *paths]
    killed = subprocess.run(arguments, timeout=LIMIT)
    assert killed.returncode == KILLED_ITSELF
    session = gigahost.open(host, **options)
    with gigahost.Queue(state=state, receipts=receipts) as queue:
        ids = queue.restore(session)
        assert 0 < len(ids) <= 5
        results = run(queue)
        assert len(results) == len(ids)
    names = sorted(entry.name for entry in session.list())
    assert names == [path.name for path in paths]
    checked = gigahost.ReceiptLog(receipts).verify(session)
    assert [one.standing for one in checked] == ["there"] * 8
    assert sorted(one.file.source for one in checked) == paths


def test_what_is_gone_is_sent_again(emulator, tmp_path):
    session, paths = emulator.session("giga0"), films(tmp_path, 3)
    receipts = tmp_path / "receipts.jsonl"
    with gigahost.Queue(receipts=receipts) as queue:
        for path in paths:
            queue.upload(session, path)
    log = gigahost.ReceiptLog(receipts)
    doomed = next(one for one in log.files() if one.name == "film1.mp4")
    session.delete(doomed.id)
    gone = [one for one in log.verify(session) if one.standing == "gone"]
    assert [one.file for one in gone] == [doomed] and gone[0].why and gone[0].transfer is None
    with gigahost.Queue() as queue:
        repaired = queue.repair(session, receipts)
        assert [one.transfer for one in repaired if one.standing == "gone"] == [1]
    assert {one.standing for one in log.verify(session)} == {"there"}


def test_a_single_upload_is_added_to_a_log(emulator, tmp_path):
    session, [path] = emulator.session("giga0"), films(tmp_path, 1)
    log = gigahost.ReceiptLog(tmp_path / "receipts.jsonl")
    receipt = session.upload(path)
    log.add(session, receipt, source=path)
    [stored] = log.files()
    assert (stored.id, stored.source, stored.url) == (receipt.entry.id, path, receipt.url)
    assert (stored.how, stored.verified, stored.md5) == (receipt.how, receipt.verified, receipt.md5)
    wrong = receipt.to_dict() | {"entry": receipt.entry, "how": "hidden"}
    with pytest.raises(ValueError, match="hidden"):
        log.add(session, gigahost.Receipt(**wrong))


def test_what_cannot_be_continued_is_refused(emulator, tmp_path):
    session, state = emulator.session("giga0"), tmp_path / "state"
    with gigahost.Queue(state=state) as queue:
        with pytest.raises(gigahost.ArgumentError, match="must be a path") as refused:
            queue.upload(session, b"abc", name="a.bin")
        assert refused.value.parameter == "source"
        with pytest.raises(gigahost.ArgumentError, match="in use") as refused:
            gigahost.Queue(state=state)
        assert refused.value.parameter == "state"
    state.write_text("no state\n")
    with pytest.raises(gigahost.ArgumentError, match="line 1 of"):
        gigahost.Queue(state=state)
    with pytest.raises(gigahost.IoError, match=r"missing[/\\\\]log: cannot be written"):
        gigahost.ReceiptLog(tmp_path / "missing" / "log")


def test_tasks_continue_and_repair_too(emulator, tmp_path):
    async def main():
        [path] = films(tmp_path, 1)
        log = gigahost.ReceiptLog(tmp_path / "receipts.jsonl")
        options = {"state": tmp_path / "state", "receipts": log}
        async with gigahost.aio.wrap(emulator.session("rapidgator")) as session:
            queue = gigahost.aio.Queue(**options)
            queue.pause()
            await queue.upload(session, path)
            await queue.close()
            async with gigahost.aio.Queue(**options) as queue:
                assert queue.restore(session) == [1]
                await queue.wait()
                assert queue.earlier(session, path) == "applied"
                [checked] = await gigahost.aio.verify(log, session)
                assert checked.standing == "there"
                await session.delete(checked.file.id)
                [checked] = await queue.repair(session, log)
                assert (checked.standing, checked.transfer) == ("gone", 2)
            [checked] = await gigahost.aio.verify(log, session)
            assert checked.standing == "there"

    asyncio.run(asyncio.wait_for(main(), LIMIT))
