"""What a shared cache may keep is the same for everybody: nothing in it depends on what a browser sends besides."""

import pytest

from tests.conftest import HTMX
from tests.films import published
from wm.domains import content
from wm.kernel import live
from wm.kernel.db import db

SHARED = "public, max-age=0, s-maxage=10"


@pytest.mark.parametrize("cookie", ["theme", "seen", "device", "anything"])
def test_a_page_that_was_asked_for_with_any_cookie_is_private(client, cookie):
    assert client.get("/").headers["Cache-Control"] == SHARED

    client.set_cookie(cookie, "dark")

    assert client.get("/").headers["Cache-Control"] == "private, no-store"


def test_a_cache_can_tell_a_page_from_a_part_of_it(client):
    whole = client.get("/", headers=HTMX | {"HX-History-Restore-Request": "true"})
    part = client.get("/", headers=HTMX)

    assert "<html" in whole.text
    assert "<html" not in part.text
    for answer in (whole, part):
        assert {"hx-request", "hx-request-type", "hx-history-restore-request"} <= set(map(str.lower, answer.vary))


def told(browser, piece, monkeypatch, meanwhile) -> int:
    """How many fragments a live stream sends while the film gets further twice, and `meanwhile` happens first."""
    maker = piece.person

    def listen(_channels, _seconds):
        yield None
        meanwhile(content.own(piece.public_id, maker))
        db.session.commit()
        yield "progress", None
        yield "progress", None

    monkeypatch.setattr(live, "listen", listen)
    return browser.get(f"/live/films/{piece.public_id}", buffered=True).text.count("data: <div")


def test_a_live_stream_goes_on_while_one_may_watch(ada, as_cy, monkeypatch):
    piece = published(ada, state="playable")

    assert told(as_cy, piece, monkeypatch, lambda _piece: None) == 3


@pytest.mark.parametrize(
    "end", [lambda piece: content.edit(piece, visibility="private"), content.unpublish, content.remove]
)
def test_a_live_stream_ends_when_one_may_watch_no_more(ada, as_cy, monkeypatch, end):
    piece = published(ada, state="playable")

    assert told(as_cy, piece, monkeypatch, end) == 1


def test_a_live_stream_of_ones_own_goes_on_when_the_film_becomes_private(ada, as_ada, monkeypatch):
    piece = published(ada, state="playable")

    assert told(as_ada, piece, monkeypatch, content.unpublish) == 3
