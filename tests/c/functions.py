"""Reads include/gigahost.h and writes it down as a table that C programs can go through.

The table holds every function with what each of its parameters is, and a way to call it with
arguments out of a `struct call`: see every_function.h. New functions come in by themselves; a
parameter of a new kind is an error here.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = HERE.parent.parent / "include" / "gigahost.h"
HOSTS = ["rapidgator", "giga0", "uploadgig", "gett", "gigags"]

NUMBERS = {"int32_t", "int64_t", "uint32_t", "uint64_t", "size_t"}
RETURNS = {"gigahost_status": "status", "double": "real"} | {n: "number" for n in NUMBERS}


class Parameter:
    def __init__(self, declaration, handles):
        self.type, self.name = re.fullmatch(r"(.*?[ *])(\w+)", declaration).groups()
        self.type = " ".join(self.type.replace("*", " * ").split()).replace("* *", "**")
        self.handle = ""
        self.kind = self.classify(handles)

    def classify(self, handles):
        kinds = {
            "const gigahost_error **": "ERROR",
            "const char *": "TEXT",
            "const char * const *": "TEXTS",
            "const uint8_t *": "BYTES",
            "const uint64_t *": "BYTES",
            "const void *": "RESULT",
            "void *": "USER",
            "double": "REAL",
            "uint64_t *": "NUMBER_OUT",
        } | {number: "NUMBER" for number in NUMBERS}
        if self.type in kinds:
            return kinds[self.type]
        out = re.fullmatch(r"(?:const )?(gigahost_\w+) \*\*", self.type)
        if out:
            self.handle = out[1] if out[1] in handles else ""
            return "OUT"
        if re.fullmatch(r"gigahost_\w+_fn", self.type):
            return "CALLBACK"
        pointed = re.fullmatch(r"(?:const )?(gigahost_\w+) \*", self.type)
        if pointed and pointed[1] == "gigahost_value":
            return "VALUE"
        if pointed and pointed[1] in handles:
            self.handle = pointed[1]
            return "HANDLE"
        sys.exit(f"functions.py does not know what `{self.type}{self.name}` is")

    def argument(self, at):
        if self.kind == "NUMBER":
            return f"({self.type})c->number[{at}]"
        if self.kind == "REAL":
            return f"c->real[{at}]"
        if self.kind == "CALLBACK":
            return f"({self.type})c->callback[{at}]"
        return f"({self.type})c->pointer[{at}]"


class Function:
    def __init__(self, returns, name, parameters, comment, handles):
        self.name, self.comment = name, comment
        self.type = " ".join(returns.split())
        self.returns = RETURNS.get(self.type, "pointer" if self.type.endswith("*") else None)
        if self.returns is None:
            sys.exit(f"functions.py does not know what {name}() returns: `{self.type}`")
        listed = [] if parameters.strip() in ("", "void") else parameters.split(",")
        self.parameters = [Parameter(" ".join(one.split()), handles) for one in listed]
        prefix = name.removeprefix("gigahost_").split("_")[0]
        self.host = prefix if prefix in HOSTS and name.count("_") > 1 else ""

    def call(self):
        arguments = ", ".join(p.argument(at) for at, p in enumerate(self.parameters))
        unused = "" if self.parameters else "    (void)c;\n"
        back = {
            "status": "c->status = {};",
            "number": "c->number_back = (int64_t){};",
            "real": "c->real_back = {};",
            "pointer": "c->pointer_back = {};",
        }[self.returns].format(f"{self.name}({arguments})")
        return f"static void call_{self.name}(struct call *c)\n{{\n{unused}    {back}\n}}\n"

    def row(self, fine):
        kinds = ", ".join(
            '{{"{}", KIND_{}, "{}", {}}}'.format(p.name, p.kind, p.handle, int(p.name in fine))
            for p in self.parameters
        )
        parameters = f"{{{kinds}}}" if kinds else '{{"", KIND_NUMBER, "", 0}}'
        return (
            f'    {{"{self.name}", RETURNS_{self.returns.upper()}, call_{self.name},\n'
            f'     "{self.host}", {len(self.parameters)}, {parameters}}},\n'
        )


def functions(header=HEADER):
    """Every function of the header, in its order."""
    text = header.read_text()
    handles = set(re.findall(r"^typedef struct (gigahost_\w+) \1;", text, re.MULTILINE))
    handles.discard("gigahost_value")
    found = re.findall(
        r"(?:/\*\*((?:(?!\*/).)*)\*/\s*)?^GIGAHOST_API\s+(?:GIGAHOST_NODISCARD\s+)?"
        r"([\w\s*]+?)\b(gigahost_\w+)\(([^()]*)\);",
        text, re.MULTILINE | re.DOTALL,
    )
    return [Function(back, name, inside, doc, handles) for doc, back, name, inside in found]


def null_is_fine():
    """The parameters of each function that may be NULL."""
    lines = (HERE / "null_is_fine.txt").read_text().splitlines()
    rows = (line.split(":") for line in lines if line and not line.startswith("#"))
    return {name.strip(): set(parameters.split()) for name, parameters in rows}


def write(path, header=HEADER):
    """Writes the table."""
    known = functions(header)
    fine = null_is_fine()
    unknown = set(fine) - {function.name for function in known}
    if unknown:
        sys.exit(f"null_is_fine.txt names functions that are not there: {sorted(unknown)}")
    for function in known:
        named = fine.get(function.name, set())
        if named - {p.name for p in function.parameters}:
            sys.exit(f"null_is_fine.txt names parameters that {function.name}() does not have")
        # What it means for options stands with their type.
        if named - {"options"} and "NULL" not in function.comment:
            sys.exit(f"{function.name}() takes NULL, and its comment does not say what it means")
    text = "/* Made from include/gigahost.h by functions.py. */\n\n"
    text += "\n".join(function.call() for function in known)
    text += "\nstatic const struct function FUNCTIONS[] = {\n"
    text += "".join(function.row(fine.get(function.name, set())) for function in known)
    text += "};\n"
    path.write_text(text)
