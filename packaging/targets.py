"""The systems that libgigahost is built for, and what is true of each."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    name: str
    #: Rust's names of it; two are put into one file.
    triples: tuple[str, ...]
    #: As the Makefile calls it.
    system: str
    #: The version of glibc that it runs with, or nothing where there is none.
    glibc: str = ""
    #: What maturin is asked for, and the platform tags of the wheels.
    compatibility: str = ""
    tags: tuple[str, ...] = ()
    pointer: int = 8
    #: What the shared library may need beside itself.
    imports: tuple[str, ...] = ()
    #: Debian's packages, by a program of each.
    debian: dict[str, str] = field(default_factory=dict)

    @property
    def is_windows(self):
        return self.system == "windows"

    @property
    def has_static(self):
        """There is no linker here that puts the static library for Windows on ARM into one object."""
        return self.name != "windows-aarch64"

    @property
    def why_no_wheels(self):
        """Why there are no wheels for it; empty if there are."""
        if self.name == "windows-aarch64":
            return "maturin asks the linker for a symbol of the wrong name there (PyInit_gigahost._native)"
        return ""


GLIBC = "2.17"
#: Parts of the C library, which musl has in one file.
IN_GLIBC = ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "ld-linux")
IN_MUSL = ("libc.so", "libc.musl", "ld-musl")
IN_WINDOWS = ("advapi32.dll", "bcrypt.dll", "bcryptprimitives.dll", "crypt32.dll", "kernel32.dll",
              "ntdll.dll", "ws2_32.dll", "msvcrt.dll", "api-ms-win-", "userenv.dll", "dbghelp.dll",
              "python3.dll", "psapi.dll", "secur32.dll", "shell32.dll", "ole32.dll")
IN_MACOS = ("/usr/lib/libSystem.B.dylib", "/usr/lib/libiconv.2.dylib", "/usr/lib/libcharset.1.dylib",
            "/System/Library/Frameworks/Security.framework/Versions/A/Security",
            "/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation")
MINGW = {"x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64"}


def linux(architecture, triple, machine, pointer=8):
    return Target(f"linux-{architecture}", (triple,), "linux", GLIBC, "manylinux2014",
                  (f"manylinux2014_{machine}",), pointer, (*IN_GLIBC, "libgcc_s.so.1"))


def musl(architecture, triple):
    return Target(f"linux-musl-{architecture}", (triple,), "linux", "", "musllinux_1_2",
                  (f"musllinux_1_2_{architecture}",), 8, IN_MUSL)


TARGETS = [
    linux("x86_64", "x86_64-unknown-linux-gnu", "x86_64"),
    linux("aarch64", "aarch64-unknown-linux-gnu", "aarch64"),
    linux("armv7", "armv7-unknown-linux-gnueabihf", "armv7l", pointer=4),
    musl("x86_64", "x86_64-unknown-linux-musl"),
    musl("aarch64", "aarch64-unknown-linux-musl"),
    Target("windows-x86_64", ("x86_64-pc-windows-gnu",), "windows", tags=("win_amd64",),
           imports=IN_WINDOWS, debian=MINGW),
    Target("windows-aarch64", ("aarch64-pc-windows-gnullvm",), "windows", tags=(),
           imports=IN_WINDOWS),
    Target("macos", ("aarch64-apple-darwin", "x86_64-apple-darwin"), "macos",
           tags=("macosx_11_0_arm64", "macosx_11_0_x86_64"), imports=IN_MACOS,
           debian={"llvm-lipo": "llvm"}),
]
BY_NAME = {target.name: target for target in TARGETS}
#: For every target: what is installed with, and what the files are looked at with.
EVERYWHERE = {"make": "make", "llvm-readobj": "llvm"}
