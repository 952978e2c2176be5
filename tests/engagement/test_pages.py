"""Liking and saving on pages: plain and with htmx, counted in place, refused to strangers."""

from datetime import timedelta

import pytest

from jobs import engagement as jobs
from tests.films import published
from wm.domains import content, engagement
from wm.domains.engagement import Beat, Like, Save
from wm.kernel import clock
from wm.kernel.db import db, transaction

MOVED = 303


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


def number(table):
    db.session.expire_all()
    return db.session.scalar(db.select(db.func.count(table.id)))


def deed(piece, name):
    return f"/pieces/{piece.public_id}/{name}"


@pytest.mark.once
def test_a_like_without_javascript_leads_back_to_the_film(as_ben, river):
    answer = as_ben.post(deed(river, "like"))

    assert (answer.status_code, answer.location) == (MOVED, f"/watch/{river.public_id}")
    html = as_ben.get(answer.location).text
    assert 'aria-pressed="true" aria-label="Like, 1 like"' in html


def test_a_like_with_htmx_changes_its_button_alone(as_ben, river):
    liked = as_ben.post(deed(river, "like"), hx=True).text
    taken_back = as_ben.post(deed(river, "like/removal"), hx=True).text

    assert liked.strip().startswith(f'<span class="act" id="like-{river.public_id}">')
    assert 'aria-pressed="true"' in liked
    assert "1 like" in liked
    assert 'aria-pressed="false"' in taken_back
    assert "0 likes" in taken_back


def test_a_save_says_where_and_can_be_taken_back(as_ben, ben, river):
    saved = as_ben.post(deed(river, "save"), hx=True).text
    assert "Saved in “Saved”." in saved
    assert 'aria-pressed="true"' in saved

    answer = as_ben.post(deed(river, "save/removal"))

    assert answer.status_code == MOVED
    assert number(Save) == 0


@pytest.mark.once
@pytest.mark.parametrize("name", ["like", "like/removal", "save", "save/removal"])
def test_a_visitor_is_asked_to_sign_in_and_changes_nothing(client, ben, river, name):
    engagement.like(ben, river)
    engagement.save(ben, river)

    assert client.post(deed(river, name)).location.startswith("/sign-in")
    assert (number(Like), number(Save)) == (1, 1)
    assert f"next=/watch/{river.public_id}" in client.get(f"/watch/{river.public_id}").text


@pytest.mark.parametrize("name", ["like", "save"])
def test_what_one_may_not_see_one_can_not_like(as_cy, ada, name):
    private = published(ada, "For nobody", visibility="private")

    assert as_cy.post(deed(private, name)).status_code == 404
    assert (number(Like), number(Save)) == (0, 0)


def test_a_collection_is_made_filled_renamed_removed_and_brought_back(as_ben, ben, river):
    made = as_ben.post("/saved", data={"name": "Ideas"}).location
    place = made.rsplit("/", 1)[1]
    as_ben.post(f"/library/places/{river.public_id}/collections/{place}")
    assert "How a river remembers" in as_ben.get(made).text
    as_ben.post(f"{made}/name", data={"name": "Plans"})
    assert "<h1>Plans</h1>" in as_ben.get(made).text

    gone = as_ben.post(f"{made}/removal").location
    assert as_ben.get(made).status_code == 404
    assert "Undo" in as_ben.get(gone).text
    as_ben.post(f"{made}/return")

    assert "How a river remembers" in as_ben.get(made).text


def test_taking_out_of_a_collection_offers_a_way_back(as_ben, ben, river):
    collection = engagement.save(ben, river)
    where = f"/saved/{collection.public_id}/pieces/{river.public_id}"

    out = as_ben.post(f"{where}/removal", hx=True).text
    assert "is out of this collection" in out
    assert number(Save) == 0
    back = as_ben.post(f"{where}/return", hx=True).text

    assert "How a river remembers" in back
    assert number(Save) == 1


@pytest.mark.once
def test_anothers_collection_is_not_there(as_cy, ben, river):
    collection = engagement.save(ben, river)
    where = f"/saved/{collection.public_id}"

    assert as_cy.get(where).status_code == 404
    for name in ("name", "removal", "return", f"pieces/{river.public_id}/removal"):
        assert as_cy.post(f"{where}/{name}", data={"name": "Mine"}).status_code == 404
    assert [shelf.collection.name for shelf in engagement.shelves(ben)] == ["Saved"]


@pytest.mark.once
def test_a_collection_without_a_name_is_refused(as_ben, ben):
    assert as_ben.post("/saved", data={"name": "  "}).status_code == 422
    assert engagement.shelves(ben) == []


@pytest.mark.parametrize("path", ["/saved", "/liked", "/library"])
def test_pages_of_what_one_keeps_are_pages_and_fragments(as_ben, ben, river, path):
    engagement.save(ben, river)
    engagement.like(ben, river)

    whole = as_ben.get(path).text

    assert "<html" in whole
    assert "How a river remembers" in whole
    if path != "/library":
        assert as_ben.get(path, hx=True).text.strip().startswith('<ol class="kept">')


def test_empty_pages_say_what_to_do(as_ben, client):
    assert "it waits for you here" in as_ben.get("/saved").text
    assert "Press Save below a film" in as_ben.get("/library").text
    assert "Sign in to keep things" in client.get("/library").text
    assert client.get("/saved").location.startswith("/sign-in")


@pytest.mark.once
def test_what_was_taken_back_by_its_maker_is_on_no_page(as_ben, ben, ada, river):
    engagement.save(ben, river)
    engagement.like(ben, river)
    content.edit(content.own(river.public_id, ada), visibility="private")

    for path in ("/saved", "/liked", "/library"):
        assert "How a river remembers" not in as_ben.get(path).text


def test_a_paused_history_keeps_no_place_and_counts_the_view(as_ben, ben, river):
    assert as_ben.post("/history/pause").status_code == MOVED
    assert "Your history is paused since" in as_ben.get("/history").text

    _watch(ben, river)

    assert engagement.history(ben).items == []
    assert engagement.resume_at(ben, river) is None
    db.session.expire_all()
    assert db.session.get(content.Content, river.id).views == 1


def test_a_history_that_goes_on_keeps_places_again(as_ben, ben, river):
    as_ben.post("/history/pause")
    as_ben.post("/history/pause")
    as_ben.post("/history/pause/removal")
    assert "is paused since" not in as_ben.get("/history").text

    _watch(ben, river)

    assert [piece.title for piece in engagement.history(ben).items] == ["How a river remembers"]


def test_what_was_watched_before_the_pause_is_kept(ben, river):
    beats = _beats(ben, river)
    engagement.pause_history(ben)
    db.session.commit()

    with transaction():
        engagement.keep([beats[0]])

    assert len(engagement.history(ben).items) == 1


def _watch(person, film):
    with transaction():
        engagement.keep(_beats(person, film, later=1))


def _beats(person, film, later=-60):
    return [
        Beat(
            clock.now() + timedelta(seconds=later + second),
            film.id,
            f"person:{person.id}",
            person.id,
            second * 1000,
            20_000,
            "playing",
        )
        for second in (5, 15)
    ]


@pytest.mark.once
def test_a_page_of_saves_costs_the_same_however_many_they_are(as_ben, ben, ada, statements):
    engagement.save(ben, published(ada, "One"))
    as_ben.get("/saved")
    statements.clear()
    as_ben.get("/saved")
    few = len(statements)
    for number_ in range(10):
        engagement.save(ben, published(ada, f"Film {number_}"))
    db.session.commit()
    statements.clear()

    as_ben.get("/saved")

    assert len(statements) <= few


def test_the_count_arrives_with_the_job(as_cy, ben, river):
    engagement.like(ben, river)
    db.session.commit()
    assert "0 likes" in as_cy.get(f"/watch/{river.public_id}").text

    jobs.recount()

    assert "1 like" in as_cy.get(f"/watch/{river.public_id}").text


@pytest.mark.once
def test_home_offers_to_go_on_to_whom_it_knows(as_ben, client, ben, river):
    _watch(ben, river)

    assert "Go on watching" in as_ben.get("/").text
    assert "Go on watching" not in client.get("/").text


@pytest.mark.once
def test_a_place_waits_for_what_money_will_unlock(client, as_ada):
    assert client.get("/library/unlocked").status_code == 303

    page, panel, feed = as_ada.get("/library/unlocked"), as_ada.get("/library/unlocked", hx=True), as_ada.get("/feed")

    assert "Nothing unlocked yet" in page.text
    assert panel.text.lstrip().startswith("<details")
    assert 'href="/library/unlocked"' in feed.text
    assert 'href="/library/unlocked"' not in client.get("/feed").text
