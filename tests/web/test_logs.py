"""One line a request: JSON for machines, with the id that the answer carries, and without secrets."""

import io
import json
import logging

import pytest

from wm.kernel import logs

pytestmark = pytest.mark.once


@pytest.fixture
def lines(app):
    app.config["LOG_JSON"], written, root = True, io.StringIO(), logging.getLogger()
    before, level = root.handlers, root.level
    logs.set_up("INFO", as_json=True)
    root.handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers, root.level = before, level


def test_a_request_leaves_one_line_with_its_id(client, lines):
    answer = client.get("/nothing-here")

    (line,) = [line for line in lines() if line["name"] == "wm.access"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/nothing-here", 404)
    assert line["ms"] > 0


def test_a_secret_in_the_address_is_not_written_down(client, lines):
    client.get("/verify/CANARYCANARYCANARYCANARYCANARY")

    assert "CANARY" not in json.dumps(lines())
