"""Callbacks, sources, targets and paths that are not what they should be, and some that only look so."""

import io
import mmap
import os
import pathlib
import warnings

import pytest

import gigahost
from on_system import WINDOWS

CONTENT = b"hello, host" * 1000


def upload(session, source=CONTENT, **options):
    return session.upload(source, **{"name": "a.bin", **options})


async def awaited(progress):
    pass


class Awaited:
    async def method(self, progress):
        pass


@pytest.mark.parametrize("callback", [42, "print", [], awaited, Awaited().method])
def test_r256_a_callback_that_cannot_work_is_refused_before_a_byte(emulator, rapidgator, callback):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TypeError, match="on_progress"):
            upload(rapidgator, on_progress=callback)
    assert emulator.requests("rapidgator") == []


def test_r256_a_callback_of_the_wrong_arity_ends_before_a_byte(emulator, rapidgator):
    with pytest.raises(TypeError):
        upload(rapidgator, on_progress=lambda: None)
    assert emulator.requests("rapidgator") == []


@pytest.mark.parametrize("answer", [None, True, 0, "", 1 << 200, object(), [], float("nan")])
def test_r256_only_false_stops(rapidgator, answer):
    assert upload(rapidgator, on_progress=lambda progress: answer).bytes == len(CONTENT)


def test_r256_a_bound_method_keeps_its_object(rapidgator):
    class Counter:
        def __init__(self):
            seen.append(self)

        def count(self, progress):
            seen.append(progress)

    seen = []
    method = Counter().count
    seen.clear()
    upload(rapidgator, on_progress=method)
    assert seen[-1].stage == "done"


class Source:
    def __init__(self, *chunks):
        self.chunks = list(chunks)

    def read(self, size):
        chunk = self.chunks.pop(0) if self.chunks else b""
        return chunk(size) if callable(chunk) else chunk


@pytest.mark.parametrize(
    ("source", "length", "expected"),
    [
        (Source("text"), 4, TypeError),
        (Source(None), 4, TypeError),
        (Source(42), 4, TypeError),
        (Source(lambda size: b"x" * (size + 1)), 4, ValueError),
        (Source(b"abc"), 4, gigahost.SourceChanged),
        (Source(b"abcde"), 4, ValueError),
        (Source(b"abcd", b"e"), 4, gigahost.SourceChanged),
    ],
)
def test_r257_a_source_that_does_not_keep_its_word(emulator, rapidgator, source, length, expected):
    with pytest.raises(expected):
        upload(rapidgator, source, length=length)
    assert emulator.files("rapidgator") == []


def test_r257_chunks_may_be_short_and_of_any_kind_of_bytes(rapidgator):
    source = Source(b"he", bytearray(b"l"), memoryview(b"lo"))
    assert upload(rapidgator, source, length=5).bytes == 5


def test_r257_a_closed_file_and_a_text_file_are_refused(rapidgator, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(CONTENT)
    with open(path, "rb") as file:
        pass
    with pytest.raises(ValueError, match="closed"):
        upload(rapidgator, file)
    with open(path) as file, pytest.raises(TypeError, match="'rb'"):
        upload(rapidgator, file)


def test_r257_a_length_that_lies_is_not_asked(rapidgator):
    class Lying(io.BytesIO):
        def __len__(self):
            return 3

    assert upload(rapidgator, Lying(CONTENT)).bytes == len(CONTENT)


def test_r257_a_mapped_file_is_content(rapidgator, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(CONTENT)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        assert upload(rapidgator, content).bytes == len(CONTENT)


def test_r257_what_is_no_source_is_refused(rapidgator):
    for source in (None, 42, object(), ["a"], lambda: b""):
        with pytest.raises(TypeError, match="source"):
            upload(rapidgator, source)
    with pytest.raises(ValueError, match="length"):
        upload(rapidgator, CONTENT, length=3)
    with pytest.raises(gigahost.ArgumentError, match="name"):
        rapidgator.upload(CONTENT)


def test_r258_paths_of_every_kind_reach_the_right_file(rapidgator, tmp_path):
    class Path:
        def __init__(self, path):
            self.path = path

        def __fspath__(self):
            return self.path

    (tmp_path / "a.bin").write_bytes(CONTENT)
    # Bytes that are no text, where names may be those.
    odd = os.fsencode(tmp_path) + ("/☃.bin".encode() if WINDOWS else b"/\xff\xfe.bin")
    with open(odd, "wb") as file:
        file.write(b"odd")
    inside = str(tmp_path / "a.bin")
    for path in (inside, pathlib.Path(inside), Path(inside), Path(os.fsencode(inside))):
        assert rapidgator.upload(path).bytes == len(CONTENT)
    for path in (os.fsdecode(odd), Path(odd), pathlib.Path(os.fsdecode(odd))):
        assert rapidgator.upload(path, name="odd.bin").bytes == 3
    entry = rapidgator.upload(CONTENT, name="b.bin").entry
    target = os.fsencode(tmp_path / "é.bin") if WINDOWS else os.fsencode(tmp_path) + b"/\xfd.bin"
    assert os.fsencode(rapidgator.download(entry, target).path) == target
    with open(target, "rb") as file:
        assert file.read() == CONTENT


def test_r258_paths_that_are_none_are_refused(rapidgator, tmp_path):
    class Raising:
        def __fspath__(self):
            raise LookupError("canary")

    with pytest.raises(LookupError):
        rapidgator.upload(Raising())
    for path in ("a\0b", pathlib.Path("a\0b")):
        with pytest.raises(ValueError, match="NUL"):
            rapidgator.upload(path)
        with pytest.raises(ValueError, match="NUL"):
            rapidgator.download("1", path)
    for target in (None, 42, object()):
        with pytest.raises(TypeError, match="target"):
            rapidgator.download("1", target)


def test_r257_a_target_that_takes_little_gets_all_and_one_that_lies_is_refused(rapidgator):
    class Target:
        def __init__(self, answer):
            self.answer, self.got = answer, b""

        def write(self, chunk):
            taken = self.answer(chunk)
            self.got += chunk[: taken if isinstance(taken, int) else None]
            return taken

    entry = upload(rapidgator).entry
    for answer in (lambda chunk: min(7, len(chunk)), lambda chunk: None):
        target = Target(answer)
        rapidgator.download(entry, target)
        assert target.got == CONTENT
    for answer in (lambda chunk: len(chunk) + 1, lambda chunk: -1, lambda chunk: "7"):
        with pytest.raises(TypeError, match="write"):
            rapidgator.download(entry, Target(answer))


def test_ids_entries_and_kinds_say_what_is_meant(rapidgator):
    folder = rapidgator.make_folder("box")
    file = upload(rapidgator, folder=folder).entry
    assert rapidgator.stat(folder).kind == "folder"
    assert rapidgator.stat(folder.id, kind="folder") == rapidgator.stat(folder)
    assert [entry.id for entry in rapidgator.list(folder)] == [file.id]
    assert rapidgator.rename(file, "b.bin").name == "b.bin"
    assert rapidgator.move(file).complete
    assert rapidgator.delete([file.id, folder]).complete
    with pytest.raises(ValueError, match="'file' or 'folder'"):
        rapidgator.stat("1", kind="share")
    with pytest.raises(TypeError, match="Entry"):
        rapidgator.stat(7)
    with pytest.raises(gigahost.ArgumentError):
        rapidgator.delete([])
    with pytest.raises(gigahost.ArgumentError):
        rapidgator.trash_empty()
    with pytest.raises(gigahost.ArgumentError):
        rapidgator.trash_empty([file.id], all=True)
