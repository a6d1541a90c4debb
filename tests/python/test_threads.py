"""Threads, the interpreter's lock, references, and logging."""

import gc
import io
import logging
import os
import sys
import threading
import time

import pytest

import gigahost
from conftest import LOGIN

# 10,000 in the long run; enough here to see a leak of one object each.
TRANSFERS = int(os.environ.get("GIGAHOST_TRANSFERS", "300"))


def in_threads(count, work):
    failures = []

    def run(number):
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert failures == []


def test_sixteen_threads_share_a_session_and_one_login(emulator, rapidgator):
    def work(number):
        receipt = rapidgator.upload(bytes([number]) * 1000, name=f"{number}.bin")
        sink = io.BytesIO()
        rapidgator.download(receipt.entry, sink)
        assert sink.getvalue() == bytes([number]) * 1000

    in_threads(16, work)
    assert len(emulator.files("rapidgator")) == 16
    assert len(emulator.requests("rapidgator", "user_login")) == 1


def test_callbacks_run_on_the_thread_of_the_call(rapidgator):
    def work(number):
        seen = set()
        rapidgator.upload(
            bytes(1000),
            name=f"{number}.bin",
            on_progress=lambda progress: seen.add(threading.get_ident()),
        )
        assert seen == {threading.get_ident()}

    in_threads(4, work)


def test_progress_is_told_at_most_ten_times_a_second(emulator, rapidgator):
    fault = {"host": "rapidgator", "operation": "download_bytes", "kind": "drip"}
    entry = rapidgator.upload(bytes(200_000), name="a.bin").entry
    emulator.control("/faults", {**fault, "bytes": 1000, "ms": 10})
    times = []

    def note(progress):
        if progress.stage == "receiving":
            times.append(time.monotonic())

    rapidgator.download(entry, io.BytesIO(), on_progress=note)
    assert len(times) >= 5
    assert all(later - earlier > 0.09 for earlier, later in zip(times[1:], times[2:-1]))


@pytest.fixture
def giga0(emulator):
    """A host that takes the same content any number of times."""
    with emulator.session("giga0") as session:
        yield session


def test_r260_transfers_leave_no_reference_behind(emulator, giga0):
    callback = lambda progress: None
    source, sink = b"hello", io.BytesIO()
    entry = giga0.upload(source, name="a.bin").entry
    # Its flow does not look at the files that are there, so it is as fast at the end as at first.
    uploadgig = emulator.session("uploadgig")

    def transfer():
        uploadgig.upload(source, name="a.bin", on_progress=callback)
        uploadgig.upload(io.BytesIO(source), name="a.bin", on_progress=callback)
        sink.seek(0)
        giga0.download(entry, sink, on_progress=callback)

    def counts():
        gc.collect()
        things = (callback, source, sink, uploadgig, giga0, None, gigahost.Progress)
        return [sys.getrefcount(thing) for thing in things], len(gc.get_objects())

    for _ in range(20):
        transfer()
    before, objects = counts()
    for _ in range(TRANSFERS // 3):
        transfer()
    after, now = counts()
    grown = [new - old for old, new in zip(before, after)]
    assert all(growth < 10 for growth in grown), grown
    assert now - objects < 50


def test_r260_exceptions_leave_no_reference_behind(rapidgator):
    def callback(progress):
        raise ValueError("canary")

    def fail():
        with pytest.raises(ValueError):
            rapidgator.upload(b"hello", name="a.bin", on_progress=callback)

    for _ in range(20):
        fail()
    gc.collect()
    before = sys.getrefcount(callback)
    for _ in range(100):
        fail()
    gc.collect()
    assert sys.getrefcount(callback) - before < 5


class Handler(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append((record.levelname, record.getMessage(), threading.get_ident()))


@pytest.fixture
def log():
    logger, handler = logging.getLogger("gigahost"), Handler()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler.records
    gigahost.enable_logging(None)
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_nothing_is_logged_and_no_handler_is_there_unasked(rapidgator, log):
    rapidgator.account()
    assert log == []


def test_calls_are_logged_at_debug_and_failures_at_info(emulator, log):
    gigahost.enable_logging("DEBUG")
    canary = "canary-1b7d"
    with emulator.session("rapidgator") as session:
        session.account()
    with emulator.session("rapidgator", login=LOGIN, password=canary) as session:
        with pytest.raises(gigahost.AuthError):
            session.account()
    assert [level for level, _, _ in log] == ["DEBUG", "INFO"]
    assert log[0][1].startswith("rapidgator account ") and "attempts 1" in log[1][1]
    assert canary not in str(log)
    gigahost.enable_logging("INFO")
    with emulator.session("rapidgator") as session:
        session.account()
    assert len(log) == 2
    with pytest.raises(ValueError, match="level"):
        gigahost.enable_logging("LOUD")


def test_r255_eight_threads_at_debug_do_not_deadlock(giga0, log):
    gigahost.enable_logging("DEBUG")

    def work(number):
        for _ in range(10):
            giga0.upload(b"hello", name=f"{number}.bin", on_progress=note)

    def note(progress):
        logging.getLogger("gigahost").debug("from the callback")

    in_threads(8, work)
    uploads = [text for _, text, _ in log if text.startswith("giga0 upload ")]
    assert len(uploads) == 80


def test_a_handler_that_raises_does_not_disturb_the_call(rapidgator, log, monkeypatch):
    gigahost.enable_logging("DEBUG")
    monkeypatch.setattr(sys, "unraisablehook", lambda hint: None)
    monkeypatch.setattr(Handler, "emit", lambda self, record: 1 / 0)
    assert rapidgator.account().email == LOGIN
