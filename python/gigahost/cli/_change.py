"""`gigahost rm`, `mv`, `cp` and `mkdir`: changes at one host."""

from __future__ import annotations

from collections.abc import Callable

from gigahost import Batch, Entry, Progress
from gigahost._tree import ROOT, Tree, parts_of, shown

from ._address import Address, Found, find, is_pattern, parse
from ._exit import Usage
from ._mirror import Original, task
from ._up import Place, Source
from ._work import Context, Outcome, Task, perform


def _all(context: Context, operands: list[str]) -> list[Found]:
    host = context.arguments.host
    sessions = context.sessions
    return [one for text in operands for one in find(parse(text, sessions, host), sessions)]


def run_rm(context: Context) -> int:
    """Deletes, and gives the exit code."""
    found = _all(context, context.arguments.operands)
    for one in found:
        if one.entry is ROOT:
            raise Usage(f"{one} is the root, and cannot be deleted")
        if one.entry.kind == "folder" and not context.arguments.recursive:
            raise Usage(f"{one} is a folder: add -r to delete it with all that is in it")
    return perform(context, [_removal(context, one) for one in found])


def _removal(context: Context, one: Found) -> Task:
    session = context.sessions.session(one.host)
    where = "goes to the trash" if session.supports("trash") else "for good: there is no trash"

    def remove(_: Callable[[Progress], object]) -> Outcome:
        _must_be_complete(session.delete(one.entry))
        return Outcome((), "deleted", {"id": one.entry.id})

    return Task("delete", str(one), "", where, remove)


def _must_be_complete(batch: Batch) -> None:
    if not batch.complete:
        raise PermissionError(f"the host refused: {batch.failed[0][1] or 'it does not say why'}")


def run_mv(context: Context) -> int:
    """Moves and renames, and gives the exit code."""
    return _transfer(context, "move")


def run_cp(context: Context) -> int:
    """Copies at the host, and gives the exit code."""
    return _transfer(context, "copy")


def _transfer(context: Context, verb: str) -> int:
    *sources, last = context.arguments.operands
    if not sources:
        raise Usage(f"{verb} what, and where to? Name at least two places")
    found = _all(context, sources)
    target = parse(last, context.sessions, context.arguments.host or found[0].host)
    for one in found:
        if one.entry is ROOT:
            raise Usage(f"{one} is the root: name what is in it")
        if one.host != target.host and verb == "move":
            raise Usage(f"{one} is in another account than {target}: use `gigahost cp`, then `rm`")
    if any(one.host != target.host for one in found):
        return _across(context, found, target)
    folder, name = _destination(context, target, several=len(found) > 1)
    return perform(context, [_change(context, verb, one, folder, name) for one in found])


def _across(context: Context, found: list[Found], target: Address) -> int:
    """Copies files to another account, at this host or at another, as `gigahost mirror` does."""
    name = None
    if len(found) == 1 and target.path and not target.into:
        try:
            if find(target, context.sessions)[0].entry.kind != "folder":
                raise FileExistsError(f"{target} is there")
        except FileNotFoundError:
            # The last part is none that is there: the new name.
            *above, name = parts_of(target.path)
            target = Address(target.host, "/".join(above) + "/")
    place = Place(context, target)
    tasks = []
    for one in found:
        if one.entry.kind == "folder":
            raise Usage(f"{one} is a folder: use `gigahost mirror` to copy it to another account")
        source = Source("", (name or one.entry.name).replace("%2F", "/"), "", one.entry.size)
        tasks.append(task(context, place, Original(source, one), replaces=False))
    return perform(context, tasks, jobs=context.arguments.jobs)


def _destination(context: Context, target: Address, *, several: bool) -> tuple[Found, str | None]:
    """The folder, and the new name if the target is none that is there."""
    if target.link is not None:
        raise Usage(f"{target} is no folder")
    if target.id is not None:
        target = Address(target.host, id=target.id, kind="folder")
    try:
        there = find(target, context.sessions)
    except FileNotFoundError:
        if several or target.into or is_pattern(target.path):
            raise
        *above, name = parts_of(target.path)
        parent = find(Address(target.host, "/".join(above) + "/"), context.sessions)[0]
        return parent, name.replace("%2F", "/")
    if len(there) > 1 or there[0].entry.kind != "folder":
        raise FileExistsError(f"{target} is there, and no single folder")
    return there[0], None


def _change(context: Context, verb: str, one: Found, folder: Found, name: str | None) -> Task:
    session = context.sessions.session(one.host)
    tree: Tree = context.sessions.tree(one.host)
    stays = _lies_in(one, folder)
    new_name = name if name is not None and name != one.entry.name else None
    target = folder.below(one.entry) if new_name is None else Found(
        one.host, one.entry, f"{folder.path}/{shown(new_name)}".lstrip("/")
    )
    if tree.child(folder.entry, shown(new_name or one.entry.name)) is not None:
        why = "it is there already"
    else:
        why = "rename" if stays and new_name else f"{verb} at the host itself"

    def change(_: Callable[[Progress], object]) -> Outcome:
        if why == "it is there already":
            raise FileExistsError(f"{target}: {why}")
        entry = one.entry
        if verb == "copy":
            entry = _copy(context, one, folder)
        elif not stays:
            _must_be_complete(session.move(entry, folder.entry.id or None))
        if new_name is not None:
            session.rename(entry, new_name)
        tree.forget()
        return Outcome((), f"now {target}", {"id": entry.id})

    return Task("refuse" if why.startswith("it is") else verb, str(one), str(target), why, change)


def _lies_in(one: Found, folder: Found) -> bool:
    if one.path:
        return parts_of(one.path)[:-1] == parts_of(folder.path) and bool(folder.path or folder.entry is ROOT)
    return one.entry.parent is not None and one.entry.parent == folder.entry.id


def _copy(context: Context, one: Found, folder: Found) -> Entry:
    """Copies by the host, and finds the copy: most hosts do not name it."""
    session, tree = context.sessions.session(one.host), context.sessions.tree(one.host)
    before = {entry.id for entry in tree.entries(folder.entry, fresh=True)}
    _must_be_complete(session.copy(one.entry, folder.entry.id or None))
    for entry in tree.entries(folder.entry, fresh=True):
        if entry.id not in before and entry.name == one.entry.name:
            return entry
    raise FileNotFoundError(f"{one} was copied, but the host does not list the copy yet")


def run_mkdir(context: Context) -> int:
    """Makes folders, and gives the exit code."""
    addresses = [
        parse(text, context.sessions, context.arguments.host) for text in context.arguments.operands
    ]
    for address in addresses:
        if address.id is not None or address.link is not None or not parts_of(address.path):
            raise Usage(f"{address} is no path of a new folder")
    return perform(context, [_making(context, address) for address in addresses])


def _making(context: Context, address: Address) -> Task:
    tree = context.sessions.tree(address.host)
    parents: bool = context.arguments.parents
    *above, _ = parts_of(address.path)
    try:
        there = tree.find(address.path) is not None
    except FileNotFoundError:
        there = False
    if there and parents:
        return Task("make", str(address), "", "it is there already", None)

    def make(_: Callable[[Progress], object]) -> Outcome:
        if there:
            raise FileExistsError(f"{address} is there already")
        if not parents:
            _find_parent(tree, address.host, "/".join(above))
        entry = tree.make(address.path)
        return Outcome((), "made", {"id": entry.id})

    why = "it is there already" if there else "nothing of this name is there"
    return Task("refuse" if there else "make", str(address), "", why, make)


def _find_parent(tree: Tree, host: str, path: str) -> None:
    try:
        tree.find(path)
    except FileNotFoundError:
        raise FileNotFoundError(f"{host}:{path}: nothing there; -p makes it too") from None
