"""The manual page and the completions: made from the command's own texts, and installed by the wheel."""

import importlib.metadata
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import gigahost

SHARE = pathlib.Path(__file__).resolve().parents[2] / "python" / "gigahost.data" / "data" / "share"
FILES = {
    "man/man1/gigahost.1": ("help", "man"),
    "bash-completion/completions/gigahost": ("completion", "bash"),
    "zsh/site-functions/_gigahost": ("completion", "zsh"),
    "fish/vendor_completions.d/gigahost.fish": ("completion", "fish"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_shipped_is_what_the_command_says(command, name):
    command.without_credentials()
    text = command(*FILES[name]).out
    if os.environ.get("GIGAHOST_BLESS"):
        (SHARE / name).parent.mkdir(parents=True, exist_ok=True)
        (SHARE / name).write_text(text)
    remedy = "GIGAHOST_BLESS=1 makes it anew"
    assert (SHARE / name).read_text() == text, remedy


@pytest.mark.parametrize("name", FILES)
def test_the_wheel_installs_it(name):
    files = importlib.metadata.files("gigahost") or []
    found = [file.locate() for file in files if file.as_posix().endswith(f"share/{name}")]
    if "site-packages" not in gigahost.__file__:
        pytest.skip("the wheel was unpacked into a folder of its own (--target), where its data has no place")
    [there] = found
    assert there.read_text() == (SHARE / name).read_text()


def test_the_page_has_every_command_option_and_exit_code_and_formats_without_a_warning(command):
    page = command("help", "man").out
    help = command("--help").out
    names = [line.split()[0] for line in help.splitlines() if line.startswith("    ") and line[4:5].isalpha()]
    assert len(names) > 15
    for name in names:
        assert f".SS gigahost {name}\n" in page, name
    for word in ("no\\-resume", "limit\\-rate", "proxy", ".B 130", "options.toml"):
        assert word in page, word
    assert "SUPPRESS" not in page
    if not shutil.which("groff"):
        pytest.skip("groff is not installed: the page was not formatted")
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-K", "utf8"], input=page, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert "--limit-rate RATE" in re.sub(".\x08|\x1b\\[[0-9]*m", "", done.stdout)
