"""Linux with musl, on x86_64: everything linked statically, so it runs as it is, on any kernel."""

from . import consumers, crates
from .common import BY_NAME, clean_environment, install, need, packages, tools

TRIPLE = "x86_64-unknown-linux-musl"
#: C programs, by name.
NOT_STATIC = {"loading": "it loads by dlopen; every program here is linked statically"}


def of_the_crates(report):
    install("musl-tools")
    need("musl-gcc")
    programs = crates.build(BY_NAME["linux-musl-x86_64"], TRIPLE, [
        "gigahost", "gigahost-system", "gigahost-conformance"], {"RUSTFLAGS": ""})
    crates.run(report, programs, [], clean_environment())


def of_the_header(report):
    tree = packages("linux-musl-x86_64")
    compilers = {".c": tools.zig("cc", "-target", "x86_64-linux-musl").split(),
                 ".cpp": tools.zig("c++", "-target", "x86_64-linux-musl").split()}
    private = ["-static", "-lunwind", "-lpthread", "-lm", "-ldl"]
    kind = consumers.Kind(compilers, tree, [tree / "lib" / "libgigahost.a", *private], [], clean_environment())
    consumers.run(report, kind, NOT_STATIC)
    consumers.beside(report, consumers.Kind(compilers, tree, [], [], clean_environment()), TRIPLE, *private,
                     flags=["-C", "target-feature=-crt-static"])


PARTS = {"crates": of_the_crates, "c": of_the_header}
