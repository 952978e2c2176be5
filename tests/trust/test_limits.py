"""Limits hold against whoever does not play along."""

import pytest
from limits import parse_many

from tests.films import published
from wm.domains import notifications, people
from wm.kernel import cache
from wm.kernel.db import db
from wm.web import limits


def counted_for(app, token: str | None = None) -> str:
    """Whom a request with this session cookie is counted for."""
    with app.test_request_context(headers={"Cookie": f"wm={token}"} if token else {}):
        return limits.who()


def test_a_made_up_session_counts_for_its_network(app):
    assert counted_for(app, "m" * 43) == counted_for(app, "n" * 43) == counted_for(app) == "network:0.0.0.0/24"


def test_a_session_counts_for_itself_once_it_has_been_seen(app, client, ada, ben):
    tokens = [people.open_session(person) for person in (ada, ben)]
    db.session.commit()
    assert {counted_for(app, token) for token in tokens} == {"network:0.0.0.0/24"}

    for token in tokens:
        client.set_cookie("wm", token)
        assert client.get("/settings/profile").status_code == 200

    keys = {counted_for(app, token) for token in tokens}
    assert len(keys) == 2
    assert all(key.startswith("session:") for key in keys)
    assert not any(token in key for token in tokens for key in keys)


@pytest.fixture
def three_a_minute(app, monkeypatch):
    """So few that a test comes to the end of them, in one window."""
    monkeypatch.setitem(app.extensions, "browse_limits", parse_many("3 per minute"))
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_010.0)


def statuses(browser, times: int, path: str = "/about") -> list[int]:
    return [browser.get(path).status_code for _ in range(times)]


def test_a_network_browses_as_often_as_it_may_and_is_told_when_to_come_back(client, three_a_minute):
    assert 429 not in statuses(client, 3)

    refused = client.get("/feed/latest")

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "50"
    assert client.get("/health").status_code == 200


def test_people_of_one_network_do_not_use_up_what_is_each_others(app, ada, ben, three_a_minute):
    browsers = [app.test_client().sign_in(person) for person in (ada, ben)]
    for browser in browsers:
        browser.get("/settings/profile")  # unknown until now: it counts for the network

    assert [statuses(browser, 4, "/settings/profile") for browser in browsers] == [[200, 200, 200, 429]] * 2


def test_made_up_sessions_use_up_what_is_their_networks(app, client, three_a_minute):
    for each in "abc":
        browser = app.test_client()
        browser.set_cookie("wm", each * 43)
        assert browser.get("/feed/latest").status_code == 200
        browser.set_cookie("wm", each * 43)

    assert client.get("/feed/latest").status_code == 429


def test_a_made_up_session_that_comes_again_still_counts_for_its_network(client, three_a_minute):
    client.set_cookie("wm", "m" * 43)

    assert statuses(client, 4, "/feed/latest") == [200, 200, 200, 429]


def test_nobody_waits_or_is_refused_when_nobody_counts(app, client, three_a_minute):
    app.config["CACHE_REDIS_URL"] = "unix:///nowhere/redis.sock?db=1"

    assert statuses(client, 5, "/feed/latest") == [200] * 5


def test_a_request_like_the_last_one_asks_redis_once(app, ada, ben, monkeypatch):
    published(ben, "A film")
    browser, trips = app.test_client().sign_in(ada), []
    for _ in range(3):
        browser.get("/feed")
    monkeypatch.setattr(cache, "_asked", lambda *a, real=cache._asked: trips.append(a) or real(*a))

    assert browser.get("/feed").status_code == 200
    assert len(trips) == 1


def test_what_was_foreseen_is_what_is_there_now(app, ada):
    browser = app.test_client().sign_in(ada)
    for _ in range(2):
        assert 'class="bell-number"' not in browser.get("/feed").text

    cache.put(notifications.count_key(ada.id), 7, 10)

    assert 'class="bell-number" aria-hidden="true">7<' in browser.get("/feed").text
