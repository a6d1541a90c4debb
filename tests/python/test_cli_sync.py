"""`gigahost sync`, and `--include` and `--exclude` of all commands that take folders."""

import hashlib

import pytest

from gigahost.cli._filter import Filter, pattern


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def there(command, place):
    """The paths of all files of a place at a host, from there on."""
    entries = command("ls", "-r", place, "--json").of("entry")
    found = [entry["address"] for entry in entries if entry["kind"] == "file"]
    return sorted(address.removeprefix(f"{place}/") for address in found)


def here(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def box(tmp_path):
    box = tmp_path / "box"
    for name, content in (("a.mp4", b"a"), ("in/b.mp4", b"bb"), ("in/deep/c.txt", b"ccc")):
        write(box / name, content)
    return box


ALL = ["a.mp4", "in/b.mp4", "in/deep/c.txt"]


@pytest.mark.parametrize("host", ["rapidgator", "giga0"])
def test_sync_sends_only_what_is_missing_or_differs(command, box, host):
    place = f"{host}:box"
    assert len(command("sync", box, place, "--json").of("result")) == 3
    assert there(command, place) == ALL
    again = command("sync", box, place, "--json")
    assert len(again.of("skipped")) == 3 and not again.of("result")
    write(box / "a.mp4", b"longer than before")
    [changed] = command("sync", box, place, "--json").of("result")
    assert changed["action"] == "replace" and there(command, place) == ALL
    [file] = [one for one in command.emulator.files(host) if one["name"] == "a.mp4" and one["state"] == "active"]
    assert file["size"] == 18


def test_sync_sees_another_content_of_the_same_size_by_md5_when_told(command, box):
    command("sync", box, "rapidgator:box")
    write(box / "a.mp4", b"A")
    assert len(command("sync", box, "rapidgator:box", "--json").of("skipped")) == 3
    [changed] = command("sync", box, "rapidgator:box", "--checksum", "always", "--json").of("result")
    assert changed["name"].endswith("a.mp4")
    md5 = hashlib.md5(b"A").hexdigest()
    assert md5 in [one["md5"] for one in command.emulator.files("rapidgator")]


def test_sync_deletes_only_when_told_and_only_what_the_source_has_not(command, box):
    command("sync", box, "rapidgator:box")
    (box / "in" / "b.mp4").unlink()
    command("sync", box, "rapidgator:box")
    assert there(command, "rapidgator:box") == ALL
    plan = command("sync", "--delete", "-n", box, "rapidgator:box")
    assert "would delete rapidgator:box/in/b.mp4" in plan.out
    assert there(command, "rapidgator:box") == ALL
    command("sync", "--delete", box, "rapidgator:box")
    assert there(command, "rapidgator:box") == ["a.mp4", "in/deep/c.txt"]


def test_sync_deletes_nothing_after_a_failure_or_for_an_empty_source(command, box, tmp_path):
    command("sync", box, "rapidgator:box")
    (box / "in" / "b.mp4").unlink()
    write(box / "new.mp4", b"new")
    command.emulator.fault("rapidgator", "file_upload", "http_status", code=403, count=0)
    failed = command("sync", "--delete", box, "rapidgator:box", code=3)
    assert "kept, because something failed" in failed.err
    told = command("sync", "--delete", "--json", box, "rapidgator:box", code=3).of("skipped")
    assert [one["why"] for one in told if "b.mp4" in one["name"]] == ["something failed"]
    command.emulator.clear_faults()
    assert "in/b.mp4" in there(command, "rapidgator:box")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no files" in command("sync", "--delete", empty, "rapidgator:box", code=2).err
    assert there(command, "rapidgator:box") == ALL


def test_sync_comes_down_and_goes_from_host_to_host(command, box, tmp_path):
    command("sync", box, "rapidgator:box")
    got = tmp_path / "got"
    command("sync", "rapidgator:box", got)
    assert here(got) == ALL
    write(got / "a.mp4", b"changed here")
    write(got / "mine.mp4", b"mine")
    run = command("sync", "rapidgator:box", got, "--json")
    assert [one["action"] for one in run.of("result")] == ["replace"]
    assert (got / "a.mp4").read_bytes() == b"a" and "mine.mp4" in here(got)
    command("sync", "--delete", "rapidgator:box", got)
    assert here(got) == ALL
    command("sync", "rapidgator:box", "giga0:copy")
    assert there(command, "giga0:copy") == ALL
    again = command("sync", "rapidgator:box", "giga0:copy", "--json")
    assert len(again.of("skipped")) == 3


def test_a_file_passes_from_host_to_host_without_a_place_on_the_disk(command, box, tmp_path):
    command("sync", box, "rapidgator:box")
    nowhere = ("--temporary", tmp_path / "nowhere")
    command("mirror", *nowhere, "rapidgator:box", "giga0:copy")
    assert there(command, "giga0:copy") == ALL
    # giga0 tells no MD5, and rapidgator wants one before the first byte.
    assert "nowhere" in command("mirror", *nowhere, "giga0:copy/a.mp4", "rapidgator:back", code=6).err
    command("mirror", "giga0:copy", "rapidgator:back")
    assert there(command, "rapidgator:back") == ALL


def test_sync_refuses_what_it_is_not_for(command, box, tmp_path):
    for arguments, word in (
        ((box,), "takes"),
        ((box, tmp_path / "other"), "at a host"),
        ((box / "a.mp4", "rapidgator:box"), "folder"),
        ((box, "rapidgator:a", "giga0:b"), "takes"),
        ((box, "https://rapidgator.net/file/abc"), "link"),
        (("--delete", box, "uploadgig:"), "uploadgig"),
    ):
        assert word in command("sync", *arguments, code=2).err


def test_filters_choose_what_is_sent_fetched_mirrored_and_deleted(command, box, tmp_path):
    command("up", "-r", "--exclude", "*.txt", box, "rapidgator:up")
    assert there(command, "rapidgator:up") == ["box/a.mp4", "box/in/b.mp4"]
    command("mirror", "--include", "in", box, "rapidgator:mirrored")
    assert there(command, "rapidgator:mirrored") == ["in/b.mp4", "in/deep/c.txt"]
    command("sync", box, "rapidgator:box")
    command("down", "-r", "--include", "in/*.mp4", "rapidgator:box", "-o", tmp_path / "got")
    assert here(tmp_path / "got") == ["box/in/b.mp4"]
    for name in ("a.mp4", "in/b.mp4"):
        (box / name).unlink()
    command("sync", "--delete", "--exclude", "/in/", box, "rapidgator:box", code=2)
    write(box / "d.mp4", b"d")
    command("sync", "--delete", "--exclude", "/in/", box, "rapidgator:box")
    assert there(command, "rapidgator:box") == ["d.mp4", "in/b.mp4", "in/deep/c.txt"]
    assert "pattern" in command("up", "-r", "--include", "", box, "rapidgator:", code=2).err


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("*.tmp", ["a.tmp", "x/a.tmp", "x.tmp/y/z"], ["a.tmpx", "tmp"]),
        ("cache/", ["cache/a", "x/cache/a", "cache"], ["cached", "x/cached/a"]),
        ("/cache", ["cache/a", "cache"], ["x/cache"]),
        ("a/*.mp4", ["a/b.mp4"], ["a/b/c.mp4", "x/a/b.mp4"]),
        ("a/**", ["a/b", "a/b/c"], ["b/a/c"]),
        ("**/b.mp4", ["b.mp4", "a/b.mp4", "a/c/b.mp4"], ["ab.mp4"]),
        ("film?.mp4", ["film1.mp4"], ["film.mp4", "film/.mp4"]),
        ("[a-c].mp4", ["b.mp4", "x/c.mp4"], ["d.mp4"]),
        ("[!a-c].mp4", ["d.mp4"], ["b.mp4"]),
        ("a.b", ["a.b"], ["axb"]),
        ("Größe*", ["Größe 1", "x/Größe"], ["größe"]),
    ],
)
def test_a_pattern_means_what_the_shell_means(text, yes, no):
    only, without = Filter([pattern(text)]), Filter((), [pattern(text)])
    for path in yes:
        assert only.takes(path) and not without.takes(path), path
    for path in no:
        assert not only.takes(path) and without.takes(path), path
