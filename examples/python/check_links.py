#!/usr/bin/env python3
"""Asks a host which links are alive.

    GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./check_links.py rapidgator LINK...

Any number of links: the library cuts them to what the host takes at once. Exit code: 0 if the host
answered, 1 if not, 2 for a wrong command line.
"""

from session import command_line, open_session, run


def main() -> int:
    parser = command_line(__doc__)
    parser.add_argument("host")
    parser.add_argument("link", nargs="+")
    given = parser.parse_args()
    with open_session(given.host) as session:
        # A host that has no link check raises `gigahost.Unsupported`.
        for link in session.check_links(given.link):  # in the order they were asked about
            size = "-" if link.size is None else link.size  # None: the host does not tell
            print(f"{'alive' if link.alive else 'dead':5}  {size:>12}  {link.url}  {link.name or '-'}")
    return 0


if __name__ == "__main__":
    run(main)
