"""Proxies for tests: real ones from Debian, and one that only listens and refuses."""

import contextlib
import shutil
import socket
import subprocess
import threading
import time

import pytest

#: What a proxy's URL has for its clients, percent-encoded, and what it is.
LOGIN, PASSWORD, ENCODED = "ann", "canary-proxy.1", "canary%2Dproxy%2E1"
#: The kinds of URL, and the program for each.
KINDS = {"http": "tinyproxy", "socks5": "microsocks", "socks5h": "microsocks"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(kind, folder, login=False):
    """Runs the proxy for this kind of URL; gives the URL. With a login if its clients need one."""
    program = shutil.which(KINDS[kind])
    if program is None:
        pytest.skip(f"{KINDS[kind]} is not installed")
    port = free_port()
    if KINDS[kind] == "microsocks":
        command = [program, "-i", "127.0.0.1", "-p", str(port)]
        command += ["-u", LOGIN, "-P", PASSWORD] if login else []
    else:
        config = folder / "tinyproxy.conf"
        lines = [f"Port {port}", "Listen 127.0.0.1", "Allow 127.0.0.1", "Timeout 30", "MaxClients 50"]
        lines += [f"BasicAuth {LOGIN} {PASSWORD}"] if login else []
        config.write_text("\n".join(lines) + "\n")
        command = [program, "-d", "-c", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        user = f"{LOGIN}:{ENCODED}@" if login else ""
        yield f"{kind}://{user}127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _await(port, process):
    """Waits until it listens: connecting is the only way to know."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"the proxy on port {port} does not listen")


class Refusing:
    """A proxy that refuses everything, and keeps what it was asked for."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.heads = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError), socket.create_connection(self._listener.getsockname(), 1) as last:
            last.sendall(b"end")
        self._thread.join()
        self._listener.close()

    def _serve(self):
        while True:
            with self._listener.accept()[0] as client:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = client.recv(4096)
                    if piece == b"end":
                        return
                    if not piece:
                        break
                    head += piece
                self.heads.append(head.decode())
                client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
