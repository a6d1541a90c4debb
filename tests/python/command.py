"""Running the command line in tests: in a process of its own, on the emulator."""

import dataclasses
import json
import os
import subprocess
import sys

from conftest import CREDENTIALS
from gigahost.testing import find_program

HOSTS = tuple(CREDENTIALS)


@dataclasses.dataclass
class Run:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def events(self):
        """The lines of JSON; every one must be an object."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(event, dict) and "event" in event for event in found)
        return found

    def of(self, kind):
        return [event for event in self.events if event["event"] == kind]


class Command:
    """The command `gigahost` with its own home folder, at the emulator, as ann."""

    def __init__(self, emulator, home, hosts=HOSTS):
        home.mkdir(exist_ok=True)
        self.emulator = emulator
        self.home = home
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIGAHOST_", "XDG_"))}
        self.environment = clean | {
            "HOME": str(home),
            "GIGAHOST_EMULATOR": str(find_program()),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "TZ": "UTC",
        }
        if sys.platform == "win32":
            self.config = home / "AppData" / "Roaming"
            self.environment |= {"USERPROFILE": str(home), "APPDATA": str(self.config)}
        else:
            self.config = home / ".config"
            self.environment["PYTHONIOENCODING"] = "utf-8"
        for host in HOSTS:
            self.environment[f"GIGAHOST_{host.upper()}_URL"] = emulator.url(host)
        for host in hosts:
            self.environment |= variables(host)

    def without_credentials(self):
        """Forgets the credentials of the environment."""
        for name in [n for host in HOSTS for n in variables(host)]:
            self.environment.pop(name, None)

    def start(self, *arguments, **options):
        """Starts it, and gives the process."""
        command = [sys.executable, "-W", "ignore", "-m", "gigahost", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(command, env=self.environment, **pipes | options)

    def __call__(self, *arguments, input=None, code=0, **options):
        """Runs it. Whatever it says, no secret is in it."""
        if input is not None:
            options["stdin"] = subprocess.PIPE
        process = self.start(*arguments, **options)
        out, err = process.communicate(input, timeout=120)
        run = Run(process.returncode, out.decode(), err.decode())
        assert run.code == code, f"{run.code} from {arguments}: {run.err or run.out}"
        for secret in secrets():
            assert secret not in run.out + run.err
        assert "\x1b" not in run.out + run.err
        assert "Traceback" not in run.err
        return run


def variables(host):
    """The credentials of ann as variables of the environment."""
    found = {}
    for name, value in CREDENTIALS[host].items():
        if name == "keys":
            found |= {f"GIGAHOST_{host.upper()}_KEY{n}": key for n, key in enumerate(value, 1)}
        else:
            found[f"GIGAHOST_{host.upper()}_{name.upper()}"] = value
    return found


def secrets():
    """Everything in ann's credentials that nobody may see."""
    values = [v for host in HOSTS for k, v in variables(host).items() if not k.endswith("LOGIN")]
    return set(values)
