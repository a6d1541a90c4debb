"""Sessions: how they are opened, closed, shown, copied, pickled, and what a fork does to them."""

import copy
import datetime
import gc
import multiprocessing
import os
import pickle
import subprocess
import sys
import weakref

import pytest

import gigahost
from conftest import LOGIN, PASSWORD
from on_system import NO_FORK

CANARY = "canary-7f3a9c"


def test_a_class_and_its_name_open_the_same_kind_of_session():
    for host in gigahost.HOSTS:
        session = gigahost.open(host)
        assert session.host == host and isinstance(session, gigahost.Session)
    assert type(gigahost.open("gigags")) is gigahost.GigaGs
    with pytest.raises(ValueError, match="must be one of rapidgator"):
        gigahost.open("rapidshare")


def test_r262_with_closes_and_a_closed_session_says_so(emulator):
    with emulator.session("rapidgator") as session:
        session.account()
        view = session.with_timeout(10)
    session.close()
    assert session.closed and view.closed
    for use in (session.account, view.account, session.__enter__):
        with pytest.raises(gigahost.HandleError, match="closed") as refused:
            use()
        assert isinstance(refused.value, ValueError)


def test_r262_closing_leaves_a_running_call_alone(emulator):
    session = emulator.session("rapidgator")
    session.upload(b"hello", name="a.bin", on_progress=lambda progress: session.close())
    assert session.closed and len(emulator.files("rapidgator")) == 1


def test_r263_no_repr_shows_a_secret():
    secrets = {
        "rapidgator": {"password": CANARY, "two_factor_code": CANARY, "token": CANARY},
        "giga0": {"keys": ("k" * 64, "q" * 64), "password": CANARY},
        "gett": {"password": CANARY, "api_key": CANARY, "refresh_token": CANARY},
        "gigags": {"password": CANARY, "token": CANARY},
        "uploadgig": {"password": CANARY},
    }
    for host, given in secrets.items():
        session = gigahost.open(host, login="ann", **given)
        for text in (repr(session), str(session), f"{session}", repr(vars(gigahost))):
            assert CANARY not in text and "k" * 64 not in text
        assert "ann" in repr(session)


def test_r263_secrets_are_not_pickled_unasked():
    session = gigahost.Rapidgator(LOGIN, CANARY)
    with pytest.raises(TypeError, match="picklable_secrets=True"):
        pickle.dumps(session)
    assert copy.copy(session) is session and copy.deepcopy(session) is session


def test_r263_a_session_with_secrets_is_pickled_when_asked(emulator):
    session = gigahost.Rapidgator(
        LOGIN, PASSWORD, picklable_secrets=True, **emulator.options("rapidgator")
    )
    again = pickle.loads(pickle.dumps(session.with_timeout(30)))
    assert again.account().email == LOGIN
    assert pickle.loads(pickle.dumps(again)).account().email == LOGIN


def credentials_for_tests():
    return {"login": LOGIN, "password": PASSWORD}


def test_r263_credentials_by_reference_are_pickled_as_the_reference(emulator, monkeypatch):
    monkeypatch.setenv("GIGAHOST_RAPIDGATOR_LOGIN", LOGIN)
    monkeypatch.setenv("GIGAHOST_RAPIDGATOR_PASSWORD", PASSWORD)
    monkeypatch.setenv("BOX_LOGIN", LOGIN)
    monkeypatch.setenv("BOX_PASSWORD", PASSWORD)
    for reference in ("env", "env:BOX_", credentials_for_tests):
        options = emulator.options("rapidgator")
        session = gigahost.Rapidgator(credentials=reference, **options)
        pickled = pickle.dumps(session)
        assert PASSWORD.encode() not in pickled
        assert pickle.loads(pickled).account().email == LOGIN


def test_credentials_that_are_not_there_are_an_error_that_names_them(monkeypatch):
    monkeypatch.delenv("GIGAHOST_RAPIDGATOR_LOGIN", raising=False)
    with pytest.raises(ValueError, match="GIGAHOST_RAPIDGATOR_"):
        gigahost.Rapidgator(credentials="env")
    with pytest.raises(ValueError, match="api_key"):
        gigahost.Rapidgator(credentials=lambda: {"api_key": "x"})
    with pytest.raises(gigahost.ArgumentError, match="password"):
        gigahost.Rapidgator("ann")


def test_a_two_factor_code_may_come_from_a_function(emulator):
    switch = {"host": "rapidgator", "name": "two_factor", "value": "246810"}
    emulator.control("/switches", switch)
    asked = []

    def code():
        asked.append(True)
        return "246810"

    options = emulator.options("rapidgator")
    with gigahost.Rapidgator(LOGIN, PASSWORD, two_factor_code=code, **options) as session:
        assert asked == []
        assert session.account().email == LOGIN and asked == [True]

    def broken():
        raise LookupError("canary")

    with gigahost.Rapidgator(LOGIN, PASSWORD, two_factor_code=broken, **options) as session:
        with pytest.raises(LookupError):
            session.account()
    with gigahost.Rapidgator(LOGIN, PASSWORD, **options) as session:
        with pytest.raises(gigahost.TwoFactor):
            session.account()


def test_timeouts_are_taken_by_name_in_seconds_or_as_timedelta(emulator):
    options = emulator.options("rapidgator")
    timeouts = {"call": datetime.timedelta(seconds=0.3), "connect": 5, "transfer": None}
    session = gigahost.Rapidgator(LOGIN, PASSWORD, timeouts=timeouts, **options)
    fault = {"host": "rapidgator", "operation": "user_info", "kind": "stall_response"}
    emulator.control("/faults", fault)
    with pytest.raises(TimeoutError) as error:
        session.account()
    assert isinstance(error.value, gigahost.Timeout) and error.value.clock == "call"


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1, -0.001, 1e300])
def test_r259_a_time_that_is_none_is_refused(seconds):
    session = gigahost.Rapidgator()
    with pytest.raises(ValueError):
        session.with_timeout(seconds)
    with pytest.raises(ValueError, match="connect"):
        gigahost.Rapidgator(timeouts={"connect": seconds})


@pytest.mark.parametrize("seconds", [True, "5", None, [5]])
def test_r259_what_is_no_number_of_seconds_is_refused(seconds):
    with pytest.raises(TypeError):
        gigahost.Rapidgator().with_timeout(seconds)


def test_r259_numbers_out_of_range_are_refused(rapidgator):
    for page in (-1, 1 << 32, 1 << 64, 1 << 200):
        with pytest.raises((ValueError, OverflowError)):
            rapidgator.folder_content(None, page)
    with pytest.raises(TypeError):
        rapidgator.folder_content(None, True)
    with pytest.raises(TypeError):
        rapidgator.folder_content(None, 1.5)
    with pytest.raises(TypeError):
        rapidgator.file_info(7)
    with pytest.raises(TypeError, match="not one text"):
        rapidgator.file_delete("7")


def test_r259_the_numbers_of_numpy_are_numbers(rapidgator):
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    for name in ("a.bin", "b.bin", "c.bin"):
        rapidgator.upload(name.encode(), name=name)
    given = rapidgator.folder_content(None, numpy.int64(2), numpy.uint8(1))
    assert given == rapidgator.folder_content(None, 2, 1) != rapidgator.folder_content(None, 1, 1)
    assert rapidgator.with_timeout(numpy.float64(30)).account().email == LOGIN
    assert rapidgator.with_timeout(numpy.float32(30)).account().email == LOGIN
    for seconds in (numpy.float64("nan"), numpy.float64(-1), numpy.float32("inf")):
        with pytest.raises(ValueError):
            rapidgator.with_timeout(seconds)
    with pytest.raises((ValueError, OverflowError)):
        rapidgator.folder_content(None, numpy.int64(-1))


def test_options_that_do_not_exist_or_do_not_fit_are_named():
    with pytest.raises(ValueError, match="timeouts"):
        gigahost.Rapidgator(timeouts={"conect": 5})
    with pytest.raises(ValueError, match="plain_http"):
        gigahost.Rapidgator(plain_http="yes")
    with pytest.raises(TypeError, match="conect"):
        gigahost.Rapidgator(conect=5)
    with pytest.raises(ValueError, match="resolve"):
        gigahost.Rapidgator(resolve={"rapidgator.net": ["localhost"]})
    with pytest.raises(gigahost.InsecureRefused):
        gigahost.Rapidgator(base_url="http://rapidgator.net")


def test_supports_answers_for_every_verb_and_refuses_other_words(session):
    for capability in gigahost.CAPABILITIES:
        assert session.supports(capability) == (capability in session.capabilities)
    with pytest.raises(gigahost.ArgumentError):
        session.supports("teleport")


def test_r264_a_forked_child_is_refused_and_the_parent_is_not(emulator):
    session = emulator.session("rapidgator")
    session.account()
    if not hasattr(os, "fork"):
        pytest.skip(NO_FORK)
    child = os.fork()
    if child == 0:
        try:
            session.account()
        except gigahost.Forked as error:
            os._exit(0 if isinstance(error, RuntimeError) and error.hint else 2)
        except BaseException:
            os._exit(3)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert session.account().email == LOGIN


def account_of(session):
    return session.account().email


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_r264_a_pickled_session_works_in_another_process(emulator, method):
    session = gigahost.Rapidgator(
        credentials=credentials_for_tests, **emulator.options("rapidgator")
    )
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(NO_FORK)
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(account_of, (session,)) == LOGIN


def test_r261_a_session_that_nobody_holds_is_freed_even_in_a_circle(emulator):
    def credentials():
        return {"login": LOGIN, "password": PASSWORD} if not holder else holder

    holder = []
    session = gigahost.Rapidgator(credentials=credentials)
    holder.append(session)
    seen = weakref.ref(session)
    del session, credentials, holder
    gc.collect()
    assert seen() is None


def test_r261_a_session_may_be_dropped_while_its_transfer_runs(emulator):
    def drop(progress):
        sessions.clear()
        gc.collect()

    sessions = [emulator.session("rapidgator")]
    receipt = sessions[0].upload(b"hello", name="a.bin", on_progress=drop)
    assert receipt.bytes == 5


def test_importing_is_cheap_and_loads_nothing_heavy():
    heavy = "{'asyncio', 'dataclasses', 'typing', 'logging', 'threading', 'json', 'inspect'}"
    code = f"import sys; before = set(sys.modules); import gigahost; print(sorted({heavy} & (set(sys.modules) - before)))"
    run = [sys.executable, "-W", "ignore", "-S", "-c"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([*run, code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_debug_build_says_so_when_it_is_imported():
    code = "import gigahost; print(gigahost._DEBUG)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ("RuntimeWarning" in done.stderr) == (done.stdout.strip() == "True")
