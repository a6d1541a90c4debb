"""An upload that was ended in any way is continued: nothing is sent twice, nothing is left out."""

import os
import time

import pytest

import gigahost

from command import HOSTS, secrets
from on_system import WINDOWS, is_private


def files(folder, count=12):
    paths = [folder / f"film{n:02}.mp4" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(os.urandom(20_000 + n))
    return paths


def names(emulator, host):
    return sorted(file["name"] for file in emulator.files(host) if file["state"] == "active")


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "uploadgig"])
def test_after_a_kill_every_file_is_there_once(command, tmp_path, host):
    paths, state = files(tmp_path), tmp_path / "state"
    options = "--state", state, "--limit-rate", "100K", "-j", "3"
    process = command.start("up", *options, *paths, f"{host}:")
    end = time.monotonic() + 60
    while len(names(command.emulator, host)) < 4:
        assert time.monotonic() < end and process.poll() is None
    # Four may be at the host before one is over; what is over is printed.
    assert process.stdout.readline()
    process.kill()
    process.communicate()
    assert is_private(state)
    text = state.read_text()
    assert not [secret for secret in secrets() if secret in text]
    run = command("up", "--state", state, *paths, f"{host}:")
    assert names(command.emulator, host) == [path.name for path in paths]
    assert "an earlier run has sent it" in run.err
    before = len(command.emulator.requests(host))
    run = command("up", "--state", state, *paths, f"{host}:")
    assert run.err.count("an earlier run has sent it") == len(paths)
    sent = command.emulator.requests(host)[before:]
    assert all(int(request["body_length"]) < 20_000 for request in sent)
    assert names(command.emulator, host) == [path.name for path in paths]


def test_where_the_host_cannot_be_asked_what_was_begun_is_unknown(command, tmp_path):
    paths, state = files(tmp_path, 4), tmp_path / "state"
    process = command.start("up", "--state", state, "--limit-rate", "2K", "-j", "1", *paths, "uploadgig:")
    if WINDOWS:
        pytest.skip("a state in use can be read by nobody else, so the test would not know when to kill")
    end = time.monotonic() + 60
    while not state.exists() or state.read_text().count('"begun"') < 1:
        assert time.monotonic() < end and process.poll() is None
    process.kill()
    process.communicate()
    run = command("up", "--state", state, *paths, "uploadgig:", code=5)
    assert run.err.count("may have sent it") >= 1 and "film00.mp4" in run.err
    assert names(command.emulator, "uploadgig") == [path.name for path in paths[1:]]


def test_a_file_that_has_changed_since_is_sent(command, tmp_path):
    [path], state = files(tmp_path, 1), tmp_path / "state"
    command("up", "--state", state, path, "giga0:")
    path.write_bytes(b"new" * 10_000)
    command("up", "--keep", "--state", state, path, "giga0:")
    assert names(command.emulator, "giga0") == [path.name, path.name]


def test_what_failed_is_tried_again(command, tmp_path):
    [path], state = files(tmp_path, 1), tmp_path / "state"
    command.emulator.fault("giga0", "file_upload", "http_status", code=413)
    command("up", "--state", state, path, "giga0:", code=1)
    command("up", "--state", state, path, "giga0:")
    assert names(command.emulator, "giga0") == [path.name]


def test_standard_input_has_no_state(command, tmp_path):
    run = command("up", "-", "--name", "a", "giga0:", "--state", tmp_path / "s", input=b"x", code=2)
    assert "--state" in run.err and not (tmp_path / "s").exists()


def test_a_state_is_used_by_one_run_at_a_time(command, tmp_path):
    [path] = files(tmp_path, 1)
    queue = gigahost.Queue(state=tmp_path / "state")
    run = command("up", "--state", tmp_path / "state", path, "giga0:", code=2)
    assert "in use" in run.err
    queue.close()
    command("up", "--state", tmp_path / "state", path, "giga0:")


def test_a_file_that_is_no_state_is_refused_and_stays_as_it_is(command, tmp_path):
    [path], state = files(tmp_path, 1), tmp_path / "state"
    state.write_text("mine\n")
    run = command("up", "--state", state, path, "giga0:", code=2)
    assert f"line 1 of {state}" in run.err and state.read_text() == "mine\n"
    assert command.emulator.files("giga0") == []


@pytest.mark.parametrize("policy", ["--skip", "--keep", "--overwrite"])
def test_what_an_earlier_run_has_sent_is_in_nobodys_way(command, tmp_path, policy):
    [path], state = files(tmp_path, 1), tmp_path / "state"
    command("up", "--state", state, path, "giga0:")
    run = command("up", policy, "--state", state, path, "giga0:")
    assert "an earlier run has sent it" in run.err
    assert names(command.emulator, "giga0") == [path.name]


def text_so_far(path):
    """What another process has written. On Windows nobody can open a file at the moment when it is made."""
    try:
        return path.read_text()
    except (FileNotFoundError, PermissionError):
        return ""


def test_what_came_down_before_a_kill_is_not_fetched_again(command, tmp_path):
    paths, state, here = files(tmp_path), tmp_path / "state", tmp_path / "here"
    command("up", *paths, "giga0:films/")
    options = "-r", "giga0:films/", "-o", here, "--state", state
    process = command.start("down", *options, "--limit-rate", "100K", "-j", "2")
    end = time.monotonic() + 60
    while text_so_far(state).count('"done"') < 3:
        assert time.monotonic() < end and process.poll() is None
    process.kill()
    process.communicate()
    done = state.read_text().count('{"done"')
    # One may have come between its last byte and its note.
    run = command("down", *options, "--overwrite")
    assert run.err.count("an earlier run has fetched it") == done
    assert {path.name: path.read_bytes() for path in here.rglob("*.mp4")} == {
        path.name: path.read_bytes() for path in paths
    }
    run = command("down", *options)
    assert run.err.count("an earlier run has fetched it") == len(paths)
    command("down", "giga0:films/film00.mp4", "-o", "-", "--state", state, code=2)


def test_a_mirror_to_a_host_that_cannot_say_what_is_there_is_continued(command, tmp_path):
    folder, state = tmp_path / "films", tmp_path / "state"
    folder.mkdir()
    paths, log = files(folder, 3), tmp_path / "receipts.jsonl"
    arguments = folder, "uploadgig:", "--state", state, "--receipts", log
    command("mirror", *arguments)
    run = command("mirror", *arguments)
    assert run.err.count("an earlier run has sent it") == 3
    assert names(command.emulator, "uploadgig") == [path.name for path in paths]
    assert len(log.read_text().splitlines()) == 3
    command("up", *paths, "giga0:films/")
    run = command("mirror", "giga0:films/", "rapidgator:", "--state", state, code=2)
    assert "from host to host" in run.err
