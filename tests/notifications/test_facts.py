"""What comments, likes and mentions tell, and whom."""

import pytest

from tests.films import published
from wm.domains import comments, engagement, notifications
from wm.kernel.db import db, transaction


def heard(person):
    db.session.expire_all()
    return [(row.event, row.actors) for row in notifications.told(person).items]


def says(person, piece, words, parent=None):
    with transaction():
        return comments.post(db.session.merge(piece), person, words, parent)


@pytest.fixture
def river(ada, run_jobs):
    piece = published(ada, "How a river remembers")
    run_jobs()
    return piece


def test_a_comment_tells_the_maker_and_an_answer_the_one_who_is_answered(ada, ben, cy, river, run_jobs):
    first = says(ben, river, "What a bend.")
    says(cy, river, "It is.", first)

    run_jobs()

    assert heard(ada) == [("commented", 2)]
    assert heard(ben) == [("replied", 1)]
    assert heard(cy) == []


def test_the_maker_who_is_answered_hears_of_it_once(ada, ben, river, run_jobs):
    first = says(ada, river, "Ask me anything.")
    says(ben, river, "Where is it? @ada", first)

    run_jobs()

    assert heard(ada) == [("replied", 1)]


def test_a_mention_is_told_to_whom_it_names(ada, ben, cy, river, run_jobs):
    says(ben, river, "Look, @cy and @nobody")

    run_jobs()

    assert heard(cy) == [("mentioned", 1)]


def test_a_piece_that_mentions_somebody_tells_them(ada, cy, run_jobs):
    published(ada, "Thanks", description="For @cy, who held the lamp")

    run_jobs()

    assert heard(cy) == [("mentioned", 1)]


def test_likes_and_hearts_are_told(ada, ben, cy, river, run_jobs):
    said = says(ben, river, "What a bend.")
    run_jobs()
    with transaction():
        notifications.read_all(ada)
        engagement.like(cy, db.session.merge(river))
        comments.like(comments.with_row_id(said.id), cy)
        comments.heart(comments.with_row_id(said.id), ada)

    run_jobs()

    assert heard(ada)[0] == ("liked", 1)
    assert sorted(heard(ben)) == [("comment_liked", 1), ("hearted", 1)]


def test_nothing_leads_to_a_comment_that_is_gone(ada, ben, river, run_jobs):
    said = says(ben, river, "What a bend.")
    run_jobs()
    assert heard(ada) == [("commented", 1)]

    with transaction():
        comments.remove(comments.with_row_id(said.id), ben)
    run_jobs()

    assert heard(ada) == []
    assert notifications.unread(ada) == 0
