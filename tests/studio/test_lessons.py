"""A course put in order in the studio: added, moved with plain buttons, named, taken out and back."""

import pytest

from tests.courses.conftest import course, lessons, order
from wm.domains import content

__all__ = ["course", "lessons", "order"]
ALL = ["The river at dawn", "What to bring", "The water is high"]


def at(course, lesson=None, deed=""):
    where = f"/studio/pieces/{course.public_id}/lessons"
    return f"{where}/{lesson.public_id}/{deed}" if lesson else where


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_lesson_is_added(as_ada, ada, course, order, hx):
    new = content.draft(ada, "A map", kind="resource")
    assert "A map" in as_ada.get(at(course), hx=hx).text

    answer = as_ada.post(at(course), data={"lesson": new.public_id}, hx=hx)

    assert answer.status_code == (200 if hx else 303)
    assert order(course) == [*ALL, "A map"]


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_lessons_move_up_and_down(as_ada, course, lessons, order, hx):
    as_ada.post(at(course, lessons[2], "place"), data={"by": "-1"}, hx=hx)
    assert order(course) == [ALL[0], ALL[2], ALL[1]]

    as_ada.post(at(course, lessons[0], "place"), data={"by": "1"}, hx=hx)
    assert order(course) == [ALL[2], ALL[0], ALL[1]]


@pytest.mark.parametrize("by", ["0", "x", "", "-99"])
def test_a_strange_move_keeps_the_course_whole(as_ada, course, lessons, order, by):
    as_ada.post(at(course, lessons[0], "place"), data={"by": by})

    assert order(course) == ALL


def test_a_section_is_named_and_taken_away(as_ada, course, lessons):
    as_ada.post(at(course, lessons[1], "section"), data={"section": "  What   you need "})
    assert "What you need" in as_ada.get(f"/courses/{course.public_id}").text

    as_ada.post(at(course, lessons[1], "section"), data={"section": ""})
    assert "What you need" not in as_ada.get(f"/courses/{course.public_id}").text


@pytest.mark.parametrize("hx", [False, True])
def test_a_lesson_comes_out_and_the_page_offers_to_put_it_back(as_ada, course, lessons, order, hx):
    answer = as_ada.post(at(course, lessons[0], "removal"), hx=hx)
    page = answer.text if hx else as_ada.get(answer.headers["Location"]).text
    assert order(course) == ALL[1:]
    assert "is out of the course" in page

    as_ada.post(at(course), data={"lesson": lessons[0].public_id, "position": "0", "section": "On the bank"}, hx=hx)
    assert order(course) == ALL


def test_what_could_be_added_is_found_by_words(as_ada, ada, course):
    content.draft(ada, "A map", kind="resource")
    content.draft(ada, "A song", kind="film")

    page = as_ada.get(at(course) + "?words=song", hx=True).text

    assert "A song" in page
    assert "A map" not in page


def test_a_course_is_ordered_by_its_maker_alone(as_cy, as_mo, client, course, lessons, order):
    for browser in (as_cy, as_mo):
        assert browser.get(at(course)).status_code == 404
        assert browser.post(at(course), data={"lesson": lessons[0].public_id}).status_code == 404
        for deed in ("place", "section", "removal"):
            assert browser.post(at(course, lessons[0], deed), data={"by": "1"}).status_code == 404
    assert client.get(at(course)).headers["Location"].startswith("/sign-in")
    assert order(course) == ALL


@pytest.mark.once
def test_neither_a_strangers_piece_nor_a_course_becomes_a_lesson(as_ada, ada, ben, course, order):
    theirs = content.draft(ben, "Ben's words", kind="article")
    other = content.draft(ada, "Another course", kind="course")

    assert as_ada.post(at(course), data={"lesson": theirs.public_id}).status_code == 404
    assert as_ada.post(at(course), data={"lesson": other.public_id}).status_code == 422
    assert as_ada.post(at(course), data={"lesson": ""}).status_code == 404
    assert order(course) == ALL


@pytest.mark.once
def test_other_kinds_have_no_lessons(as_ada, lessons):
    assert as_ada.get(at(lessons[1])).status_code == 404


@pytest.mark.once
def test_the_editor_of_a_course_shows_its_lessons(as_ada, course):
    page = as_ada.get(f"/studio/pieces/{course.public_id}").text

    assert all(title in page for title in ALL)
    assert "Add a lesson" in page
