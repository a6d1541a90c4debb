"""`gigahost doctor`: what is wrong on this machine, and what to do about it."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import gigahost
from gigahost import _native
from gigahost.testing._program import find_program

from .. import _system
from . import _exit, _options
from ._output import said
from ._probe import probe
from ._text import padded
from ._work import Context

# No clock of today is before this: 2026-01-01.
_NEVER_BEFORE = 1767225600


@dataclass(frozen=True)
class Finding:
    """What was looked at: `ok`, `note` (fine, but worth knowing) or `bad`."""

    subject: str
    state: str
    text: str


def run(context: Context) -> int:
    """Looks at everything, and gives the exit code: 1 if anything is bad."""
    bad = 0
    for finding in _findings(context):
        bad += finding.state == "bad"
        facts = {"subject": finding.subject, "state": finding.state, "text": finding.text}
        context.output.event("finding", **facts)
        context.output.line(f"{finding.state:5} {padded(finding.subject, 12)} {finding.text}")
    return _exit.FAILED if bad else _exit.DONE


def _findings(context: Context) -> Iterator[Finding]:
    version = f"gigahost {gigahost.__version__} on Python {sys.version.split()[0]}, {_system.NAME}"
    if _native._DEBUG:
        yield Finding("version", "note", f"{version}; a debug build is slow: install the wheel")
    else:
        yield Finding("version", "ok", version)
    yield Finding("TLS", "ok", _tls(context))
    yield _clock()
    yield _extra("rich", "bars on a terminal", "pip install 'gigahost[cli]'")
    yield _extra("keyring", "credentials in the keyring", "pip install keyring")
    yield _emulator()
    yield _options_file(context)
    found_any = False
    for host in gigahost.HOSTS:
        found = context.sessions.credentials(host)
        found_any = found_any or found.enough
        yield from _host(context, host)
    for host in context.arguments.tries or ():
        yield from _tried(context, host)
    if not found_any:
        text = "none for any host: gigahost help credentials"
        yield Finding("credentials", "bad", text)


def _tls(context: Context) -> str:
    own = context.arguments.ca
    if own:
        return f"trusts only the certificates in {own}"
    return "trusts Mozilla's certificates, which are built in; the system's are not used"


def _clock() -> Finding:
    now = time.time()
    text = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(now))
    if now < _NEVER_BEFORE:
        return Finding("clock", "bad", f"{text} is in the past: certificates will be refused; set it")
    return Finding("clock", "ok", text)


def _extra(name: str, purpose: str, remedy: str) -> Finding:
    if importlib.util.find_spec(name):
        return Finding(name, "ok", f"installed: {purpose}")
    return Finding(name, "note", f"not installed, so no {purpose}: {remedy}")


def _emulator() -> Finding:
    try:
        return Finding("emulator", "ok", str(find_program()))
    except FileNotFoundError as error:
        return Finding("emulator", "note", str(error))


def _options_file(context: Context) -> Finding:
    path, _ = _options.path_of(context.arguments.options)
    # A file that others could read has ended the program before this.
    if path.exists():
        return Finding("options file", "ok", f"{path}, for your eyes only")
    return Finding("options file", "note", f"{path} is not there; the environment may do instead")


def _tried(context: Context, host: str) -> Iterator[Finding]:
    if not context.sessions.credentials(host).enough:
        yield Finding(host, "bad", "--try needs credentials: gigahost help credentials")
        return
    for name, state, text in probe(context.sessions.session(host)):
        yield Finding(host, state, f"{name}: {text}")


def _host(context: Context, host: str) -> Iterator[Finding]:
    found = context.sessions.credentials(host)
    for reason in found.tried:
        yield Finding(host, "bad", reason)
    if found.enough:
        yield Finding(host, "ok", f"credentials in: {found.source}; at {context.sessions.base_url(host)}")
    else:
        yield Finding(host, "note", f"no credentials; at {context.sessions.base_url(host)}")
    if not (context.arguments.network and found.enough):
        return
    started = time.monotonic()
    session = context.sessions.session(host)
    try:
        if session.supports("account"):
            session.account()
        elif session.supports("list"):
            session.list()
        else:
            yield Finding(host, "note", "its API has nothing to ask without sending a file")
            return
    except gigahost.Error as error:
        yield Finding(host, "bad", said(error))
        return
    took = (time.monotonic() - started) * 1000
    yield Finding(host, "ok", f"reached, and logged in, in {took:.0f} ms")
