"""Four hundred files to three hosts over a bad line, killed in the middle and continued."""

import hashlib
import random
import subprocess
import time
from collections import Counter

from command import Run, secrets
from on_system import WINDOWS, is_private

HOSTS = ("rapidgator", "giga0", "gigags")
FILES = 400
WORKERS = 16
# About as many calls are made at each host; one in fifty goes wrong.
CALLS = 1200
KINDS = (
    ("http_status", {"code": 500}),
    ("http_status", {"code": 503}),
    ("cut_request", {"bytes": 0}),
    ("cut_request", {"bytes": 500}),
    ("cut_response", {}),
    ("html_body", {}),
    ("empty_body", {}),
    ("bad_json", {}),
)
LOGINS = {"rapidgator": "user_login", "giga0": "authorize", "gigags": "create_token"}
# Seconds for all of it; a run that has not ended by then never will.
LIMIT = 200


def stored(command, host):
    return [file for file in command.emulator.files(host) if file["state"] == "active"]


def test_four_hundred_files_survive_a_bad_line_and_a_kill(command, tmp_path):
    """Each file is stored once at each host, or reported with its reason; the receipts verify; nothing
    secret is written down; there is one login for each host and process."""
    numbers = random.Random(7)
    box, state, receipts = tmp_path / "box", tmp_path / "state", tmp_path / "receipts"
    box.mkdir()
    wanted = {}
    for n in range(FILES):
        content = numbers.randbytes((1, 100, 5000, 60_000)[n % 4] + n)
        (box / f"film{n:03}.mp4").write_bytes(content)
        wanted[f"film{n:03}.mp4"] = hashlib.md5(content).hexdigest()
    for host in HOSTS:
        for n in range(CALLS // 50):
            kind, fields = KINDS[n % len(KINDS)]
            # The logins themselves are left alone: they are counted.
            command.emulator.fault(host, "*", kind, first=numbers.randrange(20, CALLS), **fields)
    # A command line of Windows has no room for so many names.
    paths = [str(box / "*.mp4")] if WINDOWS else sorted(str(path) for path in box.iterdir())
    places = [f"{host}:" for host in HOSTS]
    options = ("--state", state, "--receipts", receipts, "-j", str(WORKERS), "--json")

    began = time.monotonic()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = command.start("up", *options, *paths, *places, **silent)
    while sum(len(stored(command, host)) for host in HOSTS) < FILES:
        assert time.monotonic() - began < LIMIT and process.poll() is None
    process.kill()
    process.wait()

    runs, failed = 1, {}
    for _ in range(6):
        runs += 1
        process = command.start("up", *options, *paths, *places)
        out, err = process.communicate(timeout=LIMIT)
        run = Run(process.returncode, out.decode(), err.decode())
        assert run.code in (0, 1, 3, 5), run.err
        failed = {(one["target"], one["name"]): one for one in run.of("error")}
        if not failed:
            break
    for host in HOSTS:
        files = stored(command, host)
        assert all(wanted[file["name"]] == file["md5"] for file in files), host
        # Nothing twice, and nothing left out that was not reported.
        counts = Counter(file["name"] for file in files)
        assert not [name for name, count in counts.items() if count > 1], host
        missing = set(wanted) - set(counts)
        assert {f"{host}:{name}" for name in missing} <= {target for target, _ in failed}, host
    assert len(failed) <= 3, f"{len(failed)} of {3 * FILES} are reported: {failed}"

    if not failed:
        command.emulator.clear_faults()
        looked = command("verify", "--receipts", receipts, "--json")
        # What was under way when the kill came has no receipt: its host was asked.
        assert len(looked.of("result")) >= 3 * FILES - 2 * WORKERS
    for path in (state, receipts):
        text = path.read_text()
        assert is_private(path)
        assert not [secret for secret in secrets() if secret in text]
    for host, login in LOGINS.items():
        assert command.emulator.count(host, login) <= runs + 1, host
