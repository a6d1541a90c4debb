#!/usr/bin/env python3
"""Builds the examples in C, C++, LuaJIT, Go, Node and Java against libgigahost and runs each as a user would.

Called by tests/run. Needs Python 3.11, cargo and a C compiler; gets clang, LuaJIT, Go, Node, Java and pkg-config
where it may, and says what it skipped where it may not. Prints one line for each check and, at the
end, how many passed and failed. `tests/examples_native.py c/upload` runs those whose name holds that.
"""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ground import beyond_buffers, default_signals
from native_tools import (
    HOSTS, ROOT, Emulator, Examples, Program, Skipped, cargo_build, compiled, install, tool, until,
)

MIB = 1 << 20

CHECKS = []


def check(*examples):
    """Registers a check of these examples, each as `language/program`."""
    def register(function):
        CHECKS.append((examples, function))
        return function
    return register


class Place:
    """What one check works with: an example, an emulator as after its start, an empty folder."""

    def __init__(self, world, example, folder):
        self.world, self.emulator, self.folder = world, world.emulator, folder
        self.language, self.name = example.split("/")
        self.command = world.examples.command(example)
        self.environment = world.environment | self.emulator.environment() | {"TMPDIR": str(folder)}
        self.emulator.control("POST", "/reset")
        self.programs = []

    def start(self, *arguments, command=None, **variables):
        environment = {k: v for k, v in (self.environment | variables).items() if v is not None}
        command = [*(command or self.command), *map(str, arguments)]
        self.programs.append(Program(command, self.folder, environment))
        return self.programs[-1]

    def stop(self):
        """Ends what a check that failed has left running."""
        for program in self.programs:
            program.process.kill()
            program.process.wait()

    def run(self, *arguments, **variables):
        return self.start(*arguments, **variables).end()

    def film(self, size=3 * MIB, name="film.mkv"):
        path = self.folder / name
        path.write_bytes(random.Random(size).randbytes(size))
        return path

    def source(self, name):
        """Puts the source of the example here, under this name."""
        source = ROOT / "examples" / self.language / f"{self.name}.{self.language}"
        shutil.copy(source, self.folder / f"{name}.{self.language}")

    def stored(self, size=3 * MIB):
        """A film that is at the host already: its bytes and its id."""
        film = self.film(size, "stored.mkv")
        self.run("rapidgator", film, command=self.world.examples.command("c/upload")).ends(0)
        content = film.read_bytes()
        film.unlink()
        return content, self.emulator.files("rapidgator")[0]["id"]


UPLOADS = ["c/upload", "cpp/upload", "luajit/upload", "go/upload", "node/upload", "java/upload"]
ALL = [rf"{language}/{name}" for language in ("c", "cpp")
       for name in ("list", "upload", "check_links", "remote_upload", "download")]


@check("c/windows")
def is_run_on_windows(place):
    raise AssertionError(f"{place.name} was built here")


@check(*UPLOADS)
def sends_the_file_with_progress(place):
    film = place.film()
    ran = place.run("rapidgator", film).ends(0).shows(r"https?://\S+/film\.mkv")
    ran.complains(r"hashing ", r"sending ", rf"done +{film.stat().st_size}\b", "is on this machine")
    stored = place.emulator.files("rapidgator")
    md5 = hashlib.md5(film.read_bytes()).hexdigest()
    assert [(f["name"], f["md5"]) for f in stored] == [("film.mkv", md5)], stored


@check("c/upload", "cpp/upload")
def works_at_every_host(place):
    film = place.film(100_000, "film.mp4")
    for host in HOSTS:
        place.run(host, film).ends(0).shows(r"\S")
        assert [f["size"] for f in place.emulator.files(host)] == [100_000], host


@check(*UPLOADS[2:])
def lists_what_is_there(place):
    ran = place.run("rapidgator", place.film()).ends(0)
    identifier = place.emulator.files("rapidgator")[0]["id"]
    ran.shows(rf"^{identifier}\s+{3 * MIB}\s+film\.mkv$")


@check(*UPLOADS)
def says_that_the_file_is_missing(place):
    place.run("rapidgator", "nowhere.mkv").ends(1).complains(r"\bIO: .*cannot be opened")
    assert not place.emulator.files("rapidgator")


@check(*UPLOADS)
def ends_on_ctrl_c_and_stores_nothing(place):
    place.emulator.fault("rapidgator", "upload_bytes", "stall_request", bytes=MIB)
    program = place.start("rapidgator", place.film(beyond_buffers()))
    program.says(r"sending +[1-9]")
    until(lambda: place.emulator.control("GET", "/release")["stalled"], "the upload at the host")
    pressed = time.monotonic()
    program.process.send_signal(signal.SIGINT)
    ran = program.end().ends(130).complains(r"\bCANCELLED: ")
    assert time.monotonic() - pressed < 5, "it took too long to end"
    assert not ran.out, ran.out
    place.emulator.control("POST", "/release")
    assert not place.emulator.files("rapidgator")


@check("c/list", "cpp/list")
def shows_the_files_with_their_ids(place):
    _, identifier = place.stored()
    line = re.search(r"^.*stored\.mkv.*$", place.run("rapidgator").ends(0).out, re.MULTILINE)
    assert line and identifier in line[0] and "file" in line[0], line
    missing = place.run("rapidgator", "999999999").ends(1)
    missing.complains(r"\bNOT_FOUND: ")


@check("c/check_links", "cpp/check_links")
def tells_the_living_from_the_dead(place):
    _, identifier = place.stored()
    alive = f"{place.emulator.urls['rapidgator']}/file/{identifier}/stored.mkv.html"
    dead = f"{place.emulator.urls['rapidgator']}/file/{'0' * 32}/gone.mkv.html"
    ran = place.run("rapidgator", alive, dead).ends(0)
    ran.shows(rf"^.*\balive\b.*{re.escape(alive)}", rf"^.*\bdead\b.*{re.escape(dead)}")
    place.run("giga0", alive).ends(1).complains(r"\bUNSUPPORTED: ", r"\bhint: ")


@check("c/remote_upload", "cpp/remote_upload")
def asks_until_the_jobs_are_done(place):
    ran = place.run("rapidgator", "https://example.test/a.mkv", "https://example.test/b.mkv").ends(0)
    ran.shows(r"^.*\bdone\b.*a\.mkv", r"^.*\bdone\b.*b\.mkv")
    assert len(place.emulator.files("rapidgator")) == 2


@check("c/remote_upload", "cpp/remote_upload")
def says_that_a_job_failed(place):
    switch = {"host": "rapidgator", "name": "remote_fail", "value": "Source is gone"}
    place.emulator.control("POST", "/switches", switch)
    place.run("rapidgator", "https://example.test/a.mkv").ends(1).shows("failed.*Source is gone")


@check("c/remote_upload", "cpp/remote_upload")
def cancels_the_jobs_on_ctrl_c(place):
    switch = {"host": "rapidgator", "name": "remote_steps", "value": 1000}
    place.emulator.control("POST", "/switches", switch)
    program = place.start("rapidgator", "https://example.test/a.mkv")
    until(lambda: place.emulator.requests("rapidgator", "remote_info"), "the first question")
    program.says("0 of 1")
    program.process.send_signal(signal.SIGINT)
    program.end().ends(130).complains(r"\bCANCELLED: ")
    assert place.emulator.requests("rapidgator", "remote_delete"), "the job was left running"


@check("c/download", "cpp/download")
def fetches_the_whole_file(place):
    content, identifier = place.stored()
    place.run("rapidgator", identifier, "fetched.mkv").ends(0).shows("fetched.mkv")
    assert (place.folder / "fetched.mkv").read_bytes() == content
    place.run("rapidgator", identifier, "fetched.mkv").ends(1).complains(r"\bEXISTS: ", r"\bhint: ")
    place.run("rapidgator", "0" * 32, "no.mkv").ends(1).complains(r"\bNOT_FOUND: ")
    assert sorted(os.listdir(place.folder)) == ["fetched.mkv"]


@check("c/download")
def takes_the_name_of_the_host(place):
    content, identifier = place.stored()
    place.run("rapidgator", identifier).ends(0).shows("stored.mkv")
    assert (place.folder / "stored.mkv").read_bytes() == content


def is_resumed(place, end):
    """A download that `end` ends half-way goes on where it stopped."""
    content, identifier = place.stored(size=16 * MIB)
    place.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=8 * MIB)
    program = place.start("rapidgator", identifier, "fetched.mkv")
    program.says(r"receiving +[1-9]")
    until(lambda: place.emulator.control("GET", "/release")["stalled"], "half of the file")
    end(program)
    place.emulator.control("POST", "/release")
    left = [name for name in os.listdir(place.folder) if name.endswith(".gigapart")]
    assert len(left) == 1 and not (place.folder / "fetched.mkv").exists(), left

    ran = place.run("rapidgator", identifier, "fetched.mkv").ends(0)
    resumed = re.search(r"resumed from byte (\d+)", ran.err)
    assert resumed and 0 < int(resumed[1]) <= 8 * MIB, ran.err
    asked = str(place.emulator.requests("rapidgator", "download_bytes")[-1]["headers"])
    assert f"bytes={resumed[1]}-" in asked, asked
    assert (place.folder / "fetched.mkv").read_bytes() == content
    assert os.listdir(place.folder) == ["fetched.mkv"]


@check("c/download", "cpp/download")
def goes_on_after_it_was_killed(place):
    def kill(program):
        program.process.kill()
        program.end().ends(-signal.SIGKILL)

    is_resumed(place, kill)


@check("c/download", "cpp/download")
def goes_on_after_ctrl_c(place):
    def interrupt(program):
        program.process.send_signal(signal.SIGINT)
        program.end().ends(130).complains(r"\bCANCELLED: ")

    is_resumed(place, interrupt)


@check(*ALL, *UPLOADS[2:])
def refuses_a_wrong_password_and_a_wrong_command_line(place):
    more = {"list": [], "download": ["0" * 32, "x"]}.get(place.name, [place.film()])
    if place.name in ("check_links", "remote_upload"):
        more = ["https://rapidgator.net/file/" + "0" * 32]
    ran = place.run("rapidgator", *more, GIGAHOST_RAPIDGATOR_PASSWORD="wrong").ends(1)
    ran.complains(r"\bAUTH: ")
    assert len(place.emulator.requests("rapidgator", "user_login")) == 1
    assert "wrong" not in ran.err + ran.out, ran.err
    place.run().ends(2).complains(r"(?i)usage: ")
    place.run("nowhere", *more).ends(2).complains(r"\S")
    place.run("rapidgator", *more, GIGAHOST_RAPIDGATOR_LOGIN=None).ends(2).complains("_LOGIN")


@check("c/folder", "cpp/folder")
def sends_many_files_to_many_hosts(place):
    films = [place.film(100_000 + n, f"film{n}.mp4") for n in range(5)]
    ran = place.run("rapidgator,giga0", *films).ends(0)
    assert len(ran.out.splitlines()) == 10, ran.out
    ran.complains(r"10 (of 10 )?done")
    for host in ("rapidgator", "giga0"):
        stored = sorted((f["name"], f["size"]) for f in place.emulator.files(host))
        assert stored == [(film.name, film.stat().st_size) for film in films], stored


@check("c/folder", "cpp/folder")
def tells_of_the_file_that_failed(place):
    ran = place.run("rapidgator", place.film(), "nowhere.mkv").ends(1).shows(r"film\.mkv")
    ran.complains(r"nowhere\.mkv at rapidgator", r"\bIO: ")
    assert len(place.emulator.files("rapidgator")) == 1
    place.run().ends(2).complains(r"(?i)usage: ")
    place.run("nowhere", place.film()).ends(2).complains(r"\S")


@check("c/folder", "cpp/folder")
def ends_all_of_them_on_ctrl_c(place):
    place.emulator.fault("giga0", "file_upload", "stall_request", bytes=MIB)
    program = place.start("giga0", place.film(beyond_buffers()))
    until(lambda: place.emulator.control("GET", "/release")["stalled"], "the upload at the host")
    program.process.send_signal(signal.SIGINT)
    program.end().ends(130).complains(r"\bCANCELLED: ")
    place.emulator.control("POST", "/release")
    assert not place.emulator.files("giga0")


@check("cpp/downloads")
def obeys_while_it_downloads(place):
    content, identifier = place.stored(size=16 * MIB)
    place.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=8 * MIB)
    program = place.start("rapidgator", ".", identifier)
    until(lambda: place.emulator.control("GET", "/release")["stalled"], "half of the file")
    program.tell("pause 1")
    program.says(r"1 paused")
    place.emulator.control("POST", "/release")
    program.tell("limit 100000")
    program.tell("nonsense")
    program.tell("resume 9")
    program.tell("first 1")
    program.tell("resume 1")
    program.says(r"all are over")
    ran = program.end().ends(0).shows(r"stored\.mkv$")
    ran.complains(r"1 done", r"first N", r"resume: the queue has no transfer 9")
    assert (place.folder / "stored.mkv").read_bytes() == content
    asked = str(place.emulator.requests("rapidgator", "download_bytes")[-1]["headers"])
    assert "bytes=" in asked, asked
    place.run().ends(2).complains(r"(?i)usage: ")


@check("c/readme", "cpp/readme")
def uploads_as_it_stands(place):
    redirect = place.world.redirect(place.emulator.urls["rapidgator"])
    film = place.film()
    ran = place.run(**redirect).ends(0).shows(r"https?://\S+/film\.mkv")
    ran.complains(r"^sending: \d+", r"^done: \d+")
    assert [f["size"] for f in place.emulator.files("rapidgator")] == [film.stat().st_size]
    place.run(**redirect, GIGAHOST_RAPIDGATOR_PASSWORD="wrong").ends(1).complains("AUTH: ")
    place.run(**redirect, GIGAHOST_RAPIDGATOR_PASSWORD=None).ends(1).complains("ARGUMENT: ")


@check("c/many", "cpp/many")
def sends_many_files_as_it_stands(place):
    redirect = place.world.redirect(place.emulator.urls["rapidgator"])
    films = [place.film(10_000 + n, f"film{n}.mkv") for n in range(5)]
    ran = place.run(*films, **redirect).ends(0)
    ran.complains(*[rf"^{film.name}: done" for film in films])
    assert len(place.emulator.files("rapidgator")) == 5
    place.run(*films, **redirect, GIGAHOST_RAPIDGATOR_PASSWORD=None).ends(1).complains("ARGUMENT: ")


def readme_blocks(language):
    """The blocks of the README that are in this language."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)


def readme_command(start):
    """The one shell command of the README that begins so."""
    lines = [line for block in readme_blocks("console") for line in block.splitlines()]
    [command] = [line for line in lines if line.startswith(f"$ {start} ")]
    return command.removeprefix("$ ")


@check("c/readme", "cpp/readme")
def is_built_by_the_line_in_the_readme(place):
    tool("pkg-config", "pkg-config")
    place.source("upload")
    line = readme_command({"c": "cc", "cpp": "c++"}[place.language])
    compiled(["sh", "-c", line], None, cwd=place.folder, env=place.environment)
    place.film()
    redirect = place.world.redirect(place.emulator.urls["rapidgator"])
    place.run(command=["./a.out"], **redirect).ends(0).shows(r"https?://\S+/film\.mkv")


@check("c/readme")
def is_built_by_cmake_as_the_readme_says(place):
    if subprocess.run(["make", "--question"], cwd=ROOT, capture_output=True).returncode != 0:
        raise Skipped("`make` has not built the library; tests/packages.py does, and tests/run runs it before")
    cmake, prefix, build = tool("cmake", "cmake"), place.folder / "prefix", place.folder / "build"
    line = readme_command("make").replace("/usr/local", str(prefix))
    compiled(["sh", "-c", line], None, cwd=ROOT, env=place.environment)
    place.source("upload")
    [lines] = readme_blocks("cmake")
    (place.folder / "CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.16)\nproject(upload C)\nadd_executable(upload upload.c)\n{lines}"
    )
    where = {"cwd": place.folder, "env": place.environment}
    compiled([cmake, "-S", ".", "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}"], None, **where)
    compiled([cmake, "--build", build], None, **where)
    place.film()
    redirect = place.world.redirect(place.emulator.urls["rapidgator"])
    ran = place.run(command=[build / "upload"], **redirect, LD_LIBRARY_PATH=str(prefix / "lib"))
    ran.ends(0).shows(r"https?://\S+/film\.mkv")


class World:
    """What all checks share."""

    def __init__(self, folder):
        library, emulator = cargo_build()
        tree = folder / "tree"
        install(library, tree)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GIGAHOST_")} | {
            "LD_LIBRARY_PATH": str(tree / "lib"), "PKG_CONFIG_PATH": str(tree / "lib/pkgconfig"),
        }
        self.examples = Examples(tree, folder, self.environment)
        self.shim = compiled(
            ["cc", "-shared", "-fPIC", f"-I{tree}/include", ROOT / "tests/redirect_to_emulator.c",
             "-o", folder / "redirect.so", f"-L{tree}/lib", "-lgigahost", "-ldl"], folder / "redirect.so")
        self.emulator = Emulator(emulator)

    def redirect(self, url):
        """The variables that send a program's sessions to this address."""
        return {"LD_PRELOAD": str(self.shim), "GIGAHOST_TEST_URL": url}


def verdict(world, example, function):
    with tempfile.TemporaryDirectory() as folder:
        place = None
        try:
            place = Place(world, example, Path(folder))
            function(place)
            return "ok"
        except Skipped as why:
            return f"skipped: {why}"
        except (AssertionError, OSError, ValueError, KeyError, IndexError,
                subprocess.SubprocessError) as error:
            return f"FAILED: {str(error) or type(error).__name__}"
        finally:
            if place:
                place.stop()


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    count = {"ok": 0, "FAILED": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for example in world.examples.names():
            checks = [function for examples, function in CHECKS if example in examples]
            if not checks:
                print(f"example {example} ... FAILED: no check runs it")
                count["FAILED"] += 1
            for function in checks:
                name = f"{example} {function.__name__}"
                if wanted not in name:
                    continue
                started = time.monotonic()
                became = verdict(world, example, function)
                count[re.match(r"\w+", became)[0]] += 1
                print(f"example {name} ({time.monotonic() - started:.1f} s) ... {became}", flush=True)
        world.emulator.stop()
    print(f"native examples: {count['ok']} passed, {count['FAILED']} failed, {count['skipped']} skipped")
    return 1 if count["FAILED"] else 0


if __name__ == "__main__":
    default_signals()
    sys.exit(main())
