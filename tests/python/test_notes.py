"""Answers that are almost JSON: they are read, and a note tells what was odd, in every layer above."""

import asyncio
import http.server
import json
import threading

import pytest

import gigahost
import gigahost.aio

USER = json.dumps({"response": {"user": {"email": "ann@example.test"}}, "status": 200})
ODD = {
    f"<br />\n<b>Warning</b>: canary-token in /x.php {USER}": "Warning",
    f"{USER}<!-- cached by the front -->": "something beside it",
    USER.replace("ann", "\\ud83d"): "\ufffd",
}


@pytest.fixture
def host():
    """A host that answers everything with a text that tests set."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = server.text.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


def place(host):
    url = f"http://127.0.0.1:{host.server_port}"
    return {"base_url": url, "plain_http": "allow", "allow_private_addresses": True}


@pytest.mark.parametrize("text", ODD)
def test_what_was_odd_is_told_by_sessions_and_no_secret_of_it(host, text):
    host.text = text
    with gigahost.Rapidgator(token="canary-token", **place(host)) as session:
        assert session.notes == []
        session.account()
        session.account()
        [note] = session.notes
        assert ODD[text] in note and "canary" not in note

    async def same():
        async with gigahost.aio.Rapidgator(token="canary-token", **place(host)) as session:
            await session.account()
            return session.notes

    assert asyncio.run(same()) == [note]


def test_two_answers_are_none(host):
    host.text = USER + USER
    with gigahost.Rapidgator(token="t", **place(host)) as session:
        with pytest.raises(gigahost.BadAnswer):
            session.account()
        assert session.notes == []


def test_the_command_line_says_it_at_the_end(host, command):
    host.text = f"Notice: odd {USER}"
    command.environment["GIGAHOST_RAPIDGATOR_URL"] = place(host)["base_url"]
    command.environment |= {"GIGAHOST_RAPIDGATOR_TOKEN": "canary-token"}
    run = command("account", "rapidgator")
    assert "ann@example.test" in run.out
    assert run.err == "gigahost: rapidgator: the answer has a notice beside it: Notice: odd\n"
    assert command("account", "rapidgator", "-q").err == ""
