"""The binary interface against its baseline: there may be additions and nothing else.

Described is what C programs are compiled with, the header: a library is made of it whose functions
do nothing, with all debug information. Rust's own debug information names Rust's types, and the
types of arguments that C cannot tell apart; that Rust keeps to the header is the header's own test,
and that the exports are those of the header is r242.
"""

import re

from .common import ROOT, check, installed, needs, run, attempt, scratch

BASELINE = ROOT / "ffi" / "pkg" / "abi" / "libgigahost.abi"
# Members are added at the end of results, which only the library makes.
ADDITIONS = """
[suppress_type]
  type_kind = struct
  has_data_member_inserted_at = end
  has_size_change = yes

[suppress_type]
  type_kind = struct
  has_data_member_inserted_at = end
"""
OPTIONS = ["--no-show-locs", "--no-comp-dir-path", "--no-corpus-path", "--load-all-types"]


def described(header, folder):
    """Writes the description of the interface that this header text declares."""
    folder.mkdir()
    (folder / "gigahost.h").write_text(header)
    plain = run("gcc", "-E", "-P", folder / "gigahost.h")
    plain = re.sub(r"__attribute__\(\(.*?\)\)", "", plain)
    functions = re.findall(r"([\w \n*]+\bgigahost_\w+\([^;{}]*\));", plain)
    assert len(functions) > 50, functions
    bodies = "\n".join(f"{function} {{ __builtin_trap(); }}" for function in functions)
    (folder / "gigahost.c").write_text(f'#include "gigahost.h"\n{bodies}\n')
    library = folder / "libgigahost.so.0"
    run("gcc", "-g", "-shared", "-fPIC", "-fno-eliminate-unused-debug-types",
        "-Wl,-soname,libgigahost.so.0", "gigahost.c", "-o", library, cwd=folder)
    run("abidw", *OPTIONS, "--out-file", folder / "abi.xml", library)
    return folder / "abi.xml"


def differences(before, after):
    """The changes that are no additions, or nothing."""
    rules = scratch() / "additions.ini"
    rules.write_text(ADDITIONS)
    code, out = attempt("abidiff", "--suppressions", rules, "--no-added-syms",
                        "--non-reachable-types", before, after)
    assert code & 3 == 0, f"abidiff failed with {code}:\n{out}"
    return out if code else ""


def header():
    return (installed() / "include" / "gigahost.h").read_text()


@check
def r243_the_abi_has_only_additions_to_its_baseline():
    needs("abidw", "abidiff")
    found = differences(BASELINE, described(header(), scratch() / "abi"))
    assert not found, f"not only additions:\n{found}"


# What is done to the header: a name, what is looked for, what comes in its place, if it may be done.
CHANGES = [
    ("a function goes", r"GIGAHOST_API uint32_t gigahost_abi\(void\);", "", False),
    ("an argument grows", r"gigahost_config_new\(int32_t host", "gigahost_config_new(int64_t host",
     False),
    ("an argument comes", r"(gigahost_logout\(const [^)]*)\)", r"\1, int more)", False),
    ("an answer changes its type", r"uint32_t gigahost_abi\(void\)", "uint8_t gigahost_abi(void)",
     False),
    ("a number of an enumeration changes", "GIGAHOST_E_QUOTA = 47", "GIGAHOST_E_QUOTA = 147", False),
    ("a member comes in the middle", r"(\n    size_t count;)((?:[^}]|\n)*\n} gigahost_listing;)",
     r"\1\n    int64_t more;\2", False),
    ("a member goes", r"\n    const gigahost_entry \*folder;\n} gigahost_listing;",
     "\n} gigahost_listing;", False),
    ("a member comes at the end", r"\n} gigahost_listing;", "\n    int64_t more;\n} gigahost_listing;",
     True),
    ("a function comes", r"GIGAHOST_API uint32_t gigahost_abi\(void\);",
     r"\g<0>\nGIGAHOST_API int gigahost_more(const char *text);", True),
    ("a number of an enumeration comes", "GIGAHOST_E_QUOTA = 47,", r"\g<0>\n    GIGAHOST_E_MORE = 999,",
     True),
]


@check
def r243_every_change_that_breaks_programs_is_noticed():
    needs("abidw", "abidiff")
    text = header()
    before = described(text, scratch() / "abi-before")
    for at, (name, old, new, allowed) in enumerate(CHANGES):
        changed, times = re.subn(old, new, text)
        assert times == 1, f"{name}: {old} is {times} times in the header"
        found = differences(before, described(changed, scratch() / f"abi-{at}"))
        assert bool(found) != allowed, f"{name}: {found or 'not noticed'}"


def bless_abi():
    text = described(header(), scratch() / "abi-new").read_text()
    BASELINE.parent.mkdir(exist_ok=True)
    BASELINE.write_text(text)
    print(f"{BASELINE.relative_to(ROOT)}: {len(text)} bytes")
