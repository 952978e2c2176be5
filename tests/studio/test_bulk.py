"""Every kind in one list, and several pieces at once: all of them or none, one's own only, deleted with undo."""

import pytest

from tests.films import published
from wm.domains import content
from wm.kernel.db import db

TITLES = ("Tide", "Bridge", "River")


@pytest.fixture
def three(ada, shelves):
    """A film that is out, an article that is out, and a course in draft."""
    tide = published(ada, "Tide")
    bridge = content.draft(ada, "Bridge", kind="article", body="Steel.")
    content.publish(bridge)
    river = content.draft(ada, "River", kind="course")
    db.session.commit()
    return [tide, bridge, river]


def change(browser, pieces, deed, hx=False, query="", **more):
    data = {"piece": [piece.public_id for piece in pieces], "deed": deed} | more
    return browser.post(f"/studio/pieces/changes{query}", data=data, hx=hx)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", set(TITLES)),
        ("?kind=article", {"Bridge"}),
        ("?kind=course&state=draft", {"River"}),
        ("?kind=course&state=published", set()),
        ("?kind=poem", set(TITLES)),
        ("?kind=film&words=ti", {"Tide"}),
    ],
)
def test_all_kinds_stand_in_one_list_and_are_narrowed_by_the_address(as_ada, three, query, titles):
    for hx in (False, True):
        page = as_ada.get(f"/studio/{query}", hx=hx).text

        assert {title for title in TITLES if f">{title}</a>" in page} == titles
        assert ("<html" in page) != hx


@pytest.mark.once
def test_all_can_be_ticked_by_the_address(as_ada, three):
    ticked = "checked aria-label"

    assert as_ada.get("/studio/").text.count(ticked) == 0
    assert as_ada.get("/studio/?pick=all").text.count(ticked) == 3


@pytest.mark.parametrize("hx", [False, True])
def test_several_become_private_at_once(as_ada, three, again, hx):
    answer = change(as_ada, three[:2], "visibility", hx, visibility="private")

    assert answer.status_code == (200 if hx else 303)
    assert [again(piece.public_id).visibility for piece in three] == ["private", "private", "public"]
    if hx:
        assert "2 pieces are changed." in answer.text
        assert "<html" not in answer.text


@pytest.mark.once
def test_several_move_to_a_category(as_ada, three, again):
    change(as_ada, three, "category", category="craft")

    assert {again(piece.public_id).category.slug for piece in three} == {"craft"}


def test_tags_are_added_to_those_that_are_there(as_ada, three, again):
    content.edit(content.with_row_id(three[0].id), tags=["sea"])
    db.session.commit()

    change(as_ada, three[:2], "tags", tags="Calm, sea")

    assert again(three[0].public_id).tags == ["sea", "calm"]
    assert again(three[1].public_id).tags == ["calm", "sea"]


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_several_are_deleted_and_brought_back(as_ada, three, again, hx):
    answer = change(as_ada, three, "removal", hx)
    page = answer.text if hx else as_ada.get(answer.headers["Location"]).text

    assert {again(piece.public_id).state for piece in three} == {"removed"}
    assert "3 pieces are deleted." in page
    assert "Undo" in page

    ids = [piece.public_id for piece in three]
    as_ada.post("/studio/pieces/restoration", data={"piece": ids})
    assert [again(each).state for each in ids] == ["published", "published", "draft"]


def test_the_filters_stay_in_force(as_ada, three):
    plain = change(as_ada, three[:1], "visibility", query="?kind=film", visibility="unlisted")
    part = change(as_ada, three[:1], "visibility", True, query="?kind=film", visibility="unlisted").text

    assert plain.headers["Location"] == "/studio/?kind=film"
    assert ">Tide</a>" in part
    assert ">Bridge</a>" not in part


@pytest.mark.once
@pytest.mark.parametrize(
    ("deed", "more"),
    [
        ("visibility", {"visibility": "nobody"}),
        ("category", {"category": "nonsense"}),
        ("tags", {"tags": ",".join(f"tag {number}" for number in range(13))}),
        ("nonsense", {}),
        ("", {}),
    ],
)
def test_what_can_not_be_done_changes_none_of_them(as_ada, three, again, deed, more):
    answer = change(as_ada, three, deed, **more)

    assert answer.status_code in (404, 422)
    assert {again(piece.public_id).visibility for piece in three} == {"public"}
    assert [again(piece.public_id).tags for piece in three] == [[], [], []]


def test_tags_that_do_not_fit_on_one_change_none(as_ada, three, again):
    content.edit(content.with_row_id(three[0].id), tags=[f"tag {number}" for number in range(12)])
    db.session.commit()

    answer = change(as_ada, three, "tags", tags="one more")

    assert answer.status_code == 422
    assert again(three[1].public_id).tags == []
    assert "more than 12 tags" in answer.text


@pytest.mark.once
def test_nothing_ticked_is_said(as_ada, three):
    answer = change(as_ada, [], "removal")

    assert answer.status_code == 422
    assert "Tick the pieces" in answer.text


@pytest.mark.once
def test_only_ones_own_are_changed(as_cy, client, three, again):
    assert change(as_cy, three, "removal").status_code == 422
    as_cy.post("/studio/pieces/restoration", data={"piece": [three[0].public_id]})
    assert change(client, three, "removal").headers["Location"].startswith("/sign-in")

    assert [again(piece.public_id).state for piece in three] == ["published", "published", "draft"]


@pytest.mark.once
def test_the_list_asks_as_often_for_many_kinds_as_for_few(as_ada, ada, three, statements):
    as_ada.get("/studio/")
    statements.clear()
    as_ada.get("/studio/")
    few = len(statements)
    for number in range(20):
        content.draft(ada, f"Piece {number}", kind=content.KINDS[number % 5])
    db.session.commit()

    statements.clear()
    as_ada.get("/studio/")

    assert len(statements) <= few
