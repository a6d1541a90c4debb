"""`gigahost.aio`: the same session for tasks."""

import asyncio
import functools
import inspect
import io
import json
import pickle
import subprocess
import sys
import threading
import time

import pytest

import gigahost
import gigahost.aio
from conftest import ROOT
from gigahost.aio import _pool

CONTENT = b"hello, host" * 1000
CLASSES = ["Session", "Rapidgator", "Giga0", "UploadGig", "Gett", "GigaGs"]


def in_a_loop(test):
    """Runs a coroutine function as a test, for a minute at most."""

    @functools.wraps(test)
    def run(**fixtures):
        asyncio.run(asyncio.wait_for(test(**fixtures), 60))

    return run


@pytest.fixture
def rg(rapidgator):
    return gigahost.aio.wrap(rapidgator)


def threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("gigahost-aio")]


def public(cls):
    return {name for name in dir(cls) if not name.startswith("_")}


@pytest.mark.parametrize("name", CLASSES)
def test_both_classes_have_the_same_methods_with_the_same_parameters(name):
    blocking, twin = getattr(gigahost, name), getattr(gigahost.aio, name)
    assert public(twin) - public(blocking) == {"blocking", "remote_wait"}
    assert public(blocking) <= public(twin)
    methods = [name for name in public(blocking) if callable(getattr(blocking, name))]
    immediate = {"supports", "with_timeout", "with_cancel"}
    for method in methods:
        old, new = getattr(blocking, method), getattr(twin, method)
        assert list(inspect.signature(old).parameters) == list(inspect.signature(new).parameters)
        defaults = [p.default for p in inspect.signature(old).parameters.values()]
        assert defaults == [p.default for p in inspect.signature(new).parameters.values()]
        assert inspect.iscoroutinefunction(new) == (method not in immediate), method
        assert new.__doc__, method
    if name != "Session":
        assert inspect.signature(blocking) == inspect.signature(twin)


def test_importing_gigahost_imports_none_of_its_parts():
    code = "import sys, gigahost; print(*(name for name in sys.modules if 'gigahost.' in name))"
    command = [sys.executable, "-W", "ignore", "-c", code]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "gigahost._native" in names
    parts = {name.split(".")[1] for name in names}
    assert not parts & {"aio", "fsspec", "testing", "types", "cli"}


def test_all_operations_of_the_hosts_are_there():
    operations = json.loads((ROOT / "core/tests/data/operations.json").read_text())
    shared = public(gigahost.Session)
    own = [public(getattr(gigahost.aio, name)) - shared for name in CLASSES[1:]]
    assert sum(map(len, own)) - 5 * len({"blocking", "remote_wait"}) >= len(operations)


def test_a_file_goes_up_and_down_at_every_host(session, tmp_path):
    async def main():
        async with gigahost.aio.wrap(session) as twin:
            receipt = await twin.upload(CONTENT, name="a.mp4")
            assert receipt.bytes == len(CONTENT)
            if twin.supports("download"):
                await twin.download(receipt.entry, tmp_path / "a.mp4")
                assert (tmp_path / "a.mp4").read_bytes() == CONTENT
        assert twin.closed and session.closed

    asyncio.run(main())


@in_a_loop
async def test_a_session_opens_by_its_class_and_by_the_name_of_its_host(emulator):
    options = emulator.credentials("rapidgator") | emulator.options("rapidgator")
    async with gigahost.aio.Rapidgator(**options) as session:
        assert (await session.user_info()).email == "ann@example.test"
    async with gigahost.aio.open("rapidgator", **options) as session:
        assert isinstance(session, gigahost.aio.Rapidgator)
        assert (await session.account()).email == "ann@example.test"
    with pytest.raises(gigahost.HandleError):
        await session.account()


@in_a_loop
async def test_an_exception_comes_through_as_it_is(rg):
    with pytest.raises(gigahost.NotFound) as missing:
        await rg.stat("0123456789abcdef0123456789abcdef")
    assert missing.value.host == "rapidgator"
    failure = OSError("the disk is gone")

    class Source(io.RawIOBase):
        def read(self, size=-1):
            raise failure

    with pytest.raises(OSError) as raised:
        await rg.upload(Source(), name="a.bin")
    assert raised.value is failure


@in_a_loop
async def test_cancelling_the_task_cancels_the_transfer_and_waits_for_its_thread(emulator, rg):
    await rg.login()
    emulator.fault("rapidgator", "upload_bytes", "stall_request", count=0)
    task = asyncio.create_task(rg.upload(CONTENT, name="a.bin"))
    await stalled(emulator, 1)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert time.monotonic() - began < 2
    assert isinstance(cancelled.value.__context__, gigahost.Cancelled)
    await every_thread_is_idle()


@in_a_loop
async def test_a_timeout_of_asyncio_ends_a_call(emulator, rg):
    await rg.login()
    emulator.fault("rapidgator", "user_info", "stall_response", count=0)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await rg.account()
    assert time.monotonic() - began < 2
    emulator.clear_faults()
    emulator.release()
    assert (await rg.account()).email == "ann@example.test"


@in_a_loop
async def test_a_token_given_to_two_calls_outlives_the_cancelling_of_one(emulator, rg):
    token = gigahost.CancelToken()
    await rg.login()
    emulator.fault("rapidgator", "*", "stall_response", count=0)
    views = [rg.with_cancel(token), rg.with_cancel(token)]
    one, other = [asyncio.create_task(view.account()) for view in views]
    await stalled(emulator, 2)
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    assert not token.cancelled and not other.done()
    token.cancel()
    with pytest.raises(gigahost.Cancelled):
        await other


@in_a_loop
async def test_progress_is_told_in_the_event_loop_to_its_end(rg):
    seen, home = [], threading.get_ident()

    def told(progress):
        assert threading.get_ident() == home
        seen.append(progress)

    await rg.upload(CONTENT, name="a.bin", on_progress=told)
    assert seen[-1].stage == "done" and seen[-1].done == len(CONTENT)


@in_a_loop
async def test_a_callback_may_be_a_coroutine_function_and_is_never_entered_twice(rg):
    seen, inside = [], 0

    async def told(progress):
        nonlocal inside
        inside += 1
        assert inside == 1
        await asyncio.sleep(0.01)
        seen.append(progress.stage)
        inside -= 1

    await rg.upload(CONTENT, name="a.bin", on_progress=told)
    assert seen[-1] == "done" and inside == 0


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_exception_of_a_callback_ends_the_transfer_and_comes_back(emulator, rg, asynchronous):
    failure = KeyError("mine")

    def told(progress):
        raise failure

    async def told_later(progress):
        raise failure

    async def main():
        await rg.login()
        emulator.fault("rapidgator", "upload_bytes", "stall_request", count=0)
        callback = told_later if asynchronous else told
        with pytest.raises(KeyError) as raised:
            await rg.upload(CONTENT, name="a.bin", on_progress=callback)
        assert raised.value is failure and raised.value.__context__ is None

    asyncio.run(main())


@in_a_loop
async def test_a_callback_that_returns_false_ends_the_transfer(emulator, rg):
    await rg.login()
    emulator.fault("rapidgator", "upload_bytes", "stall_request", count=0)
    with pytest.raises(gigahost.Cancelled):
        await rg.upload(CONTENT, name="a.bin", on_progress=lambda progress: False)


@in_a_loop
async def test_a_callback_that_cannot_be_called_is_refused_before_anything_is_sent(emulator, rg):
    with pytest.raises(TypeError, match="on_progress"):
        await rg.upload(CONTENT, name="a.bin", on_progress="loud")
    with pytest.raises(TypeError):
        await rg.upload(CONTENT, nmae="a.bin")
    assert emulator.requests("rapidgator") == []


async def chunks():
    for at in range(0, len(CONTENT), 700):
        await asyncio.sleep(0)
        yield CONTENT[at : at + 700]


class AsyncFile:
    def __init__(self):
        self.rest = io.BytesIO(CONTENT)

    async def read(self, size):
        await asyncio.sleep(0)
        return self.rest.read(size)


@pytest.mark.parametrize("make", [chunks, AsyncFile])
def test_an_asynchronous_source_arrives_whole(emulator, rg, make):
    receipt = asyncio.run(rg.upload(make(), name="a.bin"))
    assert receipt.bytes == len(CONTENT)
    assert [file["size"] for file in emulator.files("rapidgator")] == [len(CONTENT)]


@in_a_loop
async def test_an_asynchronous_source_that_fails_sends_nothing(emulator, rg):
    async def broken():
        yield b"a"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await rg.upload(broken(), name="a.bin")
    assert emulator.requests("rapidgator") == []


@in_a_loop
async def test_200_tasks_take_16_threads_and_the_others_wait_without(emulator, rg):
    await rg.login()
    emulator.fault("rapidgator", "user_info", "stall_response", count=0)
    tasks = [asyncio.create_task(rg.account()) for _ in range(200)]
    await stalled(emulator, 16)
    assert len(threads()) <= 16
    assert emulator.count("rapidgator", "user_info") == 16
    for task in tasks[100:]:
        task.cancel()
    # They wait for no thread, so they end at once.
    _, waiting = await asyncio.wait(tasks[100:], timeout=2)
    assert not waiting
    emulator.clear_faults()
    emulator.release()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(result, gigahost.Account) for result in done[:100])
    assert all(isinstance(result, asyncio.CancelledError) for result in done[100:])
    # The last hundred were cancelled in the queue, and never asked.
    assert emulator.count("rapidgator", "user_info") == 100
    assert len(threads()) <= 16


@in_a_loop
async def test_200_tasks_that_wait_for_remote_jobs_hold_no_thread(emulator, rg):
    emulator.switch("rapidgator", "remote_steps", 10**6)
    [job] = await rg.remote_upload(["http://example.test/a.bin"])
    waits = [asyncio.create_task(rg.remote_wait([job], interval=600)) for _ in range(200)]
    while emulator.count("rapidgator", "remote_info") < 200:
        await asyncio.sleep(0.05)
    await every_thread_is_idle()
    assert not any(wait.done() for wait in waits)
    assert len(threads()) <= 16
    for wait in waits:
        wait.cancel()
    await asyncio.wait(waits)


@in_a_loop
async def test_a_remote_job_is_waited_for_to_its_end(rg):
    jobs = await rg.remote_upload(["http://example.test/a.bin", "http://example.test/b.bin"])
    done = await rg.remote_wait(jobs, interval=0.01)
    assert sorted(job.state for job in done) == ["done", "done"]


@in_a_loop
async def test_limit_threads_bounds_the_calls_that_run_at_once(emulator, rg):
    await rg.login()
    emulator.fault("rapidgator", "user_info", "stall_response", count=0)
    gigahost.aio.limit_threads(3)
    try:
        tasks = [asyncio.create_task(rg.account()) for _ in range(10)]
        await stalled(emulator, 3)
        assert emulator.count("rapidgator", "user_info") == 3
    finally:
        gigahost.aio.limit_threads(_pool.THREADS)
        emulator.clear_faults()
        emulator.release()
    assert len(await asyncio.gather(*tasks)) == 10
    with pytest.raises(ValueError):
        gigahost.aio.limit_threads(0)


@in_a_loop
async def test_live_events_arrive_and_a_cancelled_wait_loses_none(emulator):
    async with gigahost.aio.wrap(emulator.session("gett")) as gett:
        async with await gett.live() as live:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(live.next(), 0.05)
            share = await gett.shares_create()
            file = await gett.files_create(share.sharename, "a.bin", live.session)
            blob = asyncio.create_task(
                gett.files_blob(share.sharename, file.fileid, io.BytesIO())
            )
            event = await anext(live)
            assert event["event"] == "download"
            await gett.upload_put(file.upload["puturl"], b"abc", name="a.bin")
            assert (await blob).bytes == 3
        assert not live.connected


@in_a_loop
async def test_a_session_pickles_as_the_blocking_one_does(emulator):
    options = emulator.credentials("rapidgator") | emulator.options("rapidgator")
    session = gigahost.aio.Rapidgator(**options)
    with pytest.raises(TypeError, match="secrets"):
        pickle.dumps(session)
    session = gigahost.aio.Rapidgator(**options, picklable_secrets=True)
    twin = pickle.loads(pickle.dumps(session))
    assert type(twin) is gigahost.aio.Rapidgator
    assert (await twin.account()).email == "ann@example.test"


async def stalled(emulator, number):
    """Waits until a fault holds so many connections."""
    while emulator.stalled() < number:
        await asyncio.sleep(0.02)


async def every_thread_is_idle():
    """Waits until each thread of the pool has come to its end or waits for work."""
    while _pool.pool._idle < _pool.pool._threads:
        await asyncio.sleep(0.01)
