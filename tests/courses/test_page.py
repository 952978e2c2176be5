"""The page of a course: who sees which lesson, and how far they are."""

import pytest

from wm.domains import content
from wm.kernel.db import db


def at(course, deed=""):
    return f"/courses/{course.public_id}{deed}"


def lesson_at(course, lesson, deed):
    return at(course, f"/lessons/{lesson.public_id}/{deed}")


def test_a_course_shows_its_lessons_in_order_with_their_lengths(client, course):
    page = client.get(at(course)).text

    part = page.partition("course-outline")[2]
    places = [part.index(words) for words in ("On the bank", "The river at dawn", "What to bring", "In the boat")]
    assert places == sorted(places)
    for words in ("From the bank to the boat.", "3 lessons", "0:20", "6 min read", "Start"):
        assert words in page
    assert "Mark as done" not in page


def test_the_page_asks_twice_for_the_same(as_ben, course):
    page, part = as_ben.get(at(course)), as_ben.get(at(course), hx=True)

    assert "<html" in page.text
    assert "<html" not in part.text
    assert "What to bring" in part.text


@pytest.mark.parametrize("hx", [False, True])
def test_a_lesson_is_marked_as_done_and_not_done_again(as_ben, course, lessons, ben, hx):
    answer = as_ben.post(lesson_at(course, lessons[0], "completion"), hx=hx)

    assert answer.status_code == (200 if hx else 303)
    page = answer.text if hx else as_ben.get(at(course)).text
    assert "1 of 3 done" in page
    assert "Continue" in page
    assert 'value="33"' in page

    as_ben.post(lesson_at(course, lessons[0], "reopening"), hx=hx)
    assert "0 of 3 done" in as_ben.get(at(course)).text


@pytest.mark.once
def test_the_end_of_a_course_is_said(as_ben, course, lessons):
    for lesson in lessons:
        as_ben.post(lesson_at(course, lesson, "completion"))

    page = as_ben.get(at(course)).text
    assert "3 of 3 done" in page
    assert "Go through it again" in page


@pytest.mark.once
def test_a_lesson_that_one_may_not_see_is_not_shown(as_ben, as_ada, course, lessons):
    content.edit(content.with_row_id(lessons[1].id), visibility="private")
    db.session.commit()

    assert "What to bring" not in as_ben.get(at(course)).text
    assert "What to bring" in as_ada.get(at(course)).text
    assert as_ben.post(lesson_at(course, lessons[1], "completion")).status_code == 404
    assert "0 of 2 done" in as_ben.get(at(course)).text


@pytest.mark.once
def test_a_draft_of_a_course_is_its_makers(as_ben, as_ada, client, course):
    content.unpublish(content.with_row_id(course.id))
    db.session.commit()

    assert [browser.get(at(course)).status_code for browser in (as_ben, client, as_ada)] == [404, 404, 200]


@pytest.mark.once
def test_another_kind_of_piece_has_no_page_here(as_ben, lessons):
    assert as_ben.get(at(lessons[1])).status_code == 404


@pytest.mark.once
def test_strangers_are_sent_to_sign_in(client, course, lessons, ben):
    answer = client.post(lesson_at(course, lessons[0], "completion"))

    assert answer.headers["Location"].startswith("/sign-in")
    assert content.courses.outline(course, ben).done == 0


@pytest.mark.once
def test_an_empty_course_says_what_to_do(as_ada, as_ben, ada):
    empty = content.draft(ada, "Nothing yet", kind="course")
    content.publish(empty)
    db.session.commit()

    assert "Add lessons" in as_ada.get(at(empty)).text
    assert "No lesson is open to you yet" in as_ben.get(at(empty)).text


@pytest.mark.once
def test_a_long_course_costs_no_more_statements(as_ben, course, ada, statements):
    as_ben.get(at(course))
    statements.clear()
    as_ben.get(at(course))
    few = len(statements)
    for number in range(20):
        lesson = content.draft(ada, f"Lesson {number}", kind="article", body="Words.")
        content.publish(lesson)
        content.courses.add(content.with_row_id(course.id), lesson)
    db.session.commit()

    statements.clear()
    as_ben.get(at(course))

    assert len(statements) <= few


def test_the_card_of_a_course_counts_its_lessons(as_ben, course):
    page = as_ben.get("/@ada").text

    if "Reading rivers" in page:
        assert "3 lessons" in page


def test_the_card_of_a_course_shows_its_first_film_that_everybody_may_see(course, lessons, app):
    for visibility, shown in (("public", True), ("unlisted", False), ("followers", False), ("private", False)):
        film = content.with_row_id(lessons[0].id)
        film.film.has_poster = True
        content.edit(film, visibility=visibility)
        db.session.commit()
        db.session.expire_all()

        card = content.in_order([course.id])[0]

        assert (card.cover is not None) == shown, visibility
