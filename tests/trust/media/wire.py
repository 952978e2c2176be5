"""What a sender may try over a bare socket: more bytes than promised, headers in the metadata, other methods (V3, V9)."""

import base64
from collections.abc import Iterator

import requests
from sqlalchemy import select

from tests import cast
from tests.sites import LiveSite
from tests.trust.media.sending import HEAD
from tests.uploads.wire import TYPE, Answer, Wire
from wm.domains import uploads
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import store

LENGTH = 9000
FILM = HEAD + bytes(range(256)) * 36
LINE = b"\r\nX-Smuggled: yes\r\nSet-Cookie: wm=mine\r\n"
METHODS = ("PATCH", "HEAD", "DELETE")


def wire_of(url: str, handle: str) -> Wire:
    """The browser of a creator who joins now, spoken by hand."""
    with transaction():
        person = cast.enrolled(name=handle.title(), handle=handle, role="creator")
    token, browser = cast.token_of(person), requests.Session()
    browser.cookies.set("wm", token, path="/")
    page = browser.get(f"{url}/studio/upload").text
    mark = page.split('name="csrf-token" content="', 1)[1].split('"', 1)[0]
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    return Wire(url, cookies, mark)


def run(_app, _count: int, build: str = "") -> dict:
    """Ask a real server all of it; count what was stored beyond a length, came back as a header, or met fewer checks."""
    site = LiveSite({}, workers=False) if not build else Broken(build)
    try:
        ada, ben = wire_of(site.url, "ada"), wire_of(site.url, "ben")
        surplus, smuggled, stood_in = list(surpluses(ada)), list(smuggles(ada)), list(overrides(ada, ben))
        sizes = list(doubles(ada))
    finally:
        site.stop()
    tries = [*surplus, *smuggled, *stood_in, *sizes]
    return {
        "films": len(tries),
        "beyond": sum(not is_right for _, is_right in surplus),
        "smuggled": sum(not is_right for _, is_right in smuggled),
        "fewer_checks": sum(not is_right for _, is_right in stood_in),
        "taken": sum(not is_right for _, is_right in sizes),
        "faults": beyond_their_length(),
        "which": [name for name, is_right in tries if not is_right][:5],
    }


def bad(found: dict) -> int:
    """How much of it should not be."""
    return sum(found[name] for name in ("beyond", "smuggled", "fewer_checks", "taken", "faults"))


def run_broken(app, _count: int) -> dict:
    """The control: a build that believes lengths, and looks at the type of the method that was sent only."""
    return run(app, 0, "believes_senders")


class Broken(LiveSite):
    """The same site, but for what `build`, one of broken.py, does to it."""

    module = "tests.trust.media.broken_site:app"

    def __init__(self, build: str, **settings: str):
        super().__init__({"WM_BROKEN": build} | settings, workers=False)


# -- more bytes than promised


def surpluses(wire: Wire) -> Iterator[tuple[str, bool]]:
    """Send more than was declared, in every way that bytes may come."""
    for sent in (0, 1, 4500, LENGTH - 1):
        for more in (1, 100, 4096, 70_000):
            path = wire.create(LENGTH)
            if sent:
                wire.patch(path, 0, FILM[:sent])
            answer = wire.patch(path, sent, FILM[sent:LENGTH] + bytes(more))
            yield f"{sent} and {more} more", answer.status == 413 and wire.offset(path) == sent
            answer = chunked(wire, path, sent, FILM[sent:LENGTH] + bytes(more))
            yield f"{sent} and {more} more in chunks", answer.status == 413 and stored(path) <= LENGTH
    for more in (1, 100, 70_000):
        given = {"Upload-Length": LENGTH, "Content-Type": TYPE}
        yield (
            f"begun with {more} more",
            wire.ask("POST", "/uploads/", FILM[:LENGTH] + bytes(more), **given).status == 413,
        )
        path = wire.ask("POST", "/uploads/", **{"Upload-Defer-Length": 1}).headers["location"]
        wire.patch(path, 0, FILM[:LENGTH])
        answer = wire.ask("PATCH", path, bytes(more), **_at(LENGTH), **{"Upload-Length": LENGTH})
        yield f"{more} more with the late length", answer.status in (409, 413) and stored(path) == LENGTH


def _at(offset: int) -> dict:
    return {"Upload-Offset": offset, "Content-Type": TYPE}


def chunked(wire: Wire, path: str, offset: int, body: bytes) -> Answer:
    """Send bytes whose number is not told before."""
    pieces = (
        b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[at : at + 3000] for at in range(0, len(body), 3000))
    )
    return wire.ask("PATCH", path, b"".join(pieces) + b"0\r\n\r\n", **_at(offset), **{"Transfer-Encoding": "chunked"})


def stored(path: str) -> int:
    """How many bytes are told to lie there, by the row."""
    return _row(path).received


def _row(path: str) -> uploads.Upload:
    rollback()
    wanted = select(uploads.Upload).filter_by(public_id=path.rpartition("/")[2])
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def beyond_their_length() -> int:
    """How many objects lie in the store that are longer than their upload was to be."""
    rollback()
    whole = db.session.scalars(select(uploads.Upload).filter_by(state="complete")).all()
    return sum(store().stat(upload.key).size != upload.size for upload in whole)


# -- headers in the metadata


def smuggles(wire: Wire) -> Iterator[tuple[str, bool]]:
    """Hide line breaks in metadata; what is echoed is the header and nothing else."""
    hidden = [
        LINE,
        b"\n",
        b"\r",
        b"\r\n\r\n<script>",
        b"\0",
        b"\x0b\x0c\x85",
        "\u2028\u2029".encode(),
        b"a\r\n b",
        b"\x1f" * 9,
    ]
    for number, value in enumerate(hidden):
        for key in ("filename", "name"):
            yield f"value {number} of {key}", is_clean(wire, f"{key} {base64.b64encode(value).decode()}")
    for number, header in enumerate(
        ("filename YQ==\x0bX-Smuggled: yes", "file\x00name YQ==", "filename YQ==,\tx Yg==")
    ):
        yield f"header {number}", is_clean(wire, header)


def is_clean(wire: Wire, header: str) -> bool:
    begun = wire.ask("POST", "/uploads/", **{"Upload-Length": LENGTH, "Upload-Metadata": header})
    if begun.status != 201:
        return begun.status in (0, 400) and _is_plain(begun)
    told = wire.ask("HEAD", begun.headers["location"])
    return _is_plain(begun) and _is_plain(told) and told.status == 200


def _is_plain(answer: Answer) -> bool:
    said = " ".join(f"{name}{value}" for name, value in answer.headers.items())
    return (
        "x-smuggled" not in answer.headers and "mine" not in answer.headers.get("set-cookie", "") and said.isprintable()
    )


# -- one method for another


def overrides(ada: Wire, ben: Wire) -> Iterator[tuple[str, bool]]:
    """Ask the same with the method itself and with a POST that stands for it: both meet the same checks."""
    wishes = {
        "right": {},
        "no version": {"Tus-Resumable": None},
        "another version": {"Tus-Resumable": "0.2.2"},
        "another type": {"Content-Type": "text/html"},
        "another offset": {"Upload-Offset": 7},
        "no offset": {"Upload-Offset": None},
        "no token": {"X-CSRFToken": None},
        "another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        "nobody": {"Cookie": None},
    }
    for name, wish in wishes.items():
        for method in METHODS:
            yield f"{method}, {name}", is_the_same(ada, method, ada, wish)
    for method in METHODS:
        yield f"{method}, somebody else", is_the_same(ada, method, ben, {})


def is_the_same(owner: Wire, method: str, sender: Wire, wish: dict) -> bool:
    """Whether both ways end alike, and leave the same behind."""
    ends = []
    for sent in (method, "POST"):
        path, body = owner.create(LENGTH), b"" if method == "HEAD" else FILM[:600]
        override = {"X-HTTP-Method-Override": method} if sent == "POST" else {}
        answer = sender.ask(sent, path, body, **(_at(0) | wish | override))
        row = _row(path)
        ends.append((answer.status, row.state, row.received))
    is_stricter = method == "HEAD" and ends[1][0] in (400, 401, 403)  # a POST has to show that it comes from our page
    return ends[0] == ends[1] or is_stricter


# -- type and length that were agreed on (V9: no upload here is signed and sent past us, so these are the same promises)


def doubles(wire: Wire) -> Iterator[tuple[str, bool]]:
    """Send another type than that of uploads, and twice as much as was promised."""
    kinds = ("text/html", "video/mp4", "image/svg+xml", "application/octet-stream", "", f"{TYPE}; charset=x")
    for kind in kinds + ("multipart/form-data", "text/plain", "application/json", "*/*"):
        path = wire.create(LENGTH)
        yield f"as {kind}", wire.ask("PATCH", path, FILM[:600], **_at(0) | {"Content-Type": kind}).status == 415
    for times in range(2, 12):
        path = wire.create(LENGTH // times)
        yield f"{times} times", wire.patch(path, 0, FILM[:LENGTH]).status == 413 and stored(path) == 0
