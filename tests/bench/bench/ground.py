"""What the rows stand on: built libraries, the server, peers, files in memory, and measuring."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
CLIENTS = ROOT / "tests" / "bench" / "clients"
MIB = 1 << 20


class Missing(Exception):
    """A peer that is not here and could not be got; the text says which."""


class Server:
    """A process of gigahost-bench-server; ends with the block."""

    def __init__(self, program, core, *options):
        self.process = subprocess.Popen(
            [program, *map(str, options)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            preexec_fn=lambda: pin(core),
        )
        self.urls = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def pin(core):
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})


class Ground:
    def __init__(self, quick, chatty):
        self.quick, self.chatty = quick, chatty
        self.size = (256 if quick else 1024) * MIB
        self.rounds = 3 if quick else 7

    def __enter__(self):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.keep = tempfile.TemporaryDirectory(prefix="gigahost-bench-", dir=memory)
        self.folder = Path(self.keep.name)
        self.touch_memory(4096)
        return self

    def __exit__(self, *exception):
        self.keep.cleanup()

    def touch_memory(self, mebibytes):
        """Memory that a virtual machine has never used costs it several times as much, on whichever side it
        happens to fall; so it is used once before."""
        room = shutil.disk_usage(self.folder).free // MIB
        path = self.folder / "touched"
        with open(path, "wb") as file:
            for _ in range(min(mebibytes, room // 2)):
                file.write(bytes(MIB))
        path.unlink()

    def say(self, text):
        print(text, file=sys.stderr, flush=True) if self.chatty else None

    def build(self, *command, **options):
        self.say(f"building: {' '.join(map(str, command))}")
        subprocess.run([str(word) for word in command], cwd=ROOT, check=True,
                       stdin=subprocess.DEVNULL, stdout=sys.stderr, **options)

    # What is measured.

    @cached_property
    def library(self):
        """The tree of `make install`."""
        tree = self.folder / "installed"
        self.build("make", "--no-print-directory", "install", f"DESTDIR={tree}", "PREFIX=/usr")
        return tree / "usr"

    @cached_property
    def ours(self):
        """The program over the C API."""
        program = self.folder / "ours"
        self.build("cc", "-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", CLIENTS / "ours.c", "-o", program,
                   "-pthread", f"-I{self.library / 'include'}", f"-L{self.library / 'lib'}", "-lgigahost",
                   f"-Wl,-rpath,{self.library / 'lib'}")
        return program

    @cached_property
    def ours_in_rust(self):
        """The program over the Rust API."""
        return self.programs / "gigahost-bench-ours"

    @cached_property
    def queue(self):
        """The program that sends many files to an emulator of its own."""
        return self.programs / "gigahost-bench-queue"

    @cached_property
    def memory(self):
        """The program that tells what a queue takes of memory."""
        return self.programs / "gigahost-bench-memory"

    @cached_property
    def segments(self):
        """The program that fetches one file over several connections from an emulator of its own."""
        return self.programs / "gigahost-bench-segments"

    # What it is measured against.

    def peer(self, program, package):
        if not shutil.which(program) and os.geteuid() == 0 and shutil.which("apt-get"):
            self.say(f"installing {package}")
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run(["apt-get", "update", "-qq"], **quiet)
            subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], **quiet)
        path = shutil.which(program)
        if not path:
            raise Missing(f"{program} (package {package})")
        return path

    @cached_property
    def floor(self):
        """The program that does the least."""
        program = self.folder / "floor"
        self.build("cc", "-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", CLIENTS / "floor.c", "-o", program)
        return program

    @cached_property
    def libcurl(self):
        """The program over libcurl."""
        program = self.folder / "libcurl"
        command = ["cc", "-O2", CLIENTS / "libcurl.c", "-o", program, "-lcurl"]
        try:
            self.build(*command, stderr=subprocess.DEVNULL)
        except subprocess.CalledProcessError:
            self.peer("curl-config", "libcurl4-openssl-dev")
            self.build(*command)
        return program

    @cached_property
    def python(self):
        """The interpreter of an environment with our package and what Python programs use instead. A peer
        that cannot be installed is missed where it is used."""
        folder = self.folder / "environment"
        self.build(sys.executable, "-m", "venv", folder)
        python = folder / "bin" / "python"
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        self.build(*pip, ROOT / "python")
        self.installed = {"gigahost", "urllib"}
        peers = {"requests": ["requests", "requests-toolbelt"], "httpx": ["httpx"], "pycurl": ["pycurl"]}
        for name, packages in peers.items():
            try:
                self.build(*pip, *packages)
                self.installed.add(name)
            except subprocess.CalledProcessError:
                self.say(f"{name} could not be installed")
        return python

    def works(self, work, who, *words):
        """The command of a work in Python."""
        python = self.python
        if who not in self.installed:
            raise Missing(f"{who} (of PyPI)")
        return [python, CLIENTS / "works.py", work, who, *words]

    # The other end.

    @cached_property
    def programs(self):
        """Where our programs in Rust are."""
        self.build("cargo", "build", "--release", "--locked", "-p", "gigahost-bench")
        return ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release"

    @property
    def server_program(self):
        return self.programs / "gigahost-bench-server"

    def server(self, *options):
        server = Server(self.server_program, 1, *options)
        self.authority.write_text(server.urls["ca"])
        return server

    @property
    def authority(self):
        return self.folder / "ca.pem"

    @cached_property
    def file(self):
        """A file in memory that does not compress."""
        path = self.folder / "film.mkv"
        with open(path, "wb") as file:
            for _ in range(self.size // MIB):
                file.write(os.urandom(MIB))
        return path

    @cached_property
    def large(self):
        """A file that takes seconds to send and no room."""
        return self.hole(4096 if self.quick else 16_384)

    def hole(self, mebibytes):
        path = self.folder / f"hole-{mebibytes}.mkv"
        with open(path, "wb") as file:
            file.truncate(mebibytes * MIB)
        return path

    # Measuring.

    def cpu(self, *command):
        """The processor time of a command, in seconds, on a core of its own; it must succeed. Downloads go
        to new files: one that replaces a file holds twice the memory, which says something of the machine."""
        for target in self.folder.glob("*.bin"):
            target.unlink()
        read, write = os.pipe()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=write, preexec_fn=lambda: pin(0),
        )
        os.close(write)
        with os.fdopen(read, "rb") as errors:
            text = errors.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, command))}: {text.decode(errors='replace')}")
        return usage.ru_utime + usage.ru_stime

    def wall(self, *command):
        """The seconds that a command takes; it must succeed."""
        begun = time.monotonic()
        subprocess.run([str(word) for word in command], check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)
        return time.monotonic() - begun

    def said(self, *command, pinned=True):
        """What a command prints, as a number. Pinned, it leaves the other core to the server."""
        done = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, preexec_fn=(lambda: pin(0)) if pinned else None)
        return float(done.stdout)

    def system_calls(self, *command):
        """How many calls of the system a command makes, in all its threads."""
        out = self.folder / "strace.out"
        subprocess.run([self.peer("strace", "strace"), "-f", "-c", "-o", out, *map(str, command)], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        total = [line.split() for line in out.read_text().splitlines() if line.endswith(" total")]
        return int(total[0][3] if len(total[0]) > 4 else total[0][2])

    def peak(self, *command):
        """The most memory that our program had in RAM, in bytes, as it says itself: what the system tells
        of a child is at least what its parent had."""
        done = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=os.environ | {"BENCH_PEAK": "1"})
        return int(done.stdout.split()[1]) * 1024

    def instructions(self, *command):
        """The instructions that callgrind counts."""
        self.peer("valgrind", "valgrind")
        out = self.folder / "callgrind.out"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *map(str, command)],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        totals = [line for line in out.read_text().splitlines() if line.startswith("totals:")]
        return int(totals[0].split()[1])
