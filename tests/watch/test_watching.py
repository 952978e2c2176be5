"""Beats of real requests: who may send them, what becomes of them; and the pages of a person's history."""

import re

import pytest

from jobs import engagement as jobs
from tests.films import published
from wm.domains import engagement
from wm.kernel import clock, redis
from wm.kernel.db import db, writing

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


def beat(browser, piece, position=5000, state="playing", door="watch", **more):
    return browser.post(f"/{door}/{piece.public_id}/beat", data={"position": position, "state": state}, **more)


def lived(app, seconds=10):
    """Let time pass between the beats that wait: give each later one a time so many seconds after the one before."""
    client = redis.connect(app.config["REDIS_URL"], 2.0)
    waiting = client.xrange("engagement:beats")
    client.delete("engagement:beats")
    first = int(waiting[0][0].split(b"-")[0])
    for number, (_, fields) in enumerate(waiting):
        client.xadd("engagement:beats", fields, id=f"{first + number * seconds * 1000}-1")


@pytest.fixture
def drain(app):
    def run():
        lived(app)
        jobs.drain()
        db.session.expire_all()

    return run


def test_a_person_goes_on_where_they_stopped(as_ben, ben, river, drain):
    beat(as_ben, river, 0)
    assert beat(as_ben, river, 7400, "paused").status_code == 204
    drain()

    html = as_ben.get(f"/watch/{river.public_id}").text

    assert 'data-start="7.4"' in html


@pytest.mark.once
@pytest.mark.parametrize("door", ["watch", "embed"])
def test_a_player_hears_with_each_beat_which_edition_is_published(client, river, door):
    film = river.film
    first = beat(client, river, door=door).headers["X-Film-Edition"]
    film.version += 1

    assert first == f"{film.key}.0"
    assert beat(client, river, door=door).headers["X-Film-Edition"] == f"{film.key}.1"


@pytest.mark.once
def test_another_person_starts_at_the_beginning(as_ben, as_cy, river, drain):
    beat(as_ben, river, 0)
    beat(as_ben, river, 7400, "paused")
    drain()

    assert "data-start" not in as_cy.get(f"/watch/{river.public_id}").text


def test_real_playing_counts_once_for_a_visitor_who_throws_cookies_away(client, app, river, drain):
    for _ in range(3):
        stranger = app.test_client()
        for position in (0, 7000):
            beat(stranger, river, position, headers={"User-Agent": "Firefox"})
    drain()

    assert db.session.get(type(river), river.id).views == 1


def test_frames_count_too(client, river, drain):
    beat(client, river, 0, door="embed")
    beat(client, river, 7000, "left", door="embed")
    drain()

    assert db.session.get(type(river), river.id).views == 1


@pytest.mark.once
def test_the_first_beat_gives_a_visitor_a_key_to_be_known_by(client, river):
    first, second = beat(client, river), beat(client, river)

    cookie = first.headers["Set-Cookie"]
    assert re.match(r"seen=[\w.-]+; ", cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in second.headers


@pytest.mark.once
def test_a_person_needs_no_key(as_ben, river):
    assert "Set-Cookie" not in beat(as_ben, river).headers


@pytest.mark.once
@pytest.mark.parametrize(
    ("position", "state"),
    [(-1, "playing"), ("x", "playing"), ("", "playing"), (5, "dancing"), (5, ""), ("1e3", "left")],
)
def test_nonsense_is_refused_and_nothing_is_kept(app, client, river, position, state):
    assert beat(client, river, position, state).status_code == 422

    assert engagement.waiting() == {}


@pytest.mark.once
def test_a_place_beyond_the_end_is_the_end(as_ben, ben, river, drain):
    beat(as_ben, river, 0)
    beat(as_ben, river, 10**12)
    drain()

    assert engagement.parts(ben, [river.id]) == {river.id: 100}


@pytest.mark.once
def test_a_person_must_send_their_token_with_a_beat(app, as_ben, ben, river):
    app.config["WTF_CSRF_ENABLED"] = True
    token = re.search(r'data-token="([^"]+)"', as_ben.get(f"/watch/{river.public_id}").text)[1]

    assert beat(as_ben, river, headers=SAME_SITE).status_code == 400
    assert engagement.waiting() == {}
    assert beat(as_ben, river, headers=SAME_SITE | {"X-CSRFToken": token}).status_code == 204
    assert len(engagement.waiting()) == 1


@pytest.mark.once
def test_a_visitor_has_none_to_send_but_must_be_on_our_page(app, client, river):
    app.config["WTF_CSRF_ENABLED"] = True

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert beat(client, river, headers=headers).status_code == 403
    assert engagement.waiting() == {}
    assert beat(client, river, headers=SAME_SITE).status_code == 204


@pytest.mark.once
def test_the_page_does_not_wait_for_a_redis_that_is_away(app, client, river):
    app.config["REDIS_URL"] = "unix:///nowhere/redis.sock"

    assert beat(client, river).status_code == 204
    assert client.get(f"/watch/{river.public_id}").status_code == 200


@pytest.mark.parametrize("door", ["watch", "embed"])
def test_a_beat_waits_for_nobodys_writing(as_ben, river, door):
    started = clock.monotonic()

    with writing(), db.engine.begin() as somebody:
        somebody.execute(db.text("UPDATE person SET name = 'Busy'"))
        answer = beat(as_ben, river, door=door)

    assert answer.status_code == 204
    assert clock.monotonic() - started < 3


def watch(browser, drain, *pieces, position=5000):
    for piece in pieces:
        beat(browser, piece, position, "paused")
    drain()


def test_history_asks_a_visitor_in(client):
    answer = client.get("/history")

    assert answer.status_code == 200
    assert "Sign in to keep a history" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_an_empty_history_says_what_it_is_for(as_ben):
    assert "Nothing watched yet" in as_ben.get("/history").text


def test_history_shows_what_to_go_on_with_and_what_was_watched(as_ben, river, ada, drain):
    other = published(ada, "Seen to the end")
    watch(as_ben, drain, river)
    watch(as_ben, drain, other, position=20_000)

    html = as_ben.get("/history").text

    going_on, watched = html.split('id="watched"')
    assert "How a river remembers" in going_on
    assert "--part:25%" in going_on
    assert "Seen to the end" in watched
    assert html.count(f'card-title"><a href="/watch/{river.public_id}"') == 1


@pytest.mark.parametrize("hx", [False, True])
def test_a_film_is_taken_out_of_the_history_and_brought_back(as_ben, ben, river, drain, hx):
    watch(as_ben, drain, river)

    gone = as_ben.post(f"/history/{river.public_id}/removal", hx=hx)
    assert gone.status_code == (200 if hx else 303)
    assert engagement.history(ben).items == []

    back = as_ben.post(f"/history/{river.public_id}/return", data={"position_ms": "5000"}, hx=hx)

    assert back.status_code == (200 if hx else 303)
    assert engagement.resume_at(ben, river) == 5.0
    if hx:
        assert f'id="watched-{river.public_id}"' in gone.text
        assert 'value="5000"' in gone.text
        assert 'id="history"' in back.text


@pytest.mark.parametrize("hx", [False, True])
def test_a_history_is_cleared(as_ben, ben, river, drain, hx):
    watch(as_ben, drain, river)

    answer = as_ben.post("/history/clearing", hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert engagement.history(ben).items == []


def test_a_history_is_nobody_elses_to_change(client, as_cy, as_ben, ben, river, drain):
    watch(as_ben, drain, river)

    client.post(f"/history/{river.public_id}/removal")
    as_cy.post(f"/history/{river.public_id}/removal")
    as_cy.post("/history/clearing")

    assert len(engagement.history(ben).items) == 1


def test_a_long_history_comes_in_pages(as_ben, ada, drain):
    pieces = [published(ada, f"Film {number}") for number in range(30)]
    watch(as_ben, drain, *pieces, position=20_000)
    whole = as_ben.get("/history").text
    link = re.search(r'href="(/history\?after=[^"]+)"', whole)[1]

    rest = as_ben.get(link).text

    assert whole.count("watched-") >= 24
    assert "Film 0<" in rest
    assert "<html" in rest
    assert "<html" not in as_ben.get(link, hx=True).text
