"""Categories as the admin changes them: made, renamed, put in order, merged; and no address leads nowhere."""

import pytest

from tests.films import published
from wm.domains import categories, content
from wm.domains.platform.models import Audit
from wm.kernel.db import db

MOVED, MOVED_FOR_GOOD = 303, 301


@pytest.fixture
def shelves(app):
    categories.plant_first()
    db.session.commit()
    return categories.all_in_order()


def slugs():
    db.session.expire_all()
    return [each.slug for each in categories.all_in_order()]


def said():
    return db.session.scalars(db.select(Audit.event).order_by(Audit.id)).all()


def test_a_new_category_stands_at_the_end_before_the_fallback(as_ruth, shelves):
    answer = as_ruth.post("/admin/categories", data={"name": "Küche & Garten", "icon": "pot"})

    assert (answer.status_code, answer.location) == (MOVED, "/admin/categories")
    assert slugs()[-2:] == ["kuche-garten", "other"]
    assert said() == ["category.created"]


def test_two_categories_of_one_name_have_two_addresses(shelves):
    assert categories.create("Music", "music").slug == "music-2"


def test_renaming_keeps_the_address(as_ruth, client, shelves):
    as_ruth.post("/admin/categories/music", data={"name": "Sound", "icon": "music", "slug": "music"}, hx=True)

    assert categories.called("music").name == "Sound"
    assert client.get("/c/music").status_code == 200


@pytest.mark.once
def test_an_old_address_leads_to_the_new_one_for_ever(as_ruth, client, shelves):
    as_ruth.post("/admin/categories/music", data={"name": "Sound", "icon": "music", "slug": "sound"})
    as_ruth.post("/admin/categories/sound", data={"name": "Sound", "icon": "music", "slug": "sounds"})

    for old in ("/c/music", "/c/sound"):
        answer = client.get(old)
        assert (answer.status_code, answer.location) == (MOVED_FOR_GOOD, "/c/sounds")
    assert client.get("/c/sounds").status_code == 200

    as_ruth.post("/admin/categories/sounds", data={"name": "Music", "icon": "music", "slug": "music"})
    assert client.get("/c/music").status_code == 200
    assert client.get("/c/sounds").location == "/c/music"


@pytest.mark.once
@pytest.mark.parametrize(
    "wish",
    [
        {"name": "", "icon": "music", "slug": "music"},
        {"name": "x" * 41, "icon": "music", "slug": "music"},
        {"name": "Music", "icon": "skull", "slug": "music"},
        {"name": "Music", "icon": "music", "slug": "craft"},
        {"name": "Music", "icon": "music", "slug": "../admin"},
        {"name": "Music", "icon": "music", "slug": "once"},
    ],
)
@pytest.mark.parametrize("hx", [False, True])
def test_what_cannot_be_is_refused_in_place_and_changes_nothing(as_ruth, shelves, wish, hx):
    craft = categories.called("craft")
    categories.edit(craft, name="Craft", icon="hand", slug="once")
    categories.edit(craft, name="Craft", icon="hand", slug="craft")
    db.session.commit()

    answer = as_ruth.post("/admin/categories/music", data=wish, hx=hx)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert ("<html" in answer.text) is not hx
    db.session.expire_all()
    music = categories.called("music")
    assert (music.name, music.slug) == ("Music", "music")
    assert said() == []


def test_categories_are_put_in_order(as_ruth, shelves):
    before = slugs()
    as_ruth.post("/admin/categories/science/place/up")
    assert slugs() == ["science", "craft", *before[2:]]

    as_ruth.post("/admin/categories/science/place/up")
    as_ruth.post("/admin/categories/other/place/up")
    assert slugs() == ["science", "craft", *before[2:]]


def test_merging_moves_pieces_and_addresses(as_ruth, client, ada, shelves, run_jobs):
    music, play = categories.called("music"), categories.called("play")
    categories.edit(play, name="Play", icon="dice", slug="games")
    piece = published(ada, category=play)

    as_ruth.post("/admin/categories/games/merger", data={"into": "music"})
    assert "categories.merge" in run_jobs()

    assert "games" not in slugs()
    assert content.own(piece.public_id, ada).category.id == music.id
    for old in ("/c/games", "/c/play"):
        assert client.get(old).location == "/c/music"
    assert said()[-1] == "category.merged"


@pytest.mark.once
@pytest.mark.parametrize(("slug", "into"), [("other", "music"), ("music", "music")])
def test_the_fallback_stays_and_nothing_merges_into_itself(as_ruth, shelves, run_jobs, slug, into):
    before = slugs()

    assert as_ruth.post(f"/admin/categories/{slug}/merger", data={"into": into}).status_code == 409

    run_jobs()
    assert slugs() == before


@pytest.mark.parametrize("who", ["as_ada", "as_ben", "as_mo"])
def test_nobody_else_learns_of_the_page(request, shelves, who):
    browser = request.getfixturevalue(who)
    before = slugs()

    assert browser.get("/admin/categories").status_code == 404
    assert browser.post("/admin/categories", data={"name": "Mine", "icon": "hand"}).status_code == 404
    assert browser.post("/admin/categories/music/merger", data={"into": "play"}).status_code == 404
    assert slugs() == before


@pytest.mark.once
def test_the_page_names_every_category_and_what_is_in_it(as_ruth, ada, shelves):
    published(ada, category=categories.called("music"))

    whole, part = as_ruth.get("/admin/categories"), as_ruth.get("/admin/categories", hx=True)

    assert "1 piece<" in whole.text
    assert part.text.strip().startswith('<div class="stack" id="shelves">')
