"""Receipts: what was stored is written down, found again, and sent again when it is gone."""

import json
import os

import pytest

from command import HOSTS, secrets
from on_system import is_private


def files(folder, count=3):
    paths = [folder / f"film{n}.mp4" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(os.urandom(1000 + n))
    return paths


def lines(log):
    return [json.loads(line) for line in log.read_text().splitlines()]


@pytest.mark.parametrize("host", HOSTS)
def test_a_receipt_of_each_file_is_written_for_this_user_only(command, tmp_path, host):
    paths, log = files(tmp_path), tmp_path / "receipts.jsonl"
    command("up", *paths, f"{host}:", "--receipts", log)
    found = {one["wanted_name"]: one for one in lines(log)}
    assert sorted(found) == [path.name for path in paths]
    for path in paths:
        one = found[path.name]
        assert (one["host"], one["bytes"]) == (host, path.stat().st_size)
        assert one["source"] == str(path) and one["id"] and one["time"] > 1_700_000_000
    assert is_private(log)
    assert not [secret for secret in secrets() if secret in log.read_text()]
    assert "delete" not in log.read_text()


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "uploadgig"])
def test_what_is_gone_is_found_and_sent_again_and_nothing_else(command, tmp_path, host):
    paths, log = files(tmp_path), tmp_path / "receipts.jsonl"
    command("up", *paths, f"{host}:", "--receipts", log)
    command("verify", "--receipts", log)
    gone = lines(log)[1]
    with command.emulator.session(host) as session:
        assert session.delete([gone["id"]]).complete
    run = command("verify", "--receipts", log, code=3)
    assert run.err.count(f"({gone['name']}): it") == 1 and run.err.count("): it") == 1
    planned = command("repair", log, "--dry-run").out
    assert planned.count("would send") == 1 and planned.count("would skip") == 2
    before = len(command.emulator.files(host))
    command("repair", log)
    assert len(command.emulator.files(host)) - before in (0, 1)
    command("verify", "--receipts", log)
    command("repair", log)
    assert len(lines(log)) == 4


def test_what_has_changed_here_is_not_sent_in_place_of_what_is_gone(command, tmp_path):
    [path], log = files(tmp_path, 1), tmp_path / "receipts.jsonl"
    command("up", path, "giga0:", "--receipts", log)
    [one] = lines(log)
    with command.emulator.session("giga0") as session:
        session.delete([one["id"]])
    path.write_bytes(bytes(path.stat().st_size))
    # The host was told of a file and did not get all of it: it is said to be unknown what it made of that.
    run = command("repair", log, code=5)
    assert "another content" in run.err and len(lines(log)) == 1
    path.unlink()
    command("repair", log, code=6)


def test_a_host_that_cannot_be_asked_is_named(command, tmp_path):
    paths, log = files(tmp_path, 1), tmp_path / "receipts.jsonl"
    command("up", *paths, "uploadgig:", "--receipts", log)
    assert "cannot be asked" in command("verify", "--receipts", log, code=1).err
    assert "cannot be asked" in command("repair", log).err
    assert len(command.emulator.files("uploadgig")) == 1


def test_a_mirror_through_this_machine_has_receipts_without_a_source(command, tmp_path):
    paths, log = files(tmp_path, 1), tmp_path / "receipts.jsonl"
    command("up", *paths, "rapidgator:films/")
    command("mirror", "rapidgator:films/", "giga0:films/", "--receipts", log)
    [one] = lines(log)
    assert one["host"] == "giga0" and one["source"] is None
    command("verify", "--receipts", log)
    with command.emulator.session("giga0") as session:
        session.delete([one["id"]])
    assert "`source` is unknown" in command("repair", log, code=6).err


@pytest.mark.parametrize("line", ["", "x", "[]", "{}", '{"version": 1}', '{"version": 2, "host": "h"}'])
def test_what_is_no_receipt_is_refused_with_its_line(command, tmp_path, line):
    log = tmp_path / "receipts.jsonl"
    log.write_text(line + "\n")
    if not line:
        command("verify", "--receipts", log)
        return
    assert f"line 1 of {log}" in command("verify", "--receipts", log, code=2).err
    assert f"line 1 of {log}" in command("repair", log, code=2).err


def test_a_log_that_cannot_be_written_is_refused_before_anything_is_sent(command, tmp_path):
    paths = files(tmp_path, 1)
    command("up", *paths, "rapidgator:", "--receipts", tmp_path / "no" / "log", code=6)
    assert command.emulator.files("rapidgator") == []
    command("verify", "--receipts", tmp_path / "log", paths[0], code=2)
    command("verify", code=2)
    command("repair", tmp_path / "a", tmp_path / "b", code=2)
