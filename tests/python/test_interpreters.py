"""What the library does in more than one interpreter, at its first use by many threads, and at the
end of a process."""

import json
import os
import subprocess
import sys

import pytest

import ground

# How many processes; the fault matrix asks for a thousand in the long run.
ROUNDS = int(os.environ.get("GIGAHOST_ROUNDS", "10"))


def ends_well(code, *arguments, patience=60):
    """Runs a program in a process of its own, which must end by itself, with 0 and quietly."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        capture_output=True, text=True, timeout=patience,
    )
    assert done.returncode == 0 and not done.stderr, (done.returncode, done.stdout, done.stderr)
    return done.stdout


OTHER_INTERPRETER = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import gigahost

code = '''
try:
    import gigahost
except ImportError as error:
    print("refused:", error, flush=True)
'''
other = interpreters.create()
interpreters.run_string(other, code)
interpreters.destroy(other)
import importlib, sys
for name in [name for name in sys.modules if name.startswith("gigahost")]:
    del sys.modules[name]
import gigahost
print(gigahost.Rapidgator("ann", "secret").host)
"""


def test_r265_an_interpreter_beside_the_first_is_refused_and_the_first_goes_on():
    try:
        import _xxsubinterpreters  # noqa: F401
    except ImportError:
        pytest.importorskip("_interpreters", reason="this Python has no further interpreters")
    refused, host = ends_well(OTHER_INTERPRETER).splitlines()
    assert refused.startswith("refused: ") and "interpreter" in refused
    assert host == "rapidgator"


FIRST_USE = """
import io, json, sys, threading
import gigahost

options, account = json.loads(sys.argv[1]), json.loads(sys.argv[2])
start = threading.Barrier(8)
failures = []

def work(number):
    try:
        start.wait()
        with gigahost.Rapidgator(**account, **options) as session:
            session.upload(bytes([number]) * 10, name=f"{number}.bin", on_progress=told)
            session.download(session.list()[0], io.BytesIO(), on_progress=told)
    except BaseException as error:
        failures.append(error)

def told(progress):
    gigahost.enable_logging("DEBUG")
    import decimal, fractions

threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit(str(failures) if failures else 0)
"""


def test_r255_the_first_use_by_eight_threads_at_once_does_not_deadlock(emulator):
    account = emulator.credentials("rapidgator")
    options = emulator.options("rapidgator")
    for _ in range(ROUNDS):
        # The host keeps a few copies of one content only.
        emulator.reset()
        ends_well(FIRST_USE, json.dumps(options), json.dumps(account))


END = """
import json, os, sys, threading
import gigahost

options, account, size = map(json.loads, sys.argv[1:])
session = gigahost.Rapidgator(**account, **options)
running = threading.Event()

def told(progress):
    if progress.stage == "sending":
        running.set()

def work():
    session.upload(bytes(size), name="a.bin", on_progress=told)

threading.Thread(target=work, daemon=True).start()
assert running.wait(30)
"""


def test_r261_a_process_may_end_while_a_transfer_runs_on_a_daemon_thread(emulator):
    fault = {"host": "rapidgator", "operation": "upload_bytes", "kind": "stall_request"}
    emulator.control("/faults", {**fault, "bytes": 100_000, "count": 0})
    account = emulator.credentials("rapidgator")
    # Else all of it could lie in the kernel's buffers, and arrive although the process has ended.
    arguments = emulator.options("rapidgator"), account, ground.beyond_buffers()
    for _ in range(3):
        ends_well(END, *map(json.dumps, arguments), patience=60)
    emulator.release()
    assert emulator.files("rapidgator") == []


LAST = """
import json, sys
import gigahost

options, account = json.loads(sys.argv[1]), json.loads(sys.argv[2])

class Holder:
    def __init__(self, session):
        self.session, self.me = session, self

    def __del__(self):
        assert self.session.host == "rapidgator"
        self.session.close()

session = gigahost.Rapidgator(**account, **options)
session.account()
holder = Holder(session)
kept = [session.upload(b"hello", name="a.bin", on_progress=lambda progress: holder), holder.session]
"""


def test_r261_sessions_of_finalizers_at_the_end_of_a_process_do_not_crash(emulator):
    account = emulator.credentials("rapidgator")
    ends_well(LAST, json.dumps(emulator.options("rapidgator")), json.dumps(account))
