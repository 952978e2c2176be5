"""The editors of what is written: begun, kept as it is typed, saved, shown, and its makers alone."""

from datetime import timedelta

import pytest

from wm.domains import content
from wm.kernel import clock
from wm.kernel.db import db

KINDS = ("article", "update", "course", "resource")
WELL = {
    "title": "What to bring",
    "description": "A short list.",
    "body": "Boots, **dry** ones.",
    "category": "nature",
    "tags": "Walks",
    "visibility": "public",
    "release": "draft",
}
SAVE = {"save": "yes"}


@pytest.fixture
def written(ada, shelves):
    """Make a draft of Ada's of one kind."""

    def make(kind="article", **fields):
        piece = content.draft(ada, f"My {kind}", kind=kind, **fields)
        db.session.commit()
        return piece

    return make


def at(piece, deed=""):
    return f"/studio/pieces/{piece.public_id}{deed}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hx", [False, True])
def test_a_new_piece_begins_as_a_draft(as_ada, pieces, kind, hx):
    answer = as_ada.post("/studio/pieces", data={"kind": kind}, hx=hx)

    made = pieces()[0]
    where = answer.headers["HX-Redirect" if hx else "Location"]
    assert (made.kind, made.state, made.person.handle) == (kind, "draft", "ada")
    assert where == at(made)
    page = as_ada.get(where).text
    assert "<html" in page
    assert "Untitled" in page or kind == "update"


@pytest.mark.once
@pytest.mark.parametrize("kind", ["film", "poem", ""])
def test_no_other_kind_is_begun_here(as_ada, pieces, kind):
    assert as_ada.post("/studio/pieces", data={"kind": kind}).status_code == 404
    assert pieces() == []


@pytest.mark.once
def test_a_piece_is_its_makers_alone(as_cy, as_mo, client, written, again):
    piece = written()

    for browser in (as_cy, as_mo):
        assert browser.get(at(piece)).status_code == 404
        assert browser.post(at(piece), data=WELL | SAVE).status_code == 404
    assert client.post(at(piece), data=WELL | SAVE).headers["Location"].startswith("/sign-in")
    assert again(piece.public_id).title == "My article"


@pytest.mark.once
def test_a_film_has_its_own_page(as_ada, piece):
    assert as_ada.get(at(piece)).headers["Location"] == f"/studio/films/{piece.public_id}"


@pytest.mark.parametrize("hx", [False, True])
def test_what_is_typed_into_a_draft_is_kept_and_stays_a_draft(as_ada, written, again, hx):
    piece = written()

    answer = as_ada.post(at(piece), data=WELL | {"release": "ready"}, hx=hx)

    kept = again(piece.public_id)
    assert answer.status_code == (200 if hx else 303)
    assert (kept.title, kept.description, kept.body) == ("What to bring", "A short list.", "Boots, **dry** ones.")
    assert (kept.state, kept.tags, kept.category.slug) == ("draft", ["walks"], "nature")
    if hx:
        assert "Saved" in answer.text
        assert "<strong>dry</strong>" in answer.text
        assert "<html" not in answer.text
        assert 'name="title"' not in answer.text, "nobody's typing is disturbed"


@pytest.mark.once
def test_what_is_typed_into_a_published_piece_is_shown_to_its_writer_only(as_ada, written, again):
    piece = written(body="Old words.")
    content.publish(piece)

    answer = as_ada.post(at(piece), data=WELL | {"release": "ready"}, hx=True)
    assert "<strong>dry</strong>" in answer.text
    assert "Saved" not in answer.text
    assert again(piece.public_id).body == "Old words."

    as_ada.post(at(piece), data=WELL | {"release": "ready"} | SAVE, hx=True)
    assert again(piece.public_id).body == "Boots, **dry** ones."


@pytest.mark.parametrize("hx", [False, True])
def test_an_article_is_published_scheduled_and_taken_back(as_ada, written, again, hx):
    piece, moment = written(), clock.now().replace(second=0, microsecond=0) + timedelta(days=2)
    later = {"release": "later", "publish_at": f"{moment:%Y-%m-%dT%H:%M}"}

    for wish, state in ((later, "scheduled"), ({"release": "ready"}, "published"), ({"release": "draft"}, "draft")):
        answer = as_ada.post(at(piece), data=WELL | SAVE | wish, hx=hx)
        assert answer.status_code == (200 if hx else 303)
        assert again(piece.public_id).state == state
        assert {"scheduled": "Scheduled", "published": "Out since", "draft": "Draft"}[state] in as_ada.get(
            at(piece)
        ).text


def test_an_update_is_named_by_its_first_line(as_ada, written, again):
    piece = written("update")

    as_ada.post(at(piece), data=WELL | SAVE | {"body": "The water is high.\nCome back in May."})

    kept = again(piece.public_id)
    assert (kept.title, kept.body) == ("The water is high.", "The water is high.\nCome back in May.")
    long = "word " * 60
    as_ada.post(at(piece), data=WELL | SAVE | {"body": long})
    assert len(again(piece.public_id).title) <= 80
    assert again(piece.public_id).title.endswith("…")


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("article", {"title": ""}, "Give it a title."),
        ("article", {"title": "x" * 121}, "longer than 120"),
        ("article", {"body": "x" * 100_001}, "longer than 100000"),
        ("update", {"body": ""}, "Write a few words."),
        ("update", {"body": "x" * 2001}, "longer than 2000"),
        ("course", {"tags": ",".join(f"tag {n}" for n in range(13))}, "at most 12 tags"),
        ("resource", {"visibility": "nobody"}, "Not a valid choice"),
        ("course", {"release": "later", "save": "yes"}, "Choose a moment in the future"),
    ],
)
def test_a_field_that_needs_another_look_says_so_and_changes_nothing(as_ada, written, again, kind, wrong, words):
    piece = written(kind)

    for hx in (True, False):
        answer = as_ada.post(at(piece), data=WELL | wrong, hx=hx)

        assert answer.status_code == 422
        assert words in answer.text
        assert again(piece.public_id).title == f"My {kind}"


@pytest.mark.once
def test_hostile_markdown_is_shown_harmless(as_ada, written):
    piece = written(body="<script>alert(1)</script> [x](javascript:alert(1)) <b hx-get='/'>b</b>")

    page = as_ada.get(at(piece)).text.partition('id="look-')[2].partition("</section>")[0]

    assert "<script" not in page
    assert "javascript:" not in page.replace("[x](javascript:alert(1))", "")
    assert "<b hx" not in page


def test_a_piece_is_deleted_and_brought_back(as_ada, written, again):
    piece = written()
    content.publish(piece)

    where = as_ada.post(f"/studio/films/{piece.public_id}/removal").headers["Location"]
    assert again(piece.public_id).state == "removed"
    assert "is deleted" in as_ada.get(where).text

    as_ada.post("/studio/pieces/restoration", data={"piece": piece.public_id})
    assert again(piece.public_id).state == "published"
