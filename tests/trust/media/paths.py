"""Ways to write a path that leads out of a film's folder, asked of nginx with links that are rightly signed (V13)."""

import http.client
import posixpath
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

from tests.trust.media import gate
from wm.kernel.storage import store

OUTSIDE = b"bytes from outside of the film"
PLACES = ("outside.mp4", "raw/outside", "published/outside.mp4", "published/x/film.mp4", ".env", "etc/passwd")
REFUSALS = (308, 400, 403, 404, 405, 414)


def payloads(names: tuple[str, ...]) -> list[str]:
    """Ways to say: one folder up, and another file."""
    ups = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "%252e%252e%252f", "..%5c", "..\\", "....//", "..;/")
    files = ("outside.mp4", "outside.mp4%00.vtt", ".env", "published/x/film.mp4", "raw/outside", "etc/passwd", "%00")
    return (
        [up * depth + file for up in ups for file in files for depth in (1, 2, 3, 6)]
        + [
            quote(f"{'/' * count}{file}", safe=safe)
            for file in files
            for count in (1, 2, 4)
            for safe in ("", "/", "%/", ".")
        ]
        + [
            f"{name}{end}"
            for name in names
            for end in ("/", "/.", "%2f", "%00", "::$DATA", ".bak", "%20", ";x.mp4", "\\")
        ]
    )


def asked(port: int, path: str, plain: bool = False) -> tuple[int, bytes]:
    """Ask for exactly this path, which ordinary clients would tidy up; return status and body."""
    secure = {} if plain else {"context": ssl._create_unverified_context()}
    door = (http.client.HTTPConnection if plain else http.client.HTTPSConnection)(
        "localhost", port, timeout=10, **secure
    )
    door.putrequest("GET", path.replace(" ", "%20"), skip_accept_encoding=True)
    door.endheaders()
    answer = door.getresponse()
    found = answer.status, answer.read()
    door.close()
    return found


def run(_app, _count: int) -> dict:
    """Ask for all of them behind the link of an open film, of a person, and behind one that nobody signed."""
    ada, ben = gate.enrolled("ada", "creator"), gate.enrolled("ben")
    key, who = laid(ada), ben.public_id
    with gate.site() as front:
        starts = [gate.link(front, key, ""), gate.link(front, key, "", who), f"{front.url}/media/{key}/"]
        return tried(front.https_port, [start.removeprefix(front.url) for start in starts])


def laid(ada) -> str:
    """Lay a film, and things outside of it; returns the film's key."""
    piece = gate.laid(ada, "A film")
    for place in PLACES:
        store().put(place, OUTSIDE)
    return piece.film.key


def tried(port: int, starts: list[str], plain: bool = False) -> dict:
    """Ask for each payload behind each start; count what came from outside, and what was answered in another way."""
    found = {"films": 0, "outside": 0, "strange": 0, "which": []}
    for start in starts:
        for payload in payloads(gate.FILES[:5]):
            status, body = asked(port, start + payload, plain)
            is_odd = status not in REFUSALS and gate.SECRET not in body
            found["films"] += 1
            found["outside"] += OUTSIDE in body or b"root:x:0" in body
            found["strange"] += is_odd and OUTSIDE not in body
            found["which"] += [f"{status} {payload}"] if is_odd and len(found["which"]) < 5 else []
    return found


def bad(found: dict) -> int:
    """How much of it should not be."""
    return found["outside"] + found["strange"]


# -- the control


class Naive(BaseHTTPRequestHandler):
    """Decodes what it is asked for until nothing is left to decode, and opens what that names."""

    def do_GET(self):
        name = unquote(unquote(self.path)).replace("\\", "/").split("\0")[0]
        try:
            content = open(posixpath.join(self.server.folder, name.lstrip("/")), "rb").read()  # noqa: SIM115
        except (OSError, ValueError):
            return self.send_error(404)
        self.send_response(200)
        self.end_headers()
        return self.wfile.write(content)

    def log_message(self, *_):
        pass


@contextmanager
def naive(folder: str) -> Iterator[int]:
    """A server that gives out what lies below `folder`, as it believes; the port that it listens on."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Naive)
    server.folder = folder
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def run_broken(_app, _count: int) -> dict:
    """The control: a server that checks one thing and opens another."""
    key = laid(gate.enrolled("ada", "creator"))
    with naive(str(store().root / "published" / key)) as port:
        return tried(port, ["/"], plain=True)
