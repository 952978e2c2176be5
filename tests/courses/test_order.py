"""Lessons in order: put in, moved, taken out and back, counted."""

import pytest

from wm.domains import content, graph
from wm.domains.content.courses import NotALesson, TooManyLessons
from wm.kernel.db import db
from wm.kernel.errors import NotFound

ALL = ["The river at dawn", "What to bring", "The water is high"]


@pytest.fixture
def fresh(course):
    """Read the course's own row afresh."""

    def read():
        db.session.commit()
        db.session.expire_all()
        return content.with_row_id(course.id)

    return read


def test_lessons_stand_in_the_order_in_which_they_came(course, order):
    assert order(course) == ALL


@pytest.mark.parametrize(
    ("which", "by", "expected"),
    [(0, 1, [1, 0, 2]), (2, -1, [0, 2, 1]), (0, -1, [0, 1, 2]), (2, 5, [0, 1, 2]), (0, 9, [1, 2, 0])],
)
def test_a_lesson_moves_as_far_as_the_course_goes(course, lessons, order, which, by, expected):
    content.courses.move(course, lessons[which], by)

    assert order_of(course) == [ALL[number] for number in expected]


def order_of(course):
    return [lesson.piece.title for lesson in content.courses.outline(course, course.person).lessons]


def test_a_lesson_comes_out_and_back_where_it_was(course, lessons, order):
    place = content.courses.take_out(course, lessons[1])
    db.session.commit()
    assert order(course) == [ALL[0], ALL[2]]

    content.courses.add(course, lessons[1], place[1], at=place[0])
    db.session.commit()
    assert order(course) == ALL


def test_a_lesson_stands_in_a_course_once(course, lessons, order):
    content.courses.add(course, lessons[0])
    db.session.commit()

    assert order(course) == ALL


def test_a_course_holds_neither_courses_nor_the_work_of_others(ada, ben, course, order):
    other = content.draft(ada, "Another course", kind="course")
    theirs = content.draft(ben, "Ben's words")
    article = content.draft(ada, "Not a course", kind="article")

    for holder, lesson in ((course, course), (course, other), (course, theirs), (article, theirs)):
        with pytest.raises(NotALesson):
            content.courses.add(holder, lesson)
    db.session.commit()

    assert order(course) == ALL


def test_a_course_ends_somewhere(ada, course, order, monkeypatch):
    monkeypatch.setattr("wm.domains.content.courses.LESSONS", 3)

    with pytest.raises(TooManyLessons):
        content.courses.add(course, content.draft(ada, "One too many"))
    db.session.commit()

    assert order(course) == ALL


def test_what_is_not_in_the_course_can_be_neither_moved_nor_named(ada, course):
    stray = content.draft(ada, "A stray")

    for deed in (
        lambda: content.courses.move(course, stray, 1),
        lambda: content.courses.take_out(course, stray),
        lambda: content.courses.name_section(course, stray, "x"),
    ):
        with pytest.raises(NotFound):
            deed()


def test_a_course_counts_the_lessons_that_are_out(course, lessons, fresh):
    assert fresh().lessons == 3

    content.unpublish(content.with_row_id(lessons[1].id))
    assert fresh().lessons == 2
    content.edit(content.with_row_id(lessons[0].id), visibility="private")
    assert fresh().lessons == 1
    content.remove(content.with_row_id(lessons[2].id))
    assert fresh().lessons == 0

    content.undo_removal(content.with_row_id(lessons[2].id))
    content.edit(content.with_row_id(lessons[0].id), visibility="followers")
    assert fresh().lessons == 2
    content.courses.take_out(fresh(), content.with_row_id(lessons[0].id))
    assert fresh().lessons == 1


@pytest.mark.parametrize(
    ("visibility", "seen_by_stranger", "seen_by_follower"),
    [
        ("public", True, True),
        ("unlisted", True, True),
        ("followers", False, True),
        ("private", False, False),
    ],
)
def test_a_lesson_is_shown_to_whom_it_is_open(course, lessons, ben, cy, visibility, seen_by_stranger, seen_by_follower):
    graph.follow(ben, course.person)
    content.edit(content.with_row_id(lessons[0].id), visibility=visibility)
    db.session.commit()

    def seen(viewer):
        return ALL[0] in [lesson.piece.title for lesson in content.courses.outline(course, viewer).lessons]

    assert (seen(cy), seen(ben), seen(course.person)) == (seen_by_stranger, seen_by_follower, True)
    content.unpublish(content.with_row_id(lessons[0].id))
    assert (seen(cy), seen(ben), seen(course.person)) == (False, False, True)


def test_being_through_is_noted_once_per_person(course, lessons, ben, cy):
    for _again in range(2):
        content.courses.mark_done(lessons[0], by=ben)

    seen = content.courses.outline(course, ben)
    assert (seen.done, seen.percent, seen.next.piece.id) == (1, 33, lessons[1].id)
    assert content.courses.outline(course, cy).done == 0

    content.courses.mark_undone(lessons[0], by=ben)
    assert content.courses.outline(course, ben).done == 0


def test_reading_takes_the_time_of_its_words(course):
    film, article, update = content.courses.outline(course, course.person).lessons

    assert (article.minutes, update.minutes) == (6, 1)
    assert content.courses.outline(course, course.person).length_ms == 20_000


def test_what_may_become_a_lesson_is_ones_own_and_not_in_yet(ada, ben, course):
    content.draft(ada, "A new thought")
    content.draft(ada, "Gone", kind="update").state = "removed"
    content.draft(ada, "A course", kind="course")
    content.draft(ben, "Ben's thought")
    db.session.flush()

    assert [piece.title for piece in content.courses.choices(course)] == ["A new thought"]
    assert content.courses.choices(course, "100%") == []
