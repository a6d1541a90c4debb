"""The command line as it is installed, and as the README shows it."""

import importlib.metadata
import re
import shlex
import signal

import pytest

import gigahost.cli
from conftest import ROOT


def test_the_command_is_installed_under_its_name():
    [script] = importlib.metadata.entry_points(group="console_scripts", name="gigahost")
    assert script.load() is gigahost.cli.main


def test_the_lines_of_the_readme_run_as_they_are_written(command, tmp_path):
    readme = ROOT / "python" / "README.md"
    if not readme.exists():
        pytest.skip("the sources are not here")
    lines = re.findall(r"^\$ gigahost (.+)$", readme.read_text(), re.MULTILINE)
    assert len(lines) >= 4
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "old.mkv").write_bytes(b"old")
    (tmp_path / "film.mkv").write_bytes(b"film")
    for line in lines:
        if " down " in f" {line}":
            (tmp_path / "film.mkv").unlink()
        command(*shlex.split(line), cwd=tmp_path)
    assert (tmp_path / "film.mkv").read_bytes() == b"film"
    assert [file["name"] for file in command.emulator.files("giga0")] == ["old.mkv"]


def test_ctrl_c_while_waiting_cancels_what_the_host_fetches(command):
    command.emulator.switch("rapidgator", "remote_steps", 1000)
    link = "https://example.test/a.mkv"
    process = command.start("remote", link, "rapidgator:", "--interval", "60")
    assert process.stderr.readline().decode() == f"{link}: waiting\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130 and b"cancelled 1 of 1 jobs" in err
    assert command.emulator.count("rapidgator", "remote_delete") == 1


def test_a_reader_that_goes_away_ends_it_without_a_word(command, rapidgator):
    for number in range(3):
        rapidgator.upload(b"x" * (number + 1), name=f"{number}.mp4")
    process = command.start("ls", "--json", "rapidgator:")
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=30) == 141 and err == b""
