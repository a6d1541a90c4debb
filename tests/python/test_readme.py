"""The README's section on Python: every block of it runs as it stands, against the emulator."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest

from conftest import LOGIN, PASSWORD, ROOT

SECTION = (ROOT / "README.md").read_text().split("### Python\n")[1].split("\n### ")[0]
#: What leads the sessions of a program to the emulator. Nothing else of it is changed.
REDIRECT = """
import functools, json, os, runpy, sys
import gigahost, gigahost.aio
options = json.loads(os.environ["GIGAHOST_TEST_OPTIONS"])
gigahost.Rapidgator = functools.partial(gigahost.Rapidgator, **options)
gigahost.aio.Rapidgator._blocking_class = gigahost.Rapidgator
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)


def commands():
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines]


@pytest.fixture
def run(emulator, tmp_path):
    """Runs a program in a folder with a film, in the environment of a user of rapidgator."""
    options = emulator.options("rapidgator")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIGAHOST_")} | {
        "GIGAHOST_RAPIDGATOR_LOGIN": LOGIN,
        "GIGAHOST_RAPIDGATOR_PASSWORD": PASSWORD,
        "GIGAHOST_RAPIDGATOR_URL": emulator.url("rapidgator"),
        "GIGAHOST_TEST_OPTIONS": json.dumps(options),
        "FSSPEC_RAPIDGATOR": json.dumps(options),
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
        "PYTHONWARNINGS": "ignore",
    }
    (tmp_path / "film.mkv").write_bytes(os.urandom(300_000))

    def run(command):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def is_stored(emulator, folder):
    """The film is at the host, once and whole."""
    md5 = hashlib.md5((folder / "film.mkv").read_bytes()).hexdigest()
    return [(f["name"], f["md5"]) for f in emulator.files("rapidgator")] == [("film.mkv", md5)]


@pytest.mark.parametrize("number", [0, 1], ids=["blocking", "asyncio"])
def test_r285_the_uploads_of_the_readme_run_as_they_stand(emulator, run, tmp_path, number):
    program = tmp_path / "program.py"
    program.write_text(blocks("python")[number])
    shown = run([sys.executable, "-c", REDIRECT, str(program)])
    assert re.search(rf"done +\[{'#' * 30}\] 300000https?://\S+/film\.mkv", shown), shown
    # asyncio tells the newest state only, and this is a quick upload.
    assert number or "sending" in shown
    assert is_stored(emulator, tmp_path)


def test_r285_the_upload_of_the_readme_has_six_lines():
    lines = [line for line in blocks("python")[0].splitlines() if line.strip()]
    assert len(lines) <= 6, lines


def test_r285_the_queue_of_the_readme_runs_as_it_stands(emulator, run, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(blocks("python")[2])
    shown = run([sys.executable, "-c", REDIRECT, str(program)])
    assert "film.mkv done 300000" in shown
    assert is_stored(emulator, tmp_path)


def test_r285_pandas_reads_the_url_of_the_readme(emulator, run, rapidgator, tmp_path):
    pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    program = tmp_path / "program.py"
    program.write_text(blocks("python")[3])
    tables = rapidgator.make_folder("tables")
    rapidgator.upload(b"name,size\na,1\nb,41\n", name="sizes.csv", folder=tables)
    shown = run([sys.executable, program])
    assert re.search(r"^mean +21\.0", shown, re.MULTILINE), shown


def test_r285_the_command_lines_of_the_readme_run_as_they_stand(emulator, run, tmp_path):
    install, *lines = commands()
    assert install == "pip install ./python" and (ROOT / "python" / "pyproject.toml").is_file()
    assert len(lines) == 4
    shown = [run(["sh", "-c", line]) for line in lines]
    assert is_stored(emulator, tmp_path)
    assert "film.mkv" in shown[1]
    fetched = tmp_path / "fetched" / "film.mkv"
    assert fetched.read_bytes() == (tmp_path / "film.mkv").read_bytes()
