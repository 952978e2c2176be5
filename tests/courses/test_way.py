"""The way through a course: a lesson that was opened from it leads on, and a film that was watched to its end is done."""

from datetime import timedelta

import pytest

from wm.domains import comments, content, engagement, graph
from wm.kernel import clock
from wm.kernel.db import db, transaction


def page_of(lesson, course=None):
    door = "watch" if lesson.is_film else "read"
    return f"/{door}/{lesson.public_id}" + (f"?course={course.public_id}" if course else "")


def done_at(course, lesson):
    return f"/courses/{course.public_id}/lessons/{lesson.public_id}/completion"


def beat_of(person, lesson, state="ended", position=20_000):
    return engagement.Beat(clock.now(), lesson.id, f"p{person.id}", person.id, position, 20_000, state)


def keep(*beats):
    db.session.commit()
    with transaction():
        engagement.keep(beats)


def is_done(course, lesson, person):
    return content.courses.way(lesson, course.public_id, person).here.is_done


@pytest.mark.once
def test_every_kind_of_lesson_says_where_it_stands_and_leads_on(client, course, lessons):
    film, article, update = lessons

    first, second, last = (client.get(page_of(each, course)).text for each in lessons)

    for place, html in enumerate((first, second, last), 1):
        assert f"Lesson {place} of 3" in html
        assert f'href="/courses/{course.public_id}"' in html
        assert "Reading rivers" in html
    assert page_of(article, course) in first
    assert page_of(film, course) in second
    assert page_of(update, course) in second
    assert "Previous lesson" not in first
    assert "Next lesson" not in last
    assert "Done, next lesson" not in first


@pytest.mark.once
def test_the_links_of_a_course_carry_it_along(as_ben, course, lessons):
    html = as_ben.get(f"/courses/{course.public_id}").text

    for lesson in lessons:
        assert page_of(lesson, course) in html


@pytest.mark.once
def test_without_a_course_a_page_says_nothing_of_one(client, course, lessons):
    for lesson in lessons:
        html = client.get(page_of(lesson)).text
        assert "Lesson 1 of" not in html
        assert course.public_id not in html


def test_the_next_lesson_is_what_comes_next_after_a_film(client, course, lessons):
    html = client.get(page_of(lessons[0], course)).text

    queue = html.split("<film-queue")[1].split("</film-queue>")[0]
    following = queue.split("data-next")[1].split("</a>")[0]
    assert page_of(lessons[1], course) in following
    assert "What to bring" in following


@pytest.mark.parametrize("hx", [False, True])
def test_done_leads_to_the_next_lesson_and_from_the_last_one_back(as_ben, ben, course, lessons, hx):
    where = "HX-Redirect" if hx else "Location"
    assert "Done, next lesson" in as_ben.get(page_of(lessons[1], course)).text

    onward = as_ben.post(done_at(course, lessons[1]), data={"onward": "1"}, hx=hx)
    back = as_ben.post(done_at(course, lessons[2]), data={"onward": "1"}, hx=hx)

    assert onward.headers[where] == page_of(lessons[2], course)
    assert back.headers[where] == f"/courses/{course.public_id}"
    assert [is_done(course, each, ben) for each in lessons] == [False, True, True]
    html = as_ben.get(page_of(lessons[1], course)).text
    assert "Done, next lesson" not in html
    assert "Next lesson" in html


@pytest.mark.once
def test_a_stranger_is_asked_to_sign_in_and_nothing_is_done(client, course, lessons, ben):
    answer = client.post(done_at(course, lessons[1]), data={"onward": "1"})

    assert answer.headers["Location"].startswith("/sign-in")
    assert not is_done(course, lessons[1], ben)


def closed(course, how, ada, ben):
    piece = content.with_row_id(course.id)
    if how == "removed":
        content.remove(piece)
    elif how == "draft":
        content.unpublish(piece)
    elif how == "blocked":
        graph.block(ada, ben)
    else:
        content.edit(piece, visibility=how)
    db.session.commit()


@pytest.mark.once
@pytest.mark.parametrize("how", ["private", "followers", "draft", "removed"])
def test_a_course_that_one_may_not_see_tells_nothing(as_ben, client, ada, ben, course, lessons, how):
    closed(course, how, ada, ben)

    for browser in (as_ben, client):
        for lesson in lessons:
            answer = browser.get(page_of(lesson, course))
            assert answer.status_code == 200
            assert "Reading rivers" not in answer.text
            assert "Lesson 1 of" not in answer.text
    assert as_ben.post(done_at(course, lessons[0]), data={"onward": "1"}).status_code == 404
    assert content.courses.way(lessons[0], course.public_id, ben) is None


@pytest.mark.once
def test_a_course_of_somebody_who_blocked_me_tells_nothing(as_ben, ada, ben, course, lessons):
    closed(course, "blocked", ada, ben)

    assert as_ben.get(page_of(lessons[1], course)).status_code == 404
    assert content.courses.way(lessons[0], course.public_id, ben) is None


@pytest.mark.once
def test_what_is_no_course_of_this_piece_leads_nowhere(client, ada, course, lessons):
    other = content.draft(ada, "Alone", kind="article", body="words")
    content.publish(other)
    db.session.commit()

    for asked in ("nothing", lessons[1].public_id, "", "x" * 500):
        assert "Lesson 1 of" not in client.get(f"{page_of(lessons[0])}?course={asked}").text
    assert "Lesson " not in client.get(page_of(other, course)).text


def test_a_hidden_lesson_is_not_counted_and_passed_over(as_ben, course, lessons):
    content.edit(content.with_row_id(lessons[1].id), visibility="private")
    db.session.commit()

    html = as_ben.get(page_of(lessons[0], course)).text

    assert "Lesson 1 of 2" in html
    assert "What to bring" not in html.split('class="watch-side"')[0]
    assert page_of(lessons[2], course) in html


@pytest.mark.once
def test_a_film_watched_to_its_end_is_done(as_ben, ben, cy, course, lessons):
    keep(beat_of(ben, lessons[0], "playing", 9_000))
    assert not is_done(course, lessons[0], ben)

    clock.shift(timedelta(seconds=11))
    ended = beat_of(ben, lessons[0])
    keep(ended)
    keep(ended)

    assert is_done(course, lessons[0], ben)
    assert not is_done(course, lessons[0], cy)
    assert "1 of 3 done" in as_ben.get(f"/courses/{course.public_id}").text


def test_a_film_of_no_course_is_no_lesson_that_is_done(ben, ada, course, lessons):
    content.courses.take_out(content.with_row_id(course.id), lessons[0])

    keep(beat_of(ben, lessons[0]))

    content.courses.add(content.with_row_id(course.id), content.with_row_id(lessons[0].id))
    assert not is_done(course, lessons[0], ben)


def test_while_the_history_is_paused_no_lesson_is_ticked_by_itself(ben, course, lessons):
    engagement.pause_history(ben)

    clock.shift(timedelta(seconds=11))
    keep(beat_of(ben, lessons[0]))

    assert not is_done(course, lessons[0], ben)


@pytest.mark.once
def test_a_course_is_liked_saved_and_reposted(as_ben, client, course):
    page = as_ben.get(f"/courses/{course.public_id}").text

    for part in (f'id="like-{course.public_id}"', f'id="save-{course.public_id}"', f"/repost/{course.public_id}"):
        assert part in page
    answer = as_ben.post(f"/pieces/{course.public_id}/like", hx=True)
    assert answer.status_code == 200
    assert "Sign in to like this" in client.get(f"/courses/{course.public_id}").text


@pytest.mark.once
def test_the_way_costs_few_statements(as_ben, course, lessons, statements):
    as_ben.get(page_of(lessons[1]))
    statements.clear()
    as_ben.get(page_of(lessons[1]))
    few = len(statements)

    statements.clear()
    as_ben.get(page_of(lessons[1], course))

    assert len(statements) <= few + 4


@pytest.mark.once
@pytest.mark.parametrize("deed", ["say", "answer", "change", "like"])
def test_a_comment_without_scripts_leads_back_into_the_course(as_ben, ben, course, lessons, deed):
    with transaction():
        said = comments.post(lessons[0], ben, "Well seen").public_id
    page = as_ben.get(page_of(lessons[0], course)).text
    where = {
        "say": f"/pieces/{lessons[0].public_id}/comments",
        "answer": f"/comments/{said}/reply",
        "change": f"/comments/{said}/edit",
        "like": f"/comments/{said}",
    }[deed]
    carrying = f"{where}?course={course.public_id}"

    answer = as_ben.post(carrying, data={"body": "Once more", "deed": "like"})

    assert f'"{carrying}"' in page
    assert answer.location == f"{page_of(lessons[0], course)}#comments"
    assert "Lesson 1 of 3" in as_ben.get(answer.location).text


@pytest.mark.once
@pytest.mark.parametrize("came_by", [True, False])
def test_a_like_without_scripts_leads_back_to_where_one_was(as_ben, course, lessons, came_by):
    here = page_of(lessons[0], course if came_by else None)

    answer = as_ben.post(f"/pieces/{lessons[0].public_id}/like", headers={"Referer": f"http://localhost{here}"})

    assert answer.location == here
