"""The manual: what `gigahost help TOPIC` prints."""

from __future__ import annotations

from . import _exit

ADDRESSES = """\
Addresses: how files and folders at a host are written

  rapidgator:films/a.mkv   a path: the host's name, a colon, folders, a name
  rapidgator:              the root
  rapidgator:films/        a folder, never a file
  rapidgator:#9c03291834   a file by its id, as `gigahost ls --ids` shows it
  rapidgator:#7100003/     a folder by its id
  https://rapidgator.net/file/9c0329/a.mkv.html
                           a public link, for down, stat, check and remote

  rapidgator.work:films/   another account at the host, by its profile
                           (gigahost help credentials)

With --host rapidgator the host's name may be omitted: films/a.mkv,
'#9c03291834'. Anything that starts with the name of a host and a colon is
remote: write ./gett:notes for a local file of that name.

*, ? and [...] are wildcards within each component of a path:
'rapidgator:films/*.mkv'. Quote them, so that the shell passes them on. A file
whose name matches literally takes precedence. Wildcards in local paths are
normally expanded by the shell; quoted ones are expanded by gigahost. Folders
need -r. A slash that is part of a name at the host is written as %2F. Hosts
allow several files with the same name; the newest one is used.

At ge.tt, folders are shares and cannot be nested. giga.gs has a single list
without folders. uploadgig only accepts uploads.
"""

CREDENTIALS = """\
Credentials: where gigahost looks for them

There is no option for a password, because command lines are visible to every
user of the machine. The first of these sources that has enough for a login is
used, and only that one:

  1. The environment: GIGAHOST_<HOST>_LOGIN and GIGAHOST_<HOST>_PASSWORD, such
     as GIGAHOST_RAPIDGATOR_LOGIN. Also _TOKEN; _TWO_FACTOR_CODE (rapidgator);
     _KEY1 and _KEY2, _ACCOUNT_ID, _AUTH_MODE (giga0); _API_KEY, _REFRESH_TOKEN
     (ge.tt).
  2. The options file: ~/.config/gigahost/options.toml (or
     $XDG_CONFIG_HOME/gigahost/options.toml; on Windows
     %APPDATA%\\gigahost\\options.toml; or the one that --options or
     $GIGAHOST_OPTIONS names). It is rejected unless you own it and its mode is
     0600; on Windows unless only you, the system and its administrators may
     use it.

       [rapidgator]
       login = "ann@example.test"
       password = "..."

       [giga0]
       key1 = "..."
       key2 = "..."
       url = "https://cloud.example.test"

     A section accepts the credentials above in lower case, and url, ca, trust,
     proxy, no_proxy, plain_http = true and allow_private = true.
  3. netrc: the entry for the API's machine (machine rapidgator.net) or for the
     host's name (machine rapidgator) in ~/.netrc (on Windows also ~/_netrc) or
     $NETRC, which must be as private as the options file.
  4. The keyring of the desktop, if the package keyring is installed: the
     service gigahost:<host>, set for example with
     `keyring set gigahost:rapidgator ann@example.test`.

Several accounts at one host are profiles, named with letters, digits, - and _,
and written rapidgator.work wherever a host is: GIGAHOST_RAPIDGATOR_WORK_LOGIN
and so on; a section [rapidgator.work]; `machine rapidgator.work` in netrc; the
service gigahost:rapidgator.work. What a profile does not set of the address
and the network (url, ca, trust, proxy) it has from its host. `gigahost
account` lists all of them.

A login without a password selects the account in the sources that follow.
`gigahost doctor` shows what is found where.

To use another address for a host, such as the emulator's: --url URL or
--url HOST=URL, GIGAHOST_<HOST>_URL, or url in the options file, in this order
of precedence. Loopback addresses may use plain http; others need --plain-http,
and private ones --allow-private.

Proxies: HTTPS_PROXY, ALL_PROXY and NO_PROXY are read as curl reads them (and
http_proxy, in lower case, for files in plain http), but none is used for
addresses of this machine. --proxy URL, GIGAHOST_<HOST>_PROXY or proxy in the
options file name another: http://, socks5:// or socks5h:// (the proxy resolves
names), with user:password@ before the host; or none. Everybody on this machine
sees a command line, so a password belongs into one of the other two.
--no-proxy LIST, GIGAHOST_<HOST>_NO_PROXY or no_proxy name addresses that need
none.

Certificates: the built-in ones and the system's are trusted, and those that
SSL_CERT_FILE and SSL_CERT_DIR name. --trust, GIGAHOST_<HOST>_TRUST or trust
choose (both, system, built-in). With --ca FILE, GIGAHOST_<HOST>_CA or ca only
the certificates in that file are trusted.
"""

JSON = """\
JSON lines: the output for programs, with --json

Standard output has one JSON object per line; `event` says what it is:

  plan       --dry-run: action, name, target, skip, why
  skipped    a file that was not transferred: action, name, target, why
  progress   only with --progress events: name, stage, done, total, rate,
             eta, attempt, elapsed
  result     something that succeeded: action, name, target; receipt for up
             and mirror, download for down
  error      name, target, action, status, message, hint, http_status,
             host_code, retryable, retry_after (seconds), attempts,
             outcome (not_applied, applied, unknown), exit
  end        after several operands: done, skipped, failed, exit
  entry, link, job, account, host, finding
             results of ls and stat, check, remote, account, hosts, doctor

Sizes are in bytes, times in seconds since 1970. Links that are secrets,
because they delete a file or grant access, are omitted. Unknown values are
null.
"""


def exit_codes() -> str:
    """The table of exit codes."""
    lines = [f"  {code:3}  {meaning}" for code, meaning in _exit.MEANINGS.items()]
    rule = (
        "With several operands: 130 and 5 take precedence, then 3 if at least one\n"
        "succeeded, then the code that all failures share, then 1. A skipped file\n"
        "counts as a success. For check, a dead link gives 6.\n"
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
