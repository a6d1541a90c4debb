"""`gigahost up`, `down`, `mirror` and `verify`."""

import hashlib

import pytest

from command import HOSTS


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def film(tmp_path):
    return write(tmp_path / "film.mp4", b"film" * 1000)


def names(command, host):
    return sorted(file["name"] for file in command.emulator.files(host))


@pytest.mark.parametrize("host", HOSTS)
def test_up_sends_to_each_host_and_prints_the_link(command, film, host):
    run = command("up", film, f"{host}:")
    assert run.out.startswith("http://127.0.0.1:") and run.out.count("\n") == 1
    [file] = command.emulator.files(host)
    assert (file["name"], file["size"]) == ("film.mp4", 4000)
    assert "3.9 KiB sent" in run.err


def test_one_file_goes_to_several_hosts_at_once(command, film):
    run = command("up", film, "rapidgator:", "giga0:", "gigags:")
    assert len(run.out.splitlines()) == 3
    assert all(names(command, host) == ["film.mp4"] for host in ("rapidgator", "giga0", "gigags"))


def test_folders_are_sent_with_r_and_refused_without(command, tmp_path):
    write(tmp_path / "box" / "a.mp4", b"a")
    write(tmp_path / "box" / "deep" / "b.mp4", b"bb")
    refused = command("up", tmp_path / "box", "rapidgator:", code=2)
    assert "add -r" in refused.err and names(command, "rapidgator") == []
    command("up", "-r", tmp_path / "box", "--host", "rapidgator", "--folder", "top")
    listed = command("ls", "-r", "rapidgator:top", "--json").of("entry")
    assert {e["address"] for e in listed if e["kind"] == "file"} == {
        "rapidgator:top/box/a.mp4", "rapidgator:top/box/deep/b.mp4",
    }  # fmt: skip


def test_a_quoted_local_pattern_is_matched(command, tmp_path):
    for name in ("a.mp4", "b.mp4", "c.txt"):
        write(tmp_path / name, name.encode())
    command("up", f"{tmp_path}/*.mp4", "rapidgator:")
    assert names(command, "rapidgator") == ["a.mp4", "b.mp4"]


def test_a_name_that_is_there_is_refused_skipped_kept_or_replaced(command, film):
    command("up", film, "rapidgator:")
    film.write_bytes(b"another film")
    assert "--overwrite" in command("up", film, "rapidgator:", code=1).err
    assert "another size" in command("up", "--skip", film, "rapidgator:").err
    assert len(names(command, "rapidgator")) == 1
    command("up", "--keep", film, "rapidgator:")
    assert command("ls", "rapidgator:").out.count("film.mp4") == 2
    command("up", "--overwrite", film, "rapidgator:")
    listed = command("ls", "rapidgator:")
    assert listed.out.count("film.mp4") == 1 and "12 B" in listed.out


def test_standard_input_needs_a_name_and_standard_output_takes_one_file(command):
    content = b"from a pipe" * 1000
    assert "--name" in command("up", "-", "rapidgator:", input=b"x", code=2).err
    command("up", "-", "--name", "pipe.bin", "rapidgator:", input=content)
    process = command.start("down", "rapidgator:pipe.bin", "-o", "-")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0 and out == content


def test_down_takes_paths_ids_links_and_patterns(command, film, tmp_path):
    link = command("up", film, "rapidgator:box").out.strip()
    [entry] = command("ls", "--json", "rapidgator:box").of("entry")
    places = ["rapidgator:box/film.mp4", f"rapidgator:#{entry['id']}", link, "rapidgator:b*/*.mp4"]
    for number, place in enumerate(places):
        target = tmp_path / f"got-{number}.mp4"
        run = command("down", place, "-o", target)
        assert run.out == f"{target.as_posix()}\n" and target.read_bytes() == film.read_bytes()


def test_down_keeps_what_is_here_unless_told_otherwise(command, film, tmp_path):
    command("up", film, "rapidgator:")
    here = write(tmp_path / "here" / "film.mp4", b"mine")
    get = ("down", "rapidgator:film.mp4", "-o", here.parent)
    command(*get, code=1)
    command(*get, "--skip")
    assert here.read_bytes() == b"mine"
    kept = command(*get, "--keep").out.strip()
    assert here.read_bytes() == b"mine" and kept != str(here)
    command(*get, "--overwrite")
    assert here.read_bytes() == film.read_bytes()


def test_down_resumes_where_it_was_stopped(command, tmp_path):
    big = write(tmp_path / "big.bin", bytes(range(256)) * 8000)
    command("up", big, "rapidgator:")
    command.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=1000000)
    get = ("down", "rapidgator:big.bin", "-o", tmp_path / "got.bin", "--resume", "--json")
    command(*get, "--timeout", "2", code=7)
    command.emulator.release()
    [done] = command(*get).of("result")
    assert done["download"]["resumed_from"] > 0
    assert (tmp_path / "got.bin").read_bytes() == big.read_bytes()


def test_down_and_mirror_fetch_in_segments(command, tmp_path):
    big = write(tmp_path / "big.bin", bytes(range(251)) * 20_000)
    command("up", big, "rapidgator:")
    get = ("down", "rapidgator:big.bin", "-o", tmp_path / "got.bin", "--segments", "4", "--resume", "--json")
    command.emulator.fault("rapidgator", "download_bytes", "stall_body", bytes=700000, count=4)
    command(*get, "--timeout", "2", code=7)
    command.emulator.release()
    [done] = command(*get).of("result")
    assert done["download"]["resumed_from"] > 0 and done["download"]["attempts"] > 1
    assert (tmp_path / "got.bin").read_bytes() == big.read_bytes()
    command("mirror", "rapidgator:big.bin", "giga0:copy", "--segments", "3")
    command("down", "giga0:copy/big.bin", "-o", tmp_path / "copy.bin", "--segments", "2")
    assert (tmp_path / "copy.bin").read_bytes() == big.read_bytes()
    assert "segments" in command("down", "rapidgator:big.bin", "-o", tmp_path, "--segments", "99", code=2).err


def test_the_md5_is_computed_when_the_command_says_so(command, tmp_path):
    film = write(tmp_path / "film.mp4", b"film")
    md5 = hashlib.md5(b"film").hexdigest()
    for way, there in [("auto", None), ("never", None), ("always", md5)]:
        [sent] = command("up", film, "uploadgig:", "--checksum", way, "--json").of("result")
        assert sent["receipt"]["md5"] == there, way
    command("up", film, "rapidgator:", "--checksum", "never", code=1)
    command("up", film, "rapidgator:")
    for way, there, verified in [("auto", md5, "md5"), ("never", None, "size"), ("always", md5, "md5")]:
        got = ("down", "rapidgator:film.mp4", "-o", tmp_path / way, "--checksum", way, "--json")
        [fetched] = command(*got).of("result")
        assert (fetched["download"]["md5"], fetched["download"]["verified"]) == (there, verified), way


def test_a_folder_comes_down_whole_and_no_name_leads_out_of_it(command, rapidgator, tmp_path):
    folder = rapidgator.make_folder("box")
    rapidgator.upload(b"one", name="a.mp4", folder=folder)
    up = rapidgator.folder_create(folder.id, "..")
    rapidgator.upload(b"two", name="b.mp4", folder=up["folder_id"])
    got = tmp_path / "deep" / "got"
    command("down", "-r", "rapidgator:box", "-o", f"{got}/")
    files = {path.relative_to(got).as_posix() for path in got.rglob("*") if path.is_file()}
    assert files == {"box/a.mp4", "box/_/b.mp4"}


def test_mirror_sends_only_what_is_missing(command, tmp_path):
    write(tmp_path / "photos" / "a.jpg", b"a" * 100)
    write(tmp_path / "photos" / "june" / "b.jpg", b"b" * 200)
    command("up", tmp_path / "photos" / "a.jpg", "rapidgator:photos")
    run = command("mirror", tmp_path / "photos", "rapidgator:photos", "giga0:photos", "--json")
    assert len(run.of("skipped")) == 1 and len(run.of("result")) == 3
    again = command("mirror", tmp_path / "photos", "rapidgator:photos", "giga0:photos", "--json")
    assert len(again.of("skipped")) == 4 and not again.of("result")


def test_mirror_goes_from_host_to_host(command, tmp_path):
    write(tmp_path / "box" / "in" / "a.mp4", b"content")
    command("up", "-r", tmp_path / "box", "rapidgator:")
    command("mirror", "rapidgator:box", "giga0:copy")
    [file] = command.emulator.files("giga0")
    assert file["md5"] == hashlib.md5(b"content").hexdigest()
    assert "a.mp4" in command("ls", "giga0:copy/in").out


def test_mirror_replaces_what_differs_only_when_told(command, tmp_path):
    file = write(tmp_path / "a.mp4", b"one")
    command("mirror", file, "rapidgator:")
    file.write_bytes(b"longer")
    assert "differs" in command("mirror", file, "rapidgator:", code=1).err
    command("mirror", "--overwrite", file, "rapidgator:")
    assert "6 B" in command("ls", "rapidgator:").out


def test_verify_tells_same_different_and_missing(command, tmp_path):
    same, other, missing = (write(tmp_path / f"{n}.mp4", n.encode()) for n in ("same", "other", "lost"))
    command("up", same, other, "rapidgator:")
    assert "same size and MD5" in command("verify", same, "rapidgator:").err
    other.write_bytes(b"OTHER")
    assert "another MD5" in command("verify", other, "rapidgator:", code=1).err
    other.write_bytes(b"longer than before")
    assert "bytes here" in command("verify", other, "rapidgator:other.mp4", code=1).err
    assert "nothing there" in command("verify", missing, "rapidgator:", code=6).err
    mixed = command("verify", same, other, missing, "rapidgator:", "--json", code=3)
    assert [e["status"] for e in mixed.of("error")] == ["DIFFERENT", "NOT_FOUND"]


def test_a_dry_run_says_what_the_host_would_refuse(command, film, tmp_path):
    huge = tmp_path / "huge.mp4"
    with open(huge, "wb") as file:
        file.truncate(1 << 40)
    plan = command("up", "-n", film, huge, "rapidgator:", code=3).out
    assert "would refuse" in plan and "huge.mp4" in plan and f"would upload {film}" in plan
    assert "bytes" in [line for line in plan.splitlines() if "refuse" in line][0]
    assert command.emulator.files("rapidgator") == []


def test_a_dry_run_gives_reasons_and_does_nothing(command, film):
    command("up", film, "rapidgator:")
    command.emulator.forget_requests()
    run = command("up", "-n", "--skip", film, "rapidgator:", "giga0:")
    assert "would skip" in run.out and "would upload" in run.out
    assert run.out.count(" -> ") == 2 and ": " in run.out
    plans = command("mirror", "-n", film, "rapidgator:new/", "--json").of("plan")
    assert [plan["why"] for plan in plans] == ["nothing of this name is there"]
    made = {r["operation"] for r in command.emulator.requests()}
    assert not made & {"file_upload", "upload_bytes", "folder_create"}
