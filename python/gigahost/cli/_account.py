"""`gigahost account` and `gigahost hosts`: who one is at a host, and what hosts can do."""

from __future__ import annotations

import gigahost
from gigahost._credentials import host_of, is_account

from . import _exit
from ._text import moment, size
from ._work import Context

_SIZES = ("storage_used", "storage_total", "traffic_left", "largest_file")


def run_account(context: Context) -> int:
    """Tells about accounts, and gives the exit code. Without operands: all that have credentials."""
    hosts = [text.rstrip(":") for text in context.arguments.operands]
    for host in hosts:
        if not is_account(host):
            raise _exit.Usage(f"{host!r} is no host: {', '.join(gigahost.HOSTS)}")
    if not hosts and context.arguments.host:
        hosts = [context.arguments.host]
    if not hosts:
        hosts = [name for name in context.sessions.accounts() if context.sessions.credentials(name).enough]
        hosts = [host for host in hosts if context.sessions.session(host).supports("account")]
    if not hosts:
        raise _exit.NoCredentials("no credentials for any host (gigahost help credentials)")
    done, codes = 0, []
    for host in hosts:
        try:
            account = context.sessions.session(host).account()
        except gigahost.Error as error:
            context.output.problem(error, name=host)
            codes.append(_exit.of_error(error))
            continue
        if done:
            context.output.line("")
        done += 1
        _tell(context, host, account)
    return _exit.of_many(done, codes)


def _tell(context: Context, host: str, account: gigahost.Account) -> None:
    facts = {"host": host_of(host), "profile": host.partition(".")[2] or None}
    context.output.event("account", **facts, **account.to_dict())
    context.output.line(f"{'host:':18}{host}")
    for name, value in account.to_dict().items():
        if value is None:
            continue
        if name in _SIZES:
            text = size(value)
        elif name == "premium_until":
            text = moment(value)
        else:
            text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        context.output.line(f"{name.replace('_', ' ') + ':':18}{text}")


def run_hosts(context: Context) -> int:
    """Shows what each host can do. Asks nobody."""
    rows = [["", *gigahost.HOSTS]]
    abilities = {}
    for host in gigahost.HOSTS:
        with gigahost.open(host) as unused:
            abilities[host] = unused.capabilities
            facts = {"host": host, "url": unused.base_url, "capabilities": unused.capabilities}
            context.output.event("host", **facts)
    for capability in gigahost.CAPABILITIES:
        marks = ["yes" if capability in abilities[host] else "-" for host in gigahost.HOSTS]
        rows.append([capability, *marks])
    context.output.rows(rows)
    return _exit.DONE
