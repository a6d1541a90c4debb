"""Linux on ARM, of 64 and of 32 bits, by qemu: the crates, C and C++, Python."""

import os
import subprocess

from . import consumers, crates
from .common import BY_NAME, ROOT, WORK, install, need, packages

CRATES = ["gigahost", "gigahost-system", "gigahost-conformance"]


class Machine:
    """One of them."""

    def __init__(self, target, triple, gnu, qemu, debian):
        self.target, self.triple, self.gnu, self.qemu = target, triple, gnu, qemu
        self.debian = ("qemu-user", f"gcc-{gnu}", f"g++-{gnu}", *debian)
        self.PARTS = {"crates": self.of_the_crates, "c": self.of_the_header}

    def runner(self):
        install(*self.debian)
        need(self.qemu, f"{self.gnu}-gcc", f"{self.gnu}-g++")
        return [self.qemu, "-L", f"/usr/{self.gnu}"]

    def environment(self):
        clean = {key: value for key, value in os.environ.items() if not key.startswith("GIGAHOST_")}
        return clean | {"RUST_BACKTRACE": "0"}

    def of_the_crates(self, report):
        runner = self.runner()
        linker = f"CARGO_TARGET_{self.triple.upper().replace('-', '_')}_LINKER"
        programs = crates.build(BY_NAME[self.target], self.triple, CRATES, {linker: f"{self.gnu}-gcc"})
        crates.run(report, programs, runner, self.environment(), NOT_HERE)

    def of_the_header(self, report):
        runner, tree = self.runner(), packages(self.target)
        variables = self.environment() | {"QEMU_SET_ENV": f"LD_LIBRARY_PATH={tree / 'lib'}"}
        compilers = {".c": [f"{self.gnu}-gcc"], ".cpp": [f"{self.gnu}-g++"]}
        flags = ["-pthread", "-L", tree / "lib", "-lgigahost", "-ldl", "-lm"]
        kind = consumers.Kind(compilers, tree, flags, runner, variables)
        consumers.run(report, kind, UNDER_QEMU)
        other = WORK / f"libother-{self.target}.a"
        subprocess.run(["rustc", "--edition", "2024", "-O", "--crate-type", "staticlib", "--target",
                        self.triple, "-o", other, ROOT / "tests" / "consumers" / "other.rs"], check=True)
        alone = consumers.Kind(compilers, tree, [], runner, variables)
        consumers.beside(report, alone, other, "-lpthread", "-ldl", "-lm")


#: What qemu's user mode does not do as a kernel does.
NOT_HERE = []
UNDER_QEMU = {}

AARCH64 = Machine("linux-aarch64", "aarch64-unknown-linux-gnu", "aarch64-linux-gnu", "qemu-aarch64",
                  ("libc6-dev-arm64-cross",))
ARMV7 = Machine("linux-armv7", "armv7-unknown-linux-gnueabihf", "arm-linux-gnueabihf", "qemu-arm",
                ("libc6-dev-armhf-cross",))
