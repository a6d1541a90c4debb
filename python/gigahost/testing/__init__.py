"""The emulator of all five hosts, for tests of programs that use gigahost.

    from gigahost.testing import Emulator

    with Emulator() as emulator:
        with emulator.session("rapidgator") as session:
            session.upload(b"content", name="a.txt")
        emulator.fault("rapidgator", "upload_bytes", "cut_response")
        assert emulator.count("rapidgator", "file_upload") == 1

It listens only on 127.0.0.1, has the accounts `emulator.accounts(host)`, keeps nothing after it
exits, and exits with the process that started it. `gigahost.testing.pytest_plugin` provides it as
pytest fixtures; pytest loads that plugin automatically if gigahost is installed.

The program `gigahost-emulator` is a separate package: `pip install gigahost-emulator`.
"""

from ._emulator import Emulator
from ._program import find_program

__all__ = ["Emulator", "find_program"]
