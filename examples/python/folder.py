#!/usr/bin/env python3
"""Uploads many files to one or more hosts at once: a bar for each file under way, one for the whole.

    GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./folder.py rapidgator[,giga0] FILE...

Prints the link of each file. Exit code: 0 if all files are there, 1 if not, 2 for a wrong command
line, 130 after Ctrl-C.
"""

import sys
from contextlib import ExitStack

import gigahost
from session import command_line, note, open_session, run

WIDTH = 20
OVER = ("done", "failed", "cancelled")


def bar(name: str, done: int, total: int | None, more: str) -> str:
    share = done / total if total else 0.0
    return f"{name[:24]:24} [{'#' * int(share * WIDTH):{WIDTH}}] {share:4.0%} {more}"


def draw(running: dict[int, gigahost.Transfer], whole: gigahost.Totals) -> None:
    """Draws over what was drawn before: the cursor goes back up to the first line."""
    rate = f"{(whole.rate or 0) / 2**20:.1f} MiB/s"
    lines = [
        bar(one.name, one.progress.done, one.progress.total, one.progress.stage)
        for one in running.values()
    ]
    lines.append(bar(f"{whole.done} done", whole.bytes_done, whole.bytes_total, rate))
    print("".join(f"\x1b[K{line}\n" for line in lines), end="", file=sys.stderr)
    print(f"\x1b[{len(lines)}A\x1b[J" if sys.stderr.isatty() else "", end="", file=sys.stderr)


def main() -> int:
    parser = command_line(__doc__)
    parser.add_argument("hosts")
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    failures = 0
    running: dict[int, gigahost.Transfer] = {}
    with ExitStack() as stack:
        sessions = [stack.enter_context(open_session(host)) for host in given.hosts.split(",")]
        queue = stack.enter_context(gigahost.Queue())
        for file in given.files:
            source = gigahost.SharedSource(file)  # opened and hashed once for all hosts
            for session in sessions:
                queue.upload(session, source)
        for transfer in queue:
            if transfer.state in ("active", "processing"):
                running[transfer.id] = transfer
            if transfer.state in OVER:
                running.pop(transfer.id, None)
                try:
                    receipt = queue.result(transfer.id)
                    assert isinstance(receipt, gigahost.Receipt)
                    print(receipt.url or receipt.entry.id)
                except gigahost.Error as error:
                    note(f"{transfer.name} at {transfer.host}: {error.status}: {error.message}")
                    failures += 1
            draw(running, queue.totals())
    return 1 if failures else 0


if __name__ == "__main__":
    run(main)
