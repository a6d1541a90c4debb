#!/usr/bin/env python3
"""Uploads a file, shows how far it is, and ends cleanly on Ctrl-C.

    GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./upload.py rapidgator FILE [FOLDER]

FOLDER is an id from `list.py`; without it, the root. Prints id and link of the file. Exit code: 0 if
the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
"""

import sys

import gigahost
from session import command_line, note, open_session, run

WIDTH = 30


def show(progress: gigahost.Progress) -> None:
    """Called on this thread, at most ten times and at least once a second. If it returned False, the
    transfer would end; an exception would end it too, and come out of `upload`."""
    share = progress.done / progress.total if progress.total else 0.0
    bar = "#" * int(share * WIDTH)
    rate = "" if progress.rate is None else f", {progress.rate / 2**20:.1f} MiB/s"
    line = f"{progress.stage:10} {progress.done} bytes [{bar:{WIDTH}}] {share:4.0%}{rate}"
    print(f"\r{line:78}", end="", file=sys.stderr, flush=True)


def main() -> int:
    parser = command_line(__doc__)
    parser.add_argument("host")
    parser.add_argument("file")
    parser.add_argument("folder", nargs="?")
    given = parser.parse_args()
    with open_session(given.host) as session:
        try:
            receipt = session.upload(given.file, folder=given.folder, on_progress=show)
        finally:
            print(file=sys.stderr)
    print(f"{receipt.entry.id}  {receipt.url or '-'}")
    for text in receipt.notes:
        note(text)
    return 0


if __name__ == "__main__":
    run(main)
