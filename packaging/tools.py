"""What builds for another system: the compilers' standard libraries, the linkers; where they are, how
they are got."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

from targets import EVERYWHERE

ROOT = Path(__file__).resolve().parent.parent
WORK = (ROOT / os.environ.get("CARGO_TARGET_DIR", "target")).resolve() / "packaging"
VENV = WORK / "tools"
REQUIREMENTS = ROOT / "packaging" / "requirements.txt"
#: Debian's compiler whose standard library comes as source, for where rustup has no target.
FROM_SOURCE = {"/usr/bin/rustc": "rustc-web", "/usr/bin/cargo": "cargo-web",
               "/usr/src/rustc": "rust-web-src"}


class Failed(Exception):
    pass


def said(*command, **options):
    """What a program says, or nothing if it failed or is not there."""
    try:
        done = subprocess.run(command, check=True, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def run(*command, **environment):
    """Runs a program; its output is in the exception if it fails."""
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, **{key: str(value) for key, value in environment.items()}},
    )
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))} ended with {done.returncode}:\n"
                     f"{done.stdout[-6000:]}")
    return done.stdout


# What is here


@cache
def sysroot():
    return Path(said("rustc", "--print", "sysroot") or "/nowhere")


def has_standard_library(triple):
    return (sysroot() / "lib" / "rustlib" / triple / "lib").is_dir()


def has_source():
    return (Path("/usr/bin/cargo").exists() and Path("/usr/bin/rustc").exists()
            and any(Path("/usr/src").glob("rustc-*/library/std")))


def objcopy():
    """LLVM's, which rustup brings with every compiler and Debian in `llvm`."""
    host = f"{platform.machine()}-unknown-linux-gnu"
    ours = sysroot() / "lib" / "rustlib" / host / "bin" / "rust-objcopy"
    if ours.exists():
        return f"env LD_LIBRARY_PATH={sysroot() / 'lib'} {ours}"
    return "llvm-objcopy"


def which(program):
    """Where a program is; Debian has some of LLVM's only under the name with the version."""
    if found := shutil.which(program):
        return found
    found = {path.name.rpartition("-")[2]: path for path in Path("/usr/bin").glob(f"{program}-[0-9]*")}
    versions = [int(version) for version in found if version.isdigit()]
    return str(found[str(max(versions))]) if versions and program.startswith("llvm-") else None


def zig(*words):
    return " ".join([str(VENV / "bin" / "python"), "-m", "ziglang", *words])


def debian_packages(target):
    return {**EVERYWHERE, **target.debian}


def missing(target):
    """What this target needs and is not here: pairs of what it is and where it comes from."""
    found = []
    for program, package in debian_packages(target).items():
        if not which(program):
            found.append((program, f"Debian's {package}"))
    for program in ("cargo-zigbuild", "maturin", "python"):
        if not (VENV / "bin" / program).exists():
            found.append((f"{program} and zig", f"PyPI, by {REQUIREMENTS.relative_to(ROOT)}"))
            break
    for triple in target.triples:
        if not has_standard_library(triple) and not has_source():
            found.append((f"the standard library for {triple}", f"rustup target add {triple}, "
                          f"or Debian's {', '.join(FROM_SOURCE.values())}"))
    return found


# Getting it


def install(targets):
    """Gets what is missing, as far as this machine lets it."""
    if any("PyPI" in where for target in targets for _, where in missing(target)):
        VENV.parent.mkdir(parents=True, exist_ok=True)
        venv.create(VENV, with_pip=True, clear=True)
        run(VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS)
    for triple in (triple for target in targets for triple in target.triples):
        if not has_standard_library(triple) and shutil.which("rustup"):
            said("rustup", "target", "add", triple)
    packages = {package for target in targets for program, package in debian_packages(target).items()
                if not which(program)}
    if any("standard library" in what for target in targets for what, _ in missing(target)):
        packages |= set(FROM_SOURCE.values())
    if packages:
        apt(sorted(packages))


def apt(packages):
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"not installed, because only root may and only on Debian: {' '.join(packages)}",
              file=sys.stderr)
        return
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages],
                   check=False, **quiet, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


# Building with it


def zig_name(triple):
    """The architecture and system as zig calls them."""
    architecture, *rest = triple.split("-")
    system = {"darwin": "macos", "gnu": "linux-gnu", "gnueabihf": "linux-gnueabihf",
              "musl": "linux-musl", "gnullvm": "windows-gnu"}[rest[-1]]
    return f"{ {'armv7': 'arm'}.get(architecture, architecture)}-{system}"


def is_linked_by_zig(triple):
    return triple != "x86_64-pc-windows-gnu"


def rust_flags(target, triple):
    """Flags of the compiler beside those that keep this machine's paths out."""
    if "musl" in triple:
        # For a library that programs with the system's musl load.
        return ["-Ctarget-feature=-crt-static"]
    if target.is_windows:
        # Times in the header would make two builds differ.
        return ["-Clink-arg=-Wl,--no-insert-timestamp"] if not is_linked_by_zig(triple) else []
    if target.system == "macos":
        # Where the names of the frameworks stand, in place of Apple's SDK.
        return [f"-Clink-arg=-F{ROOT / 'packaging' / 'macos'}"]
    return []


def build_folder(triple):
    """Where cargo builds. GNU's linker puts the tables of imports into the order of the paths of the
    libraries, among them those in /usr: for the same bytes from every folder it gets a path that comes
    before that, wherever this checkout is."""
    folder = WORK / "build"
    if is_linked_by_zig(triple):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    link = Path("/tmp") / f"gigahost-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
    if not link.is_symlink():
        link.symlink_to(folder)
    if link.lstat().st_uid != os.geteuid() or link.resolve() != folder:
        raise Failed(f"{link} belongs to somebody else: remove it")
    return link


def environment(target, triple):
    """What cargo and make run with to build for this triple."""
    path = [VENV / "bin"]
    found = {
        "CARGO_TARGET_DIR": build_folder(triple), "CARGO_BUILD_TARGET": triple, "CARGO_TERM_COLOR": "never",
        "CARGO_INCREMENTAL": "0", "XDG_CACHE_HOME": WORK / "cache",
        "ZIG_GLOBAL_CACHE_DIR": WORK / "cache" / "zig", "RUSTFLAGS": " ".join(rust_flags(target, triple)),
        "SOURCE_DATE_EPOCH": epoch(), "LC_ALL": "C.UTF-8",
    }
    if target.system == "macos":
        found["MACOSX_DEPLOYMENT_TARGET"] = "11.0"
    if not is_linked_by_zig(triple):
        found["CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER"] = "x86_64-w64-mingw32-gcc"
    if not has_standard_library(triple):
        # Behind the tools, which start Python with their own packages.
        path.append(Path("/usr/bin"))
        found |= {"RUSTC": "/usr/bin/rustc", "RUSTC_BOOTSTRAP": "1",
                  "CARGO_UNSTABLE_BUILD_STD": "std,panic_unwind"}
    return found | {"PATH": os.pathsep.join([*map(str, path), os.environ["PATH"]])}


@cache
def epoch():
    """The time that stands in all files: that of the last commit."""
    return os.environ.get("SOURCE_DATE_EPOCH") or said("git", "log", "-1", "--format=%ct", cwd=ROOT) \
        or "1767225600"
