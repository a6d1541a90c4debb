"""The manual: what `gigahost help TOPIC` prints."""

from __future__ import annotations

from . import _exit

ADDRESSES = """\
Addresses: how files and folders at a host are written

  rapidgator:films/a.mkv   a path: the host's name, a colon, folders, a name
  rapidgator:              the root
  rapidgator:films/        certainly a folder
  rapidgator:#9c03291834   a file by its id, as `gigahost ls --ids` shows it
  rapidgator:#7100003/     a folder by its id
  https://rapidgator.net/file/9c0329/a.mkv.html
                           a public link, for down, stat, check and remote

With --host rapidgator the name may be left out: films/a.mkv, '#9c03291834'.
What has a host's name and a colon in front is never local: write ./gett:notes
for a local file of that name.

*, ? and [...] are patterns, in each name of a path: 'rapidgator:films/*.mkv'.
Quote them, so that the shell leaves them to gigahost. A name that is there as
it is written is taken first. Local patterns are the shell's matter; one that
reaches gigahost, because it was quoted, works too. Folders want -r. A slash
inside a host's name is written %2F. Hosts allow several files of one name: the
newest counts.

At ge.tt folders are shares, and there are none inside them. giga.gs has one
list without folders. uploadgig takes files, and its API does nothing else.
"""

CREDENTIALS = """\
Credentials: where gigahost looks for them

There is no option for a password: every user of a machine can read the command
lines of all. The first place that has enough for a login is taken whole:

  1. The environment: GIGAHOST_<HOST>_LOGIN and GIGAHOST_<HOST>_PASSWORD, such
     as GIGAHOST_RAPIDGATOR_LOGIN. Also _TOKEN; _TWO_FACTOR_CODE (rapidgator);
     _KEY1 and _KEY2, _ACCOUNT_ID, _AUTH_MODE (giga0); _API_KEY, _REFRESH_TOKEN
     (ge.tt).
  2. The options file: ~/.config/gigahost/options.toml (or
     $XDG_CONFIG_HOME/gigahost/options.toml, or the one that --options or
     $GIGAHOST_OPTIONS names). It is refused unless it is yours and its mode is
     0600.

       [rapidgator]
       login = "ann@example.test"
       password = "..."

       [giga0]
       key1 = "..."
       key2 = "..."
       url = "https://cloud.example.test"

     A section takes the credentials above in small letters, and url, ca,
     plain_http = true and allow_private = true.
  3. netrc: the entry of the API's machine (machine rapidgator.net) or of the
     host's name (machine rapidgator) in ~/.netrc or $NETRC, which must be
     yours and of mode 0600.
  4. The keyring of the desktop, if the package keyring is installed: the
     service gigahost:<host>, such as
     `keyring set gigahost:rapidgator ann@example.test`.

A login without a password chooses the account in the places after it.
`gigahost doctor` says what is found where.

Another address of a host, such as the emulator's: --url URL or --url HOST=URL,
GIGAHOST_<HOST>_URL, or url in the options file, in this order. An address of
this machine may be plain http. Others need --plain-http, and private ones
--allow-private. --ca FILE or GIGAHOST_<HOST>_CA names the only certificates
that are trusted.
"""

JSON = """\
Lines of JSON: what programs read with --json

Standard output gets one object in each line, and nothing else; `event` says
what it is:

  plan       --dry-run: action, name, target, skip, why
  skipped    a file that was left out: action, name, target, why
  progress   only with --progress events: name, stage, done, total, rate,
             eta, attempt, elapsed
  result     what is done: action, name, target; receipt of up and
             mirror, download of down
  error      name, target, action, status, message, hint, http_status,
             host_code, retryable, retry_after (seconds), attempts,
             outcome (not_applied, applied, unknown), exit
  end        after several: done, skipped, failed, exit
  entry, link, job, account, host, finding
             an answer of ls and stat, check, remote, account, hosts, doctor

Sizes are bytes, times are seconds since 1970. Links that are secrets, because
they delete a file or let somebody in, are left out. What is not known is null.
"""


def exit_codes() -> str:
    """The table of exit codes."""
    lines = [f"  {code:3}  {meaning}" for code, meaning in _exit.MEANINGS.items()]
    rule = (
        "Of several things: 130 and 5 win, then 3 if at least one was done, then the\n"
        "code that all failures share, then 1. A skipped file counts as done. For\n"
        "check, a dead link is 6.\n"
    )
    return "Exit codes\n\n" + "\n".join(lines) + "\n\n" + rule


def topics() -> dict[str, str]:
    """All topics with their texts."""
    return {
        "addresses": ADDRESSES,
        "credentials": CREDENTIALS,
        "exit-codes": exit_codes(),
        "json": JSON,
    }
