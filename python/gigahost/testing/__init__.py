"""The emulator of all five hosts, for tests of programs that use gigahost.

    from gigahost.testing import Emulator

    with Emulator() as emulator:
        with emulator.session("rapidgator") as session:
            session.upload(b"content", name="a.txt")
        emulator.fault("rapidgator", "upload_bytes", "cut_response")
        assert emulator.count("rapidgator", "file_upload") == 1

It listens on 127.0.0.1 only, knows the accounts `emulator.accounts(host)`, forgets everything when
it ends, and ends with the process that started it. `gigahost.testing.pytest_plugin` has it as
pytest fixtures; pytest loads that plugin by itself where gigahost is installed.

The program `gigahost-emulator` is a package of its own: `pip install gigahost-emulator`.
"""

from ._emulator import Emulator
from ._program import find_program

__all__ = ["Emulator", "find_program"]
