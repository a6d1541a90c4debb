"""fsspec's own abstract suites, at the hosts with folders.

What does not apply: at ge.tt and giga.gs, which have no folders in folders, none of the bulk
scenarios can be laid out; uploadgig can neither list nor read; giga0 takes no empty files, of which
all bulk scenarios are made, so it holds the suites with a `touch` that writes one byte.
"""

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.tests.abstract import (
    AbstractCopyTests,
    AbstractFixtures,
    AbstractGetTests,
    AbstractOpenTests,
    AbstractPipeTests,
    AbstractPutTests,
)

from gigahost.fsspec import Giga0FileSystem, close_sessions


class Giga0WithoutEmptyFiles(Giga0FileSystem):
    def touch(self, path, truncate=True, **kwargs):
        self.pipe_file(path, b"1")


class LocalWithoutEmptyFiles(LocalFileSystem):
    def touch(self, path, truncate=True, **kwargs):
        self.pipe_file(path, b"1")


class Fixtures(AbstractFixtures):
    @pytest.fixture(params=["rapidgator", "giga0"])
    def fs(self, request, emulator):
        host = request.param
        emulator.switch("rapidgator", "copies_limit", 10**6)
        emulator.switch("rapidgator", "processing_polls", 0)
        options = emulator.credentials(host) | emulator.options(host)
        cls = Giga0WithoutEmptyFiles if host == "giga0" else fsspec.get_filesystem_class(host)
        fs = cls(**options)
        yield fs
        close_sessions()

    @pytest.fixture
    def fs_path(self):
        return "work"

    @pytest.fixture
    def fs_join(self):
        return lambda *parts: "/".join(parts)

    @pytest.fixture
    def local_fs(self, fs):
        cls = LocalWithoutEmptyFiles if fs.host == "giga0" else LocalFileSystem
        return cls(auto_mkdir=True)


class TestCopy(AbstractCopyTests, Fixtures):
    pass


class TestGet(AbstractGetTests, Fixtures):
    pass


class TestPut(AbstractPutTests, Fixtures):
    pass


class TestOpen(AbstractOpenTests, Fixtures):
    pass


class TestPipe(AbstractPipeTests, Fixtures):
    pass
