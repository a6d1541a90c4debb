"""Who imports what in a Rust crate: `use` lines and paths, each followed through re-exports to the file
that defines the item."""

import re
from collections import namedtuple
from functools import cached_property

Link = namedtuple("Link", "file line source target")

TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|r(#*)\".*?\"\1|b?\"(?:\\.|[^\"\\])*\"|b?'(?:\\.[^']*|[^'\\])'", re.S)
ITEM = re.compile(r"\b(?:struct|enum|trait|union|fn|const|static|type|macro_rules!)\s+(?:mut\s+)?(\w+)")
MODULE = re.compile(r"((?:#\[[^\]]*\]\s*)*)(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*(;|\{)")
USE = re.compile(r"(pub(?:\([^)]*\))?\s+)?\buse\s+([^;]+);")
PATH = re.compile(r"(?<![\w:])(?:\w+::)+(?:\w+)")


def bare(text):
    """The source without comments and strings, line for line."""
    return TOKEN.sub(lambda found: "\n" * found[0].count("\n") if found[0][0] in "/'" else
                     '"' + "\n" * found[0].count("\n") + '"', text)


def closing(text, at):
    """The end of the block that opens there."""
    depth = 0
    for at in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    return len(text)


def branches(tree, before=()):
    """The paths of one `use`: (path, name that it is known by)."""
    tree = tree.strip()
    head, brace, rest = tree.partition("{")
    if brace:
        before = (*before, *[part.strip() for part in head.split("::") if part.strip()])
        depth, start = 0, 0
        inside = rest[:rest.rindex("}")]
        for at, char in enumerate(inside + ","):
            depth += {"{": 1, "}": -1}.get(char, 0)
            if char == "," and depth == 0:
                if inside[start:at].strip():
                    yield from branches(inside[start:at], before)
                start = at + 1
        return
    path, _, name = tree.partition(" as ")
    path = (*before, *[part.strip() for part in path.split("::") if part.strip()])
    if path[-1] == "self":
        path = path[:-1]
    yield path, name.strip() or path[-1]


class Module:
    def __init__(self, crate, name, file):
        self.crate, self.name, self.file = crate, name, file
        text = bare(file.read_text())
        self.children, self.tests = {}, set()
        at = 0
        # Modules that are tests, and those that stand in braces, are taken out; the others are read.
        while found := MODULE.search(text, at):
            at = found.end()
            test = "cfg(test)" in found[1] or "cfg(all(test" in found[1]
            if found[3] == "{":
                end = closing(text, found.end() - 1)
                if test:
                    text = text[:found.start()] + "\n" * text.count("\n", found.start(), end) + text[end:]
                    at = found.start()
            elif test:
                self.tests.add(found[2])
            else:
                place = re.search(r'#\[path\s*=\s*"([^"]+)"', self.attributes(found[2]))
                self.children[found[2]] = place and place[1]
        self.uses = [(path, known, bool(found[1]), text.count("\n", 0, found.start()) + 1)
                     for found in USE.finditer(text) for path, known in branches(found[2])]
        self.text = USE.sub(lambda found: "\n" * found[0].count("\n"), text)
        self.items = set(ITEM.findall(self.text))

    def attributes(self, child):
        lines = self.file.read_text().splitlines()
        at = next((i for i, line in enumerate(lines)
                   if re.match(rf"(pub(\([^)]*\))? )?mod {child};", line)), 0)
        above = []
        while at and lines[at - 1].startswith("#["):
            at -= 1
            above.append(lines[at])
        return "\n".join(above)


class Crate:
    """A crate by the file of its root. A module is named by its path, the root by nothing."""

    separator = "::"

    def __init__(self, root):
        self.root = root
        self.known = {}
        self.read("", root, root.parent)

    def read(self, name, file, folder):
        module = self.known[name] = Module(self, name, file)
        for child, place in module.children.items():
            full = f"{name}::{child}" if name else child
            options = [folder / place] if place else [folder / f"{child}.rs", folder / child / "mod.rs"]
            for option in options:
                if option.exists():
                    self.read(full, option, folder / child)
                    break

    @property
    def modules(self):
        return {name: module.file for name, module in self.known.items()}

    def absolute(self, module, path):
        """A path from the crate's root, or nothing if it leads out of the crate."""
        parts = list(path)
        here = module.split("::") if module else []
        if parts[0] == "crate":
            return parts[1:]
        if parts[0] in ("self", "super"):
            while parts and parts[0] in ("self", "super"):
                if parts.pop(0) == "super":
                    here = here[:-1]
            return here + parts
        if parts[0] in self.known[module].children:
            return here + parts
        return None

    def definer(self, parts, seen=frozenset()):
        """The module that defines what a path from the root names, and whether that is a module."""
        module = ""
        for at, part in enumerate(parts):
            within = f"{module}::{part}" if module else part
            if within in self.known:
                module = within
                continue
            if (module, part) in seen:
                return module, False
            seen = seen | {(module, part)}
            here = self.known[module]
            if part in here.items:
                return module, False
            for path, known, _, _ in here.uses:
                if known == part and path[-1] != "*":
                    to = self.absolute(module, path)
                    if to is None:
                        return None, False
                    return self.definer([*to, *parts[at + 1:]], seen)
            for path, known, public, _ in here.uses:
                to = self.absolute(module, path[:-1]) if known == "*" and len(path) > 1 and public else None
                if to is not None:
                    inside, _ = self.definer(to, seen)
                    if inside is not None and self.exports(inside, part):
                        return self.definer([*to, part], seen)
            return module, False
        return module, True

    def exports(self, module, name):
        here = self.known[module]
        return name in here.items or any(known == name for _, known, public, _ in here.uses if public)

    @cached_property
    def imports(self):
        found = []
        for name, module in self.known.items():
            names = {}
            for path, known, public, line in module.uses:
                to = self.absolute(name, path)
                if to is None and path[0] in names and len(path) > 1:
                    to = [*names[path[0]], *path[1:]]  # `use thing::{self}; use thing::Other;`
                if to is None:
                    continue
                if path[-1] == "*":
                    to = to[:-1]
                    target, _ = self.definer(to)
                    if not public:
                        found.append(Link(module.file, line, name, target))
                    continue
                names[known] = to
                target, whole = self.definer(to)
                used = re.search(rf"(?<![\w:]){known}\b", module.text)
                # A re-export is no import unless the name is used here too; of a module that is
                # imported whole, what is used counts.
                if target is not None and not whole and (used or not public):
                    found.append(Link(module.file, line, name, target))
            for path in PATH.finditer(module.text):
                parts = path[0].split("::")
                to = self.absolute(name, parts)
                if to is None and parts[0] in names:
                    to = [*names[parts[0]], *parts[1:]]
                if not to:
                    continue
                target, _ = self.definer(to)
                if target is not None and target != name:
                    line = module.text.count("\n", 0, path.start()) + 1
                    found.append(Link(module.file, line, name, target))
        return sorted({link for link in found if link.target != link.source})
