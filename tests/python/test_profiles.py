"""Several accounts at one host: profiles, in every place where credentials are found."""

import json

import pytest

import gigahost
import gigahost.aio
from command import HOSTS, Command, secrets
from conftest import LOGIN
from on_system import with_mode

WORK = "GIGAHOST_RAPIDGATOR_WORK_"


@pytest.fixture
def second(emulator):
    """The second account that the emulator has at rapidgator."""
    return emulator.credentials("rapidgator", 1)


@pytest.fixture
def command(emulator, tmp_path):
    return Command(emulator, tmp_path / "home", hosts=("rapidgator",))


@pytest.fixture
def first(emulator):
    """The first one, which may download."""
    return emulator.credentials("rapidgator")


def named(account, prefix=WORK):
    return {f"{prefix}LOGIN": account["login"], f"{prefix}PASSWORD": account["password"]}


def write_options(command, text):
    path = command.config / "gigahost" / "options.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    with_mode(path, 0o600)


def logins(run):
    return [event["email"] for event in run.of("account")]


def test_a_profile_is_found_in_the_environment_the_options_file_and_netrc(command, second):
    login, password = second["login"], second["password"]
    ask = ("account", "rapidgator.work", "--json")
    error = command(*ask[:2], code=4).err
    assert f"{WORK}LOGIN" in error and "rapidgator.work" in error
    write_options(command, f'[rapidgator.work]\nlogin = "{login}"\npassword = "{password}"\n')
    assert logins(command(*ask)) == [login]
    write_options(command, "")
    netrc = command.home / ".netrc"
    netrc.write_text(f"machine rapidgator.work login {login} password \"{password}\"\n")
    with_mode(netrc, 0o600)
    assert logins(command(*ask)) == [login]
    netrc.unlink()
    command.environment |= named(second)
    [account] = command(*ask).of("account")
    assert (account["host"], account["profile"], account["email"]) == ("rapidgator", "work", login)


def test_account_lists_all_of_them_and_doctor_and_completion_know_them(command, second):
    write_options(command, '[rapidgator.home-2]\ntoken = "t0ken-canary-1"\n')
    command.environment |= named(second)
    assert logins(command("account", "rapidgator", "rapidgator.work", "--json")) == [LOGIN, second["login"]]
    listed = command("account", "--json", code=3)
    assert logins(listed) == [LOGIN, second["login"]]
    # The token is none of the host's.
    assert [error["name"] for error in listed.of("error")] == ["rapidgator.home-2"]
    subjects = [finding["subject"] for finding in command("doctor", "--json").of("finding")]
    assert {"rapidgator", "rapidgator.work", "rapidgator.home-2"} <= set(subjects)
    for shell in ("bash", "zsh", "fish"):
        script = command("completion", shell).out
        assert "rapidgator.work:" in script and "rapidgator.home-2:" in script


def test_each_account_has_its_own_files_and_mirror_goes_between_them(command, first, second, tmp_path):
    command.environment |= named(first) | named(second, "GIGAHOST_RAPIDGATOR_")
    film = tmp_path / "film.mkv"
    film.write_bytes(b"film" * 1000)
    command("up", film, "rapidgator.work:films/")
    assert "film.mkv" in command("ls", "rapidgator.work:films").out
    assert "films" not in command("ls", "rapidgator:").out
    [entry] = command("ls", "rapidgator.work:films/film.mkv", "--json").of("entry")
    assert entry["host"] == "rapidgator" and entry["address"].startswith("rapidgator.work:")
    command("mirror", "rapidgator.work:films", "rapidgator:copies")
    command("cp", "rapidgator.work:films/film.mkv", "rapidgator:other.mkv")
    assert "other.mkv" in command("ls", "-1", "rapidgator:").out
    assert "mirror" in command("cp", "rapidgator.work:films", "rapidgator:", code=2).err
    assert "cp" in command("mv", "rapidgator.work:films/film.mkv", "rapidgator:", code=2).err
    assert "film.mkv" in command("ls", "-r", "rapidgator:copies").out
    command("mv", "rapidgator.work:films/film.mkv", "rapidgator:", code=2)
    command("down", "--host", "rapidgator.work", "films/film.mkv", "-o", tmp_path / "again.mkv")
    assert (tmp_path / "again.mkv").read_bytes() == film.read_bytes()


def test_receipts_of_a_profile_are_verified_in_its_account(command, second, tmp_path):
    command.environment |= named(second)
    film = tmp_path / "film.mkv"
    film.write_bytes(b"film" * 1000)
    log = tmp_path / "receipts.jsonl"
    command("up", film, "rapidgator.work:", "--receipts", log)
    command("verify", "--receipts", log)
    assert second["password"] not in log.read_text()


def test_a_profile_has_the_network_of_its_host_unless_it_sets_its_own(command, second):
    # No address of rapidgator.work is named: it is that of rapidgator.
    command.environment |= named(second)
    assert logins(command("account", "rapidgator.work", "--json")) == [second["login"]]
    command.environment[f"{WORK}URL"] = "http://127.0.0.1:1"
    command("account", "rapidgator.work", "--json", code=7)
    assert logins(command("account", "rapidgator", "--json")) == [LOGIN]
    url = f"rapidgator.work={command.emulator.url('rapidgator')}"
    command("account", "rapidgator.work", "--url", url)


@pytest.mark.parametrize("name", ["rapidgator.", "rapidgator.a b", "rapidgator.a.b", "nohost.work", ".work"])
def test_what_is_no_profile_is_refused(command, name):
    assert command("account", name, code=2).err


def test_the_options_file_knows_what_a_profile_may_have(command):
    for text in ('[rapidgator.work]\nnonsense = "x"\n', '[rapidgator."a b"]\nlogin = "x"\n', "[nohost.work]\n"):
        write_options(command, text)
        assert "options.toml" in command("hosts", code=2).err


@pytest.mark.parametrize("host", HOSTS)
def test_python_takes_a_profile_of_the_environment(emulator, monkeypatch, host):
    prefix = f"GIGAHOST_{host.upper()}_WORK_"
    for name, value in emulator.credentials(host).items():
        pairs = {"KEY1": value[0], "KEY2": value[1]} if name == "keys" else {name.upper(): value}
        for key, text in pairs.items():
            monkeypatch.setenv(prefix + key, text)
    with gigahost.open(host, credentials="env:work", **emulator.options(host)) as session:
        if session.supports("account"):
            session.account()
    with pytest.raises(ValueError, match="GIGAHOST_"):
        gigahost.open(host, credentials="env:other", **emulator.options(host))
    with pytest.raises(ValueError, match="a profile has letters"):
        gigahost.open(host, credentials="env:a b", **emulator.options(host))


def test_fsspec_takes_a_profile_in_its_urls(emulator, monkeypatch, first, second):
    fsspec = pytest.importorskip("fsspec")
    for name, value in named(first).items():
        monkeypatch.setenv(name, value)
    options = emulator.options("rapidgator")
    with fsspec.open("rapidgator://work@/films/a.bin", "wb", **options) as file:
        file.write(b"content")
    with fsspec.open("rapidgator://work@/films/a.bin", "rb", **options) as file:
        assert file.read() == b"content"
    fs, path = fsspec.url_to_fs("rapidgator://work@/films", **options)
    assert path == "films" and fs.ls("films", detail=False) == ["films/a.bin"]
    assert fs.session.account().email == first["login"]
    other = fsspec.filesystem("rapidgator", **options, **second)
    assert not other.exists("films")
    assert json.loads(fs.to_json())["credentials"] == "env:work"


def test_fsspec_does_not_pickle_the_login_of_a_proxy(emulator):
    fsspec = pytest.importorskip("fsspec")
    options = emulator.options("rapidgator") | {"credentials": "env", "skip_instance_cache": True}
    fs = fsspec.filesystem("rapidgator", **options, proxy="http://ann:c-canary@127.0.0.1:1")
    with pytest.raises(TypeError, match="proxy"):
        fs.to_json()


def test_no_secret_of_a_profile_is_shown(command, second):
    command.environment |= named(second)
    run = command("account", "rapidgator.work", "-q")
    assert second["password"] not in run.out + run.err and secrets()
