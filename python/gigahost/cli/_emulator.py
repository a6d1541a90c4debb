"""`gigahost emulator`: all five hosts on this machine."""

from __future__ import annotations

import subprocess

from gigahost.testing._program import find_program

from . import _exit
from ._work import Context


def run(context: Context) -> int:
    """Starts the emulator with the arguments that follow, and gives its exit code. It prints its
    addresses as a line of JSON, and ends with its standard input or on Ctrl-C."""
    try:
        program = find_program()
    except FileNotFoundError as error:
        context.output.problem(error)
        return _exit.FAILED
    process = subprocess.Popen([str(program), *context.arguments.operands])
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # It got the same signal, and ends by itself.
            continue
