#!/usr/bin/env python3
"""Has a host fetch links by itself, and asks until it is done. No byte passes through this machine.

    GIGAHOST_RAPIDGATOR_LOGIN=... GIGAHOST_RAPIDGATOR_PASSWORD=... ./remote_upload.py rapidgator LINK...

Ctrl-C stops asking and cancels the jobs where the host can do that. Exit code: 0 if every file
arrived, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
"""

import time

import gigahost
from session import command_line, note, open_session, run

PAUSE = 1.0  # seconds between two questions


def ended(jobs: list[gigahost.RemoteJob]) -> int:
    """How many of the jobs have ended; one in a state that is not known still runs."""
    return sum(job.state in ("done", "failed", "cancelled") for job in jobs)


def watch(session: gigahost.Session, ids: list[str]) -> list[gigahost.RemoteJob]:
    """Asks after these jobs until all have ended."""
    jobs = session.remote_status(ids)
    while ended(jobs) < len(jobs):
        note(f"{ended(jobs)} of {len(jobs)} ended")
        time.sleep(PAUSE)
        jobs = session.remote_status(ids)
    return jobs


def stop(session: gigahost.Session, ids: list[str]) -> None:
    """Cancels the jobs where the host can."""
    if session.supports("remote_cancel"):
        note(f"cancelled {len(session.remote_cancel(ids).done)} jobs")
    else:
        note("the host goes on with the jobs")


def main() -> int:
    parser = command_line(__doc__)
    parser.add_argument("host")
    parser.add_argument("link", nargs="+")
    given = parser.parse_args()
    with open_session(given.host) as session:
        ids = [job.id for job in session.remote_upload(given.link)]
        try:
            jobs = watch(session, ids)
        except KeyboardInterrupt:
            stop(session, ids)
            raise
    for job in jobs:
        file = (job.entry.url or job.entry.id) if job.entry else job.error
        print(f"{job.id}  {job.state:9}  {file or '-'}")
    return 0 if all(job.state == "done" for job in jobs) else 1


if __name__ == "__main__":
    run(main)
