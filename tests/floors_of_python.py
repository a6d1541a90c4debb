"""Who imports what in a Python package, those imports too that functions make."""

import ast
from functools import cached_property

from floors_of_rust import Link


class Package:
    """A package by the file of its root. A module is named by its path, the root by nothing."""

    separator = "."

    def __init__(self, root):
        self.root = root
        self.modules = {}
        for file in sorted(root.parent.rglob("*.py")):
            parts = list(file.relative_to(root.parent).with_suffix("").parts)
            self.modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file

    def targets(self, name, file, node):
        """The modules that one import names."""
        top = self.root.parent.name
        if isinstance(node, ast.Import):
            wanted = [alias.name.split(".") for alias in node.names]
            wanted = [parts[1:] for parts in wanted if parts[0] == top]
            return [".".join(parts) for parts in wanted]
        base = (node.module or "").split(".") if node.module else []
        if node.level:
            here = name.split(".") if name else []
            here = here if file.name == "__init__.py" else here[:-1]
            base = here[:len(here) - (node.level - 1)] + base
        elif base[:1] == [top]:
            base = base[1:]
        else:
            return []
        found = []
        for alias in node.names:
            inside = ".".join([*base, alias.name])
            found.append(inside if inside in self.modules else ".".join(base))
        return found

    @cached_property
    def imports(self):
        found = set()
        for name, file in self.modules.items():
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    for target in self.targets(name, file, node):
                        if target in self.modules and target != name:
                            found.add(Link(file, node.lineno, name, target))
        return sorted(found)
