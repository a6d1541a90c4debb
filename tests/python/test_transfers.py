"""Uploads and downloads: every kind of source and target, progress, and what ends them."""

import hashlib
import io
import pathlib

import pytest

import gigahost

CONTENT = b"hello, host" * 1000
MD5 = hashlib.md5(CONTENT).hexdigest()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(CONTENT)
    return path


def test_a_file_goes_up_at_every_host_and_the_receipt_proves_it(session, path):
    receipt = session.upload(path, checksum="always")
    assert (receipt.bytes, receipt.md5, receipt.wanted_name) == (len(CONTENT), MD5, "film.mp4")
    assert receipt.how == "sent"
    assert receipt.url.startswith("http")


def test_it_comes_down_again_where_the_host_can(session, path, tmp_path):
    receipt = session.upload(path)
    if not session.supports("download"):
        with pytest.raises(gigahost.Unsupported) as refused:
            session.download(receipt.entry, tmp_path / "again.mp4")
        assert isinstance(refused.value, NotImplementedError) and refused.value.hint
        return
    download = session.download(receipt.entry, tmp_path / "again.mp4", checksum="always")
    assert isinstance(download.path, pathlib.Path)
    assert download.path.read_bytes() == CONTENT and download.md5 == MD5


def test_a_file_comes_in_segments_where_the_host_can(session, tmp_path):
    content = bytes(range(251)) * 20_000
    receipt = session.upload(content, name="film.mp4")
    if not session.supports("download"):
        return
    path = tmp_path / "film.mp4"
    download = session.download(receipt.entry, path, segments=4)
    assert path.read_bytes() == content
    assert download.attempts >= 4 and download.verified in ("size", "md5")
    assert [one.name for one in tmp_path.iterdir()] == ["film.mp4"]
    with pytest.raises(gigahost.ArgumentError) as refused:
        session.download(receipt.entry, tmp_path / "again.mp4", segments=17)
    assert refused.value.parameter == "segments"
    # A file object gets the bytes in their order, over one connection.
    into = io.BytesIO()
    assert session.download(receipt.entry, into, segments=4).attempts == 1
    assert into.getvalue() == content


def test_an_md5_is_computed_where_it_proves_something_or_when_it_is_wanted(session, path):
    tells = session.host in ("rapidgator", "giga0", "gigags")
    assert session.upload(path).md5 == (MD5 if tells else None)
    if session.host == "rapidgator":
        with pytest.raises(gigahost.ArgumentError) as refused:
            session.upload(path, checksum="never")
        assert refused.value.parameter == "checksum"
    else:
        assert session.upload(path, checksum="never").md5 is None
    receipt = session.upload(path, checksum="never", md5=MD5)
    assert receipt.md5 == MD5
    with pytest.raises(ValueError, match="checksum"):
        session.upload(path, checksum="perhaps")
    if session.supports("download"):
        download = session.download(receipt.entry, io.BytesIO(), checksum="never")
        assert (download.md5, download.verified) == (None, "size")
        with pytest.raises(ValueError, match="checksum"):
            session.download(receipt.entry, io.BytesIO(), checksum="")


def sources(path):
    yield "str", str(path), None
    yield "PathLike", path, None
    yield "bytes", CONTENT, "a.bin"
    yield "bytearray", bytearray(CONTENT), "a.bin"
    yield "memoryview", memoryview(CONTENT), "a.bin"
    yield "slice of a memoryview", memoryview(b"xx" + CONTENT + b"xx")[2:-2], "a.bin"
    yield "open file", open(path, "rb"), None
    yield "BytesIO", io.BytesIO(CONTENT), "a.bin"
    yield "stream that cannot seek", Stream(CONTENT), "a.bin"


class Stream:
    """A file object that can be read once, from the beginning to the end."""

    def __init__(self, content):
        self.rest = content

    def read(self, size):
        chunk, self.rest = self.rest[: min(size, 4000)], self.rest[min(size, 4000) :]
        return chunk


@pytest.mark.parametrize("host", ["rapidgator", "uploadgig"])
def test_every_kind_of_source_arrives_whole(emulator, host, path):
    with emulator.session(host) as session:
        for kind, source, name in sources(path):
            receipt = session.upload(source, name=name, checksum="always")
            assert (receipt.bytes, receipt.md5) == (len(CONTENT), MD5), kind


def test_a_file_object_is_read_from_where_it_stands(rapidgator):
    source = io.BytesIO(b"skip" + CONTENT)
    source.seek(4)
    assert rapidgator.upload(source, name="a.bin").md5 == MD5


def test_a_file_object_gets_the_bytes_of_a_download(rapidgator):
    receipt = rapidgator.upload(CONTENT, name="a.bin")
    sink = io.BytesIO()
    download = rapidgator.download(receipt.entry.id, sink)
    assert download.path is None and sink.getvalue() == CONTENT


def test_a_directory_gets_the_name_of_the_host(rapidgator, tmp_path):
    receipt = rapidgator.upload(CONTENT, name="a.bin")
    assert rapidgator.download(receipt.entry, tmp_path).path == tmp_path / "a.bin"
    with pytest.raises(FileExistsError) as refused:
        rapidgator.download(receipt.entry, tmp_path)
    assert isinstance(refused.value, gigahost.Exists)
    again = rapidgator.download(receipt.entry, tmp_path, existing="unique")
    assert again.path == tmp_path / "a (1).bin"


def test_progress_is_told_from_the_first_event_to_the_last(rapidgator):
    seen = []
    rapidgator.upload(CONTENT, name="a.bin", on_progress=seen.append)
    assert (seen[0].stage, seen[-1].stage) == ("preparing", "done")
    assert {"hashing", "sending"} <= {progress.stage for progress in seen}
    assert all(progress.total in (None, len(CONTENT)) for progress in seen)


def test_false_from_the_callback_stops_the_transfer(emulator, rapidgator):
    with pytest.raises(gigahost.Cancelled):
        rapidgator.upload(CONTENT, name="a.bin", on_progress=lambda progress: False)
    assert emulator.requests("rapidgator", "upload_bytes") == []


def test_a_cancelled_token_ends_the_transfer(rapidgator):
    token = gigahost.CancelToken()
    token.cancel()
    with pytest.raises(gigahost.Cancelled):
        rapidgator.upload(CONTENT, name="a.bin", cancel=token)
    with pytest.raises(gigahost.Cancelled):
        rapidgator.with_cancel(token).account()
