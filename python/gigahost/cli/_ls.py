"""`gigahost ls` and `gigahost stat`: what is at a host."""

from __future__ import annotations

import dataclasses

from gigahost import Entry
from gigahost._credentials import host_of

from . import _exit
from ._address import Found, find, parse
from ._exit import Usage
from ._text import moment, size
from ._work import Context

_FACTS = (
    ("name", "name"), ("kind", "kind"), ("id", "id"), ("parent", "folder id"), ("size", "bytes"),
    ("md5", "md5"), ("created", "created"), ("created_text", "created (host)"),
    ("downloads", "downloads"), ("visibility", "visibility"), ("state", "state"), ("url", "link"),
)  # fmt: skip


def run_ls(context: Context) -> int:
    """Lists folders and files, and gives the exit code."""
    arguments = context.arguments
    operands = arguments.operands or ([""] if arguments.host else [])
    if not operands:
        raise Usage("list what? Add an operand such as rapidgator: or --host")
    heads = len(operands) > 1 or arguments.recursive
    done, codes = 0, []
    for text in operands:
        try:
            found = find(parse(text, context.sessions, arguments.host), context.sessions)
        except Exception as error:
            codes.append(_failed(context, text, error))
            continue
        done += 1
        files = [one for one in found if one.entry.kind != "folder" or arguments.directory]
        _show(context, _sorted(context, files))
        for one in found:
            if one not in files:
                _list(context, one, head=heads or len(found) > 1)
    return _exit.of_many(done, codes)


def _failed(context: Context, text: str, error: Exception) -> int:
    if isinstance(error, (Usage, _exit.NoCredentials)):
        raise error
    context.output.problem(error, name=text)
    return _exit.of_error(error)


def _list(context: Context, folder: Found, *, head: bool) -> None:
    entries = context.sessions.tree(folder.host).entries(folder.entry)
    found = [folder.below(entry) for entry in entries]
    found = _sorted(context, found)
    if head:
        context.output.line(f"{folder}/" if folder.path else str(folder))
    _show(context, [dataclasses.replace(one) for one in found])
    if context.arguments.recursive:
        for one in found:
            if one.entry.kind == "folder":
                context.output.line("")
                _list(context, one, head=True)


def _sorted(context: Context, found: list[Found]) -> list[Found]:
    """Folders first, and by name; or as -t and -S say."""
    found = sorted(found, key=lambda one: (one.entry.kind != "folder", one.entry.name))
    if context.arguments.by_size:
        return sorted(found, key=lambda one: -(one.entry.size or 0))
    if context.arguments.by_time:
        return sorted(found, key=lambda one: -(one.entry.created or 0))
    return found


def _show(context: Context, found: list[Found]) -> None:
    for one in found:
        context.output.event("entry", **_entry_facts(one))
    if context.arguments.names:
        for one in found:
            context.output.line(one.entry.name + ("/" if one.entry.kind == "folder" else ""))
        return
    ids = context.arguments.ids
    rows = [_row(one.entry, ids=ids) for one in found]
    context.output.rows(rows, right=[0], flexible=2 + ids)


def _row(entry: Entry, *, ids: bool) -> list[str]:
    name = f"{entry.name}/" if entry.kind == "folder" else entry.name
    if entry.state not in (None, "ready"):
        name += f" ({entry.state})"
    time = moment(entry.created) if entry.created is not None else (entry.created_text or "-")[:16]
    size_text = size(entry.size) if entry.kind != "folder" or entry.size else "-"
    return [size_text, time, *([f"#{entry.id}"] if ids else []), name]


def _entry_facts(one: Found) -> dict[str, object]:
    return {"address": str(one)} | one.entry.to_dict() | {"host": host_of(one.host)}


def run_stat(context: Context) -> int:
    """Tells all about files and folders, and gives the exit code."""
    arguments = context.arguments
    done, codes = 0, []
    for text in arguments.operands:
        try:
            found = find(parse(text, context.sessions, arguments.host), context.sessions)
            for one in found:
                _tell(context, whole(context, one), first=done == 0)
                done += 1
        except Exception as error:
            codes.append(_failed(context, text, error))
    return _exit.of_many(done, codes)


def whole(context: Context, one: Found) -> Found:
    """The same entry with everything that the host tells of it."""
    session = context.sessions.session(one.host)
    if not one.entry.id or not session.supports("stat"):
        return one
    kind = "folder" if one.entry.kind == "folder" else "file"
    entry = session.stat(one.entry, kind="folder" if kind == "folder" else "file")
    return dataclasses.replace(one, entry=entry)


def _tell(context: Context, one: Found, *, first: bool) -> None:
    context.output.event("entry", **_entry_facts(one))
    if not first:
        context.output.line("")
    context.output.line(f"{'address:':16}{one}")
    for name, label in _FACTS:
        value = getattr(one.entry, name)
        if value is not None and value != "":
            text = moment(value) if name == "created" else str(value)
            context.output.line(f"{label + ':':16}{text}")
