"""A person's history: latest first, only what may still be watched, and in that person's hands."""

from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import content, engagement
from wm.domains.engagement import Beat
from wm.kernel import clock
from wm.kernel.db import db, transaction


@pytest.fixture
def films(ada):
    return [published(ada, f"Film {number}") for number in range(5)]


def watched(person, *films, position=5):
    with transaction():
        engagement.keep(
            Beat(
                clock.now() + timedelta(seconds=number - 60),
                film.id,
                f"person:{person.id}",
                person.id,
                position * 1000,
                20_000,
                "paused",
            )
            for number, film in enumerate(films)
        )


def titles(pieces):
    return [piece.title for piece in pieces]


def test_the_latest_comes_first(ben, films):
    watched(ben, films[0], films[3], films[1])

    assert titles(engagement.history(ben).items) == ["Film 1", "Film 3", "Film 0"]


def test_pages_neither_repeat_nor_skip(ben, films):
    watched(ben, *films)

    first = engagement.history(ben, size=3)
    second = engagement.history(ben, first.next, size=3)

    assert titles(first.items) + titles(second.items) == ["Film 4", "Film 3", "Film 2", "Film 1", "Film 0"]
    assert second.next is None


def test_what_is_no_longer_open_is_not_listed(ben, films):
    watched(ben, *films[:4])
    content.edit(content.own(films[0].public_id, films[0].person), visibility="private")
    content.remove(content.own(films[1].public_id, films[1].person))
    content.edit(content.own(films[2].public_id, films[2].person), visibility="unlisted")
    db.session.commit()

    assert titles(engagement.history(ben).items) == ["Film 3", "Film 2"]


def test_their_own_private_film_stays_in_a_makers_history(ada, films):
    watched(ada, films[0])
    content.edit(content.own(films[0].public_id, ada), visibility="private")
    db.session.commit()

    assert titles(engagement.history(ada).items) == ["Film 0"]


def test_finished_films_are_not_offered_to_go_on_with(ben, films):
    watched(ben, films[0])
    watched(ben, films[1], position=20)

    assert titles(engagement.unfinished(ben)) == ["Film 0"]
    assert len(engagement.history(ben).items) == 2


def test_one_film_can_be_forgotten_and_brought_back(ben, films):
    watched(ben, films[0], films[1])

    row = engagement.forget(ben, films[1])
    assert titles(engagement.history(ben).items) == ["Film 0"]
    engagement.restore(ben, films[1], row.position_ms)

    assert titles(engagement.history(ben).items) == ["Film 1", "Film 0"]
    assert engagement.resume_at(ben, films[1]) == 5.0


def test_clearing_forgets_ones_own_history_only(ben, cy, films):
    watched(ben, films[0], films[1])
    watched(cy, films[2])

    assert engagement.clear_history(ben) == 2

    assert engagement.history(ben).items == []
    assert titles(engagement.history(cy).items) == ["Film 2"]


def test_a_page_of_history_costs_the_same_however_long_it_is(ben, films, statements):
    watched(ben, films[0])
    statements.clear()
    engagement.history(ben)
    short = len(statements)
    watched(ben, *films)
    statements.clear()

    engagement.history(ben)

    assert len(statements) == short
