#!/usr/bin/env python3
"""Lists a folder: kind, size, id and name of what lies in it.

    GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./list.py rapidgator [FOLDER]

FOLDER is an id from an earlier listing; without it, the root. Exit code: 0 if it worked, 1 if not, 2
for a wrong command line.
"""

from session import command_line, note, open_session, run


def main() -> int:
    parser = command_line(__doc__)
    parser.add_argument("host")
    parser.add_argument("folder", nargs="?")
    given = parser.parse_args()
    with open_session(given.host) as session:
        entries = session.list(given.folder)  # one call for any number of pages
    for entry in entries:
        size = "-" if entry.size is None else entry.size  # None: the host does not tell
        print(f"{entry.kind:6}  {size:>12}  {entry.id:20}  {entry.name}")
    note(f"{len(entries)} entries")
    return 0


if __name__ == "__main__":
    run(main)
