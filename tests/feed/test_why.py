"""The menu of a card: why the piece is there, and what one does with it from the feed."""

import pytest

from tests.feed.test_feed import follow
from tests.films import published
from wm.domains import categories, content, discovery, engagement, graph, playlists
from wm.domains.discovery import tastes
from wm.kernel.db import db

ACTS = ("Save", "Watch later", "Like", "Less like this", "Mute Craft", "Mute Ada Okafor")


@pytest.fixture
def clay(app, ada):
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "music")])
    return published(ada, "Clay", category=categories.called("craft"))


def do(browser, piece, deed, hx=False):
    return browser.post(f"/feed/why/{piece.public_id}", data={"deed": deed}, hx=hx)


def stands(person, piece):
    state = engagement.states(person, [piece.id])[piece.id]
    is_muted = categories.called("craft") in discovery.muted_by(person)
    kept = state.saved, playlists.is_for_later(person, piece), state.liked
    quiet = graph.mutes(person, piece.person_id)
    return dict(zip(ACTS, (*kept, discovery.wants_less(person, piece), is_muted, quiet), strict=True))


@pytest.mark.once
def test_a_card_costs_the_feed_one_link_and_no_form(as_ben, clay):
    page = as_ben.get("/feed")

    assert f'href="/feed/why/{clay.public_id}" hx-get="/feed/why/{clay.public_id}"' in page.text
    assert "<form" not in page.text.split("data-keep")[1].split("</main>")[0]


@pytest.mark.once
def test_the_page_and_the_menu_offer_the_same_acts(as_ben, clay):
    whole, menu = as_ben.get(f"/feed/why/{clay.public_id}"), as_ben.get(f"/feed/why/{clay.public_id}", hx=True)

    assert "<html" in whole.text
    assert menu.text.lstrip().startswith("<details")
    for act in ACTS:
        assert f"<span>{act}</span>" in whole.text
        assert f"<span>{act}</span>" in menu.text
    assert "autofocus" in menu.text
    assert "autofocus" not in whole.text.split("<main")[1]


@pytest.mark.once
def test_why_is_said_to_each_for_their_own_reasons(as_ben, ben, ada, client):
    follow(ben, ada)
    piece = published(ada, "Why me")

    why = as_ben.get(f"/feed/why/{piece.public_id}")

    assert "You follow its maker" in why.text
    assert "It is new" in why.text
    assert "You follow its maker" not in client.get(f"/feed/why/{piece.public_id}").text


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
@pytest.mark.parametrize(
    ("deed", "undo", "act"),
    [
        ("save", "unsave", "Save"),
        ("later", "not_later", "Watch later"),
        ("like", "unlike", "Like"),
        ("less", "not_less", "Less like this"),
        ("mute", "unmute", "Mute Craft"),
        ("quiet", "hear", "Mute Ada Okafor"),
    ],
)
def test_each_act_is_done_and_taken_back_by_the_same_button(as_ben, ben, clay, hx, deed, undo, act):
    answer = do(as_ben, clay, deed, hx)
    assert answer.status_code == (200 if hx else 303)
    assert [each for each, is_done in stands(ben, clay).items() if is_done] == [act]
    assert f'value="{undo}"' in as_ben.get(f"/feed/why/{clay.public_id}", hx=True).text

    do(as_ben, clay, undo, hx)
    assert not any(stands(ben, clay).values())


def test_what_one_wants_less_of_leaves_the_feed_until_it_is_undone(as_ben, ben, ada, clay):
    do(as_ben, clay, "less")
    assert discovery.latest(ben).items == []
    assert tastes.profile(ben).less_people == {ada.id}

    do(as_ben, clay, "not_less")
    assert discovery.latest(ben).items == [clay.id]


@pytest.mark.once
def test_an_article_is_not_kept_to_watch(as_ben, ben, ada):
    piece = content.publish(content.draft(ada, "Words", kind="article", body="Many of them."))
    db.session.commit()

    assert "Watch later" not in as_ben.get(f"/feed/why/{piece.public_id}", hx=True).text
    assert do(as_ben, piece, "later").status_code == 409
    assert not playlists.is_for_later(ben, piece)


def test_a_visitor_is_asked_to_sign_in_and_gets_no_form(client, clay):
    menu = client.get(f"/feed/why/{clay.public_id}", hx=True)

    assert "Sign in to save or like it" in menu.text
    assert "<form" not in menu.text
    assert "Set-Cookie" not in menu.headers
    assert do(client, clay, "save").status_code in (303, 401)
    assert db.session.query(engagement.Save).count() == 0


@pytest.mark.once
def test_a_deed_that_is_none_is_refused(as_ben, ben, clay):
    assert do(as_ben, clay, "steal").status_code == 422
    assert not any(stands(ben, clay).values())


def test_nobody_learns_of_what_they_may_not_see(as_cy, client, ada):
    piece = published(ada, "Private", visibility="private")

    assert as_cy.get(f"/feed/why/{piece.public_id}").status_code == 404
    assert do(as_cy, piece, "less").status_code == 404
    assert client.post("/feed/taste/reset").status_code in (401, 303)
    assert db.session.query(discovery.LessLike).count() == 0
