"""`gigahost verify`: whether a host has what is here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import gigahost
from gigahost import Progress

from ._address import Address, Found, find, is_address, is_link, local_files, parse
from ._exit import Different, Usage
from ._ls import whole
from ._md5 import md5_of
from ._receipts import run_verify
from ._text import size
from ._up import Source, walk
from ._work import Context, Outcome, Task, perform


def run(context: Context) -> int:
    """Compares local files with those at a host, and gives the exit code."""
    if context.arguments.receipts:
        if context.arguments.operands:
            raise Usage("--receipts names the files; no operand goes with it")
        return run_verify(context)
    *operands, last = context.arguments.operands or [""]
    if not operands:
        raise Usage("verify what, and where? Name local files, then a place such as rapidgator:folder/")
    if any(is_address(text) for text in operands):
        raise Usage("local files come first, and one place at a host last")
    target = parse(last, context.sessions, context.arguments.host)
    pairs = list(_pairs(context, local_files(operands), target))
    return perform(context, [_comparison(context, *pair) for pair in pairs])


def _pairs(
    context: Context, paths: list[str], target: Address
) -> Iterator[tuple[str, Found | Address | Exception]]:
    there = _there(context, target)
    if isinstance(there, Found) and there.entry.kind != "folder":
        if len(paths) != 1 or os.path.isdir(paths[0]):
            raise Usage(f"{target} is one file: compare one file with it")
        yield paths[0], there
        return
    for path in paths:
        if not os.path.isdir(path):
            yield path, _child(context, target, there, "", os.path.basename(path))
        elif not context.arguments.recursive:
            raise Usage(f"{path} is a folder: add -r")
        else:
            for source in walk(path, os.path.basename(os.path.abspath(path))):
                if source.problem:
                    yield source.path, source.problem
                    continue
                yield source.path, _found(context, target, there, source)


def _found(
    context: Context, target: Address, there: Found | None, source: Source
) -> Found | Address | Exception:
    """The file at the host, or why nobody can say: a folder there that cannot be listed costs only what
    lies in it."""
    try:
        return _child(context, target, there, source.folder, source.name)
    except gigahost.Cancelled:
        raise
    except gigahost.Error as error:
        return error


def _there(context: Context, target: Address) -> Found | None:
    try:
        return find(target, context.sessions)[0]
    except FileNotFoundError:
        if target.id is not None or is_link(str(target)):
            raise
        return None


def _child(
    context: Context, target: Address, there: Found | None, folder: str, name: str
) -> Found | Address:
    """The file at the host, or the address where it should have been."""
    tree = context.sessions.tree(target.host)
    here = there
    for part in [*filter(None, folder.split("/")), name.replace("/", "%2F")]:
        entry = tree.child(here.entry, part) if here and here.entry.kind == "folder" else None
        here = here.below(entry) if here and entry else None
    path = "/".join(filter(None, [target.path.strip("/"), folder, name]))
    return here or Address(target.host, path)


def _comparison(context: Context, path: str, there: Found | Address | Exception) -> Task:
    def compare(_: Callable[[Progress], object]) -> Outcome:
        if isinstance(there, Exception):
            raise there
        if isinstance(there, Address):
            raise FileNotFoundError(f"{there}: nothing there")
        entry = whole(context, there).entry
        count = os.path.getsize(path)
        if entry.size is not None and entry.size != count:
            raise Different(f"differs: {count} bytes here, {entry.size} at {there}")
        if entry.md5 is None:
            proof = "size" if entry.size is not None else "name"
            return Outcome((), f"same {proof}; the host tells no MD5", {"verified": proof})
        if md5_of(context, path) != entry.md5.lower():
            raise Different(f"differs: {size(count)} here and at {there}, but another MD5")
        return Outcome((), "same size and MD5", {"verified": "md5", "md5": entry.md5})

    name = path.encode(errors="backslashreplace").decode()
    target = "" if isinstance(there, Exception) else str(there)
    return Task("compare", name, target, "size first, then MD5 where the host tells it", compare)
