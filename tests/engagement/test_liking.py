"""Likes and the counts of them: once per person, counted in the background, never negative, proven at night."""

import pytest

from jobs import engagement as jobs
from tests.films import published
from wm.domains import content, engagement
from wm.domains.content import Content
from wm.kernel.db import db, transaction


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


def counts(piece):
    db.session.expire_all()
    row = db.session.get(Content, piece.id)
    return row.likes, row.saves, row.reposts


def facts(run_jobs):
    return [kind for kind in run_jobs() if kind.startswith("engagement.")]


def test_a_like_counts_once_however_often_it_is_given(ben, river):
    assert engagement.like(ben, river) is True
    assert engagement.like(ben, river) is False
    db.session.commit()
    jobs.recount()

    assert counts(river) == (1, 0, 0)
    assert engagement.states(ben, [river.id])[river.id].liked


def test_taking_a_like_back_twice_leaves_nothing_below_zero(ben, cy, river):
    engagement.like(cy, river)
    engagement.like(ben, river)
    assert engagement.unlike(ben, river) is True
    assert engagement.unlike(ben, river) is False
    db.session.commit()
    jobs.recount()
    assert counts(river) == (1, 0, 0)

    engagement.unlike(cy, river)
    db.session.commit()
    jobs.recount()

    assert counts(river) == (0, 0, 0)


def test_whoever_likes_sees_it_counted_before_the_count_is_kept(ben, cy, river):
    engagement.like(ben, river)
    db.session.commit()

    assert engagement.states(ben, [river.id])[river.id].likes(river) == 1
    assert engagement.states(cy, [river.id])[river.id].likes(river) == 0
    jobs.recount()
    db.session.expire_all()
    assert engagement.states(ben, [river.id])[river.id].likes(db.session.get(Content, river.id)) == 1


def test_counting_in_batches_counts_everything(ben, cy, ada, monkeypatch):
    pieces = [published(ada, f"Film {number}") for number in range(5)]
    for person in (ben, cy):
        for piece in pieces:
            engagement.like(person, piece)
    db.session.commit()

    taken = []
    for _ in range(4):
        with transaction():
            taken.append(engagement.recount(limit=4))

    assert taken == [4, 4, 2, 0]
    assert [counts(piece)[0] for piece in pieces] == [2] * 5


def test_counting_leaves_the_time_of_the_last_edit_alone(ben, river):
    before = river.updated_at
    engagement.like(ben, river)
    db.session.commit()

    jobs.recount()

    db.session.expire_all()
    assert db.session.get(Content, river.id).updated_at == before


def test_the_night_mends_counts_that_went_wrong(ben, ada, river):
    engagement.like(ben, river)
    engagement.save(ben, river)
    again = content.draft(ada, "Look at this", kind="update", body="Look at this")
    again.repost_of_id = river.id
    content.publish(again)
    db.session.get(Content, river.id).likes = 77
    db.session.commit()

    jobs.reconcile()

    assert counts(river) == (1, 1, 1)
    assert engagement.reconcile() == (again.id, 0)


def test_a_repost_is_counted_when_it_comes_out_and_when_it_goes(ada, ben, river, run_jobs):
    again = content.draft(ben, "Look at this", kind="update", body="Look at this")
    again.repost_of_id = river.id
    content.publish(again)
    run_jobs()
    jobs.recount()
    assert counts(river) == (0, 0, 1)

    content.remove(content.own(again.public_id, ben))
    run_jobs()
    jobs.recount()

    assert counts(river) == (0, 0, 0)


def test_states_of_a_page_cost_two_statements(ben, ada, statements):
    pieces = [published(ada, f"Film {number}") for number in range(12)]
    engagement.like(ben, pieces[3])
    engagement.save(ben, pieces[4])
    db.session.commit()
    statements.clear()

    found = engagement.states(ben, [piece.id for piece in pieces])

    assert len(statements) == 2
    assert [place for place, piece in enumerate(pieces) if found[piece.id].liked] == [3]
    assert [place for place, piece in enumerate(pieces) if found[piece.id].saved] == [4]
