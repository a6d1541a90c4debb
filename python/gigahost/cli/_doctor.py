"""`gigahost doctor`: what is wrong on this machine, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
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
    yield Finding("TLS", "ok", _TRUSTED["both"] + ", if nothing else is said")
    yield from _named_certificates()
    yield _clock()
    yield _extra("rich", "bars on a terminal", "pip install 'gigahost[cli]'")
    yield _extra("keyring", "credentials in the keyring", "pip install keyring")
    yield _emulator()
    yield _options_file(context)
    found_any = False
    for host in context.sessions.accounts():
        found = context.sessions.credentials(host)
        found_any = found_any or found.enough
        yield from _host(context, host)
    for host in context.arguments.tries or ():
        yield from _tried(context, host)
    if not found_any:
        text = "none for any host: gigahost help credentials"
        yield Finding("credentials", "bad", text)


_TRUSTED = {
    "both": "trusts Mozilla's certificates, which are built in, and the system's",
    "system": "trusts the system's certificates only",
    "built-in": "trusts Mozilla's certificates, which are built in; the system's are not used",
}


def _tls(context: Context, host: str) -> Iterator[Finding]:
    """Which certificates are trusted at a host, where that is not the same as by default."""
    ca = context.sessions.setting(host, "ca")
    trust = context.sessions.setting(host, "trust")
    if ca:
        yield Finding(host, "ok", f"trusts only the certificates in {ca}")
    elif trust:
        yield Finding(host, "ok", _TRUSTED.get(trust, f"trust = {trust} is not known"))


def _named_certificates() -> Iterator[Finding]:
    """What the environment adds to the certificates."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        places = [place for place in os.environ.get(name, "").split(os.pathsep) if place]
        for place in places if name == "SSL_CERT_DIR" else places and [os.environ[name]]:
            if os.access(place, os.R_OK):
                yield Finding("TLS", "ok", f"{name} adds the certificates in {place}")
            else:
                yield Finding("TLS", "bad", f"{name} names {place}, which cannot be read")


def _proxy(context: Context, host: str) -> Finding:
    try:
        proxy = context.sessions.proxy(host)
    except (gigahost.Error, ValueError) as error:
        return Finding(host, "bad", said(error) if isinstance(error, gigahost.Error) else str(error))
    return Finding(host, "ok", f"goes through the proxy {proxy}" if proxy else "goes through no proxy")


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
    yield from _tls(context, host)
    yield _proxy(context, host)
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
