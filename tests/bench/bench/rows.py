"""The rows: each a work that two sides do, and the ratio that is wanted."""

from collections import namedtuple
from statistics import median, quantiles

from .ground import CLIENTS, MIB, Missing

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


def against(name, target, scheme, ours, who, theirs):
    """The same raw transfer by another program than curl."""
    def measure(ground):
        with ground.server() as server:
            url = server.urls[scheme]
            per_gib = 1024 * MIB / ground.size

            def mine():
                return per_gib * ground.cpu(*ours(ground, url, "-", "never"))

            def peer():
                return per_gib * ground.cpu(*theirs(ground, url))

            return paired(ground, name, target, "CPU s/GiB", who, mine, peer)
    return Row(name, measure)


def in_python(work, who):
    def command(ground, url):
        if work == "get":
            return ground.works(work, who, f"{url}/bytes/{ground.size}", ground.folder / "theirs.bin")
        return ground.works(work, who, f"{url}/gett", ground.file)
    return command


def by_aria2(ground, url):
    return [ground.peer("aria2c", "aria2"), "-q", "--allow-overwrite=true", "--file-allocation=none",
            "-d", ground.folder, "-o", "theirs.bin", f"{url}/bytes/{ground.size}"]


def by_rclone(ground, url):
    return [ground.peer("rclone", "rclone"), "copyurl", f"{url}/bytes/{ground.size}",
            ground.folder / "theirs.bin", "--config", "/dev/null"]


def others():
    for who in ("requests", "httpx", "pycurl"):
        yield against(f"http-put-{who}", 1, "http", up("put"), who, in_python("put", who))
        yield against(f"http-multipart-{who}", 1, "http", up("form"), who, in_python("form", who))
        yield against(f"http-get-{who}", 1, "http", down, who, in_python("get", who))
    yield against("http-get-aria2", 1, "http", down, "aria2", by_aria2)
    yield against("http-get-rclone", 1, "http", down, "rclone", by_rclone)


def hashing(ground):
    """What MD5 adds to an upload, against openssl for the same file."""
    with ground.server() as server:
        url = server.urls["http"]
        tool = ground.peer("openssl", "openssl")
        per_gib = 1024 * MIB / ground.size

        def mine():
            always, never = (ground.cpu(*up("put")(ground, url, "-", word)) for word in ("always", "never"))
            return per_gib * (always - never)

        def theirs():
            return per_gib * ground.cpu(tool, "md5", ground.file)

        return paired(ground, "md5", 0.95, "CPU s/GiB", "openssl md5", mine, theirs)


def system_calls(name, scheme, ours, curl):
    """Calls of the system per GiB, those of the start included."""
    def measure(ground):
        with ground.server() as server:
            url = server.urls[scheme]
            ca = ground.authority if scheme == "https" else "-"
            trust = ["--cacert", ca] if scheme == "https" else []
            per_gib = 1024 * MIB / ground.size
            try:
                mine = per_gib * ground.system_calls(*ours(ground, url, ca, "never"))
                theirs = per_gib * ground.system_calls(ground.peer("curl", "curl"), "-sS", *trust,
                                                       *curl(ground, url))
            except Missing as missing:
                return Result(name, None, None, "curl", None, None, None, 1, "calls/GiB",
                              f"skipped: {missing} is missing")
        return Result(name, mine, theirs, "curl", mine / theirs, None, None, 1, "calls/GiB", "")
    return Row(name, measure)


def list_in_python(name, entries, few, many, who, target):
    """CPU of one `list` in Python, by the difference of two counts of them."""
    def measure(ground):
        with ground.server("--entries", entries) as server:
            url = server.urls["http"]

            def each(who):
                costs = [ground.cpu(*ground.works("list", who, count, url)) for count in (few, many)]
                return 1e6 * (costs[1] - costs[0]) / (many - few)

            return paired(ground, name, target, "CPU us", who, lambda: each("gigahost"), lambda: each(who))
    return Row(name, measure)


def importing(ground):
    """What `import gigahost` adds to Python, in milliseconds."""
    python = ground.python

    def cost(code):
        return ground.cpu(python, "-c", code)

    added = [1000 * (cost("import gigahost") - cost("pass")) for _ in range(3 * ground.rounds)]
    most = median(added)
    return Result("python-import", most, 5, "limit", most / 5, None, None, 1, "CPU ms", "")


def many_small(ground):
    """64 small uploads over a round trip of 20 ms, eight at a time against one at a time."""
    small = ground.folder / "small"
    small.write_bytes(b"x" * 20_000)
    with ground.server("--pause", 20) as server:
        url = f"{server.urls['http']}/gett"

        def many(threads):
            return lambda: ground.said(ground.python, CLIENTS / "works.py", "many", threads, 64, url, small)

        return paired(ground, "many-small", 1 / 7, "s", "one at a time", many(8), many(1))


def limit(way):
    """How near a transfer of five seconds comes to its limit of 8 MiB/s."""
    def measure(ground):
        rate = 8 * MIB
        with ground.server() as server:
            url = f"{server.urls['http']}/gett"
            # Enough for five seconds; what comes down goes elsewhere.
            file = ground.folder / f"limit-{way}"
            file.write_bytes(b"x" * (5 * rate) if way == "up" else b"")
            if way == "down":
                file.unlink()

            def mine():
                if way == "down" and file.exists():
                    file.unlink()
                return ground.said(ground.python, CLIENTS / "works.py", "limit", way, rate, url, file) / MIB

            return paired(ground, f"limit-{way}", 1.05, "MiB/s", "limit", mine, lambda: rate / MIB)
    return Row(f"limit-{way}", measure)


def mixed(ground):
    """A folder of 200 small files and three of 114 MiB."""
    folder = ground.folder / "mixed"
    folder.mkdir(exist_ok=True)
    for n in range(200):
        (folder / f"small{n:03}").write_bytes(n.to_bytes(4, "little") * 250)
    for n in range(3):
        large = folder / f"t-large{n}"
        if not large.exists():
            with open(large, "wb") as file:
                for mib in range(114):
                    file.write((n * 1000 + mib).to_bytes(4, "little") * (MIB // 4))
    return folder


def processing(name, peer_name, peer=None):
    """Mixed files to rapidgator's emulator, which processes each for two questions, through a queue of four
    workers; against a limit in seconds, or four threads that each wait for their file."""
    def measure(ground):
        def sent(how):
            return lambda: ground.said(ground.queue, how, mixed(ground), 4, pinned=False)

        theirs = (lambda: peer) if peer else sent("threads")
        return paired(ground, name, 1, "s", peer_name, sent("queue"), theirs)
    return Row(name, measure)


def segments(ground):
    """A file over four connections, each with a quarter of the line, against one of them."""
    def over(connections):
        return lambda: ground.said(ground.segments, connections, 24, pinned=False)

    return paired(ground, "segments", 1 / 3.5, "s", "one stream", over(4), over(1))


def queue_memory(ground):
    """400 files of 1 KB to 3 MB to three hosts, through a queue of 16 workers with a state and receipts."""
    folder = ground.folder / "many"
    folder.mkdir(exist_ok=True)
    for n in range(400):
        with open(folder / f"film{n:03}", "wb") as file:
            file.write(n.to_bytes(4, "little") * ((1000 + 3 * MIB * n**3 // 400**3) // 4))
    most = ground.said(ground.memory, folder, 16, pinned=False)
    return Result("queue-memory", most / MIB, 40, "limit", most / MIB / 40, None, None, 1, "MiB", "")


def listing(name, scheme, language, target):
    """Instructions of one `list` of five entries, the connection being there."""
    def measure(ground):
        few, many = 20, 60
        with ground.server() as server:
            url = server.urls[scheme]
            ca = ground.authority if scheme == "https" else "-"
            program = [ground.ours, "list"] if language == "c" else [ground.ours_in_rust]

            def each(command):
                counts = [ground.instructions(*command(count)) for count in (few, many)]
                return (counts[1] - counts[0]) / (many - few)

            mine = each(lambda count: [*program, count, url, ca])
            theirs = each(lambda count: [ground.libcurl, count, f"{url}/folder/content?token=x", ca])
        return Result(name, mine, theirs, "libcurl, JSON unread", mine / theirs, None, None, target,
                      "instructions", "")
    return Row(name, measure)


def first_call(ground):
    """Instructions of a whole process that makes one call over https."""
    with ground.server() as server:
        url = server.urls["https"]
        mine = ground.instructions(ground.ours, "list", 1, url, ground.authority)
        theirs = ground.instructions(ground.libcurl, 1, f"{url}/folder/content?token=x", ground.authority)
    return Result("first-https", mine, theirs, "libcurl", mine / theirs, None, None, 1, "instructions", "")


def busy_progress(ground):
    """What a callback costs an upload from Python while another thread computes, in time."""
    with ground.server() as server:
        url = f"{server.urls['http']}/gett"
        python, work = ground.python, CLIENTS / "works.py"
        rounds = 5 if ground.quick else 15
        ratio = ground.said(python, work, "progress", rounds, url, ground.large)
    return Result("python-progress-busy", ratio, 1, "the same without", ratio, None, None, 1.02, "time", "")


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
    *others(),
    Row("md5", hashing),
    system_calls("system-calls-http-put", "http", up("put"), put),
    system_calls("system-calls-http-get", "http", down, get),
    system_calls("system-calls-https-put", "https", up("put"), put),
    system_calls("system-calls-https-get", "https", down, get),
    list_in_python("python-list-requests", 5, 100, 500, "requests", 0.05),
    list_in_python("python-list-httpx", 5, 100, 500, "httpx", 0.10),
    list_in_python("python-list-50000", 50_000, 1, 4, "urllib", 0.35),
    Row("python-import", importing),
    Row("python-progress-busy", busy_progress),
    Row("many-small", many_small),
    limit("up"),
    limit("down"),
    processing("queue-processing", "limit", 6),
    processing("queue-threads", "threads"),
    Row("segments", segments),
    Row("queue-memory", queue_memory),
    listing("list-http-rust", "http", "rust", 0.80),
    listing("list-http", "http", "c", 0.85),
    listing("list-https", "https", "c", 0.85),
    Row("first-https", first_call),
    peak_memory("memory-http", "http"),
    peak_memory("memory-https", "https"),
]
