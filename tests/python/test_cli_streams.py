"""Standard streams that are closed, full or gone, as under cron, systemd and pythonw."""

import json
import shutil
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("its streams are closed by a shell of POSIX", allow_module_level=True)


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mkv"
    path.write_bytes(b"film" * 1000)
    return path


def with_streams(command, redirections, *arguments):
    """Runs the command with these redirections of a shell."""
    line = f'exec "$@" {redirections}'
    program = [sys.executable, "-W", "ignore", "-m", "gigahost"]
    return subprocess.run(
        [shutil.which("sh"), "-c", line, "sh", *program, *map(str, arguments)],
        env=command.environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def stored(command):
    return [file["name"] for file in command.emulator.files("rapidgator")]


CLOSED = ["2>&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&-"]


@pytest.mark.parametrize("redirections", CLOSED)
def test_an_upload_that_succeeded_ends_with_0_whatever_can_be_told(command, film, redirections):
    run = with_streams(command, redirections, "up", film, "rapidgator:")
    assert run.returncode == 0, run.stderr
    assert stored(command) == ["film.mkv"]
    for text in ("Traceback", "Exception ignored"):
        assert text not in run.stdout + run.stderr


@pytest.mark.parametrize("redirections", [">&-", ">/dev/full"])
@pytest.mark.parametrize("options", [[], ["--json"], ["-q"]])
def test_what_standard_output_does_not_take_is_told_on_standard_error(command, film, redirections, options):
    run = with_streams(command, redirections, "up", film, "rapidgator:", *options)
    why = "closed" if redirections == ">&-" else "No space left on device"
    lines = [line for line in run.stderr.splitlines() if line.startswith("gigahost: standard output")]
    assert lines and all(why in line for line in lines)
    assert any("/film.mkv" in line for line in lines), "the link is not lost"
    if options == ["--json"]:
        assert json.loads(lines[0].partition("): ")[2])["event"] == "result"


@pytest.mark.parametrize("redirections", CLOSED)
def test_a_failure_has_its_code_whatever_can_be_told(command, film, redirections):
    command.environment["GIGAHOST_RAPIDGATOR_PASSWORD"] = "wrong"
    run = with_streams(command, redirections, "up", film, "rapidgator:")
    assert run.returncode == 4 and "Traceback" not in run.stderr
    assert with_streams(command, redirections, "nonsense").returncode == 2


def test_what_is_written_to_a_closed_stream_goes_to_no_file_of_ours(command, film, tmp_path):
    log = tmp_path / "receipts.jsonl"
    run = with_streams(command, "<&- >&- 2>&-", "up", film, "rapidgator:", "--receipts", log)
    assert run.returncode == 0
    assert [json.loads(line) for line in log.read_text().splitlines()]


def test_a_download_to_a_closed_standard_output_fails(command, film):
    command("up", film, "rapidgator:")
    for redirections in (">&-", ">/dev/full"):
        run = with_streams(command, redirections, "down", "rapidgator:film.mkv", "-o", "-")
        assert run.returncode not in (0, 120) and "Traceback" not in run.stderr, run.stderr
