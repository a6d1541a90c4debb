"""The tests of the crates, compiled for another system and run there, each in a process of its own and with
a limit, because a test that hangs must cost nobody else."""

import json
import os
import re
import subprocess

from .common import ROOT, WORK, execute, side_by_side, tools

#: Those that look at the project's files and not at the library.
ABOUT_THE_PROJECT = {"secrets", "project", "layers"}
LIMIT = 120


def package_of(identity):
    """`path+file:///.../faults#gigahost-faults@0.1.0`, or without the name where it is the folder's."""
    place, _, rest = identity.partition("#")
    return rest.split("@")[0] if "@" in rest else place.rsplit("/", 1)[-1]


def build(target, triple, crates, extra=None):
    """Compiles; the test programs, each with its package, its name and the folder it runs in."""
    command = ["cargo", "test", "--no-run", "--locked", "--message-format=json-render-diagnostics",
               "--target", triple]
    for crate in crates:
        command += ["-p", crate]
    variables = tools.environment(target, triple) | {"CARGO_TARGET_DIR": str(WORK / "cargo")} | (extra or {})
    variables.pop("CARGO_BUILD_TARGET")
    done = subprocess.run(command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, **{k: str(v) for k, v in variables.items()}})
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-6000:]}")
    found = []
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["profile"]["test"]:
            package = package_of(message["package_id"])
            folder = message["manifest_path"].rsplit("/", 1)[0]
            found.append((package, message["target"]["name"], folder, message["executable"]))
    return [about for about in found if about[1] not in ABOUT_THE_PROJECT]


def tests_of(runner, program, folder, environment):
    code, out = execute([*runner, program, "--list", "--format", "terse"], 120, cwd=folder, env=environment)
    assert code == 0, f"{program} --list ended with {code}: {out[-2000:]}"
    _, ignored = execute([*runner, program, "--list", "--format", "terse", "--ignored"], 120, cwd=folder,
                         env=environment)
    names = re.findall(r"^(\S.*?): test\r?$", out, re.MULTILINE)
    return names, set(re.findall(r"^(\S.*?): test\r?$", ignored, re.MULTILINE))


def run(report, programs, runner, environment, skips=()):
    """Runs every test of every program. `skips` are pairs of a pattern and the reason."""
    jobs = []
    for package, name, folder, program in programs:
        names, ignored = tests_of(runner, program, folder, environment)
        for test in names:
            full = f"{package}::{name} {test}"
            why = next((why for pattern, why in skips if re.search(pattern, full)), None)
            if test in ignored:
                continue  # the sweeps, which are skipped here as in the plain run
            if why:
                report.skip(full, why)
            else:
                jobs.append((full, folder, program, test))

    def one(job):
        full, folder, program, test = job
        for last in (False, True):
            code, out = execute([*runner, program, "--exact", test, "--nocapture"], LIMIT, cwd=folder,
                                env=environment)
            if code == 0 and "1 passed" in out:
                report.good(full, show=False)
                return
            if last:
                report.bad(full, f"ended with {code}:\n{out[-3000:]}")
            else:
                # Emulators fail to start programs now and then; whoever reads this shall know it.
                why = out.strip().splitlines()[-1:] if "panicked" not in out else out.split("panicked", 1)[1][:300].split()
                print(f"{report.system} {full}: ended with {code}, is run again: {' '.join(why)}", flush=True)

    side_by_side(one, jobs)
    print(f"{report.system}: {len(jobs)} tests of the crates were run", flush=True)
