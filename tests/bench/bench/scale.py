"""Scale: what the same work costs with larger files, with more of them, and with more threads; beside it the
limit, which is the least that a program can do, or the least time that the round trips take."""

from collections import namedtuple
from statistics import median

from .ground import MIB

# `values` has one number for each of `lines`.
Sweep = namedtuple("Sweep", "name title x unit lines points")
Point = namedtuple("Point", "x values")

ROUND_TRIP = 20  # milliseconds
SMALL = 20_000  # bytes


def by_turns(rounds, sides):
    """The least that each side costs, who take turns: what a machine adds is noise, and never negative."""
    costs = [[side() for side in sides] for _ in range(rounds + 1)]
    return [min(column) for column in zip(*costs)]


def sizes(ground):
    """CPU of one file, the start of the process included, against its size."""
    curl = ground.peer("curl", "curl")
    steps = [1, 16, 64, 256] if ground.quick else [1, 16, 64, 256, 1024, 6144]
    up, down, memory = [], [], []
    with ground.server() as server:
        url = server.urls["http"]
        put, target = f"{url}/gett", ground.folder / "target.bin"
        for step in steps:
            file, get = ground.hole(step), f"{url}/bytes/{step * MIB}"
            rounds = 4 if step >= 1024 else 7
            ground.touch_memory(2 * step + 256)

            def cost(*command):
                return lambda: 1000 * ground.cpu(*command)

            ours_up = [ground.ours, "up", "put", put, file, "-", "never"]
            ours_down = [ground.ours, "down", get, target, "-", "never"]
            up.append(Point(step, by_turns(rounds, [
                cost(*ours_up), cost(curl, "-sS", "-o", "/dev/null", "-T", file, put),
                cost(ground.floor, "up", 1, put, file)])))
            down.append(Point(step, by_turns(rounds, [
                cost(*ours_down), cost(curl, "-sS", "-o", target, get),
                cost(ground.floor, "down", 1, get, target)])))
            memory.append(Point(step, [ground.peak(*ours_up) / MIB, ground.peak(*ours_down) / MIB, 12]))
            target.unlink(missing_ok=True)
            file.unlink()
    lines = ["ours", "curl", "limit: sendfile alone"]
    yield Sweep("size-up", "One upload", "MiB", "CPU ms", lines, up)
    lines = ["ours", "curl", "limit: splice alone"]
    yield Sweep("size-down", "One download", "MiB", "CPU ms", lines, down)
    lines = ["upload", "download", "limit"]
    yield Sweep("size-memory", "Peak memory of one transfer", "MiB", "MiB", lines, memory)


def files(ground):
    """Small files: CPU of all of them one after the other, and time with eight at once."""
    curl = ground.peer("curl", "curl")
    steps = [1, 10, 100, 1000] if ground.quick else [1, 10, 100, 1000, 10_000]
    small = ground.folder / "small"
    small.write_bytes(bytes(SMALL))
    near, far = [], []
    with ground.server() as server:
        url = f"{server.urls['http']}/gett"
        for step in steps:
            list_of_files = ground.folder / "files.curl"
            list_of_files.write_text(f'upload-file = "{small}"\nurl = "{url}"\noutput = "/dev/null"\n' * step)

            def cost(*command):
                return lambda: 1000 * ground.cpu(*command)

            near.append(Point(step, by_turns(3 if step >= 1000 else 7, [
                cost(ground.ours, "many", 1, step, url, small), cost(curl, "-sS", "-K", list_of_files),
                cost(ground.floor, "up", step, url, small)])))
    with ground.server("--pause", ROUND_TRIP) as server:
        url = f"{server.urls['http']}/gett"
        for step in steps:
            seconds = ground.wall(ground.ours, "many", min(step, 8), step, url, small)
            far.append(Point(step, [seconds, -(-step // 8) * ROUND_TRIP / 1000]))
    lines = ["ours", "curl", "limit: sendfile alone"]
    yield Sweep("files", "Uploads of 20 kB, one after the other", "files", "CPU ms", lines, near)
    lines = ["ours", "limit: the round trips alone"]
    yield Sweep("files-far", "Uploads of 20 kB, eight at a time over 20 ms", "files", "s", lines, far)


def threads(ground):
    """Small files over a round trip, against how many threads share a session."""
    count = 128 if ground.quick else 512
    small = ground.folder / "small"
    small.write_bytes(bytes(SMALL))
    points = []
    with ground.server("--pause", ROUND_TRIP) as server:
        url = f"{server.urls['http']}/gett"
        for step in [1, 2, 4, 8, 16, 32, 64]:
            seconds = median(ground.wall(ground.ours, "many", step, count, url, small) for _ in range(3))
            points.append(Point(step, [seconds, count * ROUND_TRIP / 1000 / step]))
    lines = ["ours", "limit: the round trips alone"]
    yield Sweep("threads", f"{count} uploads of 20 kB over 20 ms", "threads", "s", lines, points)


ALL = [sizes, files, threads]
