"""What systems do differently, in one place: names, settings, numbers of errors, what scripts read."""

import os
import sys
import unicodedata
from pathlib import Path

import pytest

import gigahost
from gigahost import _native, _system
from on_system import WINDOWS, interrupt, with_mode

FOLDS = sys.platform in ("win32", "darwin")
SAME = [("Film.mp4", "film.MP4"), ("é.mp4", unicodedata.normalize("NFD", "é.mp4")), ("STRASSE", "straße")]


@pytest.mark.parametrize("platform, one", [("win32", True), ("darwin", True), ("linux", False)])
@pytest.mark.parametrize("first, second", SAME)
def test_names_that_are_one_file_there_are_known(monkeypatch, platform, one, first, second):
    monkeypatch.setattr(_system.sys, "platform", platform)
    assert (_system.same_file(Path(first)) == _system.same_file(Path(second))) == one
    assert _system.same_file(Path("a.mp4")) != _system.same_file(Path("b.mp4"))


@pytest.fixture
def alike(command, rapidgator):
    """Two files at the host that are one on some systems, with other contents."""
    folder = rapidgator.make_folder("films")
    for name, content in (("Film.mp4", b"first"), ("film.mp4", b"the second")):
        rapidgator.upload(content, name=name, folder=folder)
    return command


def contents(folder):
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", [["down", "-r", "--overwrite"], ["down", "-r"], ["sync"]])
def test_names_that_are_one_here_overwrite_nothing(alike, tmp_path, how):
    target = tmp_path / "here"
    operands = ["-o", target] if how[0] == "down" else [target]
    run = alike(*how, "rapidgator:films", *operands, code=3 if FOLDS else 0)
    if FOLDS:
        assert "has this name here, too" in run.err
        assert contents(target) == [b"first"] or contents(target) == [b"the second"]
    else:
        assert contents(target) == [b"first", b"the second"]


def test_two_files_of_one_name_do_not_take_each_others_place(command, tmp_path):
    with command.emulator.session("giga0") as session:
        folder = session.make_folder("films")
        for content in (b"first", b"the second"):
            session.upload(content, name="film.mp4", folder=folder)
    run = command("down", "-r", "--overwrite", "giga0:films", "-o", tmp_path, code=3)
    assert "has this name here, too; choose --keep" in run.err
    assert len(contents(tmp_path / "films")) == 1
    assert len(command("down", "-r", "--skip", "giga0:films", "-o", tmp_path, "--json").of("skipped")) == 2
    command("down", "-r", "--keep", "giga0:films", "-o", tmp_path / "kept")
    assert contents(tmp_path / "kept") == [b"first", b"the second"]


def test_sync_replaces_nothing_that_came_meanwhile(command, rapidgator, tmp_path):
    """The plan says that nothing is there; the core holds it to that."""
    rapidgator.upload(b"from the host", name="film.mp4", folder=rapidgator.make_folder("films"))
    target = tmp_path / "here"
    fault = {"host": "rapidgator", "operation": "download_bytes", "kind": "stall_body", "bytes": 1}
    command.emulator.control("/faults", fault)
    process = command.start("sync", "rapidgator:films", target)
    # Its answer is under way, so the plan is made.
    while not command.emulator.control("/release")["stalled"]:
        assert process.poll() is None
    target.mkdir(exist_ok=True)
    (target / "film.mp4").write_bytes(b"somebody else's")
    command.emulator.control("/release", {})
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert (target / "film.mp4").read_bytes() == b"somebody else's"


def test_a_file_that_is_not_there_has_the_systems_numbers(rapidgator, tmp_path):
    with pytest.raises(OSError) as missing:
        rapidgator.upload(tmp_path / "no folder" / "missing.bin")
    assert isinstance(missing.value, gigahost.IoError) and missing.value.errno == 2
    if WINDOWS:
        assert missing.value.winerror == missing.value.os_error == 3
    with pytest.raises(FileNotFoundError) as missing:
        _native._read_private(tmp_path / "missing")
    assert missing.value.errno == 2 and missing.value.filename == str(tmp_path / "missing")


def test_a_private_file_is_read_and_another_is_told(tmp_path):
    file = tmp_path / "secret"
    file.write_bytes(b"secret")
    with_mode(file, 0o600)
    assert _native._read_private(file) == (None, b"secret")
    why, content = _native._read_private(tmp_path) if not WINDOWS else ("no file", b"")
    assert why and content == b""


@pytest.mark.parametrize("platform, name", [("win32", "APPDATA"), ("linux", "XDG_CONFIG_HOME")])
def test_settings_are_where_the_system_has_them(monkeypatch, platform, name):
    monkeypatch.setattr(_system.sys, "platform", platform)
    monkeypatch.setenv(name, os.path.join("somewhere", "else"))
    assert _system.config_folder() == Path("somewhere", "else")
    assert ("_netrc" in [path.name for path in _system.netrc_files()]) == (platform == "win32")


def test_what_a_script_reads_is_the_same_on_every_system(command, rapidgator, tmp_path):
    rapidgator.upload(b"film", name="фильм é.mp4", folder=rapidgator.make_folder("films"))
    target = tmp_path / "here"
    process = command.start("down", "rapidgator:films/фильм é.mp4", "-o", f"{target}{os.sep}")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert out == f"{target.as_posix()}/фильм é.mp4\n".encode()
    assert b"\r" not in err


@pytest.mark.skipif(not WINDOWS, reason="other systems have one signal for it: test_interrupts.py")
def test_ctrl_break_ends_a_call_of_the_command_line_too(emulator, rapidgator):
    import signal
    import threading
    import time

    _system.take_interrupts()
    emulator.control("/faults", {"host": "rapidgator", "operation": "user_info", "kind": "stall_response"})
    sent = []

    def send():
        sent.append(time.monotonic())
        interrupt(signal.SIGBREAK)

    timer = threading.Timer(0.4, send)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        rapidgator.account()
    assert time.monotonic() - sent[0] < 1
    timer.join()


def test_a_keyring_that_cannot_be_loaded_is_told_and_no_traceback(command):
    pytest.importorskip("keyring")
    command.without_credentials()
    command.environment["PYTHON_KEYRING_BACKEND"] = "nowhere.Ring"
    assert "keyring gave nothing" in command("account", "rapidgator", code=4).err
