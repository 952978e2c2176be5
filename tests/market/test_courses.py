"""Selling a course: it locks its lessons but those to try, and opens them to whoever buys it."""

import pytest

from tests.films import published
from tests.market.test_pages import form_of
from wm.domains import content, market
from wm.kernel.db import db


@pytest.fixture
def course(ada):
    """A course of two films that costs 20.00."""
    piece = content.draft(ada, "Learn to wait", kind="course")
    for title in ("First", "Second"):
        content.courses.add(piece, published(ada, title))
    content.publish(piece)
    market.set_prices(piece, unlock=2000)
    db.session.commit()
    return piece


def lessons(course, person):
    return {
        each.piece.title: content.with_row_id(each.piece.id) for each in content.courses.outline(course, person).lessons
    }


def test_a_sold_course_locks_its_lessons_and_opens_them_to_its_buyer(course, ben, cy, give):
    give(ben)
    found = lessons(course, ben)
    assert [content.opens(each, ben) for each in found.values()] == [False, False]

    market.buy(ben, market.prices_of(course).unlock.public_id, key="k1")

    assert [content.opens(each, ben) for each in found.values()] == [True, True]
    assert [content.opens(each, cy) for each in found.values()] == [False, False]


def test_a_lesson_may_be_free_to_try(as_ada, course, cy):
    first = lessons(course, cy)["First"]

    for free, is_open in (("yes", True), ("no", False)):
        place = f"/studio/pieces/{course.public_id}/lessons/{first.public_id}/trial"
        assert as_ada.post(place, data={"free": free}, hx=True).status_code == 200
        assert content.opens(content.with_row_id(first.id), cy) is is_open


@pytest.mark.once
def test_what_comes_and_goes_is_locked_and_opened(as_ada, ada, course, cy):
    third = published(ada, "Third")
    place = f"/studio/pieces/{course.public_id}/lessons"

    as_ada.post(place, data={"lesson": third.public_id})
    assert not content.opens(content.with_row_id(third.id), cy)

    as_ada.post(f"{place}/{third.public_id}/removal")
    assert content.opens(content.with_row_id(third.id), cy)


def test_a_free_course_has_free_lessons(course, cy):
    market.set_prices(content.with_row_id(course.id))

    assert [content.opens(each, cy) for each in lessons(course, cy).values()] == [True, True]


@pytest.mark.parametrize("hx", [True, False])
def test_pages_of_a_sold_course(as_cy, course, hx, cy):
    page = as_cy.get(f"/courses/{course.public_id}", hx=False).text
    assert "This course is locked" in page
    assert "$20.00" in page

    lesson = as_cy.get(f"/watch/{lessons(course, cy)['First'].public_id}").text
    assert "<film-player" not in lesson
    assert "Learn to wait" in lesson

    assert as_cy.get(f"/courses/{course.public_id}", hx=hx).status_code == 200


@pytest.mark.once
def test_paying_opens_the_course_on_its_page(as_ben, ben, course, give):
    give(ben)
    form = form_of(as_ben.get(f"/courses/{course.public_id}").text)

    answer = as_ben.post(f"/buy/{course.public_id}", data=form, hx=True)

    assert answer.status_code == 200
    assert 'id="course-door"' in answer.text
    assert "locked" not in answer.text.split("course-outline")[0]
