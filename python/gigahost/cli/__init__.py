"""The command `gigahost`: the five hosts from a shell. `gigahost --help` is its manual.

`main` is the entry point; nothing else here is meant to be called.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .._system import let_go

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments (those of the process if there are none) and gives the
    exit code. `gigahost help exit-codes` lists them."""
    from ._exit import INTERRUPTED, PIPE_CLOSED
    from ._streams import guard

    guard()
    try:
        from ._run import run

        return run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        sys.stderr.write("gigahost: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough. The interpreter must not fail on it once more.
        let_go(sys.stdout)
        return PIPE_CLOSED
