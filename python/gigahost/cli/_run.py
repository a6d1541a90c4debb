"""From arguments to an exit code."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from collections.abc import Callable

import gigahost

from .. import _system
from . import _exit
from ._help import topics
from ._output import Output
from ._parser import make_parser
from ._sessions import Sessions
from ._work import Context

# Where each command is: imported when it is wanted.
_PLACES = {
    "up": "_up:run",
    "down": "_down:run",
    "ls": "_ls:run_ls",
    "stat": "_ls:run_stat",
    "rm": "_change:run_rm",
    "mv": "_change:run_mv",
    "cp": "_change:run_cp",
    "mkdir": "_change:run_mkdir",
    "check": "_links:run_check",
    "remote": "_links:run_remote",
    "account": "_account:run_account",
    "hosts": "_account:run_hosts",
    "mirror": "_mirror:run",
    "sync": "_sync:run",
    "verify": "_verify:run",
    "repair": "_receipts:run_repair",
    "clean": "_clean:run",
    "doctor": "_doctor:run",
    "emulator": "_emulator:run",
}


def run(arguments: list[str]) -> int:
    """Runs the command and gives the exit code."""
    _system.for_scripts()
    _system.take_interrupts()
    parser = make_parser()
    # The emulator's options are its own; only a request for help is answered here.
    for_emulator = arguments[:1] == ["emulator"] and arguments[1:2] not in (["-h"], ["--help"])
    try:
        parsed = parser.parse_args(arguments[:1] if for_emulator else arguments)
    except SystemExit as end:
        return int(end.code or 0)
    if for_emulator:
        parsed.operands = list(arguments[1:])
    if parsed.command == "help" and parsed.topic == "man":
        from ._manual import page

        sys.stdout.write(page(parser))
        return _exit.DONE
    if parsed.command == "help":
        sys.stdout.write(topics()[parsed.topic] if parsed.topic else parser.format_help())
        return _exit.DONE
    if parsed.command == "completion":
        from ._completion import script

        sys.stdout.write(script(parsed.shell, parser))
        return _exit.DONE
    return _with_sessions(_defaults(parsed))


def _defaults(parsed: argparse.Namespace) -> argparse.Namespace:
    """The common options, for commands that do not take them."""
    common = {"host": None, "url": None, "options": None, "json": False, "quiet": False}
    for name, value in (common | {"progress": "auto"}).items():
        if not hasattr(parsed, name):
            setattr(parsed, name, value)
    return parsed


def _with_sessions(parsed: argparse.Namespace) -> int:
    module, _, name = _PLACES[parsed.command].partition(":")
    command: Callable[[Context], int] = getattr(importlib.import_module(f"{__package__}.{module}"), name)
    # The library's records are for programs that ask for them.
    logging.getLogger("gigahost").addHandler(logging.NullHandler())
    try:
        output = Output(parsed)
    except _exit.Usage as error:
        sys.stderr.write(f"gigahost: {error}\n")
        return _exit.USAGE
    try:
        sessions = Sessions(parsed)
        try:
            return command(Context(parsed, sessions, output))
        finally:
            for note in sessions.notes():
                output.note(f"gigahost: {note}")
            sessions.close()
    except KeyboardInterrupt:
        output.note("gigahost: interrupted")
        return _exit.INTERRUPTED
    except BrokenPipeError:
        raise
    except (_exit.Usage, _exit.NoCredentials, gigahost.Error, OSError) as error:
        output.problem(error)
        return _exit.of_error(error)
