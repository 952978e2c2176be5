"""Other people's tus clients: tuspy and tus-js-client do their job here as anywhere."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from tests.conftest import unavailable
from tests.uploads.conftest import pseudo_film
from wm.domains import uploads
from wm.domains.uploads.models import PART
from wm.kernel.db import db
from wm.kernel.storage import store

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).with_name("tus_js.cjs")
FILM = pseudo_film(3_000_000)


@pytest.fixture
def headers(session) -> dict[str, str]:
    """What a client outside a browser sends to be Ada."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)
    return {"Cookie": cookies, "X-CSRFToken": session.headers["X-CSRFToken"]}


@pytest.fixture
def client(server, headers) -> TusClient:
    """tuspy, as Ada."""
    return TusClient(f"{server.url}/uploads/", headers=headers)


def content_of(url: str) -> bytes:
    """What lies in storage for an upload's URL."""
    db.session.rollback()
    found = db.session.scalars(db.select(uploads.Upload).filter_by(public_id=url.rpartition("/")[2])).one()
    assert found.state == "complete"
    return b"".join(store().open(found.key))


@pytest.mark.parametrize("chunk", [100_000, 999_999, 10**9])
@pytest.mark.parametrize("checked", [False, True])
def test_tuspy_sends_a_film(client, chunk, checked):
    uploader = client.uploader(
        file_stream=io.BytesIO(FILM), chunk_size=chunk, metadata={"filename": "ü.mp4"}, upload_checksum=checked
    )

    uploader.upload()

    assert content_of(uploader.url) == FILM


@pytest.mark.once
def test_tuspy_stops_and_goes_on(client):
    begun = client.uploader(file_stream=io.BytesIO(FILM), chunk_size=500_000)
    begun.upload(stop_at=1_200_000)

    client.uploader(file_stream=io.BytesIO(FILM), url=begun.url, chunk_size=700_000).upload()

    assert content_of(begun.url) == FILM


@pytest.mark.once
def test_tuspy_goes_on_after_the_server_was_killed(client, server):
    film = pseudo_film(PART + 2_000_000)
    begun = client.uploader(file_stream=io.BytesIO(film), chunk_size=1_000_000)
    begun.upload(stop_at=PART + 500_000)
    server.restart_web()

    client.uploader(file_stream=io.BytesIO(film), url=begun.url, chunk_size=3_000_000).upload()

    assert content_of(begun.url) == film


@pytest.mark.once
def test_tuspy_is_told_why_a_file_is_refused(client):
    uploader = client.uploader(file_stream=io.BytesIO(b"Only words. " * 1000))

    with pytest.raises(TusUploadFailed) as refusal:
        uploader.upload()

    assert refusal.value.status_code == 422
    assert b"text file" in refusal.value.response_content


@pytest.mark.once
@pytest.mark.parametrize(
    "wishes",
    [{"chunkSize": 400_000}, {"chunkSize": 400_000, "stopAfter": 900_000}, {"chunkSize": 10**9, "withCreation": True}],
)
def test_tus_js_client_sends_a_film(server, headers, wishes):
    node = shutil.which("node")
    if node is None:
        unavailable("node, which runs tus-js-client,")
    asked = {"endpoint": f"{server.url}/uploads/", "headers": headers, **wishes}

    done = subprocess.run([node, SCRIPT, json.dumps(asked)], input=FILM, capture_output=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    assert content_of(said["url"]) == FILM
    assert ("HEAD" in said["sent"]) == ("stopAfter" in wishes)
    assert ("PATCH" in said["sent"]) != wishes.get("withCreation", False)
