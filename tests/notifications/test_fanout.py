"""A creator with many followers publishes: bounded batches, and nothing twice."""

import pytest
from sqlalchemy import func, insert, select

from jobs import notifications as deeds
from tests.films import film, published
from wm.domains import content, graph, notifications
from wm.domains.notifications import Notification
from wm.domains.people import Person
from wm.kernel import clock, ids
from wm.kernel.db import db, transaction

MANY = 2500


def crowd(maker, number):
    """Give `maker` so many followers."""
    people = [
        {
            "public_id": ids.new(),
            "handle": f"fan{n}",
            "name": f"Fan {n}",
            "email": f"fan{n}@example.org",
            "email_key": f"fan{n}@example.org",
            "password_hash": "none",
            "role": "viewer",
            "bio": "",
            "session_epoch": 0,
            "created_at": clock.now(),
        }
        for n in range(number)
    ]
    with transaction():
        db.session.execute(insert(Person), people)
        fans = db.session.scalars(select(Person.id).where(Person.handle.startswith("fan"))).all()
        rows = [{"follower_id": fan, "followed_id": maker.id, "created_at": clock.now()} for fan in fans]
        db.session.execute(insert(graph.Follow), rows)
    return fans


def told_of(piece):
    db.session.rollback()
    mine = select(func.count()).select_from(Notification).where(Notification.content_id == piece.id)
    return db.session.scalar(mine)


@pytest.fixture
def piece(ada, run_jobs):
    crowd(ada, MANY)
    draft = content.draft(ada, "New", film=film())
    db.session.commit()
    return draft


def publish(piece):
    with transaction():
        content.publish(db.session.merge(piece))


def test_every_follower_is_told_once_in_bounded_jobs(piece, run_jobs):
    publish(piece)

    ran = run_jobs()

    assert told_of(piece) == MANY
    assert ran.count("notifications.tell_followers") == 3
    assert ran.count("notifications.content_published") == 1


def test_one_batch_costs_the_same_however_many_follow(piece, statements):
    publish(piece)
    statements.clear()

    with transaction():
        following = notifications.tell_followers(content.with_row_id(piece.id), 0)

    assert following is not None
    assert told_of(piece) == notifications.AT_ONCE
    assert len(statements) <= 12


def test_doing_it_again_repeats_nothing_even_after_it_was_read(piece, run_jobs):
    publish(piece)
    run_jobs()
    fan = db.session.scalar(select(Person).where(Person.handle == "fan7"))
    with transaction():
        notifications.read_all(fan)

    with transaction():
        deeds.content_published(piece.id)
        for after in (0, 100):
            notifications.tell_followers(content.with_row_id(piece.id), after)
    run_jobs()

    assert told_of(piece) == MANY
    assert notifications.count(fan) == 0


def test_those_who_do_not_want_it_are_left_out(ada, ben, cy, mo, run_jobs):
    with transaction():
        for fan in (ben, cy, mo):
            graph.follow(fan, ada)
        db.session.add(graph.Mute(muter_id=ben.id, muted_id=ada.id))
        notifications.choose(cy, set())
    published(ada, "New")

    run_jobs()

    assert [len(notifications.told(fan).items) for fan in (ben, cy, mo)] == [0, 0, 1]


@pytest.mark.parametrize(("visibility", "number"), [("unlisted", 0), ("private", 0), ("followers", 1), ("public", 1)])
def test_only_what_is_meant_for_followers_is_told(ada, ben, run_jobs, visibility, number):
    with transaction():
        graph.follow(ben, ada)
    published(ada, "New", visibility=visibility)

    run_jobs()

    assert len([row for row in notifications.told(ben).items if row.event == "published"]) == number


def test_what_was_read_long_ago_is_forgotten(ada, ben, run_jobs):
    with transaction():
        graph.follow(ben, ada)
    run_jobs()
    with transaction():
        row = notifications.told(ada).items[0]
        row.read_at = clock.now() - notifications.actions.KEPT * 2

    with transaction():
        assert notifications.forget_old() == 1

    assert notifications.told(ada).items == []
