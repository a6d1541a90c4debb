"""What a person sees on a terminal of 80 columns, and what Ctrl-C does."""

import json
import os
import re
import signal
import sys
import time

import pytest

import ground

pytest.importorskip("rich")
from terminal import Terminal  # noqa: E402

# The promise is 200 ms; the machine that tests may be busy with other tests.
SOON = 1.0


def files(tmp_path, *names, size=1000):
    made = [tmp_path / name for name in names]
    for number, path in enumerate(made):
        path.write_bytes(bytes([number]) * size)
    return made


def when_stalled(command, action):
    """Does something, once, when a stall fault holds a transfer."""
    done = []

    def on_frame(terminal):
        if not done and command.emulator.stalled():
            done.append(True)
            action(terminal)

    return on_frame


def test_up_draws_a_bar_and_leaves_only_the_result(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files(tmp_path, "film.mp4", size=32 << 20)
    command.emulator.fault("rapidgator", "upload_bytes", "stall_request", bytes=1 << 20)

    def release(terminal):
        if re.search(r"sending +\d+%", "".join(terminal.frames[-1])):
            command.emulator.release()

    terminal = Terminal(["up", "film.mp4", "rapidgator:"], command.environment, on_frame=release)
    bars = [line for frame in terminal.frames for line in frame if "━" in line]
    assert any(re.match(r"film\.mp4 +━+.* sending +\d+%", line) for line in bars), bars
    assert all(len(line) <= 80 for line in bars)
    assert terminal.code == 0
    [note, link] = terminal.lines()
    assert note == "film.mp4: 32.0 MiB sent, MD5 confirmed"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/file/\w{32}/film\.mp4\.html", link)
    assert not terminal.screen.cursor.hidden


def test_bars_of_several_files_never_wrap_whatever_their_names(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["漢字" * 20 + ".mp4", "long" * 30 + ".mp4", "e\u0301" * 30 + ".mp4"]
    files(tmp_path, *names, size=300_000)
    # All three: which of them comes first is not said.
    command.emulator.fault("giga0", "file_upload", "stall_request", count=3, bytes=100_000)
    drawn = []

    def release(terminal):
        # Not before the bar is drawn: a transfer that is over by then has none.
        drawn.extend(line for line in terminal.lines() if "━" in line and line.startswith("漢字"))
        if drawn and command.emulator.stalled():
            command.emulator.release()

    terminal = Terminal(["up", *names, "giga0:"], command.environment, on_frame=release)
    assert terminal.code == 0
    shown = [line for frame in terminal.frames for line in frame]
    assert any(line.startswith("0 of 3 files") for line in shown)
    bars = [line for line in shown if "━" in line]
    # The figures end each line: had it wrapped, they would stand on a line of their own.
    assert any("…" in bar and bar.startswith("漢字") for bar in bars)
    lines = terminal.lines()
    assert len(lines) == 6
    assert all(line.endswith("sent, MD5 confirmed") for line in lines[::2]), lines
    assert all(line.startswith("http://127.0.0.1:") for line in lines[1::2])


def test_ls_fits_the_terminal_and_shortens_names_in_their_middle(command, rapidgator):
    rapidgator.make_folder("box")
    rapidgator.upload(b"x" * 2048, name="a" * 60 + "漢字" * 10 + "-end.mp4")
    rapidgator.upload(b"y", name="short.mp4")
    terminal = Terminal(["ls", "rapidgator:"], command.environment)
    folder, long, short = terminal.lines()
    assert re.fullmatch(r" +-  \d{4}-\d\d-\d\d \d\d:\d\d  box/", folder)
    assert re.fullmatch(r"2\.0 KiB  \S+ \S+  a+….*-end\.mp4", long)
    assert short.split()[:2] == ["1", "B"] and short.endswith("  short.mp4")
    assert folder.index("box/") == short.index("short.mp4")


def test_no_color_means_none(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files(tmp_path, "film.mp4", size=3 << 20)
    environment = command.environment | {"NO_COLOR": "1"}
    terminal = Terminal(["up", "film.mp4", "rapidgator:"], environment)
    colours = re.findall(rb"\x1b\[[0-9;]*m", terminal.raw)
    assert terminal.code == 0 and not [c for c in colours if re.search(rb"[34][0-9]", c)]
    with_colours = Terminal(["up", "--keep", "film.mp4", "rapidgator:"], command.environment)
    assert re.search(rb"\x1b\[(3|38;)[0-9;]*m", with_colours.raw)


def test_a_dumb_terminal_gets_lines(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files(tmp_path, "film.mp4", size=1 << 20)
    # Slow enough to be seen at it.
    options = "--progress", "lines", "--limit-rate", "2M"
    run = command("up", *options, "film.mp4", "rapidgator:")
    assert "film.mp4: sending" in run.err and "of 1.0 MiB" in run.err
    command.environment["TERM"] = "dumb"
    assert "bars need" in command("up", "--progress", "bars", "film.mp4", "rapidgator:", code=2).err


def test_without_rich_there_are_lines(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files(tmp_path, "film.mp4")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys; sys.modules['rich'] = None\n")
    environment = command.environment | {"PYTHONPATH": str(hidden)}
    terminal = Terminal(["up", "film.mp4", "rapidgator:"], environment)
    assert terminal.code == 0
    assert terminal.lines()[0] == "film.mp4: 1000 B sent, MD5 confirmed"
    assert not any("━" in line for frame in terminal.frames for line in frame)


def interrupted_upload(command, paths, *options):
    """Starts an upload in which the second file stalls, sends SIGINT when the first is told, and gives
    process, output and how long it took to end."""
    command.emulator.switch("rapidgator", "processing_polls", 0)
    command.emulator.fault("rapidgator", "upload_bytes", "stall_request", first=2, count=0)
    os.truncate(paths[1], ground.beyond_buffers())
    process = command.start("up", "-j", "1", *options, *paths, "rapidgator:")
    end = time.monotonic() + 30
    while not command.emulator.stalled():
        assert time.monotonic() < end and process.poll() is None
    told = b""
    while b"/a.mp4.html" not in told:
        told += process.stdout.readline()
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    took = time.monotonic() - sent
    command.emulator.release()
    return process, (told + out).decode(), err.decode(), took


def test_ctrl_c_ends_within_200_ms_and_says_what_is_done(command, tmp_path):
    paths = files(tmp_path, "a.mp4", "b.mp4", "c.mp4", size=5 << 20)
    process, out, err, took = interrupted_upload(command, paths)
    assert process.returncode == 130
    assert took <= SOON, f"{took:.3f} s"
    assert out.count("\n") == 1 and "/a.mp4.html" in out
    assert "interrupted: 1 of 3 done" in err and "Traceback" not in err
    assert [file["name"] for file in command.emulator.files("rapidgator")] == ["a.mp4"]


def test_ctrl_c_ends_the_lines_of_json_with_the_account(command, tmp_path):
    paths = files(tmp_path, "a.mp4", "b.mp4", "c.mp4", size=5 << 20)
    process, out, _, _ = interrupted_upload(command, paths, "--json")
    events = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 130
    assert (events[-1]["event"], events[-1]["done"], events[-1]["exit"]) == ("end", 1, 130)


def test_ctrl_c_on_a_terminal_restores_it(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files(tmp_path, "film.mp4", size=5 << 20)
    command.emulator.fault("rapidgator", "upload_bytes", "stall_request", count=0)
    stop = when_stalled(command, lambda terminal: os.kill(terminal.pid, signal.SIGINT))
    terminal = Terminal(["up", "film.mp4", "rapidgator:"], command.environment, on_frame=stop)
    command.emulator.release()
    assert terminal.code == 130 and not terminal.screen.cursor.hidden
    assert terminal.lines()[-1] == "interrupted: 0 of 1 done"
    assert not any("━" in line for line in terminal.lines())


def test_a_download_that_is_interrupted_leaves_nothing_where_that_is_wanted(command, rapidgator, tmp_path):
    rapidgator.upload(bytes(2 << 20), name="a.mp4")
    command.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=100_000)
    process = command.start("down", "--no-resume", "rapidgator:a.mp4", "-o", tmp_path / "new" / "a.mp4")
    end = time.monotonic() + 30
    while not command.emulator.stalled():
        assert time.monotonic() < end and process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    command.emulator.release()
    assert list((tmp_path / "new").iterdir()) == []
    process.stdout.close()
    process.stderr.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is of Linux")
def test_no_secret_is_in_the_process_list(command, tmp_path):
    from command import secrets

    [path] = files(tmp_path, "a.mp4")
    command.emulator.fault("rapidgator", "user_login", "stall_response")
    process = command.start("up", path, "rapidgator:")
    end = time.monotonic() + 30
    while not command.emulator.stalled():
        assert time.monotonic() < end and process.poll() is None
    with open(f"/proc/{process.pid}/cmdline", "rb") as file:
        line = file.read().decode()
    command.emulator.release()
    process.communicate(timeout=60)
    assert process.returncode == 0 and "up" in line
    assert not [secret for secret in secrets() if secret in line]
