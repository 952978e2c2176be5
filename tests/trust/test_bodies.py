"""Bodies of any size are read by the doors that stream them, and by nobody else on the way there."""

import io

import pytest

MIB = 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0"}
BOUNDARY = "----edge"
LINE = b"x" * 998 + b"\r\n"


class Endless(io.RawIOBase):
    """A multipart form whose one file goes on for as long as somebody reads; `given` counts the bytes."""

    def __init__(self, size: int):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="film"; filename="a.mp4"\r\n\r\n'
        self.head, self.left, self.given = head.encode(), size, 0

    def readinto(self, room) -> int:
        size = min(self.left, len(room))
        chunk, self.head = (self.head + LINE * (size // len(LINE) + 1))[:size], self.head[size:]
        room[:size] = chunk
        self.left -= size
        self.given += size
        return size

    def readable(self) -> bool:
        return True


def sending(body: Endless, size: int) -> dict:
    """What a server says of a request whose body is `body`."""
    form = f"multipart/form-data; boundary={BOUNDARY}"
    return {"wsgi.input": body, "CONTENT_LENGTH": str(size), "CONTENT_TYPE": form}


@pytest.mark.parametrize(("method", "path"), [("POST", "/uploads/"), ("PATCH", "/uploads/nothing")])
def test_a_form_at_the_door_of_the_uploads_is_refused_without_being_read(app, client, method, path):
    app.config["WTF_CSRF_ENABLED"] = True
    body = Endless(8 * MIB)

    answer = client.open(
        path,
        method=method,
        headers=TUS | {"Upload-Length": "10", "Upload-Offset": "0"},
        environ_overrides=sending(body, 8 * MIB),
    )

    assert answer.status_code == 400
    assert body.given <= MIB


def test_a_form_anywhere_else_is_as_short_as_any_form(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    body = Endless(40 * MIB)

    answer = client.open(
        "/settings/profile/avatar",
        method="POST",
        environ_overrides=sending(body, 40 * MIB),
    )

    assert answer.status_code == 413
    assert body.given == 0
