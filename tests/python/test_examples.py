"""The examples: each does what it says against the emulator, typed, with its exit codes."""

import hashlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import gigahost
import pytest

from conftest import CREDENTIALS, ROOT

sys.path.append(str(ROOT / "tests"))

import ground  # noqa: E402
from native_tools import Program, until  # noqa: E402

EXAMPLES = ROOT / "examples" / "python"
MIB = 1 << 20
#: What is no program of its own: shared by the others, or run by test_dask.py.
ELSEWHERE = {"session", "mirror_on_cluster"}
TESTED = ["check_links", "download", "folder", "list", "remote_upload", "upload"]


def variables(emulator):
    """The environment of a user whose hosts are the emulator's."""
    found = {k: v for k, v in os.environ.items() if not k.startswith("GIGAHOST_")}
    for host, given in CREDENTIALS.items():
        prefix = f"GIGAHOST_{host.upper()}_"
        found[prefix + "URL"] = emulator.url(host)
        for name, value in given.items():
            pairs = {"KEY1": value[0], "KEY2": value[1]} if name == "keys" else {name.upper(): value}
            found |= {prefix + key: text for key, text in pairs.items()}
    return found


class Place:
    """An empty folder in which examples run as a user runs them."""

    def __init__(self, emulator, folder):
        self.emulator, self.folder, self.programs = emulator, folder, []
        self.environment = variables(emulator)

    def start(self, name, *arguments, **changes):
        environment = {k: v for k, v in (self.environment | changes).items() if v is not None}
        command = [sys.executable, EXAMPLES / f"{name}.py", *map(str, arguments)]
        self.programs.append(Program(command, self.folder, environment))
        return self.programs[-1]

    def run(self, name, *arguments, **changes):
        return self.start(name, *arguments, **changes).end()

    def film(self, size=3 * MIB):
        path = self.folder / "film.mkv"
        path.write_bytes(os.urandom(size))
        return path

    def stored(self, size=MIB):
        """A film that is at the host already: its bytes and its id."""
        content = os.urandom(size)
        with self.emulator.session("rapidgator") as session:
            return content, session.upload(content, name="stored.mkv").entry.id


@pytest.fixture
def place(emulator, tmp_path):
    place = Place(emulator, tmp_path)
    yield place
    for program in place.programs:
        program.process.kill()
        program.process.wait()


def test_every_example_is_tested():
    there = {path.stem for path in EXAMPLES.glob("*.py")}
    assert there - ELSEWHERE == set(TESTED)


def test_the_examples_are_well_typed():
    pytest.importorskip("mypy", reason="mypy is not installed")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull]
    # Neither fsspec nor distributed has types.
    untyped = ["--ignore-missing-imports", "--allow-untyped-calls", "--no-warn-return-any"]
    typed = [f"{name}.py" for name in ["session", *TESTED]]
    for files in (typed, [*untyped, "mirror_on_cluster.py"]):
        done = subprocess.run([*command, *files], cwd=EXAMPLES, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_upload_sends_the_file_with_a_bar(place):
    film = place.film()
    ran = place.run("upload", "rapidgator", film).ends(0).shows(r"https?://\S+/film\.mkv")
    ran.complains(r"hashing ", r"sending ", rf"done +{3 * MIB} bytes \[#{{30}}\] 100%")
    md5 = hashlib.md5(film.read_bytes()).hexdigest()
    stored = place.emulator.files("rapidgator")
    assert [(file["name"], file["md5"]) for file in stored] == [("film.mkv", md5)]


@pytest.mark.parametrize("host", gigahost.HOSTS)
def test_upload_works_at_every_host(place, host):
    film = place.film(100_000).rename(place.folder / "film.mp4")
    place.run("upload", host, film).ends(0).shows(r"\S")
    assert [file["size"] for file in place.emulator.files(host)] == [100_000]


def test_upload_says_that_the_file_is_missing(place):
    place.run("upload", "rapidgator", "nowhere.mkv").ends(1).complains(r"\bIO: .*cannot be opened")
    assert place.emulator.files("rapidgator") == []


def test_upload_ends_on_ctrl_c_and_stores_nothing(place):
    place.emulator.fault("rapidgator", "upload_bytes", "stall_request", bytes=MIB)
    program = place.start("upload", "rapidgator", place.film(ground.beyond_buffers()))
    program.says(r"sending +[1-9]")
    until(place.emulator.stalled, "the upload at the host")
    pressed = time.monotonic()
    program.process.send_signal(signal.SIGINT)
    ran = program.end().ends(130).complains("interrupted")
    assert time.monotonic() - pressed < 5 and not ran.out
    place.emulator.release()
    assert place.emulator.files("rapidgator") == []


def test_folder_sends_many_files_to_many_hosts(place):
    films = [place.film(100_000 + n).rename(place.folder / f"film{n}.mp4") for n in range(5)]
    ran = place.run("folder", "rapidgator,giga0", *films).ends(0)
    assert len(ran.out.splitlines()) == 10
    ran.complains(r"10 done +\[#{20}\] 100%")
    for host in ("rapidgator", "giga0"):
        assert sorted(file["name"] for file in place.emulator.files(host)) == [f.name for f in films]
    ran = place.run("folder", "rapidgator", "nowhere.mkv").ends(1)
    ran.complains(r"nowhere\.mkv at rapidgator: IO")


def test_list_shows_the_files_with_their_ids(place):
    _, identifier = place.stored()
    place.run("list", "rapidgator").ends(0).shows(rf"^file +{MIB} +{identifier} +stored\.mkv$")
    place.run("list", "rapidgator", "999999999").ends(1).complains(r"\bNOT_FOUND: ")


def test_check_links_tells_the_living_from_the_dead(place):
    _, identifier = place.stored()
    alive = f"{place.emulator.url('rapidgator')}/file/{identifier}/stored.mkv.html"
    dead = f"{place.emulator.url('rapidgator')}/file/{'0' * 32}/gone.mkv.html"
    ran = place.run("check_links", "rapidgator", alive, dead).ends(0)
    ran.shows(rf"^alive +{MIB} +{re.escape(alive)}", rf"^dead +.*{re.escape(dead)}")
    place.run("check_links", "giga0", alive).ends(1).complains(r"\bUNSUPPORTED: ", r"\bhint: ")


def test_remote_upload_asks_until_the_jobs_are_done(place):
    links = ["https://example.test/a.mkv", "https://example.test/b.mkv"]
    ran = place.run("remote_upload", "rapidgator", *links).ends(0)
    ran.shows(r"^.*\bdone\b.*a\.mkv", r"^.*\bdone\b.*b\.mkv")
    assert len(place.emulator.files("rapidgator")) == 2


def test_remote_upload_says_that_a_job_failed(place):
    place.emulator.switch("rapidgator", "remote_fail", "Source is gone")
    ran = place.run("remote_upload", "rapidgator", "https://example.test/a.mkv").ends(1)
    ran.shows("failed.*Source is gone")


def test_remote_upload_cancels_the_jobs_on_ctrl_c(place):
    place.emulator.switch("rapidgator", "remote_steps", 1000)
    program = place.start("remote_upload", "rapidgator", "https://example.test/a.mkv")
    program.says("0 of 1")
    program.process.send_signal(signal.SIGINT)
    program.end().ends(130).complains("cancelled 1 jobs", "interrupted")
    assert place.emulator.count("rapidgator", "remote_delete") == 1


def test_download_fetches_the_whole_file_and_replaces_none(place):
    content, identifier = place.stored()
    place.run("download", "rapidgator", identifier).ends(0).shows(r"stored\.mkv$")
    assert (place.folder / "stored.mkv").read_bytes() == content
    place.run("download", "rapidgator", identifier).ends(1).complains(r"\bEXISTS: ", r"\bhint: ")
    place.run("download", "rapidgator", "0" * 32, "no.mkv").ends(1).complains(r"\bNOT_FOUND: ")
    assert os.listdir(place.folder) == ["stored.mkv"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_download_goes_on_where_it_was_ended(place, number):
    content, identifier = place.stored(16 * MIB)
    place.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=8 * MIB)
    program = place.start("download", "rapidgator", identifier, "fetched.mkv")
    program.says(r"receiving +[1-9]")
    until(place.emulator.stalled, "half of the file")
    program.process.send_signal(number)
    program.end().ends(130 if number == signal.SIGINT else -signal.SIGKILL)
    place.emulator.release()
    assert not (place.folder / "fetched.mkv").exists()
    assert list(pathlib.Path(place.folder).glob("*.gigapart"))

    ran = place.run("download", "rapidgator", identifier, "fetched.mkv").ends(0)
    resumed = re.search(r"resumed from byte (\d+)", ran.err)
    assert resumed and 0 < int(resumed[1]) <= 8 * MIB, ran.err
    assert (place.folder / "fetched.mkv").read_bytes() == content
    assert os.listdir(place.folder) == ["fetched.mkv"]


@pytest.mark.parametrize("name", TESTED)
def test_a_wrong_password_and_a_wrong_command_line_are_refused(place, name):
    link = "https://rapidgator.net/file/" + "0" * 32
    more = {"list": [], "download": ["0" * 32, "x"], "upload": [place.film(1000)]}
    more = (more | {"folder": more["upload"]}).get(name, [link])
    ran = place.run(name, "rapidgator", *more, GIGAHOST_RAPIDGATOR_PASSWORD="wrong-7f3a").ends(1)
    ran.complains(r"\bAUTH: ")
    assert "wrong-7f3a" not in ran.err + ran.out
    assert place.emulator.count("rapidgator", "user_login") == 1
    place.run(name).ends(2).complains("usage: ")
    place.run(name, "nowhere", *more).ends(2).complains("no host nowhere")
    without = {"GIGAHOST_RAPIDGATOR_LOGIN": None}
    place.run(name, "rapidgator", *more, **without).ends(2).complains("_LOGIN")
