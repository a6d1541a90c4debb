"""`gigahost doctor --try HOST`: a small file goes to the real host, is found, comes back and is deleted, and
each answer is held against the shape that is expected."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import gigahost
from gigahost import Entry, Receipt, Session

from ._output import said
from ._shapes import EXPECTED

# What a step finds: its name, `ok`, `note` or `bad`, and a text.
Step = tuple[str, str, str]

_BYTES = 1000


def probe(session: Session) -> Iterator[Step]:
    """Tries everything that a transfer needs, and tells of each step. What was sent is deleted again,
    whatever else fails."""
    if session.supports("account"):
        yield _asked(session, "account", lambda: session.account().json)
    content = os.urandom(_BYTES)
    # giga.gs takes films.
    name = f"gigahost-doctor-{secrets.token_hex(4)}.mp4"
    try:
        receipt = session.upload(content, name=name)
    except gigahost.Error as error:
        yield "upload", "bad", said(error)
        return
    yield _compared(session, "upload", receipt.json, f"{_BYTES} bytes sent, {_proof(receipt)}")
    try:
        yield from _there(session, receipt, content)
    finally:
        yield _deleted(session, receipt)


def _there(session: Session, receipt: Receipt, content: bytes) -> Iterator[Step]:
    if session.supports("list"):
        yield _step("list", lambda: _listed(session, receipt.entry))
    if session.supports("stat"):
        yield _asked(session, "stat", lambda: session.stat(receipt.entry).json)
    if session.supports("download"):
        yield _step("download", lambda: _fetched(session, receipt.entry, content))


def _proof(receipt: Receipt) -> str:
    return {"md5": "MD5 confirmed", "size": "size confirmed"}.get(receipt.verified, "not confirmed")


def _listed(session: Session, entry: Entry) -> str:
    for folder in (None, entry.parent, entry.id.partition("/")[0] if "/" in entry.id else None):
        for one in session.list(folder):
            if one.id == entry.id:
                return "the file is in its folder"
    raise LookupError("the file is not in the listing")


def _fetched(session: Session, entry: Entry, content: bytes) -> str:
    into = io.BytesIO()
    done = session.download(entry, into)
    if into.getvalue() != content:
        raise LookupError("other bytes came back")
    return f"the same {done.bytes} bytes came back"


def _deleted(session: Session, receipt: Receipt) -> Step:
    if not session.supports("delete"):
        return "delete", "note", f"{session.host} has no call for it: {receipt.url or receipt.entry.id} stays"

    def delete() -> str:
        # At ge.tt a share was made for the file.
        share = receipt.entry.id.partition("/")[0] if session.host == "gett" else None
        batch = session.delete(share, kind="folder") if share else session.delete(receipt.entry)
        if not batch.complete:
            raise LookupError(f"{receipt.entry.id} stays: {batch.failed[0][1]}")
        return "gone again"

    return _step("delete", delete)


def _step(name: str, act: Callable[[], str]) -> Step:
    try:
        return name, "ok", act()
    except gigahost.Error as error:
        return name, "bad", said(error)
    except LookupError as problem:
        return name, "bad", str(problem)


def _asked(session: Session, name: str, ask: Callable[[], Any]) -> Step:
    try:
        return _compared(session, name, ask(), "answered")
    except gigahost.Error as error:
        return name, "bad", said(error)


def _compared(session: Session, name: str, answer: Any, text: str) -> Step:
    differences = list(differing(EXPECTED.get(session.host, {}).get(name), shape(answer), ""))
    if not differences:
        return name, "ok", f"{text}; the answer is as expected"
    return name, "note", f"{text}; the answer is not as expected: {'; '.join(differences)}"


def shape(value: Any) -> Any:
    """What a JSON value is made of: keys and kinds, and nothing of what stands in it."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "null" if value is None else "text"


def differing(expected: Any, found: Any, path: str) -> Iterator[str]:
    """What is different in a shape, with the path to it. What may be absent or empty may be so."""
    if expected is None or "null" in (expected, found) or [] in (expected, found):
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected.keys() | found.keys():
            inner = f"{path}.{key}" if path else key
            if key not in found:
                yield f"{inner} is missing"
            elif key not in expected:
                yield f"{inner} is new ({_word(found[key])})"
            else:
                yield from differing(expected[key], found[key], inner)
    elif isinstance(expected, list) and isinstance(found, list):
        yield from differing(expected[0], found[0], f"{path}[]")
    elif expected != found:
        yield f"{path or 'it'} is {_word(found)} in place of {_word(expected)}"


def _word(shape: Any) -> str:
    return "an object" if isinstance(shape, dict) else "a list" if isinstance(shape, list) else shape
