"""The command line as a person sees it: run on a pseudo-terminal, its screen kept by pyte."""

import fcntl
import os
import pty
import struct
import sys
import termios

import pyte

COMMAND = [sys.executable, "-W", "ignore", "-m", "gigahost"]


class Terminal:
    """A terminal of 80 columns in which the command ran. `frames` are its screens over time."""

    def __init__(self, arguments, environment, *, rows=24, on_frame=None):
        self.screen = pyte.Screen(80, rows)
        self.frames = []
        self.raw = b""
        stream = pyte.ByteStream(self.screen)
        self.pid, terminal = pty.fork()
        if self.pid == 0:
            os.execve(COMMAND[0], [*COMMAND, *arguments], environment | {"TERM": "xterm-256color"})
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        while data := _read(terminal):
            self.raw += data
            stream.feed(data)
            self.frames.append(self.lines())
            if on_frame:
                on_frame(self)
        os.close(terminal)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def lines(self):
        """What is on the screen, without the blanks at the right and at the end."""
        lines = [line.rstrip() for line in self.screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:
        # The other end is closed: the program has ended.
        return b""
