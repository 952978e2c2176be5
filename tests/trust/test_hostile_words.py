"""Words that nobody would type are refused or shown, and never break a page."""

import base64
import json

import pytest

from tests.films import published
from wm.kernel.db import db

LONG = "9" * 5000


def cursor(place) -> str:
    """A made-up cursor."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


PLACES = (
    ["0001-01-01T00:00:00+23:00", 1],
    ["9999-12-31T23:59:59-23:00", 1],
    ["2020-01-01T00:00:00", float("inf")],
    ["2020-01-01T00:00:00", 10**30],
    ["2020-01-01T00:00:00", -(10**30)],
    ["2020-01-01T00:00:00", LONG],
    {"a": 1, "b": 2},
    7,
)


@pytest.mark.every_case
@pytest.mark.parametrize("made_up", [*map(cursor, PLACES), base64.urlsafe_b64encode(b"[" * 9000).decode(), "é"])
def test_a_made_up_cursor_is_nowhere(client, made_up):
    assert client.get("/", query_string={"after": made_up}).status_code == 404


@pytest.mark.every_case
@pytest.mark.parametrize("made_up", [[float("inf")], [10**30], [LONG]])
def test_a_made_up_cursor_is_nowhere_in_the_studio_either(as_ada, made_up):
    assert as_ada.get("/studio/", query_string={"after": cursor(made_up)}).status_code == 404


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//[x", "http://\u2100.com/watch/x"])
def test_oembed_knows_no_film_at_an_address_that_is_none(client, address):
    assert client.get("/oembed", query_string={"url": address}).status_code == 404


def test_oembed_takes_any_number_for_the_most_that_fits(ada, client):
    page = f"http://localhost/watch/{published(ada).public_id}"

    card = client.get("/oembed", query_string={"url": page, "maxwidth": "9" * 400, "maxheight": "9" * 400}).json

    assert (card["width"], card["height"]) == (960, 540)


@pytest.mark.parametrize("origin", ["http://[", "//[", "null", "http://\u2100"])
def test_an_origin_that_is_none_is_a_foreign_one(client, origin):
    answer = client.open(
        "/sign-out", method="POST", environ_overrides={"HTTP_ORIGIN": origin.encode().decode("latin-1")}
    )

    assert answer.status_code == 403


def test_a_place_in_a_film_with_too_many_digits_is_refused(ada, as_ben, client):
    film = published(ada).public_id

    beat = client.post(f"/watch/{film}/beat", data={"state": "playing", "position": LONG})
    back = as_ben.post(f"/history/{film}/return", data={"position_ms": LONG})

    assert (beat.status_code, back.status_code) == (422, 303)


@pytest.mark.parametrize("words", ["http://\u2100.com", "http://[x", "http://x\u2488.com/a", "https://a.b:999999/"])
def test_an_address_that_is_none_stays_text(ada, client, words):
    film = published(ada, description=words)
    ada.bio = words
    db.session.commit()

    pages = client.get(f"/watch/{film.public_id}"), client.get("/@ada")

    assert [page.status_code for page in pages] == [200, 200]


def test_a_way_back_in_another_script_reaches_htmx_as_ascii(as_ben):
    answer = as_ben.get("/sign-in?next=/%E6%97%A5%E6%9C%AC", hx=True)

    assert answer.headers["HX-Redirect"] == "/%E6%97%A5%E6%9C%AC"
