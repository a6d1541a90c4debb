"""A Dask cluster of processes that works through `gigahost.fsspec`, and the example on Dask and Ray."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import fsspec
import pytest

from gigahost.fsspec import close_sessions

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = 300
WORKERS = 3

distributed = pytest.importorskip("distributed")


@pytest.fixture
def network(emulator, monkeypatch):
    """The storage options of rapidgator; credentials are in the environment."""
    pair = emulator.credentials("rapidgator")
    monkeypatch.setenv("GIGAHOST_RAPIDGATOR_LOGIN", pair["login"])
    monkeypatch.setenv("GIGAHOST_RAPIDGATOR_PASSWORD", pair["password"])
    emulator.switch("rapidgator", "processing_polls", 0)
    yield emulator.options("rapidgator")
    close_sessions()


@pytest.fixture
def client(network):
    cluster = distributed.LocalCluster(
        n_workers=WORKERS, threads_per_worker=4, host="127.0.0.1", dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


def write(number, network):
    url = f"rapidgator://cluster/{number % 7}/part {number}.txt"
    with fsspec.open(url, "w", **network) as file:
        file.write(f"{number}\n" * 10)
    return os.getpid()


def read(path, fs):
    return os.getpid(), sum(map(int, fs.cat_file(path).split()))


def test_hundreds_of_files_are_written_and_read_with_one_login_in_each_process(
    emulator, network, client
):
    writers = set(client.gather(client.map(write, range(FILES), network=network)))
    fs = fsspec.filesystem("rapidgator", **network)
    paths = fs.find("cluster")
    assert len(paths) == FILES == len(emulator.files("rapidgator"))
    assert sorted(fs.ls("cluster", detail=False)) == [f"cluster/{n}" for n in range(7)]
    # The file system itself travels to the workers, without credentials.
    found = client.gather(client.map(read, paths, fs=fs))
    readers = {worker for worker, _ in found}
    assert sum(total for _, total in found) == 10 * sum(range(FILES))
    assert len(writers) == WORKERS and readers <= writers and os.getpid() not in writers
    assert emulator.count("rapidgator", "user_login") == WORKERS + 1


def test_dask_reads_tables_by_url(emulator, network, client):
    bag = pytest.importorskip("dask.bag")
    lines = [f"{n}" for n in range(100)]
    bag.from_sequence(lines, npartitions=10).to_textfiles(
        "rapidgator://tables/*.txt.gz", storage_options=network
    )
    back = bag.read_text("rapidgator://tables/*.txt.gz", storage_options=network).compute()
    assert [line.strip() for line in back] == lines
    assert len(emulator.files("rapidgator")) == 10
    assert emulator.count("rapidgator", "user_login") <= WORKERS + 1


def test_a_task_that_fails_leaves_no_half_file(emulator, network, client):
    def fail(network):
        with fsspec.open("rapidgator://cluster/half.txt", "w", **network) as file:
            file.write("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.submit(fail, network).result()
    assert emulator.files("rapidgator") == []


RAY = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is installed by tests/run --full"
)


@pytest.mark.parametrize("engine", ["dask", pytest.param("ray", marks=RAY)])
def test_the_example_mirrors_a_list_of_files_over_a_cluster(engine):
    example = ROOT / "examples/python/mirror_on_cluster.py"
    command = [sys.executable, "-W", "ignore", example, "--emulator", "--files", "12", "--on", engine]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    *copies, summary, logins = done.stdout.splitlines()
    assert len(copies) == 12 and all(line.startswith("sent") for line in copies)
    assert summary.startswith("12 of 12 files mirrored")
    counts = [int(word) for word in logins.split() if word.isdigit()]
    assert len(counts) == 2 and all(1 <= count <= 3 for count in counts), logins


def test_the_example_says_which_file_failed(tmp_path):
    example = ROOT / "examples/python/mirror_on_cluster.py"
    names = tmp_path / "names.txt"
    names.write_text("0/film 000.bin\nno such file\n")
    command = [sys.executable, "-W", "ignore", example, "--emulator", "--files", "1"]
    command += ["--list", names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stderr
    assert "failed: " in done.stdout and "no such file" in done.stdout
    assert "1 of 2 files mirrored" in done.stdout
