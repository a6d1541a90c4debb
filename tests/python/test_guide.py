"""The guide in docs/: every line, program and setting of it is run as it stands, against the emulator."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib

import pytest

from conftest import LOGIN, PASSWORD, ROOT
from on_system import with_mode
from test_readme import REDIRECT

DOCS = ROOT / "docs"
PAGES = sorted(page.name for page in DOCS.glob("*.md"))
BLOCK = re.compile(r"(?:<!-- (\S+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


def blocks(page, *languages):
    text = (DOCS / page).read_text()
    return [(source, code) for source, language, code in BLOCK.findall(text) if language in languages]


@pytest.fixture
def folder(tmp_path):
    """What a page finds where it is run: a film, and a folder of films."""
    (tmp_path / "films").mkdir()
    for name in ("film.mkv", "films/old.mkv"):
        (tmp_path / name).write_bytes(os.urandom(200_000))
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_every_command_line_of_the_guide_runs(command, folder, page):
    lines = [line for _, code in blocks(page, "console") for line in code.splitlines()]
    if page != "README.md" and page != "languages.md":
        assert lines, "a page shows what to do"
    for line in lines:
        words, _, remark = line.removeprefix("$ gigahost ").partition("   # ")
        assert line.startswith("$ gigahost ")
        code = int(remark.removeprefix("ends with ")) if remark else 0
        command(*shlex.split(words), cwd=folder, code=code)


@pytest.mark.parametrize("page", PAGES)
def test_every_python_program_of_the_guide_runs(command, emulator, folder, page):
    places = {host: emulator.options(host) for host in ("rapidgator", "giga0")}
    environment = command.environment | {
        "GIGAHOST_TEST_OPTIONS": json.dumps(places["rapidgator"]),
        "GIGAHOST_TEST_GIGA0": json.dumps(places["giga0"]),
        "GIGAHOST_RAPIDGATOR_LOGIN": LOGIN,
        "GIGAHOST_RAPIDGATOR_PASSWORD": PASSWORD,
        "PYTHONWARNINGS": "ignore",
    }
    start = REDIRECT.replace(
        "runpy.run_path", 'gigahost.Giga0 = functools.partial(gigahost.Giga0, **json.loads(os.environ["GIGAHOST_TEST_GIGA0"]))\nrunpy.run_path'
    )
    for number, (_, code) in enumerate(blocks(page, "python")):
        program = folder / f"program{number}.py"
        program.write_text(code)
        done = subprocess.run(
            [sys.executable, "-c", start, str(program)], cwd=folder, env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{page}: {done.stdout}{done.stderr}"
        assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_of_the_guide_is_one(command, folder, page):
    for number, (_, code) in enumerate(blocks(page, "toml")):
        assert set(tomllib.loads(code)) <= {"rapidgator", "giga0"}
        path = folder / f"options{number}.toml"
        path.write_text(code)
        with_mode(path, 0o600)
        command("account", "giga0", "--options", path)


@pytest.mark.parametrize("page", PAGES)
def test_what_the_guide_shows_of_other_languages_stands_in_programs_that_are_run(page):
    shown = blocks(page, "c", "cpp", "js", "java", "lua", "go", "rust")
    for source, code in shown:
        assert source and code in (ROOT / source).read_text(), f"{source}: {code}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_guide_leads_somewhere(page):
    for link in re.findall(r"\]\(([^)#]+)\)", (DOCS / page).read_text()):
        assert (DOCS / link).exists(), link
    for path in re.findall(r"`((?:examples|include)/[\w./*]+)`", (DOCS / page).read_text()):
        assert list(ROOT.glob(path)), path
    if page != "README.md":
        assert f"({page})" in (DOCS / "README.md").read_text()
