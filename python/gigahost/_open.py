"""Opening a session by the name of its host."""

from . import _native

_CLASSES = {
    "rapidgator": _native.Rapidgator,
    "giga0": _native.Giga0,
    "uploadgig": _native.UploadGig,
    "gett": _native.Gett,
    "gigags": _native.GigaGs,
}


def open(host, login=None, password=None, **options):
    """Opens a session at a host: "rapidgator", "giga0", "uploadgig", "gett" or "gigags".

    The options are the keywords of the host's class: see gigahost.Rapidgator and the others.
    """
    try:
        session_class = _CLASSES[host]
    except (KeyError, TypeError):
        names = ", ".join(_CLASSES)
        raise ValueError(f"`host` must be one of {names}, not {host!r}") from None
    return session_class(login, password, **options)


open.__module__ = "gigahost"


def reopen(host, options, timeout):
    """What a pickled session becomes again."""
    session = open(host, **options)
    return session if timeout is None else session.with_timeout(timeout)
