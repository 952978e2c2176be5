"""Connections of urllib3 that go to a place which has been judged already, under the name that was asked for."""

import socket
from contextlib import suppress

from urllib3.connection import HTTPConnection, HTTPSConnection

MOST_PLACES = 3  # of the addresses that one name has


class Pinned:
    """A connection to a place that has been judged; `end` cuts it from another thread, whatever it waits for."""

    def _new_conn(self) -> socket.socket:
        refused = OSError("nowhere to go")
        for family, place in self.places[:MOST_PLACES]:
            line = socket.socket(family, socket.SOCK_STREAM)
            try:
                line.settimeout(self.timeout)
                line.connect(place)  # numbers, not a name: nothing is asked of DNS a second time
                self.second = line.dup()  # TLS takes the first one over
                return line
            except OSError as error:
                line.close()
                refused = error
        raise refused

    def end(self) -> None:
        """Cut the line."""
        with suppress(OSError, AttributeError):
            self.second.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        """Close it for good; `close` alone is called before the body is read when no second request may follow."""
        self.close()
        if second := self.__dict__.pop("second", None):
            second.close()


class Plain(Pinned, HTTPConnection):
    """Without TLS."""


class Safe(Pinned, HTTPSConnection):
    """With TLS, whose certificate has to name the host."""
