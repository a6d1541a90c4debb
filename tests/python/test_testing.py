"""`gigahost.testing`: the emulator for everybody's tests."""

import os
import subprocess
import sys

import pytest

import gigahost
from gigahost.testing import Emulator, find_program
from on_system import KILLED_ITSELF, WINDOWS


@pytest.mark.parametrize("host", gigahost.HOSTS)
def test_a_session_at_each_host_is_logged_in_and_stores(emulator, host):
    with emulator.session(host) as session:
        receipt = session.upload(b"content", name="a.mp4")
    assert receipt.bytes == 7
    [file] = emulator.files(host)
    assert (file["name"], file["size"]) == ("a.mp4", 7)
    assert session.base_url == emulator.url(host)


@pytest.mark.parametrize("host", gigahost.HOSTS)
def test_a_session_takes_other_credentials_and_keywords(emulator, host):
    bob = emulator.credentials(host, 1)
    with emulator.session(host, **bob, timeouts={"answer": 5}) as session:
        session.upload(b"content", name="a.mp4")
    logins = [entry for entry in emulator.requests(host) if "bob" in str(entry)]
    assert logins or host == "giga0"


def test_a_fault_hits_the_call_that_it_names(emulator, rapidgator):
    rapidgator.login()
    emulator.fault("rapidgator", "user_info", "http_status", first=2, code=403)
    rapidgator.user_info()
    with pytest.raises(gigahost.Error) as refused:
        rapidgator.user_info()
    assert refused.value.http_status == 403
    assert emulator.count("rapidgator", "user_info") == 2
    emulator.fault("rapidgator", "*", "http_status", count=0, code=403)
    emulator.clear_faults()
    assert rapidgator.user_info()
    emulator.forget_requests()
    assert emulator.requests() == []


def test_the_clock_of_the_hosts_moves_and_tokens_die_by_it(emulator, rapidgator):
    emulator.switch("rapidgator", "token_ttl", 100)
    rapidgator.account()
    before = emulator.now()
    emulator.advance(1000)
    assert 1000 <= emulator.now() - before < 1060
    rapidgator.account()
    assert emulator.count("rapidgator", "user_login") == 2


def test_https_is_trusted_by_the_sessions_made_here():
    with Emulator(tls=True) as emulator, emulator.session("rapidgator") as session:
        assert session.base_url.startswith("https://")
        assert session.account().email == "ann@example.test"


@pytest.mark.parametrize("gigahost_session", ["gigags"], indirect=True)
def test_the_fixture_is_parametrised_by_host(gigahost_session):
    assert gigahost_session.host == "gigags"
    assert gigahost_session.upload(b"content", name="a.mp4").bytes == 7


def test_a_missing_program_is_named_with_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("GIGAHOST_EMULATOR", str(tmp_path / "nothing"))
    with pytest.raises(FileNotFoundError, match="GIGAHOST_EMULATOR"):
        Emulator()
    with pytest.raises(FileNotFoundError, match="argument"):
        find_program(tmp_path / "other")
    monkeypatch.delenv("GIGAHOST_EMULATOR")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(FileNotFoundError, match="pip install gigahost-emulator"):
        find_program()


def test_the_program_is_found_beside_the_interpreter_before_path(monkeypatch, tmp_path):
    monkeypatch.delenv("GIGAHOST_EMULATOR", raising=False)
    for folder in ("scripts", "path"):
        program = tmp_path / folder / f"gigahost-emulator{'.exe' if WINDOWS else ''}"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path / "scripts"))
    assert find_program().with_suffix("") == tmp_path / "scripts" / "gigahost-emulator"


def test_a_program_that_does_not_start_is_an_error(tmp_path):
    if WINDOWS:
        pytest.skip("its program is a script of POSIX")
    program = tmp_path / "emulator"
    program.write_text("#!/bin/sh\nexit 7\n")
    program.chmod(0o755)
    with pytest.raises(RuntimeError, match="code 7"):
        Emulator(program)


def test_stopping_twice_is_fine_and_the_process_is_gone():
    emulator = Emulator()
    emulator.stop()
    emulator.stop()
    if not WINDOWS:  # there `os.kill` would kill, whatever the number
        with pytest.raises(ProcessLookupError):
            os.kill(emulator.pid, 0)


def test_the_emulator_ends_with_the_process_that_started_it():
    code = """
import os, warnings
warnings.simplefilter("ignore")
from gigahost.testing import Emulator
print(Emulator().pid, flush=True)
os.kill(os.getpid(), 9)
"""
    # The emulator holds our end of standard error open: this returns once it is gone too.
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == KILLED_ITSELF and int(done.stdout) > 0
