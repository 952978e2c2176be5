"""The bell, the list of what one was told, and the choice of what one is told."""

import re
from dataclasses import replace

import pytest

from tests.films import published
from wm.blueprints import live_me
from wm.domains import graph, notifications, people
from wm.domains.notifications import Tiding
from wm.kernel.db import db, transaction

MOVED = 303


@pytest.fixture
def river(ada):
    return published(ada, "How a river <remembers>")


@pytest.fixture
def liked(ada, ben, cy, river):
    """Ada's film, liked by Ben and Cy."""
    with transaction():
        for who in (ben, cy):
            row = notifications.tell(ada, Tiding("liked", who.id, "content", river.id, river.id))
    return row


def bell(browser):
    return re.search(r'class="bell-number"[^>]*>([^<]*)<', browser.get("/search").text)


@pytest.mark.once
def test_the_bell_shows_the_number_and_leads_to_the_list(as_ada, liked):
    html = as_ada.get("/search").text

    assert 'aria-label="Notifications, 1 unread"' in html
    assert 'href="/notifications"' in html
    assert 'hx-sse:connect="/live/me"' in html


@pytest.mark.once
def test_a_visitor_has_no_bell(client):
    assert "bell-link" not in client.get("/search").text
    assert client.get("/notifications").status_code == MOVED


@pytest.mark.once
def test_several_are_one_sentence(as_ada, liked):
    html = as_ada.get("/notifications").text

    assert "<b>Cy Lindqvist</b> and 1 other liked <b>How a river &lt;remembers&gt;</b>" in html


@pytest.mark.once
def test_nobody_who_is_blocked_is_named_or_led_to(as_ada, ada, ben, cy, river):
    said = Tiding("commented", ben.id, "content", river.id, river.id, "comment-x")
    with transaction():
        notifications.tell(ada, said)
        row = notifications.tell(ada, replace(said, actor_id=cy.id))
        db.session.add(graph.Block(blocker_id=ada.id, blocked_id=cy.id))

    html = as_ada.get("/notifications").text
    assert "<b>Ben Hart</b> commented on" in html
    assert "Cy Lindqvist" not in html
    answer = as_ada.post(f"/notifications/{row.public_id}/opening")

    assert answer.location == f"/watch/{river.public_id}#comments"


@pytest.mark.once
def test_htmx_gets_the_list_alone(as_ada, liked):
    answer = as_ada.get("/notifications", hx=True)

    assert answer.text.strip().startswith('<section class="told" id="told">')
    assert "<html" not in answer.text


def test_opening_one_reads_it_and_leads_there(as_ada, liked, river):
    answer = as_ada.post(f"/notifications/{liked.public_id}/opening")

    assert (answer.status_code, answer.location) == (MOVED, f"/watch/{river.public_id}")
    assert bell(as_ada) is None


@pytest.mark.once
@pytest.mark.parametrize("deed", ["opening", "reading", "return"])
def test_nobody_touches_what_another_was_told(as_ben, ada, liked, deed):
    assert as_ben.post(f"/notifications/{liked.public_id}/{deed}").status_code == 404

    assert notifications.count(ada) == 1


def test_one_is_read_and_that_is_taken_back(as_ada, liked):
    path = f"/notifications/{liked.public_id}"

    answer = as_ada.post(f"{path}/reading", hx=True)
    assert "data-state" not in answer.text.split("hx-partial")[0]
    assert 'id="told-head"' in answer.text
    assert bell(as_ada) is None
    assert as_ada.post(f"{path}/return").status_code == MOVED
    assert bell(as_ada)[1] == "1"


@pytest.mark.parametrize("hx", [False, True])
def test_all_are_read_and_that_is_taken_back(as_ada, liked, hx):
    answer = as_ada.post("/notifications/reading", hx=hx)
    html = answer.text if hx else as_ada.get(answer.location).text
    assert bell(as_ada) is None
    stamp = re.search(r'name="stamp" value="(\d+)"', html)[1]

    as_ada.post("/notifications/return", data={"stamp": stamp}, hx=hx)

    assert bell(as_ada)[1] == "1"


@pytest.mark.once
@pytest.mark.parametrize("stamp", ["", "-1", "x", "9" * 30])
def test_a_moment_that_is_none_is_refused(as_ada, liked, stamp):
    as_ada.post("/notifications/reading")

    assert as_ada.post("/notifications/return", data={"stamp": stamp}).status_code == 422
    assert bell(as_ada) is None


def test_unread_ones_alone(as_ada, ada, ben, liked):
    with transaction():
        notifications.read_all(ada)
        notifications.tell(ada, Tiding("followed", ben.id, "person", ada.id))

    html = as_ada.get("/notifications?show=unread").text

    assert "followed you" in html
    assert "liked <b>" not in html


def test_pages_follow_each_other_and_cost_the_same(as_ada, ada, river, statements):
    as_ada.get("/notifications")
    with transaction():
        for number in range(35):
            fan = people.enrol(
                name=f"Fan {number}", handle=f"fan{number}", email=f"f{number}@example.org", password="a long password"
            )
            piece = published(ada, f"Film {number}")
            notifications.tell(ada, Tiding("liked", fan.id, "content", piece.id, piece.id))
    statements.clear()

    html = as_ada.get("/notifications").text
    cost = len(statements)
    after = re.search(r'href="(/notifications\?after=[^"]+)"', html)[1].replace("&amp;", "&")
    rest = as_ada.get(after).text

    assert cost <= 8
    assert (html.count('class="telling"'), rest.count('class="telling"')) == (30, 5)


def test_the_choice_is_kept_and_obeyed(as_ada, ada, ben, run_jobs):
    assert 'value="followed:app" checked' in as_ada.get("/settings/notifications").text

    answer = as_ada.post("/settings/notifications", data={"wanted": ["liked:app", "nonsense", "liked:mail"]})

    assert answer.status_code == MOVED
    html = as_ada.get("/settings/notifications").text
    assert 'value="liked:app" checked' in html
    assert 'value="followed:app">' in html
    with transaction():
        graph.follow(ben, ada)
    run_jobs()
    assert notifications.count(ada) == 0


def test_the_stream_says_the_number_at_once_and_then_waits(app, ada, liked):
    app.config["LIVE_MAX_SECONDS"] = 0

    with app.test_request_context():
        said = list(live_me.bells(ada))

    assert len(said) == 1
    assert b'aria-label="Notifications, 1 unread"' in said[0]


@pytest.mark.once
def test_a_stream_is_for_whoever_signed_in(client):
    assert client.get("/live/me").status_code == MOVED


@pytest.mark.once
def test_the_bell_forgets_its_number_when_it_changes(as_ada, ada, ben, river):
    assert bell(as_ada) is None
    with transaction():
        notifications.tell(ada, Tiding("liked", ben.id, "content", river.id, river.id))

    assert bell(as_ada)[1] == "1"
    db.session.rollback()


@pytest.mark.parametrize("hx", [False, True])
def test_the_panel_of_the_bell_holds_the_latest(as_ada, ada, ben, liked, hx, monkeypatch):
    monkeypatch.setattr("wm.blueprints.notifications.LATEST", 1)
    with transaction():
        notifications.tell(ada, Tiding("followed", ben.id, "person", ada.id))

    html = as_ada.get("/notifications/latest", hx=hx).text

    assert "followed you" in html
    assert "liked <b>" not in html
    assert ("<html" in html) != hx
    assert html.strip().startswith('<section class="bell-latest" id="bell-latest"') == hx


@pytest.mark.once
def test_before_it_is_opened_the_page_holds_the_bell_alone(as_ada, liked):
    html = as_ada.get("/search").text

    assert html.count('aria-labelledby="bell-link"') == 1
    assert 'hx-get="/notifications/latest"' in html
    assert "bell-latest" not in html


def test_the_panel_reads_all_and_takes_it_back(as_ada, liked):
    html = as_ada.post("/notifications/latest/reading", hx=True).text
    assert 'id="bell-latest"' in html
    assert bell(as_ada) is None
    stamp = re.search(r'name="stamp" value="(\d+)"', html)[1]

    html = as_ada.post("/notifications/latest/return", data={"stamp": stamp}, hx=True).text

    assert "Mark all as read" in html
    assert bell(as_ada)[1] == "1"
    assert as_ada.post("/notifications/latest/reading").location.startswith("/notifications?read=")
    assert as_ada.post("/notifications/latest/return", data={"stamp": "x"}).status_code == 422


@pytest.mark.once
def test_an_empty_panel_says_what_will_stand_there(as_cy):
    html = as_cy.get("/notifications/latest", hx=True).text

    assert "Nothing has happened yet" in html
    assert "Mark all as read" not in html
    assert "See all" in html
