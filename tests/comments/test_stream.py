"""The stream of comments, as one person's page hears it."""

from datetime import timedelta

import pytest

from wm.blueprints import live_comments
from wm.domains import comments, graph
from wm.domains.comments import counting
from wm.kernel import clock
from wm.kernel.db import commit, db


@pytest.fixture
def heard(app, monkeypatch):
    """What the page of `person` hears of a film when these events come, as one text each; "" for a heartbeat."""

    def hear(film, person, *events):
        monkeypatch.setattr(live_comments.live, "listen", lambda channels, seconds: iter(events))
        with app.test_request_context():
            said = [chunk.decode() for chunk in live_comments._events(film.id, film.public_id, person)]
        return ["" if each.startswith(":") else each for each in said]

    return hear


def test_a_new_comment_comes_as_a_fragment_on_top(heard, film, say, ben, cy):
    first = say(ben, "Well\nseen")

    [beat, said] = heard(film, cy, None, ("posted", first.public_id))

    assert beat == ""
    assert '<hx-partial hx-target="#comments-new" hx-swap="prepend">' in said
    assert all(line.startswith(("data: ", "event: ")) for line in said.strip().splitlines())


def test_an_answer_comes_below_its_thread(heard, film, say, ben, cy):
    first = say(ben)
    second = say(cy, "So it is", first)

    [said] = heard(film, ben, ("posted", second.public_id))

    assert f'hx-target="#replies-{first.public_id}" hx-swap="append"' in said


def test_what_is_not_for_somebody_only_leaves_their_page(heard, film, say, ada, ben, cy):
    first = say(ben, "Words of Ben")
    db.session.add(graph.Block(blocker_id=cy.id, blocked_id=ben.id))
    db.session.commit()

    [said] = heard(film, cy, ("posted", first.public_id))

    assert "Words of Ben" not in said
    assert 'hx-swap="delete"' in said


def test_a_held_comment_reaches_the_creator_alone(heard, film, say, ada, ben, cy):
    comments.set_rule(ada, "all", "")
    held = say(ben, "Words of Ben")

    assert "Words of Ben" in heard(film, ada, ("posted", held.public_id))[0]
    assert "Words of Ben" not in heard(film, cy, ("posted", held.public_id))[0]


def test_the_stream_ends_when_the_piece_is_not_for_them_any_more(heard, film, say, ben, cy):
    first = say(ben)
    film.visibility = "private"
    db.session.commit()

    assert heard(film, cy, ("posted", first.public_id)) == []


def test_the_number_beside_the_heading_follows(heard, film, ben):
    [said] = heard(film, ben, ("counted", 12))

    assert 'hx-target="#comments-number" hx-swap="outerHTML"' in said
    assert "12 comments" in said


@pytest.fixture
def numbers(monkeypatch):
    """The numbers of comments that open pages were told, in order."""
    said = []

    def publish(_channel, event, data=None):
        said.extend([data] if event == "counted" else [])

    monkeypatch.setattr("wm.kernel.live.publish", publish)
    return said


def test_every_change_of_what_all_see_is_told_with_its_number(numbers, film, say, ada, ben):
    first = comments.seen(say(ben).public_id, ben)
    say(ben, "Well seen again.")
    comments.remove(first, ben)
    comments.bring_back(first, ben)
    comments.edit(first, ben, "Other words")
    comments.hold(first, ada)
    comments.approve(first, ada)
    commit()

    assert numbers == [1, 2, 1, 2, 1, 2]


def test_a_held_comment_moves_no_number(numbers, film, say, ada, ben):
    comments.set_rule(ada, "all", "")

    say(ben, "Held at first")
    commit()

    assert numbers == []


def test_counting_soon_after_tells_the_number_once_more(numbers, film, say, ben, run_jobs, monkeypatch):
    monkeypatch.setattr(counting, "TOLD_AT_ONCE", 0)
    say(ben)
    commit()
    assert numbers == []
    clock.shift(timedelta(seconds=counting.WINDOW + 1))

    run_jobs()

    assert numbers == [1]
