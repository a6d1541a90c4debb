"""What is shipped is the same bytes wherever it is built: this checkout's against those of a clone."""

import hashlib
import subprocess
import tempfile
from pathlib import Path

from .common import BY_NAME, PACKAGES, ROOT, Skipped, execute, tools

TARGETS = ("linux-x86_64", "windows-x86_64")


def sums(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
            if path.name != "SHA256SUMS"}


def of_another_folder(report):
    if subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT).returncode:
        raise Skipped("this checkout has changes that a clone would not have")
    tools.install([BY_NAME[name] for name in TARGETS])
    with tempfile.TemporaryDirectory(prefix="gigahost-same-") as home:
        clone = Path(home, "elsewhere")
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        # The same tools: they are no part of what is compared.
        (clone / "target" / "packaging").mkdir(parents=True)
        (clone / "target" / "packaging" / "tools").symlink_to(tools.VENV)
        for name in TARGETS:
            for folder in (ROOT, clone):
                code, out = execute([folder / "packaging" / "build", name], 3600, cwd=folder)
                assert code == 0, out[-4000:]
        theirs = sums(clone / "target" / "packages")
        ours = sums(PACKAGES)
        for name, digest in sorted(theirs.items()):
            if ours.get(name) == digest:
                report.good(f"{name} is the same from another folder")
            else:
                report.bad(name, f"{digest} in place of {ours.get(name)}")


PARTS = {"folders": of_another_folder}
