"""A disk that is really full (V18): a sentence and 507, nothing half, and on it goes by itself once there is room."""

import hashlib
import subprocess

import pytest

from tests.conftest import unavailable
from tests.uploads.conftest import Tus, pseudo_film
from wm.domains import uploads
from wm.kernel.db import db
from wm.kernel.storage import FolderStore, store

pytestmark = pytest.mark.once
MIB = 1024 * 1024
FILM = pseudo_film(20 * MIB)


@pytest.fixture
def tiny(app, tmp_path):
    """A disk of 32 MiB, half of which somebody else has taken, with the store on it."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", place], capture_output=True).returncode:
        unavailable("the right to mount a small disk")
    (place / "somebody-elses").write_bytes(b"x" * 18 * MIB)
    app.extensions["store"] = FolderStore(place / "store")
    yield place
    app.extensions.pop("store")
    subprocess.run(["umount", place], check=True)


def test_an_upload_waits_for_room_and_goes_on_where_it_was(tiny, as_ada):
    tus = Tus(as_ada)
    url = tus.url(len(FILM))

    refused = tus.patch(url, 0, FILM)

    kept = int(tus.ask("HEAD", url).headers["Upload-Offset"])
    row = db.session.scalars(db.select(uploads.Upload)).one()
    assert refused.status_code == 507
    assert "out of room" in refused.text
    assert (kept, row.state) == (row.received, "receiving")
    assert 0 < kept < len(FILM)

    assert tus.patch(url, kept, FILM[kept:]).status_code == 507
    (tiny / "somebody-elses").unlink()
    kept = int(tus.ask("HEAD", url).headers["Upload-Offset"])
    assert tus.patch(url, kept, FILM[kept:]).status_code == 204

    db.session.refresh(row)
    assert row.state == "complete"
    assert hashlib.sha256(b"".join(store().open(row.key))).digest() == hashlib.sha256(FILM).digest()
    assert list(store().drafts()) == []
