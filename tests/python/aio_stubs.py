"""Makes the stubs of `gigahost.aio` from those of the blocking classes.

`GIGAHOST_BLESS=1 pytest tests/python/test_aio_stubs.py` writes them.
"""

import ast
import pathlib

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "python/gigahost"
STUB = PACKAGE / "aio/__init__.pyi"
CLASSES = ["Session", "Rapidgator", "Giga0", "UploadGig", "Gett", "GigaGs"]
IMMEDIATE = {"supports", "with_timeout", "with_cancel"}
WIDTH = 100

HEAD = '''\
# Made from the stubs of the blocking classes by tests/python/aio_stubs.py: not edited by hand.
import builtins
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, overload

from typing_extensions import Self

import gigahost
'''

# What the awaitable session has and the blocking one has not.
OF_SESSION = '''\
    def __init__(self, *args: Any, **keywords: Any) -> None: ...
    @property
    def blocking(self) -> gigahost.Session: ...
    async def remote_wait(
        self,
        jobs: Sequence[str | RemoteJob],
        *,
        interval: float = 5.0,
    ) -> builtins.list[RemoteJob]: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...
    def __reduce__(self) -> tuple[Callable[..., Any], tuple[gigahost.Session]]: ...
'''

QUEUE = '''\
class Queue:
    def __init__(
        self,
        *,
        workers: int | None = None,
        retries: int | None = None,
        state: str | os.PathLike[str] | None = None,
        receipts: ReceiptLog | str | os.PathLike[str] | None = None,
    ) -> None: ...
    @property
    def blocking(self) -> gigahost.Queue: ...
    @property
    def closed(self) -> bool: ...
    async def upload(
        self, session: Session | gigahost.Session, source: AsyncSource, **options: Any
    ) -> int: ...
    async def download(
        self, session: Session | gigahost.Session, file: str | Entry, target: Target, **options: Any
    ) -> int: ...
    def restore(self, session: Session | gigahost.Session) -> builtins.list[int]: ...
    def earlier(
        self,
        session: Session | gigahost.Session,
        source: Any,
        *,
        name: str | None = None,
        folder: str | Entry | None = None,
    ) -> str: ...
    async def repair(
        self, session: Session | gigahost.Session, log: ReceiptLog | str | os.PathLike[str]
    ) -> builtins.list[CheckedFile]: ...
    def set_priority(self, id: int, priority: int) -> None: ...
    def set_cap(self, session: Session | gigahost.Session, cap: int | None) -> None: ...
    def pause(self, id: int | None = None) -> None: ...
    def resume(self, id: int | None = None) -> None: ...
    def cancel(self, id: int | None = None) -> None: ...
    def transfer(self, id: int) -> Transfer: ...
    def transfers(self) -> builtins.list[Transfer]: ...
    def totals(self) -> Totals: ...
    def result(self, id: int) -> Receipt | Download: ...
    async def next_event(self) -> Transfer | None: ...
    async def wait(self) -> None: ...
    async def close(self) -> None: ...
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> Transfer: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, kind: object, *exception: object) -> None: ...
'''

TAIL = '''\
def wrap(session: gigahost.Session) -> Session: ...
def limit_threads(limit: int) -> None: ...
async def verify(
    log: ReceiptLog, session: Session | gigahost.Session
) -> builtins.list[CheckedFile]: ...
'''


class Awaitable(ast.NodeTransformer):
    """Puts the types of the awaitable side in the place of the blocking ones."""

    def visit_Name(self, node):
        return ast.Name("AsyncSource") if node.id == "Source" else node


def function(node, indent):
    """The text of one function, a parameter in each line if it is long."""
    head = "".join(f"{indent}@{ast.unparse(one)}\n" for one in node.decorator_list)
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    end = f" -> {ast.unparse(node.returns)}: ..."
    line = f"{indent}{word} {node.name}({', '.join(split(node.args))}){end}"
    if len(line) > WIDTH:
        parts = [f"{indent}    {part},\n" for part in split(node.args)]
        line = f"{indent}{word} {node.name}(\n{''.join(parts)}{indent}){end}"
    return head + line + "\n"


def split(arguments):
    """The parameters one by one, as they are written."""
    assert not arguments.vararg and not arguments.kwarg and not arguments.posonlyargs
    missing = len(arguments.args) - len(arguments.defaults)
    defaults = [None] * missing + arguments.defaults
    parts = [parameter(*pair) for pair in zip(arguments.args, defaults)]
    if arguments.kwonlyargs:
        parts.append("*")
        parts += [parameter(*pair) for pair in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    return parts


def parameter(argument, default):
    text = ast.unparse(argument)
    if default is None:
        return text
    return f"{text} = {ast.unparse(default)}"


def is_property(node):
    return any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)


def twin(node):
    """The awaitable twin of a method; None for one that has none."""
    node = Awaitable().visit(node)
    if node.name == "__new__":
        node.name, node.returns = "__init__", ast.Constant(None)
        node.args.args[0].arg = "self"
        return node
    if node.name.startswith("_"):
        return None
    if is_property(node) or node.name in IMMEDIATE:
        return node
    return ast.AsyncFunctionDef(**{field: getattr(node, field) for field in node._fields})


def class_text(node):
    bases = "".join(f"({ast.unparse(base)})" for base in node.bases)
    text = f"class {node.name}{bases}:\n"
    twins = [twin(one) for one in node.body if isinstance(one, ast.FunctionDef)]
    text += "".join(function(one, "    ") for one in twins if one is not None)
    return text + (OF_SESSION if node.name == "Session" else "")


def live_text(node):
    text = "class Live:\n"
    text += "    def __init__(self, live: gigahost.Live, token: CancelToken) -> None: ...\n"
    text += "    @property\n    def blocking(self) -> gigahost.Live: ...\n"
    twins = [twin(one) for one in node.body if isinstance(one, ast.FunctionDef)]
    text += "".join(function(one, "    ") for one in twins if one is not None)
    text += "    def __aiter__(self) -> Self: ...\n    async def __anext__(self) -> Any: ...\n"
    text += "    async def __aenter__(self) -> Self: ...\n"
    return text + "    async def __aexit__(self, *exception: object) -> None: ...\n"


def lines(names):
    """Each name in a line of its own."""
    return "".join(f"    {name},\n" for name in names)


def imports(body):
    """The names that the text uses, from where they are."""
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    native = ast.parse((PACKAGE / "_native.pyi").read_text())
    text = ""
    for node in native.body:
        if isinstance(node, ast.ImportFrom) and node.module == "types" and node.level == 1:
            names = sorted(used & {alias.name for alias in node.names})
            text += f"from gigahost.types import (\n{lines(names)})\n"
    results = {node.name for node in native.body if isinstance(node, ast.ClassDef)} | {"SecretStr"}
    names = sorted((used & results) - {*CLASSES, "Live", "Queue"})
    text = f"from gigahost import (\n{lines(names)})\n{text}"
    return text + "\nfrom ._source import AsyncSource\n"


def stub():
    """The text of the whole stub."""
    native = ast.parse((PACKAGE / "_native.pyi").read_text())
    classes = {node.name: node for node in native.body if isinstance(node, ast.ClassDef)}
    parts = [class_text(classes[name]) for name in CLASSES] + [live_text(classes["Live"])]
    opened = [
        Awaitable().visit(node)
        for node in ast.parse((PACKAGE / "_open.pyi").read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name == "open"
    ]
    opens = ""
    for node in opened:
        options, node.args.kwarg = node.args.kwarg, None
        text = function(node, "")
        if options is not None:
            text = text.replace(")", f", **{ast.unparse(options)})", 1)
        opens += text
    body = "\n".join([*parts, QUEUE, opens + TAIL])
    names = sorted([*CLASSES, "Live", "Queue", "limit_threads", "open", "verify", "wrap"])
    public = lines(f'"{name}"' for name in names)
    text = f"{HEAD}{imports(body)}\n__all__ = [\n{public}]\n\n{body}"
    return text.replace("'", '"')
