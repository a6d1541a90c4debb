"""The crates as a registry would take them: what is in them, and that each builds by itself."""

import re
import tarfile
import tomllib

from .common import ROOT, TARGET, VERSION, check, run

#: Those that can be published: a program may depend on them.
CRATES = {"gigahost": "core", "gigahost-system": "system", "gigahost-access": "system/access"}


@check
def the_crates_build_from_what_a_registry_would_have():
    names = [word for name in CRATES for word in ("-p", name)]
    said = run("cargo", "package", *names, "--locked", "--allow-dirty", "--target-dir", TARGET)
    assert "warning: manifest" not in said.replace(
        "manifest has no documentation, homepage or repository", ""), said


@check
def a_crate_has_its_sources_its_metadata_and_nothing_else():
    for name, folder in CRATES.items():
        with tarfile.open(TARGET / "package" / f"{name}-{VERSION}.crate") as crate:
            files = {member.name.split("/", 1)[1] for member in crate.getmembers()}
            manifest = tomllib.loads(
                crate.extractfile(f"{name}-{VERSION}/Cargo.toml").read().decode())["package"]
        odd = {file for file in files if not re.fullmatch(r"src/.*\.rs|README\.md|Cargo\.(toml|toml\.orig|lock)"
                                                          r"|\.cargo_vcs_info\.json", file)}
        assert not odd, f"{name}: {sorted(odd)}"
        sources = {str(path.relative_to(ROOT / folder)) for path in (ROOT / folder / "src").rglob("*.rs")}
        assert sources <= files, f"{name}: {sorted(sources - files)}"
        for key in ("description", "license", "categories", "rust-version"):
            assert manifest.get(key), f"{name} has no {key}"
    assert manifest["version"] == VERSION
