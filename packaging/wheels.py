"""The wheels: the package and the emulator."""

import os
import shutil

from tools import ROOT, VENV, WORK, environment, is_linked_by_zig, rust_flags, run

#: The folder of each package.
PACKAGES = ("python", "tests/emulator")


def flags(target, triple):
    """Compiler flags that keep paths of this machine out, as the Makefile has them."""
    home = os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo"))
    remapped = [f"--remap-path-prefix={home}=cargo", f"--remap-path-prefix={ROOT}=gigahost"]
    return {
        "CARGO_ENCODED_RUSTFLAGS": "\x1f".join([*rust_flags(target, triple), *remapped]),
        "CFLAGS": f"-ffile-prefix-map={home}=cargo",
    }


def build(target, out):
    """Builds both wheels for each triple; their paths."""
    made = []
    for triple in target.triples:
        folder = WORK / "wheels" / triple
        shutil.rmtree(folder, ignore_errors=True)
        variables = environment(target, triple) | flags(target, triple)
        del variables["RUSTFLAGS"]
        for package in PACKAGES:
            options = ["--zig"] if is_linked_by_zig(triple) else []
            if target.compatibility:
                options += ["--compatibility", target.compatibility]
            run(VENV / "bin" / "maturin", "build", "--manifest-path", f"{package}/Cargo.toml", "--release",
                "--locked", "--target", triple, "--out", folder, *options, **variables)
        out.mkdir(parents=True, exist_ok=True)
        made += [shutil.copy(wheel, out) for wheel in sorted(folder.glob("*.whl"))]
    return made
