"""Secrets in the memory of the process: once freed, they are gone. Another process looks."""

import json
import os
import secrets
import subprocess
import sys

import pytest

if not os.path.exists("/proc/self/mem"):
    pytest.skip("the memory of a process is a file on Linux only", allow_module_level=True)

#: A program that is told its password, and says when it has opened, used and closed its session. What
#: Python itself holds of the password it wipes, because that is not ours to clear.
PROGRAM = """
import ctypes, gc, json, os, sys
import gigahost

def wiped(thing, size):
    ctypes.memset(id(thing) + sys.getsizeof(thing) - size - 1, 0, size)

size = int(sys.argv[3])
told = os.read(0, size)
password = told.decode()
session = gigahost.Rapidgator(sys.argv[1], password, **json.loads(sys.argv[2]))
wiped(told, size)
wiped(password, size)
del told, password

def say(word):
    print(word, flush=True)
    assert os.read(0, 1) == b"\\n"

say("open")
try:
    session.account()
except gigahost.AuthError:
    say("refused")
else:
    say("used")
session.close()
del session
gc.collect()
say("closed")
"""


def count(pid, needle):
    """How often the bytes are in what the process may write to."""
    found = 0
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_, name = line.split(maxsplit=5) + [""]
            if "w" not in rights or name.startswith("[v"):
                continue
            start, end = (int(text, 16) for text in span.split("-"))
            memory.seek(start)
            found += memory.read(end - start).count(needle)
    return found


@pytest.fixture
def program(emulator):
    """The program, at the emulator, with a password of an account that was made for it."""
    password = "canary-" + secrets.token_hex(16)
    account = {"host": "rapidgator", "login": "eve@example.test", "password": password}
    emulator.control("/accounts", account)
    options = json.dumps(emulator.options("rapidgator"))
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, "eve@example.test", options]
    process = subprocess.Popen(
        [*command, str(len(password))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    process.stdin.write(password.encode())
    yield process, password.encode()
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_no_password_and_no_token_survive_in_memory_that_was_freed(emulator, program):
    process, password = program

    def says(word):
        assert process.stdout.readline().decode().strip() == word

    says("open")
    assert count(process.pid, password) >= 1, "the session must have it, or this looks in vain"
    process.stdin.write(b"\n")
    says("used")
    [[name, token]] = emulator.requests("rapidgator", "user_info")[0]["form"]
    assert name == "token" and count(process.pid, token.encode()) >= 1
    process.stdin.write(b"\n")
    says("closed")
    left = [count(process.pid, secret) for secret in (password, token.encode())]
    assert left == [0, 0], "so often the password and the token are there"
    process.stdin.write(b"\n")
    assert process.wait(timeout=30) == 0
