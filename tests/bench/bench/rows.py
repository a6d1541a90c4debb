"""The rows: each a work that two sides do, and the ratio that is wanted."""

from collections import namedtuple
from statistics import median, quantiles

from .ground import MIB, Missing

Result = namedtuple("Result", "work ours peer peer_name ratio low high target unit note")


def paired(ground, work, target, unit, peer_name, ours, peer):
    """Lets two sides take turns, after one round that does not count."""
    pairs = []
    try:
        for round in range(ground.rounds + 1):
            sides = [ours, peer] if round % 2 else [peer, ours]
            costs = {side: side() for side in sides}
            if round:
                pairs.append((costs[ours], costs[peer]))
    except Missing as missing:
        return Result(work, None, None, peer_name, None, None, None, target, unit, f"skipped: {missing} is missing")
    ratios = [mine / theirs for mine, theirs in pairs]
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
    return Result(work, median(mine for mine, _ in pairs), median(theirs for _, theirs in pairs), peer_name,
                  median(ratios), low, high, target, unit, "")


class Row:
    def __init__(self, name, measure):
        self.name, self.measure = name, measure


def transfer(name, target, scheme, ours, curl, verified):
    """CPU of moving a file, per GiB. curl checks nothing, so where we verify it has openssl beside it."""
    def measure(ground):
        with ground.server() as server:
            url = server.urls[scheme]
            ca = ground.authority if scheme == "https" else "-"
            trust = ["--cacert", ca] if scheme == "https" else []
            tool = ground.peer("curl", "curl")
            per_gib = 1024 * MIB / ground.size

            def mine():
                return per_gib * ground.cpu(*ours(ground, url, ca, "always" if verified else "never"))

            def theirs():
                seconds = ground.cpu(tool, "-sS", "--fail", *trust, *curl(ground, url))
                if verified:
                    seconds += ground.cpu(ground.peer("openssl", "openssl"), "md5", ground.file)
                return per_gib * seconds

            name_of_peer = "curl + openssl md5" if verified else "curl"
            return paired(ground, name, target, "CPU s/GiB", name_of_peer, mine, theirs)
    return Row(name, measure)


def up(how):
    return lambda ground, url, ca, checksum: [
        ground.ours, "up", how, f"{url}/gett", ground.file, ca, checksum]


def down(ground, url, ca, checksum):
    return [ground.ours, "down", f"{url}/bytes/{ground.size}", ground.folder / "ours.bin", ca, checksum]


def put(ground, url):
    return ["-o", "/dev/null", "-T", ground.file, f"{url}/gett"]


def form(ground, url):
    return ["-o", "/dev/null", "-F", f"file=@{ground.file}", f"{url}/gett"]


def get(ground, url):
    return ["-o", ground.folder / "theirs.bin", f"{url}/bytes/{ground.size}"]


def transfers():
    for kind, verified in [("raw", False), ("verified", True)]:
        for scheme, sent, fetched in [("http", 0.45, 0.65), ("https", 0.60, 0.90)]:
            yield transfer(f"{scheme}-put-{kind}", 0.85 if verified else sent, scheme, up("put"), put, verified)
            yield transfer(f"{scheme}-multipart-{kind}", 0.85 if verified else sent, scheme, up("form"), form,
                           verified)
            yield transfer(f"{scheme}-get-{kind}", 0.85 if verified else fetched, scheme, down, get, verified)


def list_in_c(name, scheme):
    """Instructions of one `list` of five entries, the connection being there."""
    def measure(ground):
        few, many = 50, 150
        with ground.server() as server:
            url = server.urls[scheme]
            ca = ground.authority if scheme == "https" else "-"

            def each(command):
                counts = [ground.instructions(*command(count)) for count in (few, many)]
                return (counts[1] - counts[0]) / (many - few)

            mine = each(lambda count: [ground.ours, "list", count, url, ca])
            theirs = each(lambda count: [ground.libcurl, count, f"{url}/folder/content?token=x", ca])
        return Result(name, mine, theirs, "libcurl, JSON unread", mine / theirs, None, None, 0.80,
                      "instructions", "")
    return Row(name, measure)


def peak_memory(name, scheme):
    def measure(ground):
        with ground.server() as server:
            ca = ground.authority if scheme == "https" else "-"
            peaks = [ground.peak(*work(ground, server.urls[scheme], ca, "always"))
                     for work in (up("form"), down)]
        most = max(peaks)
        return Result(name, most / MIB, 12, "limit", most / MIB / 12, None, None, 1, "MiB", "")
    return Row(name, measure)


ALL = [
    *transfers(),
    list_in_c("list-http", "http"),
    list_in_c("list-https", "https"),
    peak_memory("memory-http", "http"),
    peak_memory("memory-https", "https"),
]
