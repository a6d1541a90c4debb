#!/usr/bin/env python3
"""Downloads a file, and goes on where an earlier download of it stopped: after Ctrl-C, after a lost
connection, and after the process was killed.

    GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./download.py rapidgator ID [PATH]

ID is that of a file, from `list.py` or `upload.py`. Without PATH it goes to this directory, under the
name that the host gives. Exit code: 0 if the file is there and whole, 1 if not, 2 for a wrong command
line, 130 after Ctrl-C.
"""

import sys

import gigahost
from session import command_line, note, open_session, run


def show(progress: gigahost.Progress) -> None:
    """Called on this thread, at most ten times and at least once a second."""
    of = "" if progress.total is None else f" of {progress.total}"
    left = "" if progress.eta is None else f", {progress.eta:.0f} s left"
    line = f"{progress.stage:10} {progress.done} bytes{of}{left}"
    print(f"\r{line:78}", end="", file=sys.stderr, flush=True)


def main() -> int:
    parser = command_line(__doc__)
    parser.add_argument("host")
    parser.add_argument("id")
    parser.add_argument("path", nargs="?", default=".")
    given = parser.parse_args()
    with open_session(given.host) as session:
        try:
            # The part stays beside the target under another name; the target is never partial.
            # The MD5 is shown below, also where the host has none to compare it with.
            download = session.download(
                given.id, given.path, resume=True, checksum="always", on_progress=show
            )
        finally:
            print(file=sys.stderr)
    if download.resumed_from:
        note(f"resumed from byte {download.resumed_from}")
    print(f"{download.md5}  {download.bytes}  {download.path}")
    return 0


if __name__ == "__main__":
    run(main)
