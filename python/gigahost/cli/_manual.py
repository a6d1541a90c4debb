"""The manual page, made from the texts of `--help` and `gigahost help`."""

from __future__ import annotations

import argparse

import gigahost

from ._completion import commands
from ._exit import MEANINGS
from ._help import ADDRESSES, CREDENTIALS, JSON


def page(parser: argparse.ArgumentParser) -> str:
    """The page gigahost(1), for man."""
    parts = [
        f'.TH GIGAHOST 1 "" "libgigahost {gigahost.__version__}" "User Commands"',
        ".SH NAME",
        "gigahost \\- transfer and manage files at five file hosts",
        ".SH SYNOPSIS",
        *(f".B gigahost {_text(name)}\n.RI [ options ] \" {_text(_operands(one))}\"\n.br" for name, one in _all(parser)),
        ".SH DESCRIPTION",
        _plain(parser.description or ""),
        ".SH COMMANDS",
    ]
    for name, command in _all(parser):
        parts += [f".SS gigahost {_text(name)}", _text(command.description or "")]
        for action in command._actions:
            if action.help != argparse.SUPPRESS and action.dest != "help" and action.help:
                if not (action.option_strings and _is_common(command, action)):
                    parts.append(_item(action))
    some = next(command for name, command in _all(parser) if name == "up")
    parts += [".SH COMMON OPTIONS", *(_item(one) for one in some._actions if _is_common(some, one) and one.help)]
    parts += [".SH EXIT STATUS"]
    for code, meaning in MEANINGS.items():
        parts += [".TP", f".B {code}", _text(meaning)]
    for title, text in (("ADDRESSES", ADDRESSES), ("CREDENTIALS", CREDENTIALS), ("JSON LINES", JSON)):
        # Their first line is the title.
        parts += [f".SH {title}", _plain(text.split("\n", 1)[1])]
    return "\n".join(parts) + "\n"


def _all(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    return list(commands(parser).items())


def _is_common(command: argparse.ArgumentParser, action: argparse.Action) -> bool:
    """Whether an option stands in a group: those are the same for every command."""
    return any(group.title not in ("options", "positional arguments") and action in group._group_actions
               for group in command._action_groups)  # fmt: skip


def _operands(command: argparse.ArgumentParser) -> str:
    found = []
    for action in command._actions:
        if not action.option_strings and action.help != argparse.SUPPRESS:
            name = str(action.metavar or "|".join(map(str, action.choices or [action.dest])))
            many = "..." if action.nargs in ("+", "*") else ""
            found.append(f"[{name}{many}]" if action.nargs in ("*", "?") else f"{name}{many}")
    return " ".join(found)


def _item(action: argparse.Action) -> str:
    names = list(action.option_strings)
    if names and action.nargs != 0:
        value = action.metavar or "|".join(map(str, action.choices or ()))
        names[-1] += f" {value}"
    label = ", ".join(names) or str(action.metavar or action.dest)
    return f".TP\n.B {_text(label)}\n{_text(action.help or '')}"


def _text(text: str) -> str:
    """Text that troff takes as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")
    return f"\\&{text}" if text[:1] in (".", "'") else text


def _plain(text: str) -> str:
    """Lines that stay as they are."""
    return "\n".join([".nf", *(_text(line) for line in text.strip("\n").split("\n")), ".fi"])
