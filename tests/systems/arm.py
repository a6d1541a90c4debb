"""Linux on ARM, of 64 and of 32 bits, by qemu: the crates, C and C++, Python."""

import sys

from . import consumers, crates, python
from .common import (
    BY_NAME, WORK, clean_environment, emulator_program, install, need, packages, wheels,
)

CRATES = ["gigahost", "gigahost-system", "gigahost-conformance"]


class Machine:
    """One of them."""

    def __init__(self, target, triple, gnu, qemu, debian, left_out, architecture=None):
        self.target, self.triple, self.gnu, self.qemu = target, triple, gnu, qemu
        self.left_out = left_out
        self.debian = ("qemu-user", f"gcc-{gnu}", f"g++-{gnu}", *debian)
        self.PARTS = {"crates": self.of_the_crates, "c": self.of_the_header}
        if architecture:
            self.architecture = architecture
            self.PARTS["python"] = self.of_the_package

    def runner(self):
        install(*self.debian)
        need(self.qemu, f"{self.gnu}-gcc", f"{self.gnu}-g++")
        return [self.qemu, "-L", f"/usr/{self.gnu}"]

    def of_the_crates(self, report):
        runner = self.runner()
        linker = f"CARGO_TARGET_{self.triple.upper().replace('-', '_')}_LINKER"
        programs = crates.build(BY_NAME[self.target], self.triple, CRATES, {
            linker: f"{self.gnu}-gcc",
            # What qemu interprets should be no more than needed: some tests hold times.
            "CARGO_PROFILE_DEV_OPT_LEVEL": "1"})
        crates.run(report, programs, runner, clean_environment())

    def of_the_header(self, report):
        runner, tree = self.runner(), packages(self.target)
        variables = clean_environment() | {
            # qemu hands the program its own environment; what only the program shall have goes this way.
            "QEMU_SET_ENV": f"LD_LIBRARY_PATH={tree / 'lib'}", "QEMU_LD_PREFIX": f"/usr/{self.gnu}",
            "GIGAHOST_TEST_QEMU": self.qemu, "GIGAHOST_TEST_LEFT_OUT": ";".join(map("=".join, self.left_out)),
        }
        compilers = {".c": [f"{self.gnu}-gcc"], ".cpp": [f"{self.gnu}-g++"]}
        flags = ["-D_FILE_OFFSET_BITS=64", "-pthread", "-L", tree / "lib", "-lgigahost", "-ldl", "-lm"]
        kind = consumers.Kind(compilers, tree, flags, runner, variables)
        consumers.run(report, kind, {})
        alone = consumers.Kind(compilers, tree, [], runner, variables)
        consumers.beside(report, alone, self.triple, "-lpthread", "-ldl", "-lm")

    def of_the_package(self, report):
        """Debian's Python for that processor, with the wheel installed, and the emulator of this machine."""
        self.runner()
        packages(self.target, wheels=True)
        root = debian_root(self.architecture)
        site = root / "site"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--upgrade",
               "--target", site, "--platform", f"manylinux2014_{platform_of(self.target)}",
               "--python-version", "3.11", "--only-binary=:all:"]
        python.run(*pip, "--constraint", python.HERE / "requirements.txt", *python.NEEDS)
        python.run(*pip, "--no-deps", "--force-reinstall",
                   wheels(f"manylinux2014_{platform_of(self.target)}")[0])
        # Programs that the tests start by `sys.executable` find qemu again.
        program = root / "python"
        program.write_text(f'#!/bin/sh\nexec {self.qemu} -L {root} -0 {program} {root}/usr/bin/python3.11 "$@"\n')
        program.chmod(0o755)
        variables = clean_environment() | {
            "PYTHONHOME": str(root / "usr"), "PYTHONPATH": f"{site}:{python.HERE}",
            "GIGAHOST_EMULATOR": str(emulator_program()), "QEMU_LD_PREFIX": str(root)}
        python.run_files(report, f"python {self.target}", [program], variables, NO_PYTHON)


def platform_of(target):
    return target.removeprefix("linux-")


def debian_root(architecture):
    """Debian's Python of another processor, unpacked beside and not installed."""
    root = WORK / f"debian-{architecture}"
    if (root / "usr/bin/python3.11").exists():
        return root
    state = WORK / f"apt-{architecture}"
    for folder in (root, state / "lists" / "partial", state / "cache" / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    need("apt-get", "dpkg")
    apt = ["apt-get", "-qq", "-o", f"APT::Architecture={architecture}", "-o", f"APT::Architectures={architecture}",
           "-o", f"Dir::State={state}", "-o", f"Dir::State::status={state}/status", "-o", f"Dir::Cache={state}/cache"]
    python.run(*apt, "update")
    python.run(*apt, "install", "-y", "--download-only", "--no-install-recommends", "python3.11-minimal",
               "libpython3.11-stdlib")
    for package in sorted((state / "cache" / "archives").glob("*.deb")):
        python.run("dpkg", "-x", package, root)
    return root


STARTS = "qemu does not start the programs of another processor that its program starts"
#: What qemu's user mode does not do as a kernel does.
UNDER_QEMU = [
    ("r228_a_program_that_only_ever_loads_it_can_let_it_go", STARTS),
    ("r231_a_handle_of_another_process_is_refused", STARTS),
    ("r224_a_program_that_is_executed_inherits_no_descriptor_of_the_library", STARTS),
    ("r215_pthread_exit_inside_a_callback_hangs_nothing", "under qemu the process ends with another signal than that of abort(), which r215 allows on a kernel"),
]
#: Files of the Python suite that are not run there.
NO_PYTHON = {
    "test_aio_stubs.py": "type checkers read the same files on every system",
    "test_stubs.py": "type checkers read the same files on every system",
    "test_dask.py": "a cluster of processes: nothing in it differs between processors",
    **dict.fromkeys(
        ("test_cli_files.py", "test_cli_receipts.py", "test_cli_settings.py", "test_cli_state.py", "test_cli_storm.py",
         "test_cli_sync.py", "test_cli_terminal.py", "test_cli_transfers.py"),
        "each test starts programs, for which qemu takes seconds each; the command line is Python, and tested "
        "on x86_64 and in Wine"),
    "test_memory.py": "it measures the process, and qemu's is another one",
    "test_interpreters.py": "it makes environments, whose programs qemu would have to be told to run",
    "test_examples.py": "the examples are run on x86_64",
    "test_readme.py": "it runs the README's lines by programs on PATH, which are not that processor's",
    "test_cli_readme.py": "it runs the README's lines by programs on PATH, which are not that processor's",
}
MEMORY = "qemu tells the places of the memory of a program of 32 bits a page off"
OF_32_BITS = [
    ("a_password_is_gone_from_memory_with_its_config_and_session", MEMORY),
    ("a_password_that_was_sent_is_gone_from_memory_too", MEMORY),
    ("a_replaced_password_is_gone_from_memory", MEMORY),
    ("a_token_is_gone_from_memory_with_its_document", MEMORY),
    ("r251_a_hundred_thousand_sessions_live_at_once_in_a_few_kibibytes_each",
     "a handle of 32 bits has room for 16,383 at once"),
]

AARCH64 = Machine("linux-aarch64", "aarch64-unknown-linux-gnu", "aarch64-linux-gnu", "qemu-aarch64",
                  ("libc6-dev-arm64-cross",), UNDER_QEMU, "arm64")
ARMV7 = Machine("linux-armv7", "armv7-unknown-linux-gnueabihf", "arm-linux-gnueabihf", "qemu-arm",
                ("libc6-dev-armhf-cross",), [*UNDER_QEMU, *OF_32_BITS])
