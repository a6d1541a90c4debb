"""Linux with musl, on x86_64: everything linked statically, so it runs as it is, on any kernel."""

import os
import subprocess

from . import consumers, crates
from .common import BY_NAME, ROOT, WORK, install, need, packages, tools

TRIPLE = "x86_64-unknown-linux-musl"
#: C programs, by name.
NOT_STATIC = {"loading": "it loads by dlopen; every program here is linked statically"}
NOT_HERE = []


def environment():
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIGAHOST_")}
    return clean | {"RUST_BACKTRACE": "0"}


def of_the_crates(report):
    install("musl-tools")
    need("musl-gcc")
    programs = crates.build(BY_NAME["linux-musl-x86_64"], TRIPLE, [
        "gigahost", "gigahost-system", "gigahost-conformance"], {"RUSTFLAGS": ""})
    crates.run(report, programs, [], environment(), NOT_HERE)


def of_the_header(report):
    tree = packages("linux-musl-x86_64")
    compilers = {".c": tools.zig("cc", "-target", "x86_64-linux-musl").split(),
                 ".cpp": tools.zig("c++", "-target", "x86_64-linux-musl").split()}
    private = ["-static", "-lunwind", "-lpthread", "-lm", "-ldl"]
    kind = consumers.Kind(compilers, tree, [tree / "lib" / "libgigahost.a", *private], [], environment())
    consumers.run(report, kind, NOT_STATIC)
    other = WORK / "libother-musl.a"
    subprocess.run(["rustc", "--edition", "2024", "-O", "--crate-type", "staticlib", "--target", TRIPLE,
                    "-C", "target-feature=-crt-static", "-o", other,
                    ROOT / "tests" / "consumers" / "other.rs"], check=True)
    consumers.beside(report, consumers.Kind(compilers, tree, [], [], environment()), other, *private)


PARTS = {"crates": of_the_crates, "c": of_the_header}
