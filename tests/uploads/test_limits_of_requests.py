"""A chunk may be larger than any form; a form may not."""

import base64

import pytest

from wm.domains import uploads

MIB = 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.mark.once
def test_a_chunk_larger_than_any_form_arrives_whole(app, as_ada):
    app.config["MAX_CONTENT_LENGTH"] = MIB
    name = base64.b64encode(b"film.mp4").decode()
    made = as_ada.post(
        "/uploads/", headers=TUS | {"Upload-Length": str(2 * MIB), "Upload-Metadata": f"filename {name}"}
    )
    film = b"\x00\x00\x00\x18ftypisom" + bytes(2 * MIB - 12)

    headers = TUS | {"Upload-Offset": "0", "Content-Type": uploads.protocol.CONTENT_TYPE}
    answer = as_ada.patch(made.location, headers=headers, data=film)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(2 * MIB))


@pytest.mark.once
def test_a_form_larger_than_any_form_is_refused(app, client):
    app.config["MAX_CONTENT_LENGTH"] = MIB

    assert client.post("/sign-in", data={"name": "x" * (2 * MIB)}).status_code == 413
