"""Which certificates are trusted, as the caller, the environment and the system say."""

import json
import os
import subprocess
import sys

import pytest

import gigahost
from command import Command
from gigahost.testing import Emulator
from on_system import with_mode

CALL = """
import json, sys
import gigahost
options = json.loads(sys.argv[1])
with gigahost.open("rapidgator", **options) as session:
    try:
        session.account()
        print("trusted")
    except gigahost.CertificateError as error:
        print(error.message, "/", error.hint)
"""


@pytest.fixture(scope="module")
def secure():
    with Emulator(tls=True) as emulator:
        yield emulator


def said(emulator, trust=None, **variables):
    options = emulator.options("rapidgator") | emulator.credentials("rapidgator")
    del options["ca_pem"]
    if trust:
        options["trust"] = trust
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SSL_CERT_")}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CALL, json.dumps(options)],
        env=clean | variables, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture
def bundle(secure, tmp_path):
    path = tmp_path / "ca.pem"
    path.write_text(secure.options("rapidgator")["ca_pem"])
    return path


def test_what_the_variables_name_is_trusted_too(secure, bundle, tmp_path):
    folder = tmp_path / "certificates"
    folder.mkdir()
    (folder / "own.pem").write_bytes(bundle.read_bytes())
    (folder / "other.pem").write_text("no certificate")
    for trust in (None, "both", "system"):
        assert "its issuer is unknown (" in said(secure, trust) or trust == "system"
        assert said(secure, trust, SSL_CERT_FILE=str(bundle)) == "trusted\n"
        assert said(secure, trust, SSL_CERT_DIR=str(folder)) == "trusted\n"
        both = os.pathsep.join([str(tmp_path / "nothing"), str(folder)])
        assert said(secure, trust, SSL_CERT_DIR=both) == "trusted\n"
    refused = said(secure, "built-in", SSL_CERT_FILE=str(bundle))
    assert "its issuer is unknown (" in refused and "trust = both" in refused


def test_a_variable_that_names_nothing_readable_is_told(secure, tmp_path):
    refused = said(secure, SSL_CERT_FILE=str(tmp_path / "nothing"))
    assert "SSL_CERT_FILE" in refused and "could not be read" in refused


def test_the_issuer_of_an_untrusted_certificate_is_named_with_what_to_set(secure):
    refused = said(secure)
    assert "its issuer is unknown (" in refused and "SSL_CERT_FILE" in refused


def test_trust_is_one_of_three_and_excludes_ca_pem(secure):
    with pytest.raises(ValueError, match="`trust` must be"):
        gigahost.Rapidgator(trust="none")
    with pytest.raises(ValueError, match="exclude each other"):
        gigahost.Rapidgator(trust="both", ca_pem=secure.options("rapidgator")["ca_pem"])


def test_the_command_line_trusts_as_it_is_told(secure, bundle, tmp_path):
    command = Command(secure, tmp_path / "home")
    path = command.config / "gigahost" / "options.toml"
    path.parent.mkdir(parents=True)
    run = command("account", "rapidgator", "--json", code=1)
    [error] = run.of("error")
    assert error["status"] == "CERTIFICATE" and "SSL_CERT_FILE" in error["hint"]
    command("account", "rapidgator", "--ca", bundle)
    command.environment["SSL_CERT_FILE"] = str(bundle)
    command("account", "rapidgator")
    assert f"SSL_CERT_FILE adds the certificates in {bundle}" in command("doctor").out
    command("account", "rapidgator", "--trust", "built-in", code=1)
    command.environment["GIGAHOST_RAPIDGATOR_TRUST"] = "built-in"
    command("account", "rapidgator", code=1)
    assert "the system's are not used" in command("doctor").out
    command("account", "rapidgator", "--trust", "system")
    del command.environment["GIGAHOST_RAPIDGATOR_TRUST"]
    path.write_text('[rapidgator]\ntrust = "built-in"\n')
    with_mode(path, 0o600)
    command("account", "rapidgator", code=1)
    path.write_text('[rapidgator]\ntrust = "all"\n')
    with_mode(path, 0o600)
    assert "`trust` must be" in command("account", "rapidgator", code=2).err
    command.environment["SSL_CERT_FILE"] = str(tmp_path / "nothing")
    assert "which cannot be read" in command("doctor", code=1).out
