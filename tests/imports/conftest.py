"""Another site, which has films and feeds; and what Ada asks of it."""

import contextvars
import http.server
from contextlib import suppress

import pytest

from tests.canary import Canary
from tests.conftest import _run_row
from wm.domains import content, imports, uploads
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


class _Files(http.server.BaseHTTPRequestHandler):
    """Gives out `server.files`; knows ranges unless `server.plain`, and cuts the line after as many bytes as `server.cuts` says."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        wanted, start = self.headers.get("Range"), 0
        if wanted and not self.server.plain and self.headers.get("If-Range") in (None, headers.get("ETag")):
            start = int(wanted.removeprefix("bytes=").partition("-")[0])
            status, headers = 206, headers | {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and not self.server.untold:
            self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        cut = self.server.cuts.pop(0) if self.server.cuts else None
        with suppress(OSError):
            self.wfile.write(body[start : cut and start + cut])

    def log_message(self, *_):
        pass


@pytest.fixture
def elsewhere(app):
    """Another site on loopback, which development may reach; give it `answers`: path -> (status, headers, body)."""
    server = Canary(_Files)
    server.cuts, server.plain, server.untold = [], False, False
    app.config.update(OUTBOUND_LOOPBACK=True, OUTBOUND_PORTS=f"80,{server.port}", ENCODE_PRESET="ultrafast")
    server.at = f"http://127.0.0.1:{server.port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def film_bytes(tmp_path_factory) -> bytes:
    """A film of one second."""
    from tests.trust.media.corpus import Corpus

    return Corpus(tmp_path_factory.mktemp("elsewhere"))("small.mp4").read_bytes()


@pytest.fixture
def coming(app, ada, elsewhere):
    """Begin to bring `path` of the other site for Ada; returns the import."""

    def begin(path: str = "/a.mp4", means: str = imports.FILE) -> imports.Import:
        with transaction():
            upload = uploads.begin(ada.id, None, {"filename": "a.mp4"})
            uploads.assign(upload, content.draft(ada, "A").public_id)
            return imports.begin(upload, elsewhere.at + path, means)

    return begin


@pytest.fixture
def run_jobs(app):
    """Run every job that is due but those of media: what becomes of a film is not asked here; returns the kinds in order."""

    def run() -> list[str]:
        ran = []
        while rows := waiting():
            ran += [kind for row, kind in rows if contextvars.Context().run(_run_row, app, row)]
        db.session.expire_all()
        return ran

    return run


def waiting() -> list[tuple[int, str]]:
    """Return (id, kind) of the jobs that are due, but those of media."""
    db.session.commit()
    due = db.select(job.Job.id, job.Job.kind).where(job.Job.state == "due", job.Job.run_at <= clock.now())
    rows = [
        tuple(row) for row in db.session.execute(due.where(~job.Job.kind.startswith("media.")).order_by(job.Job.id))
    ]
    db.session.rollback()
    return rows


def now(row: imports.Import) -> tuple[imports.Import, uploads.Upload]:
    """Return the import and its upload as they are in the database."""
    db.session.rollback()
    db.session.expire_all()
    row = imports.mine(row.public_id, row.person_id)
    return row, uploads.find(row.upload_id)


def stored(upload: uploads.Upload) -> bytes:
    """Return the bytes that have arrived for good."""
    return b"".join(store().open(upload.key))
