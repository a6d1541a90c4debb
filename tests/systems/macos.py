"""macOS, on both of its processors: built and linked, its files read; nothing here can run it."""

import tempfile
from pathlib import Path

from . import consumers
from .common import BY_NAME, ROOT, packages, tools

TESTS = ROOT / "tests"


def of_the_header(report):
    tree = packages("macos")  # which has read load commands, exports and the oldest macOS
    private = (tree / "lib/pkgconfig/gigahost.pc").read_text().split("Libs.private:")[1].split()
    private += ["-F", ROOT / "packaging" / "macos"]
    report.good("load commands, exports, oldest system, layout")
    for triple in BY_NAME["macos"].triples:
        name = tools.zig_name(triple)
        compilers = {".c": tools.zig("cc", "-target", f"{name}.11.0").split(),
                     ".cpp": tools.zig("c++", "-target", f"{name}.11.0").split()}
        linked = consumers.Kind(compilers, tree, ["-L", tree / "lib", "-lgigahost"], None, None)
        for source in ("consumer.c", "consumer.cpp"):
            with tempfile.TemporaryDirectory() as home:
                code, out = linked.compile(TESTS / "consumers" / source, Path(home, "program"))
            what = f"{source} is linked for {name}"
            report.good(what) if code == 0 else report.bad(what, out[-3000:])
        alone = consumers.Kind(compilers, tree, [], None, None)
        consumers.beside(report, alone, triple, *private)
    report.skip("running any of it", "macOS runs on Apple's machines only: built and not run")


PARTS = {"built": of_the_header}
