"""The exceptions: one class for each status, with what is known, and a panic that is one of them."""

import builtins
import os
import pickle
import sys

import pytest

import gigahost
from gigahost import _errors, _native
from conftest import LOGIN


def classes():
    return [_errors.CLASSES[number] for _, number, *_ in _native._STATUSES]


def test_r266_every_status_has_a_class_that_is_also_the_built_in_one():
    assert len(classes()) >= 38
    for (status, number, sentence, base, retryable), error in zip(_native._STATUSES, classes()):
        assert issubclass(error, gigahost.Error) and issubclass(error, getattr(builtins, base))
        assert getattr(gigahost, error.__name__) is error
        assert (error.status, error.code, error.__doc__) == (status, number, sentence)
        assert error.retryable is retryable and error.__module__ == "gigahost"
    assert len({error.__name__ for error in classes()}) == len(classes())


def test_r266_every_class_is_pickled_with_all_that_is_known():
    facts = {"message": "m", "host": "rapidgator", "operation": "list", "os_error": 2}
    facts |= {"http_status": 500, "retry_after": 1.5, "attempts": 3, "hint": "h"}
    for error in classes():
        made = _errors.make(error.code, "text", facts)
        again = pickle.loads(pickle.dumps(made))
        assert type(again) is type(made) and issubclass(type(again), error) and again.args == ("text",)
        assert vars(again) == vars(made) and again.retry_after == 1.5
        if isinstance(again, OSError):
            assert again.errno == 2


def test_an_error_of_the_host_carries_what_it_said(emulator, rapidgator):
    with pytest.raises(FileNotFoundError) as refused:
        rapidgator.stat("0" * 32)
    error = refused.value
    assert isinstance(error, gigahost.NotFound)
    assert (error.host, error.operation, error.http_status) == ("rapidgator", "file_info", 404)
    assert (error.attempts, error.outcome, error.retry_after) == (1, "not_applied", None)
    assert error.host_text and error.host_text in str(error)
    assert str(error).endswith("[NOT_FOUND]") and error.bytes_sent > 0


def test_a_limit_says_how_long_to_wait(emulator):
    switch = {"host": "rapidgator", "name": "login_throttle", "value": {"k": 0, "s": 20}}
    emulator.control("/switches", switch)
    with emulator.session("rapidgator") as session:
        with pytest.raises(gigahost.RateLimited) as refused:
            session.login()
    assert isinstance(refused.value, BlockingIOError) and refused.value.retry_after == 20.0


def test_a_lost_answer_of_an_upload_is_an_unknown_outcome(emulator):
    fault = {"host": "uploadgig", "operation": "upload_bytes", "kind": "cut_response", "count": 0}
    emulator.control("/faults", fault)
    with emulator.session("uploadgig") as session:
        with pytest.raises(gigahost.OutcomeUnknown) as lost:
            session.upload(b"hello", name="a.bin")
    assert lost.value.outcome == "unknown" and lost.value.hint
    assert not lost.value.retryable


def test_an_error_of_the_system_has_its_number(rapidgator, tmp_path):
    with pytest.raises(OSError) as missing:
        rapidgator.upload(tmp_path / "missing.bin")
    assert isinstance(missing.value, gigahost.IoError)
    assert missing.value.os_error == missing.value.errno == 2


def as_open_gives(path, mode):
    with pytest.raises(OSError) as there:
        open(path, mode).close()
    return there.value


def local_failures(folder):
    """What fails at a file of this machine: how it is tried, its path, and how `open` would be asked."""
    (folder / "folder").mkdir()
    (folder / "there").write_bytes(b"old")

    def up(path):
        return lambda session: session.upload(path, name="a.bin")

    def down(path):
        return lambda session: session.download("there", path)

    def down_to(path):
        return lambda session: session.download(session.upload(b"new", name="new.bin").entry, path)

    failures = {
        "no source": (up(folder / "no"), folder / "no", "rb"),
        "no folder of a source": (up(folder / "no" / "a"), folder / "no" / "a", "rb"),
        "a folder as a source": (up(folder / "folder"), folder / "folder", "rb"),
        "a target that is there": (down_to(folder / "there"), folder / "there", "xb"),
        "no folder for a target": (down_to(folder / "no" / "a"), folder / "no" / "a", "xb"),
    }
    if sys.platform != "win32":
        failures["a file as a folder"] = (up(folder / "there" / "a"), folder / "there" / "a", "rb")
    if sys.platform != "win32" and os.geteuid() != 0:
        (folder / "secret").write_bytes(b"s")
        (folder / "secret").chmod(0)
        failures["no permission"] = (up(folder / "secret"), folder / "secret", "rb")
    return failures


def test_a_failure_of_a_local_file_is_the_exception_of_open_too(rapidgator, tmp_path):
    for what, (attempt, path, mode) in local_failures(tmp_path).items():
        expected = as_open_gives(path, mode)
        with pytest.raises(gigahost.Error) as failed:
            attempt(rapidgator)
        error = failed.value
        assert isinstance(error, type(expected)), (what, error)
        assert (error.errno, error.strerror) == (expected.errno, expected.strerror), what
        assert error.filename == str(path) and str(path) in str(error), what
        assert error.os_error == getattr(error, "winerror", expected.errno), what
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and vars(again) == vars(error) and str(again) == str(error)
        assert (again.errno, again.filename) == (error.errno, error.filename)
        assert type(error).__name__ in ("IoError", "Exists")


def test_a_failure_elsewhere_names_no_file(rapidgator, tmp_path):
    with pytest.raises(gigahost.NotFound) as missing:
        rapidgator.download("nothing", tmp_path / "a")
    assert missing.value.filename is None and missing.value.errno is None


@pytest.mark.skipif(not _native._DEBUG, reason="only a debug build can be made to panic")
def test_r267_a_panic_is_an_exception_of_ours(rapidgator):
    with pytest.raises(gigahost.Internal, match="canary") as panic:
        _native._panic(rapidgator)
    assert isinstance(panic.value, RuntimeError)
    assert rapidgator.account().email == LOGIN


def test_no_exception_shows_a_secret(emulator):
    fault = {"host": "rapidgator", "operation": "user_login", "kind": "http_status", "code": 500}
    emulator.control("/faults", {**fault, "count": 0})
    canary = "canary-51f09b"
    session = emulator.session("rapidgator", login=LOGIN, password=canary)
    with pytest.raises(gigahost.Error) as failed:
        session.account()
    error = failed.value
    assert canary not in f"{error} {error!r} {vars(error)}"
