"""Downloads that did not end: what is kept of them, said of them, and removed."""

import os
import signal
import time

import pytest

from on_system import WINDOWS

CONTENT = bytes(range(256)) * 12_000


@pytest.fixture
def big(command, tmp_path):
    """A file at rapidgator whose bytes stop coming on the way."""
    path = tmp_path / "big.bin"
    path.write_bytes(CONTENT)
    command("up", path, "rapidgator:")
    command.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=2_000_000)
    return path


def parts(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".gigapart"))


def test_a_download_that_fails_is_gone_on_with_unasked(command, big, tmp_path):
    folder = tmp_path / "out"
    get = ("down", "rapidgator:big.bin", "-o", folder / "got.bin", "--json")
    failed = command(*get, "--timeout", "2", code=7)
    [part] = parts(folder)
    [error] = failed.of("error")
    assert part in error["hint"] and f" of {len(CONTENT)} bytes are kept" in error["hint"]
    command.emulator.release()
    [done] = command(*get).of("result")
    assert done["download"]["resumed_from"] > 0
    assert (folder / "got.bin").read_bytes() == CONTENT and parts(folder) == []


def test_nothing_is_kept_where_that_is_refused(command, big, tmp_path):
    folder = tmp_path / "out"
    get = ("down", "rapidgator:big.bin", "-o", folder / "got.bin", "--no-resume")
    run = command(*get, "--timeout", "2", code=7)
    assert os.listdir(folder) == [] and "kept" not in run.err


@pytest.mark.skipif(WINDOWS, reason="Ctrl-C reaches all of a console there, this test too")
def test_ctrl_c_says_what_is_kept(command, big, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    run = command.start("down", "rapidgator:big.bin", "-o", folder / "got.bin")
    deadline = time.monotonic() + 30
    while not command.emulator.stalled():
        assert time.monotonic() < deadline and run.poll() is None
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=30)
    [part] = parts(folder)
    command.emulator.release()
    assert run.returncode == 130 and part in err.decode(), err


def test_clean_removes_old_parts_and_tells_which(command, tmp_path):
    old, new, film = ".a.mkv.0123abcd.gigapart", ".b.mkv.0123abcd.gigapart", "film.mkv"
    (tmp_path / "sub").mkdir()
    for name in (old, new, film, f"sub/{old}"):
        (tmp_path / name).write_bytes(b"x" * 2048)
        if name != new:
            os.utime(tmp_path / name, (time.time() - 864_000,) * 2)
    dry = command("clean", tmp_path, "--dry-run")
    assert dry.out.splitlines() == [(tmp_path / old).as_posix()] and "2.0 KiB would be freed" in dry.err
    assert (tmp_path / old).exists()
    assert command("clean", tmp_path).out == dry.out
    [cleaned] = command("clean", "-r", tmp_path, "--json").of("result")
    assert cleaned["name"] == str(tmp_path / "sub" / old) and cleaned["bytes"] == 2048
    assert command("clean", tmp_path, "--older-than", "0s").out.splitlines() == [(tmp_path / new).as_posix()]
    assert sorted(os.listdir(tmp_path)) == sorted([film, "sub", *(["home"] if (tmp_path / "home").exists() else [])])
    assert str(tmp_path / "no") in command("clean", tmp_path / "no", code=6).err
    assert "--older-than" in command("clean", "--older-than", "soon", code=2).err


def test_parts_are_no_files_to_send(command, tmp_path):
    folder = tmp_path / "films"
    folder.mkdir()
    for name in ("film.mkv", ".a.mkv.0123abcd.gigapart", ".a.mkv.0123abcd.gigameta"):
        (folder / name).write_bytes(b"film")
    command("up", "-r", folder, "rapidgator:")
    command("mirror", folder, "giga0:films")
    command("verify", "-r", folder, "rapidgator:")
    for host in ("rapidgator", "giga0"):
        assert [file["name"] for file in command.emulator.files(host)] == ["film.mkv"]


@pytest.mark.skipif(WINDOWS, reason="pipes are no files there")
def test_a_pipe_that_is_named_is_read_to_its_end(command, tmp_path):
    pipe = tmp_path / "pipe.bin"
    os.mkfifo(pipe)
    running = command.start("up", pipe, "rapidgator:", "giga0:")
    with open(pipe, "wb") as writer:
        writer.write(CONTENT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    for host in ("rapidgator", "giga0"):
        [file] = command.emulator.files(host)
        assert (file["name"], file["size"]) == ("pipe.bin", len(CONTENT))
    command("up", "/dev/stdin", "--name", "in.bin", "rapidgator:", input=CONTENT)
    assert {file["name"] for file in command.emulator.files("rapidgator")} == {"pipe.bin", "in.bin"}


@pytest.mark.skipif(WINDOWS, reason="such names are none there")
@pytest.mark.parametrize("name", ["back\\slash.bin", "blank.bin ", " blank.bin", "dot.bin."])
def test_an_odd_name_is_sent_and_the_receipt_tells_what_is_stored(command, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"odd")
    for host in ("rapidgator", "giga0", "uploadgig", "gett", "gigags"):
        [sent] = command("up", path, f"{host}:", "--json").of("result")
        assert sent["receipt"]["wanted_name"] == name
        assert sent["receipt"]["entry"]["name"] in {file["name"] for file in command.emulator.files(host)}


def test_a_tilde_that_nothing_expanded_is_said(command):
    for place in ("~/no.mkv", "~nobody/no.mkv"):
        run = command("up", place, "rapidgator:", code=6)
        assert "only a shell expands it" in run.err
    run = command("up", "no~.mkv", "rapidgator:", code=6)
    assert "shell" not in run.err
