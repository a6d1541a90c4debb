"""Ctrl-C, and exceptions of the caller's own code: they come back at once, and as they were."""

import contextlib
import signal
import socket
import threading
import time
import traceback

import pytest

import gigahost
from conftest import LOGIN, PASSWORD
from on_system import WINDOWS, interrupt

# The promise is 200 ms; the machine that tests may be busy with other tests.
SOON = 1.0


@contextlib.contextmanager
def interrupted(after=0.4):
    """Sends SIGINT from another thread, and proves that the call under it ended soon after."""
    sent = []

    def send():
        sent.append(time.monotonic())
        interrupt()

    timer = threading.Timer(after, send)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        try:
            yield
        finally:
            ended = time.monotonic()
    timer.join()
    assert ended - sent[0] <= SOON, f"{ended - sent[0]:.3f} s"


@pytest.fixture
def unreachable():
    """An address that takes no connection and does not refuse one."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
            waiting.append(client)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for client in waiting:
            client.close()


def test_r253_ctrl_c_while_connecting(unreachable):
    session = gigahost.Rapidgator(
        LOGIN, PASSWORD, base_url=unreachable, plain_http="allow", allow_private_addresses=True
    )
    with interrupted():
        session.account()


def test_r253_ctrl_c_while_sending(emulator, rapidgator):
    fault = {"host": "rapidgator", "operation": "upload_bytes", "kind": "stall_request"}
    emulator.control("/faults", fault)
    with interrupted(0.6):
        rapidgator.upload(bytes(64 << 20), name="a.bin")


def test_r253_ctrl_c_while_waiting_for_an_answer(emulator, rapidgator):
    fault = {"host": "rapidgator", "operation": "user_info", "kind": "stall_response"}
    emulator.control("/faults", fault)
    with interrupted():
        rapidgator.account()


def test_r253_ctrl_c_while_receiving(emulator, rapidgator, tmp_path):
    receipt = rapidgator.upload(bytes(1 << 20), name="a.bin")
    fault = {"host": "rapidgator", "operation": "download_bytes", "kind": "stall_body"}
    emulator.control("/faults", {**fault, "bytes": 1000})
    with interrupted():
        rapidgator.download(receipt.entry, tmp_path / "a.bin", resume=False)
    assert list(tmp_path.iterdir()) == []


def test_r253_ctrl_c_while_sleeping_before_a_retry(emulator, rapidgator):
    fault = {"host": "rapidgator", "operation": "user_info", "kind": "retry_after", "seconds": 20}
    emulator.control("/faults", fault)
    with interrupted():
        rapidgator.account()


def test_r253_ctrl_c_while_polling(emulator, rapidgator):
    switch = {"host": "rapidgator", "name": "processing_stuck"}
    emulator.control("/switches", switch)
    with interrupted(0.8):
        rapidgator.upload(b"hello", name="a.bin")


def test_r253_ctrl_c_while_hashing(rapidgator, tmp_path):
    path = tmp_path / "hole.bin"
    with open(path, "wb") as file:
        file.truncate(64 << 30)
    with interrupted():
        rapidgator.upload(path)


def test_r253_ctrl_c_while_another_thread_logs_in(emulator, rapidgator):
    fault = {"host": "rapidgator", "operation": "user_login", "kind": "stall_response"}
    emulator.control("/faults", fault)
    ended = []

    def log_in():
        rapidgator.login()
        ended.append(True)

    thread = threading.Thread(target=log_in)
    thread.start()
    while not emulator.requests("rapidgator", "user_login"):
        pass
    with interrupted():
        rapidgator.account()
    emulator.control("/release", {})
    thread.join()
    assert ended == [True]


class Odd(BaseException):
    """Neither an Exception nor anything that Python knows."""


RAISED = [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, RecursionError, Odd]


@pytest.mark.parametrize("kind", RAISED)
def test_r252_an_exception_in_the_callback_comes_back_as_it_was(emulator, rapidgator, kind):
    raised = kind("canary")

    def callback(progress):
        if progress.stage == "sending":
            raise raised

    with pytest.raises(kind) as caught:
        rapidgator.upload(bytes(1 << 20), name="a.bin", on_progress=callback)
    assert caught.value is raised
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[-1] == "callback"
    assert emulator.files("rapidgator") == []


@pytest.mark.parametrize("kind", RAISED)
def test_r252_an_exception_in_a_source_comes_back_as_it_was(emulator, rapidgator, kind):
    raised = kind("canary")

    class Source:
        def read(self, size):
            raise raised

    with pytest.raises(kind) as caught:
        rapidgator.upload(Source(), name="a.bin", length=100)
    assert caught.value is raised
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[-1] == "read"
    assert emulator.files("rapidgator") == []


@pytest.mark.parametrize("kind", RAISED)
def test_r252_an_exception_in_a_target_comes_back_as_it_was(rapidgator, kind):
    receipt = rapidgator.upload(bytes(1 << 20), name="a.bin")
    raised = kind("canary")

    class Target:
        def write(self, chunk):
            raise raised

    with pytest.raises(kind) as caught:
        rapidgator.download(receipt.entry, Target())
    assert caught.value is raised


def test_r252_an_exception_in_the_last_event_comes_back_though_the_file_is_there(
    emulator, rapidgator
):
    def callback(progress):
        if progress.stage == "done":
            raise LookupError("canary")

    with pytest.raises(LookupError):
        rapidgator.upload(b"hello", name="a.bin", on_progress=callback)
    assert len(emulator.files("rapidgator")) == 1


def test_r253_a_handler_that_raises_is_heard_and_one_that_does_not_changes_nothing(
    emulator, rapidgator
):
    heard = []
    fault = {"host": "rapidgator", "operation": "user_info", "kind": "slow", "ms": 700}
    emulator.control("/faults", fault)
    number = signal.SIGBREAK if WINDOWS else signal.SIGUSR1
    before = signal.signal(number, lambda *_: heard.append(time.monotonic()))
    try:
        timer = threading.Timer(0.2, interrupt, (number,))
        timer.start()
        started = time.monotonic()
        assert rapidgator.account().email == LOGIN
        assert heard[0] - started < 0.6
    finally:
        signal.signal(number, before)


def test_r264_a_callback_that_uses_its_own_session_is_refused(rapidgator):
    seen = []

    def callback(progress):
        try:
            rapidgator.account()
        except gigahost.Busy as error:
            seen.append(error)

    rapidgator.upload(b"hello", name="a.bin", on_progress=callback)
    assert seen and isinstance(seen[0], RuntimeError)


def test_r254_other_threads_go_on_while_a_call_waits(emulator, rapidgator):
    def count(seconds):
        end, n = time.perf_counter() + seconds, 0
        while time.perf_counter() < end:
            n += 1
        return n

    def beside():
        fault = {"host": "rapidgator", "operation": "user_info", "kind": "slow", "ms": 600}
        emulator.control("/faults", fault)
        thread = threading.Thread(target=rapidgator.account)
        thread.start()
        counted = count(0.4)
        assert thread.is_alive(), "the call ended too soon to say anything"
        thread.join()
        return counted

    rapidgator.login()
    # By turns, and once is enough: other programs of this machine take their part too, but a call that
    # kept the interpreter would keep it each time.
    pairs = []
    while len(pairs) < 12:
        pairs.append((count(0.4), beside()))
        alone, with_call = pairs[-1]
        if with_call >= 0.9 * alone:
            return
    pytest.fail(f"counted alone and beside a call: {pairs}")


def test_r254_sixteen_calls_wait_at_the_same_time(emulator, rapidgator):
    rapidgator.login()
    fault = {"host": "rapidgator", "operation": "user_info", "kind": "slow", "ms": 500, "count": 0}
    emulator.control("/faults", fault)
    threads = [threading.Thread(target=rapidgator.account) for _ in range(16)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    assert 0.5 <= took < 16 * 0.5 / 4, f"{took:.2f} s for sixteen calls of 0.5 s"


def test_the_wake_up_descriptor_is_given_back(emulator, rapidgator):
    rapidgator.account()
    assert signal.set_wakeup_fd(-1) == -1


def test_r253_ctrl_c_is_heard_though_somebody_else_has_the_descriptor(emulator, rapidgator):
    fault = {"host": "rapidgator", "operation": "user_info", "kind": "stall_response"}
    emulator.control("/faults", fault)
    mine, theirs = socket.socketpair()
    with mine, theirs:
        mine.setblocking(False)
        theirs.setblocking(False)
        signal.set_wakeup_fd(mine.fileno())
        try:
            with interrupted():
                rapidgator.account()
            assert theirs.recv(16) == bytes([signal.SIGINT])
        finally:
            assert signal.set_wakeup_fd(-1) == mine.fileno()


def test_a_busy_interpreter_is_not_waited_for_more_than_a_little(emulator, rapidgator, tmp_path):
    path = tmp_path / "hole.bin"
    with open(path, "wb") as file:
        file.truncate(64 << 30)
    stop = threading.Event()

    def compute():
        while not stop.is_set():
            sum(range(1000))

    thread = threading.Thread(target=compute)
    thread.start()
    times = []
    try:
        with pytest.raises(gigahost.Timeout):
            rapidgator.upload(path, timeout=3, on_progress=lambda p: times.append((p.stage, p.done)))
    finally:
        stop.set()
        thread.join()
    # A wait of 5 ms for each of at most so many events in three seconds: under 2 %.
    assert 3 <= len(times) <= 14, times
