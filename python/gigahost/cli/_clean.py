"""`gigahost clean`: removes the parts of downloads that nobody came back to."""

from __future__ import annotations

from gigahost import clean_parts

from .._system import shown
from ._exit import DONE
from ._text import size
from ._work import Context


def run(context: Context) -> int:
    """Removes them, or tells with --dry-run what would be removed, and gives the exit code."""
    arguments, output = context.arguments, context.output
    bytes = 0
    for folder in arguments.operands or ["."]:
        for part in clean_parts(
            folder,
            older_than=arguments.older_than,
            recursive=arguments.recursive,
            dry_run=arguments.dry_run,
        ):
            bytes += part.bytes
            output.line(shown(part.path))
            output.event("result", action="clean", name=str(part.path), bytes=part.bytes)
    output.note(f"{size(bytes)} {'would be' if arguments.dry_run else 'are'} freed")
    return DONE
