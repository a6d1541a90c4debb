"""Completion scripts for shells, made from the parser: what is new there is completed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from . import _credentials, _options as options_file
from ._exit import Usage

_LOCAL = frozenset({"clean", "up", "verify", "mirror", "sync"})


def script(shell: str, parser: argparse.ArgumentParser) -> str:
    """The script for a shell: `bash`, `zsh` or `fish`."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](parser, _accounts())


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    return (
        action
        for action in parser._actions
        if action.option_strings and action.help != argparse.SUPPRESS
    )


def _words(parser: argparse.ArgumentParser, accounts: list[str]) -> str:
    """What is no option: the choices of an operand, or the hosts."""
    for action in parser._actions:
        if not action.option_strings:
            return " ".join(action.choices or [f"{account}:" for account in accounts])
    return ""


def _accounts() -> list[str]:
    """The hosts, and the profiles that are known where the completion is made."""
    try:
        return _credentials.accounts(options_file.read(None))
    except Usage:
        return _credentials.accounts(())


def _values(action: argparse.Action, accounts: list[str]) -> str:
    """What an option takes; empty if anything."""
    if action.dest in ("host", "tries"):
        return " ".join(accounts)
    return " ".join(action.choices) if action.choices else ""


def _takes_value(action: argparse.Action) -> bool:
    return action.nargs != 0


def _bash(parser: argparse.ArgumentParser, accounts: list[str]) -> str:
    cases, values = [], {}
    for name, command in commands(parser).items():
        options = " ".join(option for action in _options(command) for option in action.option_strings)
        files = "yes" if name in _LOCAL else ""
        cases.append(f'    {name}) options="{options}"; words="{_words(command, accounts)}"; files="{files}" ;;')
        for action in _options(command):
            if _takes_value(action):
                values["|".join(action.option_strings)] = _values(action, accounts)
    asked = [
        f'    {names}) COMPREPLY=($(compgen -W "{words}" -- "$current")); return ;;'
        if words
        else f'    {names}) COMPREPLY=($(compgen -f -- "$current")); return ;;'
        for names, words in values.items()
    ]
    return f"""\
# Completion of gigahost for bash: source <(gigahost completion bash)
_gigahost() {{
  local current previous options words files
  # A colon does not end a word of ours, as it does for the shell.
  _get_comp_words_by_ref -n : cur prev 2>/dev/null
  current="${{cur-${{COMP_WORDS[COMP_CWORD]}}}}"
  previous="${{prev-${{COMP_WORDS[COMP_CWORD-1]}}}}"
  case "$previous" in
{chr(10).join(asked)}
  esac
  case "${{COMP_WORDS[1]}}" in
{chr(10).join(cases)}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{' '.join(commands(parser))} --help --version" -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$options $words" -- "$current"))
  if [ -n "$files" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
  if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$current"; fi
}}
complete -o filenames -o nospace -F _gigahost gigahost
"""


def _quoted(text: str) -> str:
    return text.replace("'", "'\\''")


def _zsh(parser: argparse.ArgumentParser, accounts: list[str]) -> str:
    names = "\n".join(
        f"    '{name}:{_quoted(_help(parser, name))}'" for name in commands(parser)
    )
    cases = []
    for name, command in commands(parser).items():
        lines = [f"    {name}) _arguments \\"]
        for action in _options(command):
            text = _quoted(action.help or "").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
            for option in action.option_strings:
                value = ""
                if _takes_value(action):
                    chosen = _values(action, accounts)
                    value = f":value:({chosen})" if chosen else ":value:_files"
                lines.append(f"      '{option}[{text}]{value}' \\")
        words = _words(command, accounts)
        place = "_gigahost_places" if ":" in words or not words else f"({words})"
        lines.append(f"      '*:place:{place}' ;;")
        cases.append("\n".join(lines))
    return f"""\
#compdef gigahost
# Completion of gigahost for zsh: source <(gigahost completion zsh)
_gigahost_places() {{
  compadd -S '' {' '.join(f"{account}:" for account in accounts)}
  _files
}}
_gigahost() {{
  local -a names
  names=(
{names}
  )
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
{chr(10).join(cases)}
  esac
}}
compdef _gigahost gigahost
"""


def _help(parser: argparse.ArgumentParser, name: str) -> str:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                if choice.dest == name:
                    return choice.help or ""
    return ""


def _fish(parser: argparse.ArgumentParser, accounts: list[str]) -> str:
    lines = [
        "# Completion of gigahost for fish: gigahost completion fish | source",
        "complete -c gigahost -f",
    ]
    for name, command in commands(parser).items():
        text = _fish_quoted(_help(parser, name))
        lines.append(f"complete -c gigahost -n __fish_use_subcommand -a {name} -d '{text}'")
        here = f"complete -c gigahost -n '__fish_seen_subcommand_from {name}'"
        force = " -F" if name in _LOCAL else ""
        lines.append(f"{here}{force} -a '{_words(command, accounts)}'")
        for action in _options(command):
            parts = [here]
            for option in action.option_strings:
                parts.append(f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}")
            if _takes_value(action):
                chosen = _values(action, accounts)
                parts.append(f"-x -a '{chosen}'" if chosen else "-r -F")
            parts.append(f"-d '{_fish_quoted(action.help or '')}'")
            lines.append(" ".join(parts))
    return "\n".join(lines) + "\n"


def _fish_quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
