"""Queues and budgets: each file once, each end told, each failure its own."""

import asyncio
import gc
import io
import os
import pickle
import threading
import time

import pytest

import gigahost
import gigahost.aio
from on_system import interrupt

HOSTS = ["rapidgator", "giga0", "uploadgig", "gett", "gigags"]
# Seconds after which a queue that has not ended never will.
LIMIT = 60


def files(folder, count, size=1000):
    paths = []
    for n in range(count):
        path = folder / f"film{n}.mp4"
        path.write_bytes(os.urandom(size + n))
        paths.append(path)
    return paths


def test_one_source_goes_to_every_host_and_from_one_to_another(emulator, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film" * 50_000)
    sessions = [emulator.session(host) for host in gigahost.HOSTS]
    for source in (path, path.read_bytes()):
        shared = gigahost.SharedSource(source)
        with gigahost.Queue() as queue:
            ids = [queue.upload(session, shared, name="film.mp4") for session in sessions]
            queue.wait()
            receipts = [queue.result(id) for id in ids]
        assert [receipt.bytes for receipt in receipts] == [200_000] * len(sessions)
    [there] = [one for one in sessions if one.host == "giga0"]
    file = receipts[sessions.index(there)].entry
    for session in sessions:
        receipt = session.upload(there.source(file), name="copy.mp4")
        assert (receipt.bytes, receipt.wanted_name) == (200_000, "copy.mp4")
    with pytest.raises(TypeError, match="once"):
        gigahost.SharedSource(open(path, "rb"))
    with pytest.raises(ValueError, match="length"):
        there.upload(gigahost.SharedSource(path), name="a.bin", length=3)


@pytest.mark.parametrize("host", HOSTS)
def test_what_a_host_would_refuse_is_said_before_a_byte_is_read(emulator, tmp_path, host):
    session = emulator.session(host)
    [path] = files(tmp_path, 1)
    batch = session.preflight([path, ("a/b.mp4", 10), ("film.mp4", 1000)])
    assert list(batch.done) == [path.name, "film.mp4"]
    assert [name for name, reason in batch.failed if "path" in reason] == ["a/b.mp4"]
    with pytest.raises(FileNotFoundError) as missing:
        session.preflight([tmp_path / "missing"])
    assert missing.value.filename == str(tmp_path / "missing")
    assert emulator.files(host) == []


@pytest.mark.parametrize("host", HOSTS)
def test_every_file_of_a_queue_is_stored_once_and_its_end_is_told(emulator, tmp_path, host):
    session = emulator.session(host)
    with gigahost.Queue(workers=3) as queue:
        ids = {queue.upload(session, path): path for path in files(tmp_path, 8)}
        ended = [transfer for transfer in queue if transfer.state == "done"]
        assert sorted(transfer.id for transfer in ended) == sorted(ids)
        assert all(transfer.progress.stage == "done" for transfer in ended)
        totals = queue.totals()
        assert (totals.done, totals.failed, totals.bytes_done) == (8, 0, totals.bytes_total)
        for id, path in ids.items():
            receipt = queue.result(id)
            assert receipt.wanted_name == path.name and receipt.bytes == path.stat().st_size
            with pytest.raises(gigahost.NotFound):
                queue.result(id)
    assert len(emulator.files(host)) == 8


def test_a_failure_is_raised_where_its_result_is_asked_for(emulator, tmp_path):
    session = emulator.session("giga0")

    class Broken(io.RawIOBase):
        def readable(self):
            return True

        def read(self, size=-1):
            raise ZeroDivisionError("mine")

    with gigahost.Queue() as queue:
        missing = queue.upload(session, tmp_path / "missing.mp4")
        broken = queue.upload(session, Broken(), name="a.mp4", length=10)
        good = queue.upload(session, b"good", name="b.mp4")
        assert queue.wait(LIMIT)
        assert queue.transfer(missing).status == "IO" and queue.transfer(good).error is None
        with pytest.raises(gigahost.IoError):
            queue.result(missing)
        with pytest.raises(ZeroDivisionError, match="mine"):
            queue.result(broken)
        assert queue.result(good).bytes == 4


def test_file_objects_are_read_and_written_by_the_workers(emulator):
    session = emulator.session("giga0")
    with gigahost.Queue() as queue:
        up = queue.upload(session, io.BytesIO(b"x" * 50_000), name="a.bin")
        assert queue.wait(LIMIT)
        target = io.BytesIO()
        down = queue.download(session, queue.result(up).entry, target)
        assert queue.wait(LIMIT)
        assert queue.result(down).bytes == 50_000 and target.getvalue() == b"x" * 50_000


def test_transfers_are_paused_put_first_and_cancelled(emulator):
    session = emulator.session("giga0")
    with gigahost.Queue() as queue:
        queue.pause()
        queue.set_cap(session, 1)
        one = queue.upload(session, b"1", name="a.bin")
        other = queue.upload(session, b"2", name="b.bin", priority=5)
        assert not queue.wait(0.05) and queue.totals().paused == 2
        with pytest.raises(gigahost.NotReady):
            queue.result(one)
        queue.pause(one)
        queue.resume()
        while queue.transfer(other).state != "done":
            queue.next_event(LIMIT)
        assert queue.transfer(one).state == "paused" and queue.transfer(other).priority == 5
        queue.cancel(one)
        assert queue.wait(LIMIT)
        with pytest.raises(gigahost.Cancelled):
            queue.result(one)
    for call in (queue.pause, queue.resume, queue.cancel, queue.result, queue.transfer):
        with pytest.raises(gigahost.NotFound):
            call(99)


def test_what_a_queue_cannot_do_is_refused_when_it_is_asked(emulator):
    session = emulator.session("uploadgig")
    for workers in (0, 65):
        with pytest.raises(gigahost.ArgumentError, match="workers"):
            gigahost.Queue(workers=workers)
    with gigahost.Queue() as queue:
        with pytest.raises(gigahost.Unsupported):
            queue.download(session, "f", io.BytesIO())
        with pytest.raises(TypeError):
            queue.upload(session, 7)
        with pytest.raises(ValueError, match="checksum"):
            queue.upload(session, b"", name="a", checksum="some")
        assert queue.next_event() is None
    queue.close()
    assert queue.closed and repr(queue) == "Queue(closed)"
    with pytest.raises(gigahost.HandleError):
        queue.totals()


def slow_session(emulator):
    """A session whose uploads never end by themselves."""
    return emulator.session("giga0", bandwidth=gigahost.Bandwidth(up=1024))


def test_an_exception_inside_with_cancels_what_is_not_over(emulator):
    session = slow_session(emulator)
    with pytest.raises(ZeroDivisionError):
        with gigahost.Queue() as queue:
            queue.upload(session, b"x" * 5_000_000, name="a.bin")
            raise ZeroDivisionError
    assert queue.wait(LIMIT) and queue.totals().failed == 1


def test_a_queue_that_is_garbage_ends_its_workers(emulator):
    session = slow_session(emulator)
    queue = gigahost.Queue()
    # Its workers want the interpreter for this source.
    queue.upload(session, io.BytesIO(b"x" * 5_000_000), name="a.bin")
    while queue.totals().active == 0:
        queue.next_event(LIMIT)
    begun = time.monotonic()
    del queue
    gc.collect()
    assert time.monotonic() - begun < LIMIT
    assert emulator.files("giga0") == []


def test_ctrl_c_ends_a_wait(emulator):
    session = slow_session(emulator)
    with gigahost.Queue() as queue:
        queue.upload(session, b"x" * 5_000_000, name="a.bin")
        for wait in (queue.wait, queue.next_event, lambda: [None for _ in queue]):
            timer = threading.Timer(0.2, interrupt)
            timer.start()
            with pytest.raises(KeyboardInterrupt):
                while True:
                    wait()
            timer.join()
        queue.cancel()


def test_a_budget_bounds_the_bytes_of_the_day_and_is_changed_at_any_time(emulator):
    budget = gigahost.Bandwidth(up_per_day=15_000)
    session = emulator.session("giga0", bandwidth=budget)
    session.upload(b"x" * 10_000, name="a.bin")
    assert 10_000 <= budget.up_today < 15_000
    with pytest.raises(gigahost.Quota) as caught:
        session.upload(b"x" * 10_000, name="b.bin")
    assert caught.value.retry_after > 0
    budget.up_per_day = None
    budget.add_today(up=100_000)
    session.upload(b"x" * 10_000, name="b.bin")
    assert budget.up_today > 110_000 and budget.down_today < 10_000
    budget.up, budget.down = 5_000_000, 1
    assert (budget.up, budget.down) == (5_000_000, 1024)
    assert repr(budget) == "Bandwidth(up=5000000, down=1024)"
    copy = pickle.loads(pickle.dumps(budget))
    assert (copy.up, copy.down, copy.up_today) == (5_000_000, 1024, 0)
    with pytest.raises((TypeError, ValueError, OverflowError)):
        budget.up = -1


def test_transfers_and_totals_are_records(emulator):
    with gigahost.Queue() as queue:
        queue.upload(emulator.session("giga0"), b"x", name="a.bin")
        assert queue.wait(LIMIT)
        (transfer,) = queue.transfers()
        assert transfer == pickle.loads(pickle.dumps(transfer))
        assert transfer.to_dict()["progress"]["stage"] == "done"
        assert pickle.loads(pickle.dumps(queue.totals())) == queue.totals()
        assert "done=1" in repr(queue)


def test_an_awaitable_queue_tells_its_events_and_gives_its_results(emulator, tmp_path):
    async def main():
        async with gigahost.aio.wrap(emulator.session("giga0")) as session:
            async with gigahost.aio.Queue(workers=2) as queue:
                ids = [await queue.upload(session, path) for path in files(tmp_path, 4)]

                async def chunks():
                    yield b"one"
                    yield b"two"

                ids.append(await queue.upload(session, chunks(), name="chunks.bin"))
                over = {event.id async for event in queue if event.state == "done"}
                assert over == set(ids) and queue.totals().done == 5
                receipts = [queue.result(id) for id in ids]
                assert receipts[-1].bytes == 6
                target = io.BytesIO()
                down = await queue.download(session, receipts[-1].entry, target)
                await queue.wait()
                assert queue.result(down).bytes == 6 and target.getvalue() == b"onetwo"
            assert not queue.closed
            await queue.close()
            assert queue.closed

    asyncio.run(asyncio.wait_for(main(), LIMIT))


def test_a_task_that_is_cancelled_loses_no_event_and_cancels_its_queue(emulator):
    async def main():
        session = slow_session(emulator)
        with pytest.raises(asyncio.TimeoutError):
            async with asyncio.timeout(LIMIT), gigahost.aio.Queue() as queue:
                queue.pause()
                id = await queue.upload(session, b"x" * 5_000_000, name="a.bin")
                assert (await queue.next_event()).state == "paused"
                waiting = asyncio.ensure_future(queue.next_event())
                await asyncio.sleep(0)
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
                queue.resume()
                assert (await queue.next_event()).id == id
                raise asyncio.TimeoutError
        await queue.wait()
        assert queue.totals().failed == 1

    asyncio.run(main())
