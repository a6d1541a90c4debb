"""Credentials, exit codes, lines of JSON, usage, completion."""

import os
import shutil
import subprocess
import time

import pytest

from command import HOSTS, secrets, variables
from conftest import LOGIN, PASSWORD, ROOT
from on_system import WINDOWS, with_mode

OPTIONS = f'[rapidgator]\nlogin = "{LOGIN}"\npassword = "{PASSWORD}"\n'


@pytest.fixture
def bare(command):
    """The command without any credentials."""
    command.without_credentials()
    return command


def options_file(command, text=OPTIONS, mode=0o600):
    path = command.config / "gigahost" / "options.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with_mode(path, mode)
    return path


def netrc_file(command, text, mode=0o600):
    path = command.home / ".netrc"
    path.write_text(text)
    with_mode(path, mode)


def test_without_credentials_it_is_code_4_and_says_how(bare):
    run = bare("ls", "rapidgator:", code=4)
    assert "GIGAHOST_RAPIDGATOR_LOGIN" in run.err and "help credentials" in run.err
    assert bare.emulator.requests() == []


def test_refused_credentials_are_code_4(command):
    command.environment["GIGAHOST_RAPIDGATOR_PASSWORD"] = "wrong"
    [error] = command("ls", "rapidgator:", "--json", code=4).of("error")
    assert error["status"] == "AUTH" and error["exit"] == 4


def test_the_options_file_is_read(bare):
    options_file(bare)
    assert LOGIN in bare("account").out
    assert "options.toml" in bare("doctor").out


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o700, 0o604])
def test_an_options_file_that_others_could_use_is_refused(bare, mode):
    options_file(bare, mode=mode)
    run = bare("hosts", code=2)
    assert ("others may use it" if WINDOWS else f"{mode:04o}") in run.err
    assert ("icacls" if WINDOWS else "chmod 600") in run.err
    assert bare.emulator.requests() == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
def test_an_options_file_of_somebody_else_is_refused(bare):
    os.chown(options_file(bare), 12345, 12345)
    assert "belongs to user 12345" in bare("hosts", code=2).err


@pytest.mark.parametrize(
    "text, why",
    [
        ("[rapidgator]\npasword = 'x'\n", "knows no `pasword`"),
        ("[nohost]\n", "section of a host"),
        ("[rapidgator]\nlogin = 5\n", "must be text"),
        ("[rapidgator\n", "no TOML"),
    ],
)
def test_an_options_file_with_a_mistake_is_refused(bare, text, why):
    options_file(bare, text)
    assert why in bare("hosts", code=2).err


def test_an_options_file_that_is_named_must_be_there(bare):
    assert "not there" in bare("hosts", "--options", "/nowhere", code=2).err
    bare.environment["GIGAHOST_OPTIONS"] = "/nowhere"
    assert "not there" in bare("hosts", code=2).err


def test_netrc_is_read_by_machine_and_by_host(bare):
    for name in ("127.0.0.1", "rapidgator"):
        netrc_file(bare, f"machine {name} login {LOGIN} password '{PASSWORD}'\n".replace("'", '"'))
        assert LOGIN in bare("account", "rapidgator").out
    assert "credentials in: netrc" in bare("doctor").out


def test_a_netrc_that_others_can_read_is_refused(bare):
    netrc_file(bare, f'machine rapidgator login {LOGIN} password "{PASSWORD}"\n', 0o644)
    assert ("others may use it" if WINDOWS else "0644") in bare("ls", "rapidgator:", code=4).err


def test_the_keyring_is_asked_last(bare, tmp_path):
    pytest.importorskip("keyring")
    (tmp_path / "ring.py").write_text(
        "import keyring.backend, keyring.credentials\n"
        "class Ring(keyring.backend.KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, username):\n"
        f"        return {PASSWORD!r} if service == 'gigahost:rapidgator' else None\n"
        "    def set_password(self, *a): pass\n"
    )
    bare.environment |= {"PYTHONPATH": str(tmp_path), "PYTHON_KEYRING_BACKEND": "ring.Ring"}
    bare.environment["GIGAHOST_RAPIDGATOR_LOGIN"] = LOGIN
    assert LOGIN in bare("account", "rapidgator").out
    netrc_file(bare, f'machine rapidgator login {LOGIN} password "wrong"\n')
    assert bare("account", "rapidgator", "--json", code=4).of("error")[0]["status"] == "AUTH"


def test_the_environment_comes_before_the_options_file(command):
    options_file(command, OPTIONS.replace(PASSWORD, "wrong"))
    assert LOGIN in command("account", "rapidgator").out


def test_a_login_in_the_environment_never_becomes_another_account(bare):
    options_file(bare)
    bare.environment["GIGAHOST_RAPIDGATOR_LOGIN"] = "bob@example.test"
    bare("account", "rapidgator", code=4)
    assert bare.emulator.requests() == []
    netrc_file(bare, 'machine rapidgator login bob@example.test password "battery staple 2"\n')
    assert "bob@example.test" in bare("account", "rapidgator").out


def test_no_option_takes_a_password(command):
    for option in ("--password", "--login", "--token", "--key", "-p"):
        assert "unrecognized" in command("ls", option, "x", "rapidgator:", code=2).err
    help_of_all = command("up", "--help").out
    assert "assword" not in help_of_all


def test_url_is_for_one_host_unless_it_is_named(command):
    url = command.environment.pop("GIGAHOST_RAPIDGATOR_URL")
    command("ls", "rapidgator:", "--url", url)
    command("ls", "rapidgator:", "giga0:", "--url", f"rapidgator={url}")
    assert "HOST=URL" in command("ls", "rapidgator:", "giga0:", "--url", url, code=2).err


def test_plain_http_to_another_machine_needs_permission(command):
    run = command("ls", "rapidgator:", "--url", "http://192.0.2.1", code=2)
    assert "http" in run.err and command.emulator.requests() == []


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["frob"], ["up"], ["up", "rapidgator:"], ["ls"], ["ls", "films"], ["ls", "rapidgator:#"],
        ["up", "-j", "0", "x", "rapidgator:"], ["mv", "rapidgator:a"], ["ls", "--timeout", "nan", "gett:"],
        ["down", "--skip", "--keep", "rapidgator:a"], ["ls", "--progress", "events", "gett:"],
        ["ls", "https://example.test/file"],
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_code_2_and_nothing_is_sent(command, arguments):
    run = command(*arguments, code=2)
    assert run.out == "" and "gigahost" in run.err
    assert command.emulator.requests() == []


def test_an_unknown_outcome_is_code_5(command, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"content")
    command.emulator.fault("uploadgig", "upload_bytes", "cut_response", count=0)
    run = command("up", tmp_path / "a.mp4", "uploadgig:", "--json", code=5)
    assert run.of("error")[0]["status"] == "OUTCOME_UNKNOWN"
    assert run.of("end")[0]["exit"] == 5


def test_a_host_in_trouble_is_code_7_and_tells_when_to_come_back(command):
    command.emulator.fault("rapidgator", "*", "retry_after", count=0, seconds=900)
    [error] = command("ls", "rapidgator:", "--json", "--timeout", "5", code=7).of("error")
    assert error["retryable"] and error["retry_after"] == 900 and error["hint"] != ""


def test_some_failed_is_code_3(command, tmp_path):
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(name.encode())
    command("up", tmp_path / "a.mp4", "rapidgator:")
    run = command("up", tmp_path / "a.mp4", tmp_path / "b.mp4", "rapidgator:", "--json", code=3)
    [end] = run.of("end")
    assert (end["done"], end["failed"], end["exit"]) == (1, 1, 3)


def test_progress_events_are_lines_of_json(command, tmp_path):
    (tmp_path / "a.mp4").write_bytes(bytes(1 << 20))
    # Slow enough to be seen at it.
    options = "--json", "--progress", "events", "--limit-rate", "2M"
    run = command("up", tmp_path / "a.mp4", "rapidgator:", *options)
    stages = [event["stage"] for event in run.of("progress")]
    assert stages[-1] == "done" and "sending" in stages
    assert run.of("result")[0]["receipt"]["verified"] == "md5" and run.err == ""


def test_links_that_delete_stay_out_of_json(command, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"content")
    [result] = command("up", tmp_path / "a.mp4", "giga0:", "--json").of("result")
    assert "delete_url" not in result["receipt"] and result["receipt"]["url"]


def test_quiet_leaves_results_and_errors(command, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"content")
    run = command("up", "-q", tmp_path / "a.mp4", "rapidgator:")
    assert run.err == "" and run.out.startswith("http://")
    assert command("ls", "-q", "rapidgator:nope", code=6).err


@pytest.mark.parametrize("topic", ["addresses", "credentials", "exit-codes", "json"])
def test_help_explains_within_eighty_columns(command, topic):
    lines = command("help", topic).out.splitlines()
    assert len(lines) > 5 and max(map(len, lines)) < 80


def test_help_lists_every_command_and_every_exit_code(command):
    from gigahost.cli._exit import MEANINGS
    from gigahost.cli._run import _PLACES

    command.environment["COLUMNS"] = "80"
    out = command("--help").out
    assert max(map(len, out.splitlines())) < 80
    assert all(f"\n    {name} " in out for name in _PLACES)
    assert all(f" {code}  {text}" in out for code, text in MEANINGS.items())
    for name in _PLACES:
        assert "usage: gigahost" in command(name, "--help").out


def test_the_readme_has_the_same_exit_codes():
    from gigahost.cli._exit import MEANINGS

    readme = ROOT / "python" / "README.md"
    if not readme.exists():
        pytest.skip("the sources are not here")
    text = readme.read_text()
    assert all(f"| {code} | {meaning} |\n" in text for code, meaning in MEANINGS.items())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_valid(command, shell):
    script = command("completion", shell).out
    assert all(word in script for word in ("mirror", "overwrite", "rapidgator:"))
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    check = "--no-execute" if shell == "fish" else "-n"
    done = subprocess.run([shell, check], input=script, text=True, capture_output=True)
    assert done.returncode == 0 and done.stderr == ""


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    "words, wanted",
    [
        (["gigahost", "mir"], "mirror"),
        (["gigahost", "up", "--over"], "--overwrite"),
        (["gigahost", "ls", "--host", "upl"], "uploadgig"),
        (["gigahost", "ls", "giga0"], "giga0:"),
    ],
)
def test_bash_completes(command, words, wanted):
    script = command("completion", "bash").out
    line = " ".join(f"'{word}'" for word in words)
    program = f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _gigahost; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", script + program], text=True, capture_output=True)
    assert done.stdout.split() == [wanted], done


def test_the_names_of_variables_are_those_of_the_examples(command):
    text = command("help", "credentials").out
    for host in HOSTS:
        for name in variables(host):
            assert name in text or "_" + name.split("_", 2)[2] in text
    assert not [secret for secret in secrets() if secret in text]


def test_a_rate_is_a_number_of_at_least_one_kibibyte(command, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"content")
    for rate in ("fast", "-1", "1", "0.5K", "nanM", ""):
        run = command("up", tmp_path / "a.mp4", "rapidgator:", f"--limit-rate={rate}", code=2)
        assert "--limit-rate" in run.err
    for rate in ("2000", "1.5k", "1M", "1G"):
        command("up", "--keep", tmp_path / "a.mp4", "rapidgator:", "--limit-rate", rate)


def test_all_transfers_together_keep_to_the_rate(command, tmp_path):
    paths = [tmp_path / f"{n}.mp4" for n in range(4)]
    for path in paths:
        path.write_bytes(os.urandom(1 << 18))
    begun = time.monotonic()
    command("up", "-j", "4", *paths, "giga0:", "--limit-rate", "1M")
    # Less five per cent, what a budget that was idle gives at once, and the last piece.
    assert time.monotonic() - begun >= 0.85
