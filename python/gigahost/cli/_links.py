"""`gigahost check` and `gigahost remote`: public links."""

from __future__ import annotations

import sys
import time

from gigahost import Error, LinkStatus, RemoteJob, Session
from gigahost._tree import parts_of

from . import _exit
from ._address import Address, find, is_address, is_link, parse
from ._exit import Usage
from ._output import said
from ._text import size
from ._work import Context

_ENDED = frozenset({"done", "failed", "cancelled"})


def _links(operands: list[str]) -> list[str]:
    """The links of the command line; without any, or for `-`, those of standard input, one a line."""
    links: list[str] = []
    for text in operands or ["-"]:
        if text == "-":
            lines = (line.strip() for line in sys.stdin)
            links += [line for line in lines if line and not line.startswith("#")]
        else:
            links.append(text)
    for link in links:
        if not is_link(link):
            raise Usage(f"{link!r} is no link")
    if not links:
        raise Usage("no links")
    return links


def run_check(context: Context) -> int:
    """Asks which links are alive, and gives the exit code."""
    by_host: dict[str, list[str]] = {}
    links = _links(context.arguments.operands)
    for link in links:
        by_host.setdefault(parse(link, context.sessions, context.arguments.host).host, []).append(link)
    statuses: dict[str, LinkStatus] = {}
    codes: list[int] = []
    for host, of_host in by_host.items():
        try:
            statuses |= {one.url: one for one in context.sessions.session(host).check_links(of_host)}
        except Error as error:
            context.output.problem(error, name=host)
            codes.append(_exit.of_error(error))
    for link in links:
        if status := statuses.get(link):
            context.output.event("link", **status.to_dict())
            word = "alive" if status.alive else "dead"
            if not status.alive or not context.output.quiet:
                context.output.line("  ".join([f"{word:5}", f"{size(status.size):>10}", link]))
            if not status.alive:
                codes.append(_exit.NOT_FOUND)
    alive = sum(status.alive for status in statuses.values())
    return _exit.of_many(alive, codes)


def run_remote(context: Context) -> int:
    """Has a host fetch links by itself, and watches it until all have ended."""
    arguments = context.arguments
    targets = [text for text in arguments.operands if is_address(text)]
    rest = [text for text in arguments.operands if not is_address(text)]
    if len(targets) > 1 or not (targets or arguments.host):
        raise Usage("which host shall fetch? Add one operand such as rapidgator:folder/, or --host")
    place = targets[0] if targets else f"{arguments.host}:{arguments.folder or ''}"
    target = parse(place, context.sessions, None)
    session = context.sessions.session(target.host)
    if arguments.status:
        return _report(context, session.remote_status(rest or None), final=False)
    links = _links(rest)
    if arguments.dry_run:
        for link in links:
            context.output.line(f"would fetch {link} -> {target}: the host itself does it")
            context.output.event("plan", action="fetch", name=link, target=str(target), skip=False)
        return _exit.DONE
    jobs = session.remote_upload(links, _folder(context, target))
    if arguments.no_wait:
        return _report(context, jobs, final=False)
    jobs = _watch(context, session, jobs)
    return _report(context, jobs, final=True)


def _folder(context: Context, target: Address) -> str | None:
    if target.id is not None:
        return target.id
    if not parts_of(target.path):
        return None
    return find(Address(target.host, target.path.rstrip("/") + "/"), context.sessions)[0].entry.id


def _watch(context: Context, session: Session, jobs: list[RemoteJob]) -> list[RemoteJob]:
    """Asks until every job has ended. Ctrl-C cancels those that run, where the host can."""
    told: dict[str, str] = {}
    try:
        while True:
            for job in jobs:
                if told.get(job.id) != job.state:
                    told[job.id] = job.state
                    context.output.note(f"{job.url or job.id}: {job.state}")
                if context.arguments.progress == "events":
                    context.output.event("progress", **_facts(job))
            if all(job.state in _ENDED for job in jobs):
                return jobs
            time.sleep(context.arguments.interval)
            jobs = session.remote_status([job.id for job in jobs])
    except KeyboardInterrupt:
        _stop(context, session, [job.id for job in jobs if job.state not in _ENDED])
        raise


def _stop(context: Context, session: Session, ids: list[str]) -> None:
    if not session.supports("remote_cancel"):
        context.output.note(f"{session.host} goes on with {', '.join(ids)}: it cannot cancel")
        return
    try:
        batch = session.with_timeout(5).remote_cancel(ids)
        context.output.note(f"cancelled {len(batch.done)} of {len(ids)} jobs")
    except Error as error:
        context.output.note(f"{', '.join(ids)} may go on: {said(error)}")


def _facts(job: RemoteJob) -> dict[str, object]:
    return {"name": job.url or job.id} | job.to_dict()


def _report(context: Context, jobs: list[RemoteJob], *, final: bool) -> int:
    rows = []
    for job in jobs:
        context.output.event("job", **_facts(job))
        there = (job.entry.url or job.entry.id) if job.entry else job.error or "-"
        rows.append([job.id, job.state, size(job.size), there, job.url or "-"])
    for text in rows:
        context.output.line("  ".join(text))
    if not final:
        return _exit.DONE
    done = sum(job.state == "done" for job in jobs)
    return _exit.of_many(done, [_exit.FAILED] * (len(jobs) - done))
