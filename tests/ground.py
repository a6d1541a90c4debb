"""What every test stands on, whatever it was started by and however large this machine is."""

import signal
from pathlib import Path


def default_signals():
    """Undoes what a shell that ignores signals hands down, as `nohup` and some CI systems do: for this
    program and all that it starts. Without it nobody here could be interrupted. Windows hands no such
    thing down."""
    if not hasattr(signal, "pthread_sigmask"):
        return
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            is_interrupt = number == signal.SIGINT
            signal.signal(number, signal.default_int_handler if is_interrupt else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def beyond_buffers():
    """More bytes than the kernel holds between two programs on loopback: whoever was sent so many, and
    reads some, has the sender waiting, and never gets them all from one who ended meanwhile."""
    held = 0
    for name in ("tcp_wmem", "tcp_rmem"):
        try:
            limits = Path("/proc/sys/net/ipv4", name).read_text().split()
        except OSError:
            limits = [32 << 20]  # another system: none is known to hold as much
        held += int(limits[-1])
    return 2 * held + (1 << 20)
