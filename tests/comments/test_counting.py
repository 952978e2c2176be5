"""Numbers of comments: counted in the background, proven at night, and pages that cost the same however many there are."""

from datetime import timedelta

import pytest

from jobs import comments as follow_ups
from tests.films import published
from wm.domains import comments, people
from wm.domains.content import Content
from wm.kernel import clock, ids
from wm.kernel.db import db
from wm.kernel.job import Job

MANY = 10_000


@pytest.fixture
def later(run_jobs):
    """Let the window of counting pass, then run the jobs."""

    def run():
        clock.shift(timedelta(seconds=6))
        return run_jobs()

    return run


def count_of(film):
    return db.session.scalar(db.select(Content.comments).where(Content.id == film.id))


def test_a_piece_is_counted_once_however_much_is_said(film, say, ben, cy, later):
    for person in (ben, cy, ben):
        say(person)
    waiting = db.session.scalars(db.select(Job.key).where(Job.kind == "comments.recount")).all()

    ran = later()

    assert len(waiting) <= 2  # a test may stand on the border of two windows
    assert ran.count("comments.recount") == len(waiting)
    assert count_of(film) == 3


def test_held_and_removed_comments_do_not_count(film, say, ada, ben, later):
    comments.set_rule(ada, "off", "spoiler")
    shown, held = say(ben, "Lovely"), say(ben, "A Spoiler: it ends")
    later()
    assert (held.state, count_of(film)) == ("held", 1)

    comments.remove(comments.seen(shown.public_id, ben), ben)
    comments.approve(comments.seen(held.public_id, ada), ada)
    db.session.commit()
    later()

    assert count_of(film) == 1


def test_wrong_numbers_are_put_right_at_night(film, say, ben, cy):
    first = say(ben)
    say(cy, "So it is", first)
    comments.like(comments.seen(first.public_id, cy), cy)
    db.session.execute(db.update(comments.Comment).values(likes=7, replies=9))
    db.session.execute(db.update(Content).values(comments=40))
    db.session.commit()

    follow_ups.reconcile()

    db.session.expire_all()
    assert (first.likes, first.replies) == (1, 1)
    assert count_of(film) == 2
    assert comments.wrong_comments() == comments.wrong_pieces() == []


def spread(film, writers, number=MANY):
    """Ten thousand comments: threads of ten, one of them with a thousand answers."""
    now, roots = clock.now(), number // 10
    rows = [_row(film, writers, place, now) for place in range(roots)]
    db.session.execute(db.insert(comments.Comment), rows)
    query = db.select(comments.Comment.id).where(comments.Comment.depth == 0).order_by(comments.Comment.id)
    tops = list(db.session.scalars(query))
    places = range(number - roots)
    above = [tops[-1] if place < 1000 else tops[place % roots] for place in places]
    below = [_row(film, writers, place, now) | _under(above[place], place) for place in places]
    db.session.execute(db.insert(comments.Comment), below)
    db.session.execute(db.update(comments.Comment).where(comments.Comment.depth == 0).values(replies=8))
    db.session.commit()


def _row(film, writers, place, now):
    names = {"public_id": ids.new(), "content_id": film.id, "person_id": writers[place % len(writers)].id}
    said = {"body": f"Comment {place}", "state": "visible", "likes": place % 7, "score": place % 7, "replies": 0}
    return names | said | {"depth": 0, "path": "", "shown_at": now, "created_at": now}


def _under(above, place):
    return {"depth": 1, "parent_id": above, "root_id": above, "path": f"{place:012x}"}


@pytest.mark.once
@pytest.mark.parametrize("sort", ["newest", "best", "oldest"])
def test_ten_thousand_comments_cost_what_thirty_do(as_ben, ben, ada, statements, sort):
    writers = [
        people.enrol(name=f"W {n}", handle=f"writer{n}", email=f"w{n}@example.org", password="a long password")
        for n in range(5)
    ]
    few, many = published(ada, "Few"), published(ada, "Many")
    for writer in writers * 6:
        comments.post(few, writer, "One of thirty")
    comments.post(few, ben, "An answer", comments.threads(few, ben).items[0].comment)
    spread(many, writers)
    spent = {}
    for film in (few, many, few, many):
        statements.clear()
        started = clock.monotonic()
        html = as_ben.get(f"/pieces/{film.public_id}/comments?sort={sort}").text
        spent[film.title] = (len(statements), clock.monotonic() - started)

    assert "more replies" in html
    assert spent["Many"][0] <= spent["Few"][0] <= 13
    assert spent["Many"][1] < 3 * spent["Few"][1] + 0.1


def test_pages_neither_repeat_nor_skip_while_people_talk(film, say, ben, ada):
    rows = [_row(film, [ben], place, clock.now()) for place in range(60)]
    db.session.execute(db.insert(comments.Comment), rows)
    db.session.commit()

    for order in comments.ORDERS:
        seen, cursor = [], None
        while True:
            found = comments.threads(film, ada, order, cursor)
            seen += [thread.comment.body for thread in found.items]
            say(ada, "In between") if len(seen) < 30 and order == "newest" else None
            if not (cursor := found.next):
                break
        told = [body for body in seen if body != "In between"]
        assert sorted(told) == sorted(row["body"] for row in rows), order
