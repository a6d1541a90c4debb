"""Works of Python programs, by the library and by what people use instead, for tests/bench/run.

    works.py list WHO COUNT URL           lists a folder COUNT times over one connection
    works.py put WHO URL FILE             sends FILE as it is
    works.py form WHO URL FILE            sends FILE as a form
    works.py get WHO URL FILE             fetches URL into FILE
    works.py many THREADS COUNT URL FILE  sends FILE COUNT times, so many at a time; prints the seconds
    works.py progress ROUNDS URL FILE     sends FILE with a callback and without while a thread computes;
                                          prints the median of the ratios of their seconds
    works.py limit WAY RATE URL FILE      moves five seconds' worth at a limit, up (of FILE) or down; prints
                                          the rate that came of it

WHO is gigahost, requests, httpx, pycurl or urllib (with json).
"""

import json
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

PIECE = 256 * 1024
PLACE = "/api/v2/folder/content?token=x"


def origin(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def session(kind, url, **more):
    import gigahost
    return getattr(gigahost, kind)(token="bench-token", base_url=origin(url), plain_http="allow",
                                   allow_private_addresses=True, **more)


class Gigahost:
    def list(self, count, url):
        with session("Rapidgator", url) as host:
            for _ in range(count):
                entries = host.list()
        return len(entries)

    def put(self, url, file):
        with session("Gett", url) as host:
            host.upload_put(url, file, checksum="never", on_progress=lambda progress: None)

    def form(self, url, file):
        with session("Gett", url) as host:
            host.upload_post(url, file, checksum="never", on_progress=lambda progress: None)


class Requests:
    def list(self, count, url):
        import requests
        with requests.Session() as host:
            for _ in range(count):
                entries = host.get(url + PLACE).json()["response"]["folder"]["files"]
        return len(entries)

    def put(self, url, file):
        import requests
        with open(file, "rb") as body:
            requests.put(url, data=body).raise_for_status()

    def form(self, url, file):
        import requests
        from requests_toolbelt import MultipartEncoder
        with open(file, "rb") as body:
            form = MultipartEncoder({"file": ("film.mkv", body, "application/octet-stream")})
            requests.post(url, data=form, headers={"Content-Type": form.content_type}).raise_for_status()

    def get(self, url, file):
        import requests
        with requests.get(url, stream=True) as answer, open(file, "wb") as target:
            for piece in answer.iter_content(PIECE):
                target.write(piece)


class Httpx:
    def list(self, count, url):
        import httpx
        with httpx.Client() as host:
            for _ in range(count):
                entries = host.get(url + PLACE).json()["response"]["folder"]["files"]
        return len(entries)

    def put(self, url, file):
        import os

        import httpx
        with open(file, "rb") as body:
            length = {"Content-Length": str(os.path.getsize(file))}
            httpx.put(url, content=body, headers=length, timeout=600).raise_for_status()

    def form(self, url, file):
        import httpx
        with open(file, "rb") as body:
            httpx.post(url, files={"file": ("film.mkv", body)}, timeout=600).raise_for_status()

    def get(self, url, file):
        import httpx
        with httpx.stream("GET", url, timeout=600) as answer, open(file, "wb") as target:
            for piece in answer.iter_bytes(PIECE):
                target.write(piece)


class Pycurl:
    def run(self, url, **options):
        import pycurl
        handle = pycurl.Curl()
        for name, value in {"URL": url, **options}.items():
            handle.setopt(getattr(pycurl, name), value)
        handle.perform()
        handle.close()

    def put(self, url, file):
        import os
        with open(file, "rb") as body:
            self.run(url, UPLOAD=1, READDATA=body, INFILESIZE_LARGE=os.path.getsize(file),
                     WRITEFUNCTION=lambda _: None)

    def form(self, url, file):
        import pycurl
        self.run(url, HTTPPOST=[("file", (pycurl.FORM_FILE, file))], WRITEFUNCTION=lambda _: None)

    def get(self, url, file):
        with open(file, "wb") as target:
            self.run(url, WRITEDATA=target)


class Urllib:
    def list(self, count, url):
        from urllib.request import urlopen
        for _ in range(count):
            with urlopen(url + PLACE) as answer:
                entries = json.load(answer)["response"]["folder"]["files"]
        return len(entries)


WHO = {"gigahost": Gigahost, "requests": Requests, "httpx": Httpx, "pycurl": Pycurl, "urllib": Urllib}


def busy_progress(rounds, url, file):
    stop = threading.Event()

    def compute():
        while not stop.is_set():
            sum(range(1000))

    def timed(host, callback):
        begun = time.monotonic()
        host.upload_put(url, file, on_progress=callback)
        return time.monotonic() - begun

    thread = threading.Thread(target=compute)
    thread.start()
    try:
        ratios = []
        with session("Gett", url) as host:
            for round in range(rounds):
                # The one that goes first changes, so that a machine that slows down favours none.
                ways = [None, lambda progress: None][:: 1 if round % 2 else -1]
                seconds = {way is None: timed(host, way) for way in ways}
                ratios.append(seconds[False] / seconds[True])
    finally:
        stop.set()
        thread.join()
    return statistics.median(ratios)


def limited(way, rate, url, file):
    import gigahost
    budget = gigahost.Bandwidth(**{way: rate})
    count = 5 * rate
    if way == "up":
        with session("Gett", url, bandwidth=budget) as host:
            begun = time.monotonic()
            host.upload_put(url, file, checksum="never")
    else:
        with session("Rapidgator", url, bandwidth=budget) as host:
            begun = time.monotonic()
            host.download_bytes(f"{origin(url)}/bytes/{count}", file, checksum="never")
    return count / (time.monotonic() - begun)


def main(work, *words):
    if work == "limit":
        way, rate, url, file = words
        print(limited(way, int(rate), url, file))
        return
    if work == "progress":
        rounds, url, file = words
        print(busy_progress(int(rounds), url, file))
        return
    if work == "many":
        threads, count, url, file = words
        with session("Gett", url) as host, ThreadPoolExecutor(int(threads)) as pool:
            begun = time.monotonic()
            list(pool.map(lambda _: host.upload_put(url, file), range(int(count))))
            print(time.monotonic() - begun)
        return
    who, *words = words
    if work == "list":
        words = [int(words[0]), words[1]]
    getattr(WHO[who](), work)(*words)


if __name__ == "__main__":
    main(*sys.argv[1:])
