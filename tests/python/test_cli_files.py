"""`gigahost ls`, `stat`, `rm`, `mv`, `cp`, `mkdir`, `check`, `remote`, `account`, `hosts`, `doctor`."""

import json

import pytest

import gigahost
from command import HOSTS


@pytest.fixture
def box(rapidgator):
    """A folder with two files."""
    folder = rapidgator.make_folder("box")
    for name in ("a.mp4", "b.mp4"):
        rapidgator.upload(name.encode(), name=name, folder=folder)
    return folder


def paths(command, place="rapidgator:"):
    return {entry["address"] for entry in command("ls", "-r", "--json", place).of("entry")}


def test_ls_shows_folders_first_with_sizes_and_ids(command, rapidgator, box):
    rapidgator.upload(b"root", name="0.mp4")
    lines = command("ls", "rapidgator:").out.splitlines()
    assert [line.split()[-1] for line in lines] == ["box/", "0.mp4"]
    assert lines[1].startswith("4 B") or lines[1].split()[:2] == ["4", "B"]
    assert f"#{box.id}" in command("ls", "--ids", "--host", "rapidgator").out
    assert "a.mp4" in command("ls", f"rapidgator:#{box.id}/").out
    assert command("ls", "-d", "rapidgator:box").out.split()[-1] == "box/"


def test_a_name_cannot_drive_the_terminal(command, rapidgator):
    file = rapidgator.upload(b"x", name="a.mp4").entry
    rapidgator.file_rename(file.id, "bad\x1b[2J\x07\u202ename.mp4")
    for run in (command("ls", "rapidgator:"), command("stat", "rapidgator:bad*")):
        assert "\\x1b[2J" in run.out and "\u202e" not in run.out and "\x07" not in run.out
    [entry] = command("ls", "--json", "rapidgator:").of("entry")
    assert entry["name"].startswith("bad\x1b")


def test_ls_knows_the_habits_of_ls(command, rapidgator):
    for name, length in (("b.mp4", 10), ("a.mp4", 3000), ("c.mp4", 500)):
        rapidgator.upload(b"x" * length, name=name)
    usual = command("ls", "rapidgator:").out
    for habit in ("-l", "-a", "-h", "-la", "-lah"):
        assert command("ls", habit, "rapidgator:").out == usual
    assert command("ls", "-1", "rapidgator:").out.split() == ["a.mp4", "b.mp4", "c.mp4"]
    assert command("ls", "-1S", "rapidgator:").out.split() == ["a.mp4", "c.mp4", "b.mp4"]
    times = [entry["created"] for entry in command("ls", "-lt", "--json", "rapidgator:").of("entry")]
    assert times == sorted(times, reverse=True)
    assert "--by-time" in command("ls", "--help").out


def test_stat_tells_all_and_missing_things_are_code_6(command, rapidgator, box):
    out = command("stat", "rapidgator:box/a.mp4").out
    assert "bytes:          5\n" in out and "md5:" in out and "link:" in out
    assert "nothing there" in command("stat", "rapidgator:box/c.mp4", code=6).err
    mixed = command("stat", "rapidgator:box/a.mp4", "rapidgator:nope", "--json", code=3)
    assert [e["status"] for e in mixed.of("error")] == ["NOT_FOUND"]


def test_rm_wants_r_for_folders_and_never_takes_the_root(command, box):
    command("rm", "rapidgator:box", code=2)
    command("rm", "-r", "rapidgator:", code=2)
    assert "would delete" in command("rm", "-n", "rapidgator:box/*").out
    command("rm", "rapidgator:box/*")
    assert paths(command) == {"rapidgator:box"}
    command("rm", "-r", "rapidgator:box")
    assert paths(command) == set()


def test_mv_moves_renames_and_does_both(command, box):
    command("mv", "rapidgator:box/a.mp4", "rapidgator:box/c.mp4")
    command("mkdir", "rapidgator:other")
    command("mv", "rapidgator:box/*.mp4", "rapidgator:other/")
    command("mv", "rapidgator:other/b.mp4", "rapidgator:box/d.mp4")
    files = paths(command) - {"rapidgator:box", "rapidgator:other"}
    assert files == {"rapidgator:other/c.mp4", "rapidgator:box/d.mp4"}


def test_cp_copies_at_the_host_and_not_over_something(command, box):
    command("mkdir", "-p", "rapidgator:x/y")
    command("cp", "rapidgator:box/a.mp4", "rapidgator:x/y")
    assert "rapidgator:x/y/a.mp4" in paths(command)
    assert "there already" in command("cp", "rapidgator:box/a.mp4", "rapidgator:x/y", code=1).err
    command("cp", "rapidgator:box/a.mp4", "giga0:")
    assert [file["name"] for file in command.emulator.files("giga0")] == ["a.mp4"]
    assert "mirror" in command("cp", "rapidgator:box", "giga0:", code=2).err


def test_mkdir_makes_those_above_only_with_p(command):
    assert "-p" in command("mkdir", "rapidgator:x/y", code=6).err
    command("mkdir", "-p", "rapidgator:x/y")
    command("mkdir", "rapidgator:x/y", code=1)
    command("mkdir", "-p", "rapidgator:x/y")
    assert paths(command) == {"rapidgator:x", "rapidgator:x/y"}


def test_check_reads_links_from_standard_input(command, rapidgator):
    alive = rapidgator.upload(b"x", name="a.mp4").url
    dead = f"{command.emulator.url('rapidgator')}/file/{'0' * 32}/gone.html"
    run = command("check", input=f"{alive}\n\n# a note\n{dead}\n".encode(), code=3)
    assert [line.split()[0] for line in run.out.splitlines()] == ["alive", "dead"]
    command("check", alive)
    command("check", dead, code=6)
    command("check", "no-link", code=2)
    assert [e["alive"] for e in command("check", alive, "--json").of("link")] == [True]


def test_remote_waits_until_the_host_has_fetched(command):
    links = ["https://example.test/a.mkv", "https://example.test/b.mkv"]
    command("mkdir", "rapidgator:in")
    run = command("remote", *links, "rapidgator:in", "--interval", "0.05", "--json")
    assert [job["state"] for job in run.of("job")] == ["done", "done"]
    assert len(paths(command, "rapidgator:in")) == 2
    command.emulator.switch("rapidgator", "remote_fail", "no such file")
    failed = command("remote", links[0], "--host", "rapidgator", "--interval", "0.05", code=1)
    assert "no such file" in failed.out


def test_account_tells_of_all_hosts_with_credentials(command):
    hosts = {event["host"] for event in command("account", "--json").of("account")}
    assert hosts == {"rapidgator", "giga0", "gett"}
    assert "ann@example.test" in command("account", "rapidgator").out
    command("account", "nohost", code=2)


def test_hosts_asks_nobody_and_fits_a_terminal(command):
    run = command("hosts")
    assert all(name in run.out for name in (*gigahost.HOSTS, *gigahost.CAPABILITIES))
    assert max(map(len, run.out.splitlines())) <= 79
    assert len(command("hosts", "--json").of("host")) == 5
    assert command.emulator.requests() == []


def test_doctor_asks_the_hosts_only_with_network(command):
    run = command("doctor")
    assert "credentials in: environment" in run.out and command.emulator.requests() == []
    run = command("doctor", "--network")
    assert run.out.count("reached, and logged in") == 4
    command.environment["GIGAHOST_RAPIDGATOR_PASSWORD"] = "wrong"
    assert "bad" in command("doctor", "--network", code=1).out


@pytest.mark.parametrize("host", HOSTS)
def test_doctor_tries_a_host_and_leaves_nothing_there(command, host):
    run = command("doctor", "--try", host, "--json")
    steps = {
        e["text"].partition(":")[0]: e
        for e in run.of("finding")
        if e["subject"] == host and "credentials" not in e["text"]
    }
    assert "as expected" in steps["upload"]["text"] and steps["upload"]["state"] == "ok"
    assert not [one for one in steps.values() if one["state"] == "bad"]
    kept = [file for file in command.emulator.files(host) if file["state"] == "active"]
    if steps["delete"]["state"] == "ok":
        assert kept == []
    else:
        assert "stays" in steps["delete"]["text"] and len(kept) == 1


def test_doctor_tells_an_answer_that_is_not_as_expected_without_its_values(command):
    command.emulator.fault("rapidgator", "user_info", "extra_keys", count=0)
    out = command("doctor", "--try", "rapidgator").out
    [line] = [line for line in out.splitlines() if "account:" in line]
    assert "is new" in line and "ann" not in line
    command.emulator.fault("rapidgator", "download_bytes", "http_status", code=404, count=0)
    assert "bad" in command("doctor", "--try", "rapidgator", code=1).out
    assert [file for file in command.emulator.files("rapidgator") if file["state"] == "active"] == []


def test_the_expected_shapes_are_those_of_the_documents(emulator):
    import shapes
    from gigahost.cli._shapes import EXPECTED

    found = {host: shapes.of(emulator.session(host)) for host in HOSTS}
    assert found == EXPECTED, "tests/python/shapes.py writes them"


def test_doctor_says_what_to_do_without_credentials(command):
    command.without_credentials()
    assert "gigahost help credentials" in command("doctor", code=1).out


def test_the_emulator_starts_and_ends_with_its_input(command):
    run = command("emulator", "--no-bodies", input=b"")
    assert json.loads(run.out)["rapidgator"].startswith("http://127.0.0.1:")
    command.environment["GIGAHOST_EMULATOR"] = "/nowhere"
    assert "GIGAHOST_EMULATOR" in command("emulator", code=1).err
