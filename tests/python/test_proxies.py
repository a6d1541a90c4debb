"""Proxies: real ones, by every way of asking for them; and what the environment says."""

import asyncio
import json
import os
import pickle
import subprocess
import sys

import pytest

import gigahost
import gigahost.aio
import proxies
from command import HOSTS, Command
from gigahost.testing import Emulator
from on_system import with_mode

NAME = {host: "x.mp4" if host == "gigags" else "x.bin" for host in HOSTS}
CONTENT = bytes(range(256)) * 4096


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "tls"])
def host_side(request):
    with Emulator(tls=request.param) as emulator:
        yield emulator


@pytest.fixture(params=proxies.KINDS)
def proxy(request, tmp_path):
    with proxies.running(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def refusing():
    with proxies.Refusing() as proxy:
        yield proxy


def opened(emulator, host, **keywords):
    options = emulator.options(host) | emulator.credentials(host) | keywords
    return gigahost.open(host, **options)


@pytest.mark.parametrize("host", HOSTS)
def test_r105_files_go_through_real_proxies(host_side, proxy, tmp_path, host):
    with opened(host_side, host, proxy=proxy) as session:
        assert session.proxy == proxy
        receipt = session.upload(CONTENT, name=NAME[host])
        if session.supports("download"):
            got = tmp_path / "got"
            session.download(receipt.url if host == "gigags" else receipt.entry.id, got)
            assert got.read_bytes() == CONTENT
        if session.supports("stat"):
            assert session.stat(receipt.entry.id).size == len(CONTENT)


@pytest.mark.parametrize("kind", proxies.KINDS)
def test_r105_real_proxies_with_a_login_are_named_without_it(host_side, tmp_path, kind):
    with proxies.running(kind, tmp_path, login=True) as url:
        bare = url.replace(f"{proxies.LOGIN}:{proxies.ENCODED}@", "")
        with opened(host_side, "rapidgator", proxy=url) as session:
            session.account()
            assert session.proxy == bare
            shown = repr(session)
        with opened(host_side, "rapidgator", proxy=bare) as session:
            with pytest.raises(gigahost.ProxyError, match="asks for a login") as caught:
                session.account()
        wrong = url.replace(proxies.ENCODED, "wr0ng-canary")
        with opened(host_side, "rapidgator", proxy=wrong) as session:
            # To a plain request tinyproxy says 401, as a host would, and may cut that short.
            plain = kind == "http" and host_side.url("rapidgator").startswith("http:")
            expected = gigahost.Error if plain else gigahost.ProxyError
            with pytest.raises(expected, match="login" if plain else "refuses the login") as refused:
                session.account()
        assert isinstance(caught.value, ConnectionError)
        for text in (shown, str(caught.value), repr(caught.value), str(refused.value)):
            assert proxies.PASSWORD not in text and proxies.ENCODED not in text
            assert "wr0ng-canary" not in text


def test_a_session_with_the_login_of_a_proxy_is_pickled_only_if_asked(host_side):
    url = f"http://{proxies.LOGIN}:{proxies.ENCODED}@127.0.0.1:1"
    options = host_side.options("giga0")
    with gigahost.open("giga0", **options, proxy=url) as session:
        with pytest.raises(TypeError, match="secrets"):
            pickle.dumps(session)
    with gigahost.open("giga0", **options, proxy="http://127.0.0.1:1") as session:
        assert pickle.loads(pickle.dumps(session)).proxy == "http://127.0.0.1:1"


def test_asyncio_and_fsspec_go_through_a_proxy(host_side, proxy):
    fsspec = pytest.importorskip("fsspec")
    options = host_side.options("rapidgator") | host_side.credentials("rapidgator") | {"proxy": proxy}

    async def upload():
        async with gigahost.aio.open("rapidgator", **options) as session:
            return session.proxy, (await session.upload(CONTENT, name="async.bin")).entry.name

    assert asyncio.run(asyncio.wait_for(upload(), 60)) == (proxy, "async.bin")
    fs = fsspec.filesystem("rapidgator", **options, skip_instance_cache=True)
    fs.pipe("/fs.bin", CONTENT)
    assert fs.cat("/fs.bin") == CONTENT
    fs.session.close()


@pytest.mark.parametrize("text", ["ftp://proxy", "https://proxy:1", "http://", "socks4://proxy", "a b"])
def test_r105_what_is_no_proxy_is_refused_with_its_parameter(text):
    with pytest.raises(gigahost.ArgumentError) as caught:
        gigahost.Rapidgator(proxy=text)
    assert caught.value.parameter == "proxy"


CALL = """
import json, sys
import gigahost
options = json.loads(sys.argv[1])
with gigahost.open("rapidgator", **options) as session:
    try:
        print(session.proxy)
        session.account()
        print("reached")
    except gigahost.Error as error:
        print(error.status, error.message)
"""


def in_environment(options, **variables):
    """What a call says in a process with these variables."""
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CALL, json.dumps(options)],
        env=clean | variables, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_r104_the_environment_names_the_proxy_but_never_for_this_machine(emulator, refusing):
    home = emulator.options("rapidgator") | emulator.credentials("rapidgator")
    away = home | {"base_url": "https://api.example.test:8443"}
    plain = home | {"base_url": "http://api.example.test:8080"}
    url = f"http://{refusing.place}"
    # To this machine: straight.
    assert "reached" in in_environment(home, http_proxy=url, https_proxy=url, ALL_PROXY=url)
    assert refusing.heads == []
    for variables in ({"HTTPS_PROXY": url}, {"https_proxy": url}, {"ALL_PROXY": url}):
        said = in_environment(away, **variables)
        assert said.splitlines()[0] == url and "PROXY the proxy" in said
        assert refusing.heads.pop().startswith("CONNECT api.example.test:8443 ")
    assert in_environment(plain, http_proxy=url).splitlines()[0] == url
    assert refusing.heads.pop().startswith("POST http://api.example.test:8080/api/v2/")
    if sys.platform != "win32":  # where names of variables have no case
        assert in_environment(plain, HTTP_PROXY=url).splitlines()[0] == "None"
    # Excepted, or not wanted: straight, and there is no such host.
    for variables in ({"NO_PROXY": "example.test"}, {"no_proxy": "other,.example.test:8443"}):
        assert in_environment(away, HTTPS_PROXY=url, **variables).startswith("None\nDNS ")
    assert in_environment(away | {"proxy": "none"}, HTTPS_PROXY=url).startswith("None\nDNS ")
    assert in_environment(away | {"no_proxy": "*"}, HTTPS_PROXY=url).startswith("None\nDNS ")
    # The session's own comes first.
    assert in_environment(away | {"proxy": url}, HTTPS_PROXY="http://127.0.0.1:1").splitlines()[0] == url
    # One that cannot be read is not passed over, and its password is not told.
    said = in_environment(away, HTTPS_PROXY="ftp://ann:canary@proxy")
    # Where names of variables have no case, it is told in small letters.
    assert said.lower().startswith("argument `https_proxy`") and "canary" not in said
    assert len(refusing.heads) == 1


@pytest.fixture
def command(emulator, tmp_path):
    return Command(emulator, tmp_path / "home")


def test_the_command_line_takes_a_proxy_in_four_ways(command, refusing):
    url = f"http://{proxies.LOGIN}:{proxies.ENCODED}@{refusing.place}"
    path = command.config / "gigahost" / "options.toml"
    path.parent.mkdir(parents=True)

    def asked(*arguments, code=1):
        run = command("account", "rapidgator", *arguments, code=code)
        assert proxies.PASSWORD not in run.out + run.err and proxies.ENCODED not in run.out + run.err
        heads, refusing.heads = refusing.heads, []
        return heads

    assert asked(code=0) == []
    assert asked("--proxy", url)
    command.environment["GIGAHOST_RAPIDGATOR_PROXY"] = url
    assert asked()
    assert asked("--proxy", "none", code=0) == []
    assert asked("--no-proxy", "127.0.0.1", code=0) == []
    del command.environment["GIGAHOST_RAPIDGATOR_PROXY"]
    path.write_text(f'[rapidgator]\nproxy = "{url}"\n')
    with_mode(path, 0o600)
    assert asked()
    path.write_text(f'[rapidgator]\nproxy = "{url}"\nno_proxy = "127.0.0.0/8"\n')
    with_mode(path, 0o600)
    assert asked(code=0) == []


def test_the_command_line_says_which_proxy_refused_and_doctor_which_is_used(command, refusing):
    url = f"http://{proxies.LOGIN}:{proxies.ENCODED}@{refusing.place}"
    command.environment["GIGAHOST_RAPIDGATOR_URL"] = "https://api.example.test"
    run = command("account", "rapidgator", "--proxy", url, "--json", code=1)
    [error] = run.of("error")
    assert error["status"] == "PROXY" and f"http://{refusing.place}" in error["message"]
    run = command("doctor", "--proxy", url)
    assert f"goes through the proxy http://{refusing.place}\n" in run.out
    assert proxies.PASSWORD not in run.out and proxies.ENCODED not in run.out
    assert "goes through no proxy" in command("doctor").out
    run = command("doctor", "--proxy", "ftp://x", code=1)
    assert "proxy" in run.out
    run = command("account", "rapidgator", "--proxy", "ftp://x", code=2)
    assert "`proxy` names" in run.err or "`proxy` must" in run.err
