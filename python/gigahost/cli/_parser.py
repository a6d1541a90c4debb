"""The grammar of the command line."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from typing import Any

import gigahost
from gigahost._credentials import is_account

from ._filter import pattern
from ._help import exit_codes

_HELP = """\
Transfers and manages files at five hosts: rapidgator, cloud.giga0.com (and
sites that run the same software), uploadgig, ge.tt and giga.gs.

  gigahost up film.mkv rapidgator:films/
  gigahost ls rapidgator:films
  gigahost down 'rapidgator:films/*.mkv' -o /tmp
  gigahost mirror photos rapidgator:photos giga0:photos
"""
_TOPICS = """\

More: gigahost COMMAND --help, and
gigahost help addresses | credentials | exit-codes | json.
No option takes a password, because command lines are visible to other users:
see gigahost help credentials.
"""
_ADDRESS = "files or folders at a host: HOST:PATH, HOST:#ID or a link (gigahost help addresses)"

Add = Callable[[argparse.ArgumentParser], None]


class Parser(argparse.ArgumentParser):
    """Takes no abbreviations: a new option would break scripts."""

    #: Options may stand between operands too.
    mixed = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if not self.mixed:
            return super().parse_known_args(args, namespace)
        # Its two passes come back here.
        self.mixed = False
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.mixed = True

    def __init__(self, **keywords: object) -> None:
        super().__init__(
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **keywords,  # type: ignore[arg-type]
        )


def make_parser() -> argparse.ArgumentParser:
    """The parser with all commands."""
    parser = Parser(prog="gigahost", description=_HELP, epilog=exit_codes() + _TOPICS)
    parser.add_argument("--version", action="version", version=f"gigahost {gigahost.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (text, *parts) in _COMMANDS.items():
        description = f"{text[0].upper()}{text[1:]}."
        # Who lists files writes -h for readable sizes.
        command = commands.add_parser(name, help=text, description=description, add_help=name != "ls")
        command.set_defaults(dry_run=False)
        for part in parts:
            part(command)
        if name not in _BARE:
            _common(command)
            command.mixed = True
    return parser


def _rate(text: str) -> int:
    """Bytes per second, as curl takes them: a number, and K, M or G for multiples of 1024."""
    number, factor = text, 1
    for power, letter in enumerate("KMG", 1):
        if text[-1:].upper() == letter:
            number, factor = text[:-1], 1024**power
    try:
        rate = int(float(number) * factor)
    except (ValueError, OverflowError):
        rate = 0
    if rate < 1024:
        raise argparse.ArgumentTypeError(f"not a rate of at least 1K: {text!r}")
    return rate


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("it must be a number from 1")
    return int(text)


def _at_most_16(text: str) -> int:
    number = _positive(text)
    if number > 16:
        raise argparse.ArgumentTypeError("it must be a number from 1 to 16")
    return number


def _account(text: str) -> str:
    if not is_account(text):
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(gigahost.HOSTS)}")
    return text


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("it must be a number of seconds")
    return number


def _common(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("hosts and credentials (gigahost help credentials)")
    group.add_argument(
        "--host", type=_account, metavar="HOST", help="the host, or account, of operands that name none"
    )
    group.add_argument(
        "--url", action="append", metavar="[HOST=]URL", help="use another address for a host's API"
    )
    group.add_argument("--ca", metavar="FILE", help="trust only the certificates in this PEM file")
    group.add_argument(
        "--trust",
        choices=("both", "system", "built-in"),
        help="trust the built-in certificates, the system's, or both (the default)",
    )
    group.add_argument(
        "--proxy",
        metavar="URL",
        help="go through this proxy (http://, socks5:// or socks5h://), or none; default: HTTPS_PROXY and so on",
    )
    group.add_argument("--no-proxy", metavar="LIST", help="use no proxy for these addresses")
    group.add_argument("--plain-http", action="store_true", help="allow http in --url")
    group.add_argument(
        "--allow-private", action="store_true", help="allow addresses of private networks"
    )
    group.add_argument("--options", metavar="FILE", help="use another options file (mode 0600)")
    group.add_argument(
        "--timeout", type=_seconds, metavar="SECONDS", help="limit for each call or transfer"
    )
    group = command.add_argument_group("output")
    group.add_argument("--json", action="store_true", help="print JSON lines (gigahost help json)")
    group.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
    group.add_argument(
        "--progress",
        choices=("auto", "bars", "lines", "events", "none"),
        default="auto",
        help="how to show progress: bars on a terminal if rich is installed, else lines; events with --json",
    )


def _operands(text: str, *, least: int = 1, metavar: str = "ADDRESS") -> Add:
    def add(command: argparse.ArgumentParser) -> None:
        command.add_argument("operands", nargs="+" if least else "*", metavar=metavar, help=text)

    return add


def _flag(*names: str, text: str) -> Add:
    def add(command: argparse.ArgumentParser) -> None:
        command.add_argument(*names, action="store_true", help=text)

    return add


def _habits_of_ls(command: argparse.ArgumentParser) -> None:
    """What fingers type, and what is so anyway: sizes, times and every file, readable."""
    for letter in "lah":
        command.add_argument(f"-{letter}", action="store_true", help=argparse.SUPPRESS)
    command.add_argument("--help", action="help", help="show this help message and exit")


def _value(*names: str, text: str, metavar: str) -> Add:
    def add(command: argparse.ArgumentParser) -> None:
        command.add_argument(*names, metavar=metavar, help=text)

    return add


def _as_mirror(command: argparse.ArgumentParser) -> None:
    """What `mirror` may be told and `cp` is not: how files go to another account."""
    command.set_defaults(checksum="auto", segments=1, temporary=None, state=None, jobs=2)


def _jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-j", "--jobs", type=_positive, default=2, metavar="N", help="number of parallel transfers (default: 2)"
    )


def _segments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--segments", type=_at_most_16, default=1, metavar="N",
        help="fetch each file over up to N connections at once, where its host plays along (at most 16)",
    )  # fmt: skip


def _limit_rate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--limit-rate", type=_rate, metavar="RATE",
        help="the most bytes per second, up and down, of all transfers together: 500K, 2M",
    )  # fmt: skip


def _interval(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--interval", type=_seconds, default=5.0, metavar="SECONDS", help="pause between polls (default: 5)"
    )


def _age(text: str) -> float:
    number, unit = text[:-1], text[-1:]
    if unit not in "smhd" or not number.isdecimal():
        raise argparse.ArgumentTypeError("it must be a number and s, m, h or d, such as 12h")
    return int(number) * {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}[unit]


def _older_than(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--older-than", type=_age, default=7 * 86400.0, metavar="AGE",
        help="only those that did not change for so long: 12h, 30d (default: 7d), 0s for all",
    )  # fmt: skip


def _exists(*, resume: bool) -> Add:
    def add(command: argparse.ArgumentParser) -> None:
        group = command.add_mutually_exclusive_group()
        group.add_argument("--skip", action="store_true", help="skip names that already exist")
        group.add_argument(
            "--keep", action="store_true", help="keep both: locally under a numbered name, at a host side by side"
        )
        group.add_argument(
            "--overwrite", action="store_true", help="replace the old file once the new one is complete"
        )
        if resume:
            command.add_argument("--resume", action="store_true", default=True, help=argparse.SUPPRESS)
            command.add_argument(
                "--no-resume", action="store_false", dest="resume",
                help="do not keep the part of a failed download, nor continue from one",
            )  # fmt: skip

    return add


def _checksum(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--checksum", choices=("auto", "always", "never"), default="auto",
        help="when to compute the MD5: where it proves something (default), always, never",
    )  # fmt: skip


_receipts = _value(
    "--receipts", text="append a line of JSON for each file that was stored", metavar="FILE"
)
_state = _value(
    "--state", text="remember here what was done, and go on where an earlier run ended", metavar="FILE"
)
_temporary = _value(
    "--temporary", text="where to keep files that cannot pass from host to host at once", metavar="FOLDER"
)
_dry_run = _flag("-n", "--dry-run", text="show what would be done and why, without doing it")
_recursive = _flag("-r", "--recursive", text="process folders, with everything in them")


def _pattern(text: str) -> str:
    try:
        pattern(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    except re.error as error:
        raise argparse.ArgumentTypeError(f"it is no pattern ({error})") from None
    return text


def _filters(command: argparse.ArgumentParser) -> None:
    for name, text in (
        ("--include", "of folders, take only files that match, or that lie in a folder that does; may be repeated"),
        ("--exclude", "of folders, leave out what matches, such as '*.tmp' or 'cache/**'; may be repeated"),
    ):
        command.add_argument(name, action="append", type=_pattern, metavar="PATTERN", help=text)


def _try(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--try", action="append", type=_account, metavar="HOST", dest="tries",
        help="send a small file there, fetch and delete it, and compare each answer with the expected one",
    )  # fmt: skip


def _topic(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "topic", nargs="?", choices=("addresses", "credentials", "exit-codes", "json", "man")
    )


def _shell(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=("bash", "zsh", "fish"))


def _rest(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "operands", nargs=argparse.REMAINDER, metavar="...", help="its options: --port N, --tls, --ca-file FILE, --no-bodies"
    )


_COMMANDS: dict[str, tuple[str, *tuple[Add, ...]]] = {
    "up": (
        "upload files and folders; prints a link for each",
        _operands("local files, folders, or - for standard input; then one or more HOST:FOLDER", metavar="FILE"),
        _value("--folder", text="the folder at --host; created if it does not exist", metavar="PATH"),
        _value("--name", text="the name at the host, for one file", metavar="NAME"),
        _recursive, _filters, _exists(resume=False), _checksum, _receipts, _state, _jobs, _limit_rate, _dry_run,
    ),
    "down": (
        "download files and folders; prints their paths",
        _operands(_ADDRESS),
        _value("-o", "--output", text="a file, a folder, or - for standard output (default: .)", metavar="PATH"),
        _recursive, _filters, _exists(resume=True), _checksum, _segments, _state, _jobs, _limit_rate, _dry_run,
    ),
    "ls": (
        "list folders",
        _operands(_ADDRESS, least=0),
        _recursive,
        _flag("-i", "--ids", text="show ids"),
        _flag("-d", "--directory", text="list folders themselves, not their contents"),
        _flag("-t", "--by-time", text="the newest first"),
        _flag("-S", "--by-size", text="the largest first"),
        _flag("-1", "--names", text="print names only"),
        _habits_of_ls,
    ),
    "stat": ("show all details of files and folders", _operands(_ADDRESS)),
    "rm": ("delete files and folders", _operands(_ADDRESS), _recursive, _dry_run),
    "mv": (
        "move or rename within one host",
        _operands(f"{_ADDRESS}; the last one is the folder, or the new name"), _dry_run,
    ),
    "cp": (
        "copy, within an account or to another",
        _operands(f"{_ADDRESS}; the last one is the folder, or the new name"), _as_mirror, _dry_run,
    ),
    "mkdir": (
        "create folders",
        _operands(_ADDRESS),
        _flag("-p", "--parents", text="create parent folders as well; no error if the folder exists"), _dry_run,
    ),
    "check": (
        "check which public links are alive",
        _operands("links; if there are none, they are read from standard input, one per line", least=0, metavar="LINK"),
    ),
    "remote": (
        "let a host fetch links by itself, and wait until it is done",
        _operands("links, and HOST:FOLDER", least=0, metavar="LINK"),
        _value("--folder", text="the folder at --host", metavar="PATH"),
        _flag("--no-wait", text="do not wait"),
        _flag("--status", text="show the state of jobs: operands are their ids; none means all"),
        _interval, _dry_run,
    ),
    "account": ("show accounts", _operands("hosts; if there are none, all that have credentials", least=0, metavar="HOST")),
    "mirror": (
        "copy what is missing, from a local folder or another host",
        _operands("the source, local or at a host, then one or more HOST:FOLDER", metavar="PLACE"),
        _filters,
        _flag("--overwrite", text="replace files that differ"),
        _temporary,
        _checksum, _segments, _receipts, _state, _jobs, _limit_rate, _dry_run,
    ),
    "sync": (
        "make a folder like another: send or fetch what is missing or differs",
        _operands("the source and the target: one of them, or both, at a host as HOST:FOLDER", metavar="PLACE"),
        _filters,
        _flag("--delete", text="then delete at the target what the source does not have, if nothing failed"),
        _temporary,
        _checksum, _segments, _receipts, _jobs, _limit_rate, _dry_run,
    ),
    "verify": (
        "compare local files with files at a host, by size and MD5",
        _operands("local files and folders, and HOST:FOLDER or one file at a host", least=0, metavar="FILE"),
        _value("--receipts", text="instead ask the hosts whether everything of this log is still there", metavar="FILE"),
        _recursive, _dry_run,
    ),
    "repair": (
        "send again what is gone of a log of receipts",
        _operands("the log, as written by --receipts", metavar="FILE"), _jobs, _limit_rate, _dry_run,
    ),
    "clean": (
        "remove the parts of downloads that nobody came back to; prints their paths",
        _operands("folders; if there are none, the current one", least=0, metavar="FOLDER"),
        _flag("-r", "--recursive", text="in the folders below as well"),
        _older_than, _dry_run,
    ),
    "doctor": (
        "find problems with this machine's setup, and suggest fixes",
        _flag("--network", text="also log in at each host that has credentials"),
        _try,
    ),
    "hosts": ("show what each host can do",),
    "emulator": ("run an emulator of all five hosts on this machine, for tests", _rest),
    "completion": ("print a completion script for a shell", _shell),
    "help": ("explain addresses, credentials, exit codes or JSON lines; man is the manual page", _topic),
}  # fmt: skip
_BARE = frozenset({"completion", "help", "emulator"})
