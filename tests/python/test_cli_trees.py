"""Trees with entries that cannot be sent: each is told with its path and the reason, the rest goes on."""

import contextlib
import os
import pathlib
import socket
import sys

import pytest

WINDOWS = sys.platform == "win32"


@pytest.fixture
def tree(tmp_path):
    """A folder with two good files and what this system can make of bad ones: name and reason of each."""
    folder = tmp_path / "tree"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.mkv").write_bytes(b"a" * 1000)
    (folder / "inner" / "z.mkv").write_bytes(b"z" * 1000)
    bad = {}
    if not WINDOWS:
        (folder / "dangling.mkv").symlink_to("nowhere")
        (folder / "loop.mkv").symlink_to("loop.mkv")
        os.mkfifo(folder / "pipe.mkv")
        with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(folder / "inner"):
            # From there: a path of a socket has 108 bytes at most.
            listener.bind("s.mkv")
        with open(os.path.join(os.fsencode(folder), b"caf\xe9.mkv"), "wb") as file:
            file.write(b"latin")
        bad = {
            "dangling.mkv": "No such file or directory",
            "loop.mkv": "leads nowhere",
            "pipe.mkv": "a named pipe",
            "s.mkv": "a socket",
            "caf": "no UTF-8",
        }
    if not WINDOWS and os.geteuid() != 0:
        (folder / "secret.mkv").write_bytes(b"s")
        (folder / "secret.mkv").chmod(0)
        (folder / "closed").mkdir(mode=0)
        bad |= {"secret.mkv": "Permission denied", "closed": "Permission denied"}
    if not bad:
        pytest.skip("this system makes no such entries here")
    return folder, bad


def check(run, bad):
    for name, reason in bad.items():
        [line] = [line for line in run.err.splitlines() if name in line and "skip" not in line]
        assert reason in line, line


def stored(command, host="rapidgator"):
    return sorted(file["name"] for file in command.emulator.files(host))


def test_up_sends_the_rest_and_says_that_some_failed(command, tree):
    folder, bad = tree
    check(command("up", "-r", folder, "rapidgator:", code=3), bad)
    assert stored(command) == ["a.mkv", "z.mkv"]


def test_up_to_several_hosts_tells_it_for_each(command, tree):
    folder, bad = tree
    run = command("up", "-r", folder, "rapidgator:", "giga0:", "--json", code=3)
    failed = [event["name"] for event in run.of("error")]
    assert len(failed) == 2 * len(bad) and len(run.of("result")) == 4
    assert stored(command) == stored(command, "giga0") == ["a.mkv", "z.mkv"]


def test_a_dry_run_refuses_them(command, tree):
    folder, bad = tree
    run = command("up", "-r", folder, "rapidgator:", "--dry-run", "--json", code=3)
    refused = [event["name"] for event in run.of("plan") if event["action"] == "refuse"]
    assert len(refused) == len(bad) and stored(command) == []


def test_mirror_to_several_hosts_goes_on_too(command, tree):
    folder, bad = tree
    run = command("mirror", folder, "rapidgator:", "giga0:", "--json", code=3)
    assert len(run.of("error")) == 2 * len(bad) and len(run.of("result")) == 4


def test_mirror_and_verify_go_on_too(command, tree):
    folder, bad = tree
    check(command("mirror", folder, "rapidgator:tree", code=3), bad)
    assert stored(command) == ["a.mkv", "z.mkv"]
    check(command("verify", "-r", folder, "rapidgator:", code=3), bad)


def test_sync_deletes_nothing_while_something_could_not_be_read(command, tree, tmp_path):
    folder, bad = tree
    extra = tmp_path / "extra.mkv"
    extra.write_bytes(b"extra")
    command("up", extra, "rapidgator:tree/")
    check(command("sync", "--delete", folder, "rapidgator:tree", code=3), bad)
    assert stored(command) == ["a.mkv", "extra.mkv", "z.mkv"]


def test_a_single_operand_that_is_not_there_is_told_at_once(command, tmp_path):
    run = command("up", tmp_path / "nowhere.mkv", "rapidgator:", code=6)
    assert "nowhere.mkv" in run.err and "no such file" in run.err


@pytest.fixture
def closed(command, tmp_path):
    """A folder at rapidgator of which one folder below cannot be listed."""
    for name in ("a", "b", "c"):
        (tmp_path / "there" / name).mkdir(parents=True)
        (tmp_path / "there" / name / f"{name}.mkv").write_bytes(b"film")
    command("up", "-r", tmp_path / "there", "rapidgator:")
    # The root, `there` and `a` are listed, and then one is not.
    command.emulator.fault("rapidgator", "folder_content", "http_status", first=4, code=403)
    return tmp_path / "out"


def test_down_fetches_the_rest_of_a_folder_at_a_host(command, closed):
    run = command("down", "-r", "rapidgator:there", "-o", closed, code=3)
    assert "rapidgator:there/b: " in run.err
    assert sorted(path.name for path in closed.rglob("*.mkv")) == ["a.mkv", "c.mkv"]


def test_mirror_fetches_the_rest_of_a_folder_at_a_host(command, closed):
    run = command("mirror", "rapidgator:there", "giga0:copy", code=3)
    assert "rapidgator:there/b: " in run.err and stored(command, "giga0") == ["a.mkv", "c.mkv"]


def test_sync_deletes_nothing_here_that_it_could_not_see_there(command, closed):
    mine = closed / "b" / "b.mkv"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"film")
    command("sync", "--delete", "rapidgator:there", closed, code=3)
    assert mine.exists()


def test_fsspec_puts_the_rest_and_raises_the_first_failure(emulator, tree):
    fsspec = pytest.importorskip("fsspec")
    folder, bad = tree
    fs = fsspec.filesystem("rapidgator", **emulator.credentials("rapidgator"), **emulator.options("rapidgator"))
    with pytest.raises((OSError, ValueError)) as failed:
        fs.put(str(folder), "copy", recursive=True)
    told = "\n".join([str(failed.value), *getattr(failed.value, "__notes__", [])])
    assert [name for name, reason in bad.items() if name not in told or reason not in told] == []
    assert len(told.splitlines()) == len(bad)
    assert sorted(file["name"] for file in emulator.files("rapidgator")) == ["a.mkv", "z.mkv"]


def test_fsspec_gets_the_rest_and_raises_the_first_failure(emulator, tmp_path):
    fsspec = pytest.importorskip("fsspec")
    fs = fsspec.filesystem("rapidgator", **emulator.credentials("rapidgator"), **emulator.options("rapidgator"))
    for name in "abc":
        fs.pipe_file(f"{name}.bin", name.encode())
    with pytest.raises(FileNotFoundError):
        fs.get(["a.bin", "no.bin", "c.bin"], [str(tmp_path / f"{name}.bin") for name in "abc"])
    assert [(tmp_path / f"{name}.bin").read_bytes() for name in "ac"] == [b"a", b"c"]


def test_verify_compares_the_rest_of_a_folder_at_a_host(command, closed, tmp_path):
    run = command("verify", "-r", tmp_path / "there", "rapidgator:", "--json", code=3)
    assert [pathlib.Path(event["name"]).name for event in run.of("result")] == ["a.mkv", "c.mkv"]
    assert [pathlib.Path(event["name"]).name for event in run.of("error")] == ["b.mkv"]
