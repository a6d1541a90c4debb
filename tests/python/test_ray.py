"""A Ray cluster of processes, each with a queue of its own."""

import importlib.util
import pathlib
import subprocess
import sys

import pytest

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/python/mirror_on_cluster.py"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is installed by tests/run --full"
)


def test_the_example_mirrors_over_a_ray_cluster_with_one_login_in_each_process():
    command = [sys.executable, "-W", "ignore", EXAMPLE, "--emulator", "--on", "ray", "--files", "30"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    *copies, summary, logins = done.stdout.splitlines()
    assert len(copies) == 30 and all(line.startswith("sent") for line in copies)
    assert summary.startswith("30 of 30 files mirrored")
    counts = [int(word) for word in logins.split() if word.isdigit()]
    assert len(counts) == 2 and all(1 <= count <= 3 for count in counts), logins
