"""`gigahost.fsspec`: the hosts as file systems."""

import datetime
import gc
import hashlib
import io
import json
import os
import pickle
import threading

import fsspec
import fsspec.config
import pytest
from fsspec.callbacks import Callback

import gigahost
from gigahost.fsspec import close_sessions
from on_system import NO_FORK

CONTENT = bytes(range(256)) * 400
FOLDERS = ["rapidgator", "giga0"]


def options(emulator, host):
    return emulator.credentials(host) | emulator.options(host)


@pytest.fixture
def make(emulator):
    def make(host, **more):
        return fsspec.filesystem(host, **options(emulator, host), **more)

    yield make
    close_sessions()


@pytest.fixture
def rapidgator(make):
    return make("rapidgator")


@pytest.fixture(params=FOLDERS)
def fs(request, make):
    return make(request.param)


@pytest.fixture(params=["rapidgator", "giga0", "gett", "gigags"])
def place(request, make):
    """A file system that reads, and a path where a file can be at that host."""
    folder = {"gigags": ""}.get(request.param, "box/")
    return make(request.param), f"{folder}film.mp4"


def test_a_file_is_written_listed_and_read_at_every_host_that_can(place):
    fs, path = place
    with fs.open(path, "wb") as file:
        file.write(CONTENT)
    assert fs.cat_file(path) == CONTENT
    info = fs.info(path)
    assert (info["name"], info["type"], info["size"]) == (path, "file", len(CONTENT))
    assert path in fs.find("")
    with fs.open(path) as file:
        assert file.read() == CONTENT
    fs.rm(path)
    assert not fs.exists(path)
    with pytest.raises(FileNotFoundError):
        fs.cat_file(path)


def ranges(emulator, host):
    """The ranges that were asked for."""
    headers = [dict(entry["headers"]) for entry in emulator.requests(host)]
    return [fields["range"] for fields in headers if "range" in fields]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 10), (10, 20), (None, 5), (100, None), (-7, None), (None, -7), (5, 5), (9, 3),
        (0, 10**9), (10**9, None),
    ],
)
def test_a_range_is_what_a_slice_would_be(place, start, end):
    fs, path = place
    fs.pipe_file(path, CONTENT)
    assert fs.cat_file(path, start=start, end=end) == CONTENT[start:end]


def test_a_range_fetches_only_its_bytes(emulator, place):
    fs, path = place
    fs.pipe_file(path, CONTENT)
    assert fs.cat_file(path, start=1000, end=1010) == CONTENT[1000:1010]
    assert "bytes=1000-1009" in ranges(emulator, fs.host)


def test_a_broken_range_goes_on_where_it_broke(emulator, rapidgator):
    rapidgator.pipe_file("a.bin", CONTENT)
    emulator.fault("rapidgator", "download_bytes", "cut_body", bytes=1000)
    assert rapidgator.cat_file("a.bin", start=500, end=50_000) == CONTENT[500:50_000]
    first, second = ranges(emulator, "rapidgator")
    assert first == "bytes=500-49999"
    begin, end = second.removeprefix("bytes=").split("-")
    assert 500 < int(begin) <= 1500 and end == "49999"


def test_a_host_that_refuses_ranges_is_read_from_its_beginning(emulator, rapidgator):
    rapidgator.pipe_file("a.bin", CONTENT)
    emulator.switch("rapidgator", "range_refused")
    assert rapidgator.cat_file("a.bin", start=500, end=50_000) == CONTENT[500:50_000]


def test_an_open_file_seeks_and_reads_in_blocks(emulator, rapidgator):
    rapidgator.pipe_file("a.bin", CONTENT)
    with rapidgator.open("a.bin", "rb", block_size=1000) as file:
        file.seek(-100, 2)
        assert file.read(50) == CONTENT[-100:-50]
        file.seek(5000)
        assert file.read(10) == CONTENT[5000:5010]
        assert file.tell() == 5010 and file.size == len(CONTENT)
    fetched = ranges(emulator, "rapidgator")
    assert len(fetched) == emulator.count("rapidgator", "download_bytes") == 2


def test_a_new_file_replaces_the_old_one_and_only_when_it_has_arrived(emulator, fs):
    fs.pipe_file("box/a.bin", b"old")
    writer = fs.open("box/a.bin", "wb")
    writer.write(b"new")
    assert fs.cat_file("box/a.bin") == b"old"
    writer.close()
    assert fs.cat_file("box/a.bin") == b"new"
    assert [info["name"] for info in fs.ls("box")] == ["box/a.bin"]


def test_a_file_is_discarded_by_an_exception(emulator, rapidgator):
    url = "rapidgator://box/a.bin"
    keywords = rapidgator.storage_options
    opened = [
        lambda: rapidgator.open("box/a.bin", "wb"),
        lambda: fsspec.open(url, "wb", **keywords),
        lambda: fsspec.open(url, "wb", compression="gzip", **keywords),
    ]
    for open_it in opened:
        with pytest.raises(ZeroDivisionError), open_it() as file:
            file.write(b"half")
            raise ZeroDivisionError
    opened = [
        lambda: rapidgator.open("box/a.txt", "w"),
        lambda: fsspec.open(url, "w", **keywords),
    ]
    for open_it in opened:
        with pytest.raises(ZeroDivisionError), open_it() as file:
            file.write("half")
            raise ZeroDivisionError
    assert emulator.count("rapidgator", "file_upload") == 0
    try:
        raise ValueError
    except ValueError:
        # An exception that is handled around the block is none of the block's.
        with fsspec.open(url, "wb", **keywords) as file:
            file.write(b"whole")
    assert rapidgator.cat_file("box/a.bin") == b"whole"


def test_a_file_that_is_dropped_without_close_is_not_sent(emulator, rapidgator):
    writer = rapidgator.open("a.bin", "wb")
    writer.write(b"half")
    with pytest.warns(ResourceWarning, match="a.bin"):
        del writer
        gc.collect()
    assert emulator.count("rapidgator", "file_upload") == 0


def test_a_transaction_sends_all_or_nothing(emulator, rapidgator):
    with rapidgator.transaction:
        rapidgator.open("a.bin", "wb").close()
        with rapidgator.open("b.bin", "wb") as file:
            file.write(b"b")
        assert emulator.count("rapidgator", "file_upload") == 0
    assert rapidgator.cat_file("b.bin") == b"b" and rapidgator.exists("a.bin")
    with pytest.raises(ZeroDivisionError), rapidgator.transaction:
        with rapidgator.open("c.bin", "wb") as file:
            file.write(b"c")
        raise ZeroDivisionError
    assert not rapidgator.exists("c.bin")


def test_text_goes_there_and_back(fs):
    with fs.open("box/a.txt", "w", encoding="latin-1") as file:
        file.write("grüße\n")
    with fs.open("box/a.txt", "r", encoding="latin-1") as file:
        assert file.read() == "grüße\n"


@pytest.mark.parametrize(
    "name",
    [
        "grüße.txt", "a b.txt", "a#b.txt", "a?b.txt", "a%20b.txt", "日本.txt", "a[1].txt",
        "x;y&z=1.txt",
    ],
)
def test_names_are_what_they_are(fs, name):
    fs.pipe_file(f"some box/{name}", b"1")
    assert fs.cat_file(f"some box/{name}") == b"1"
    assert fs.ls("some box", detail=False) == [f"some box/{name}"]
    fs.rm_file(f"some box/{name}")
    assert fs.ls("some box") == []


def test_a_slash_in_a_name_of_the_host_is_written_as_2f(emulator, rapidgator):
    from gigahost._tree import chosen, shown

    entry = gigahost.Entry(id="1", name="a/b.txt")
    assert shown(entry.name) == "a%2Fb.txt" and list(chosen([entry])) == ["a%2Fb.txt"]


def test_folders_are_made_listed_and_deleted(fs):
    fs.makedirs("a/b/c")
    with pytest.raises(FileExistsError):
        fs.mkdir("a/b")
    with pytest.raises(FileExistsError):
        fs.makedirs("a/b/c")
    fs.makedirs("a/b/c", exist_ok=True)
    with pytest.raises(FileNotFoundError):
        fs.mkdir("x/y", create_parents=False)
    assert fs.isdir("a/b") and not fs.isfile("a/b") and fs.isdir("")
    assert [info["type"] for info in fs.ls("a/b")] == ["directory"]
    with pytest.raises(OSError, match="not empty"):
        fs.rmdir("a/b")
    fs.rmdir("a/b/c")
    assert not fs.exists("a/b/c")
    fs.pipe_file("a/b/f.bin", b"1")
    with pytest.raises(IsADirectoryError):
        fs.rm("a")
    with pytest.raises(FileExistsError):
        fs.makedirs("a/b/f.bin/g")
    with pytest.raises(IsADirectoryError):
        fs.pipe_file("a/b", b"1")
    fs.rm("a", recursive=True)
    assert fs.ls("") == [] or not fs.exists("a")


def test_a_move_is_made_by_the_host(emulator, fs):
    fs.pipe_file("a/one.bin", CONTENT)
    fs.pipe_file("b/two.bin", b"old")
    sent = len(emulator.requests(fs.host, "file_upload"))
    fs.mv("a/one.bin", "b/two.bin")
    assert fs.find("") == ["b/two.bin"] and fs.cat_file("b/two.bin") == CONTENT
    fs.mv("b/two.bin", "b/three.bin")
    fs.mkdir("c")
    fs.mv("b/three.bin", "c")
    assert fs.find("") == ["c/three.bin"]
    fs.mv("c", "d", recursive=True)
    assert fs.find("") == ["d/three.bin"] and fs.cat_file("d/three.bin") == CONTENT
    with pytest.raises(ValueError):
        fs.mv("d", "d/e", recursive=True)
    assert len(emulator.requests(fs.host, "file_upload")) == sent


def test_a_copy_into_another_folder_is_made_by_the_host(emulator, fs):
    fs.pipe_file("a/one.bin", CONTENT)
    sent = len(emulator.requests(fs.host, "file_upload"))
    fs.cp_file("a/one.bin", "b/two.bin")
    assert fs.cat_file("b/two.bin") == CONTENT and fs.cat_file("a/one.bin") == CONTENT
    assert len(emulator.requests(fs.host, "file_upload")) == sent
    fs.cp_file("a/one.bin", "a/two.bin")
    assert fs.cat_file("a/two.bin") == CONTENT
    assert sorted(fs.find("")) == ["a/one.bin", "a/two.bin", "b/two.bin"]


class Told(Callback):
    def __init__(self):
        super().__init__()
        self.calls = []

    def call(self, *args, **kwargs):
        self.calls.append((self.value, self.size))


def test_a_callback_hears_of_both_ways(rapidgator, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(CONTENT)
    there, back = Told(), Told()
    rapidgator.put_file(path, "box/a.bin", callback=there)
    rapidgator.get_file("box/a.bin", tmp_path / "b" / "c.bin", callback=back)
    assert (tmp_path / "b" / "c.bin").read_bytes() == CONTENT
    for told in (there, back):
        assert told.calls[-1] == (len(CONTENT), len(CONTENT))
    target = io.BytesIO()
    rapidgator.get_file("box/a.bin", target)
    assert target.getvalue() == CONTENT


def test_facts_of_a_file_tell_it_from_others(fs):
    fs.pipe_file("a.bin", b"1")
    first = fs.ukey("a.bin")
    if fs.info("a.bin")["created"] is None:
        with pytest.raises(NotImplementedError):
            fs.created("a.bin")
    else:
        assert isinstance(fs.modified("a.bin"), datetime.datetime)
    fs.pipe_file("a.bin", b"2")
    assert fs.ukey("a.bin") != first and fs.checksum("a.bin") == int(fs.ukey("a.bin"), 16)


def test_a_failure_is_not_taken_for_absence(emulator, rapidgator):
    rapidgator.session.login()
    emulator.fault("rapidgator", "*", "http_status", code=403, count=0)
    for ask in (rapidgator.exists, rapidgator.isfile, rapidgator.isdir):
        with pytest.raises(gigahost.Error):
            ask("a.bin")


def test_what_others_did_is_seen(emulator, rapidgator):
    rapidgator.pipe_file("box/a.bin", b"1")
    assert rapidgator.ls("box", detail=False) == ["box/a.bin"]
    with emulator.session("rapidgator") as other:
        folder = rapidgator.info("box")["id"]
        other.upload(b"22", name="b.bin", folder=folder)
        assert rapidgator.cat_file("box/b.bin") == b"22"
        other.delete(rapidgator.info("box/a.bin")["id"])
        other.upload(b"333", name="a.bin", folder=folder)
    assert rapidgator.cat_file("box/a.bin") == b"333"
    with rapidgator.open("box/a.bin") as file:
        assert file.read() == b"333"


def test_of_folders_with_one_name_all_take_the_oldest_and_of_files_the_newest():
    from gigahost._tree import chosen

    folders = [gigahost.Entry(id=str(n), name="a", kind="folder", created=1) for n in (10, 9, 11)]
    files = [gigahost.Entry(id=str(n), name="b", created=n) for n in (1, 3, 2)]
    same = [gigahost.Entry(id="5", name="a"), *folders, *files]
    found = chosen(same)
    assert (found["a"].id, found["b"].id) == ("9", "3")


@pytest.mark.parametrize("host", FOLDERS)
def test_processes_that_make_one_folder_at_once_end_up_in_the_same(emulator, host):
    from gigahost._tree import Tree

    trees = [Tree(emulator.session(host), 30.0) for _ in range(8)]
    made, start = [], threading.Barrier(len(trees))

    def make(tree):
        start.wait()
        made.append(tree.make("a/b").id)

    workers = [threading.Thread(target=make, args=[tree]) for tree in trees]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(made) == 8 and len(set(made)) == 1
    with emulator.session(host) as session:
        assert [entry.name for entry in session.list()] == ["a"]


def test_uploadgig_takes_files_and_says_that_it_does_nothing_else(emulator, make, tmp_path):
    fs = make("uploadgig")
    with fs.open("a.bin", "wb") as file:
        file.write(CONTENT)
    path = tmp_path / "b.bin"
    path.write_bytes(b"b")
    fs.put(str(path), "b.bin")
    fs.pipe_file("c.bin", b"c")
    assert [file["size"] for file in emulator.files("uploadgig")] == [len(CONTENT), 1, 1]
    refused = [
        lambda: fs.ls(""),
        lambda: fs.info("a.bin"),
        lambda: fs.cat_file("a.bin"),
        lambda: fs.open("a.bin", "rb"),
        lambda: fs.open("a.bin", "xb"),
        lambda: fs.rm("a.bin"),
        lambda: fs.mkdir("box"),
        lambda: fs.makedirs("box"),
        lambda: fs.pipe_file("box/a.bin", b""),
        lambda: fs.open("box/a.bin", "wb"),
    ]
    for call in refused:
        with pytest.raises(NotImplementedError):
            call()


def test_what_a_flat_host_has_no_place_for_is_refused(make):
    gigags, gett = make("gigags"), make("gett")
    refused = [
        lambda: gigags.pipe_file("box/a.mp4", b"1"),
        lambda: gigags.mkdir("box"),
        lambda: gigags.makedirs("box"),
        lambda: gett.pipe_file("a.bin", b"1"),
        lambda: gett.pipe_file("share/box/a.bin", b"1"),
        lambda: gett.makedirs("share/box"),
    ]
    for call in refused:
        with pytest.raises(NotImplementedError):
            call()
    for fs in (gigags, gett):
        with pytest.raises(NotImplementedError):
            fs.open("box/a.bin", "ab")


def test_an_account_has_one_login_in_a_process(emulator, rapidgator):
    rapidgator.pipe_file("a.bin", CONTENT)
    seen = []

    def read():
        again = fsspec.filesystem("rapidgator", **rapidgator.storage_options)
        seen.append(again.cat_file("a.bin"))

    workers = [threading.Thread(target=read) for _ in range(16)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    fresh = fsspec.filesystem("rapidgator", skip_instance_cache=True, **rapidgator.storage_options)
    assert fresh.cat_file("a.bin") == CONTENT and seen == [CONTENT] * 16
    assert emulator.count("rapidgator", "user_login") == 1


def test_a_child_process_logs_in_by_itself(emulator, rapidgator):
    rapidgator.pipe_file("a.bin", CONTENT)
    if not hasattr(os, "fork"):
        pytest.skip(NO_FORK)
    child = os.fork()
    if child == 0:
        try:
            again = fsspec.filesystem("rapidgator", **rapidgator.storage_options)
            os._exit(0 if again.cat_file("a.bin") == CONTENT else 3)
        except BaseException:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert emulator.count("rapidgator", "user_login") == 2


def test_secrets_are_pickled_only_when_asked(emulator, rapidgator, monkeypatch):
    for ask in (lambda: pickle.dumps(rapidgator), rapidgator.to_dict, rapidgator.to_json):
        with pytest.raises(TypeError, match="password"):
            ask()
    asked = fsspec.filesystem("rapidgator", **rapidgator.storage_options, picklable_secrets=True)
    asked.pipe_file("a.bin", b"1")
    assert pickle.loads(pickle.dumps(asked)).cat_file("a.bin") == b"1"


def test_credentials_of_the_environment_and_of_the_configuration_are_pickled_by_reference(
    emulator, make, monkeypatch
):
    pair = emulator.credentials("rapidgator")
    network = emulator.options("rapidgator")
    make("rapidgator").pipe_file("a.bin", b"1")
    monkeypatch.setenv("GIGAHOST_RAPIDGATOR_LOGIN", pair["login"])
    monkeypatch.setenv("GIGAHOST_RAPIDGATOR_PASSWORD", pair["password"])
    for more in ({}, {"credentials": "env"}):
        pickled = pickle.dumps(fsspec.filesystem("rapidgator", **network, **more))
        assert pair["password"].encode() not in pickled
        assert pickle.loads(pickled).cat_file("a.bin") == b"1"
    monkeypatch.delenv("GIGAHOST_RAPIDGATOR_LOGIN")
    monkeypatch.setitem(fsspec.config.conf, "rapidgator", pair | network)
    configured = fsspec.filesystem("rapidgator")
    pickled = pickle.dumps(configured)
    assert pair["password"].encode() not in pickled
    assert pickle.loads(pickled).cat_file("a.bin") == b"1"
    described = json.loads(configured.to_json())
    assert "password" not in described and described["protocol"] == "rapidgator"
    with fsspec.open("rapidgator://a.bin") as file:
        again = pickle.loads(pickle.dumps(file))
        assert again.read() == b"1"


def test_pandas_reads_and_writes_by_url(emulator, make):
    pandas = pytest.importorskip("pandas")
    for host in FOLDERS:
        keywords = options(emulator, host)
        frame = pandas.DataFrame({"name": ["a", "b"], "size": [1, 2]})
        frame.to_csv(f"{host}://some box/table.csv", index=False, storage_options=keywords)
        back = pandas.read_csv(f"{host}://some box/table.csv", storage_options=keywords)
        pandas.testing.assert_frame_equal(frame, back)
        [file] = emulator.files(host)
        assert file["md5"] == hashlib.md5(frame.to_csv(index=False).encode()).hexdigest()
