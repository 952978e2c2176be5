"""A tus client as small as the protocol allows, and films that are films by their first bytes only."""

import base64
import hashlib
import random
import re

import pytest
import requests

from tests.sites import LiveSite
from wm.domains import people, uploads
from wm.kernel.db import db
from wm.kernel.storage import store

TYPE = "application/offset+octet-stream"


def pseudo_film(size: int, seed: int = 7) -> bytes:
    """Bytes that begin like an MP4 and go on at random."""
    head = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    return (head + random.Random(seed).randbytes(max(0, size - len(head))))[:size]


def b64(content: bytes | str) -> str:
    """Base64, as header values want it."""
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


def promise(content: bytes, algorithm: str = "sha1") -> dict[str, str]:
    """The Upload-Checksum header of `content`."""
    return {"Upload-Checksum": f"{algorithm} {b64(hashlib.new(algorithm, content).digest())}"}


class Tus:
    """Speaks tus 1.0.0 through a test browser; a header given as None is left out."""

    def __init__(self, browser):
        self.browser = browser

    def ask(self, method: str, url: str, data: bytes = b"", **headers):
        """One request with the version header; header_names become Header-Names."""
        named = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-").title(): value for name, value in headers.items()}
        sent = {name: str(value) for name, value in named.items() if value is not None}
        return self.browser.open(url, method=method, data=data, headers=sent)

    def create(self, size: int | None, data: bytes = b"", **headers):
        """Open an upload; with `data` its first bytes travel along."""
        if data:
            headers.setdefault("content_type", TYPE)
        return self.ask("POST", "/uploads/", data, upload_length=size, **headers)

    def url(self, size: int | None, **headers) -> str:
        """Open an upload and return its URL."""
        answer = self.create(size, **headers)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def patch(self, url: str, offset: int | None, data: bytes, **headers):
        """Send bytes at an offset."""
        headers.setdefault("content_type", TYPE)
        return self.ask("PATCH", url, data, upload_offset=offset, **headers)

    def offset(self, url: str) -> int:
        """Where the server says that the upload stands."""
        return int(self.ask("HEAD", url).headers["Upload-Offset"])


@pytest.fixture
def tus(as_ada) -> Tus:
    """Ada's tus client."""
    return Tus(as_ada)


@pytest.fixture
def find(app):
    """Look an upload up by its URL, afresh."""

    def look(url: str) -> uploads.Upload:
        db.session.rollback()
        public_id = url.rpartition("/")[2]
        return db.session.scalars(db.select(uploads.Upload).filter_by(public_id=public_id)).one()

    return look


@pytest.fixture
def stored(app):
    """What lies in storage: the bytes of one key, or all keys below raw/."""

    def look(key: str | None = None):
        return list(store().keys("raw/")) if key is None else b"".join(store().open(key))

    return look


# -- over real HTTP


@pytest.fixture(scope="session")
def server(site, settings):
    """The site over real HTTP, without workers."""
    live = LiveSite({name: value for name, value in settings.items() if name != "PUBLIC_URL"}, workers=False)
    yield live
    live.stop()


@pytest.fixture
def session(server, ada) -> requests.Session:
    """Ada's browser: her session, and the token that forms carry."""
    browser = requests.Session()
    browser.cookies.set("wm", people.open_session(ada), path="/")
    db.session.commit()
    page = browser.get(f"{server.url}/studio/upload").text
    browser.headers["X-CSRFToken"] = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
    return browser
