"""Who is told what: once, in one row with others, and never what they did themselves or do not want."""

import pytest
from sqlalchemy import delete

from tests.films import published
from wm.domains import content, graph, notifications
from wm.domains.notifications import Tiding
from wm.kernel.db import db, transaction


def liked(piece, who):
    return Tiding("liked", who.id, "content", piece.id, piece.id)


def tell(person, tiding):
    with transaction():
        return notifications.tell(person, tiding)


def rows(person):
    db.session.expire_all()
    return notifications.told(person).items


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


def test_several_who_like_one_piece_are_one_row(ada, ben, cy, river):
    tell(ada, liked(river, ben))
    tell(ada, liked(river, cy))

    (row,) = rows(ada)
    assert (row.event, row.actors, row.last_actor_id) == ("liked", 2, cy.id)
    assert notifications.unread(ada) == 1


def test_the_same_person_is_counted_once(ada, ben, river):
    for _ in range(3):
        tell(ada, liked(river, ben))

    assert [row.actors for row in rows(ada)] == [1]


def test_what_was_read_stays_and_more_of_the_same_begins_anew(ada, ben, cy, river):
    tell(ada, liked(river, ben))
    with transaction():
        notifications.read(rows(ada)[0])

    tell(ada, liked(river, cy))

    assert [(row.actors, row.is_unread) for row in rows(ada)] == [(1, True), (1, False)]


def test_liking_again_after_it_was_read_is_no_news(ada, ben, river):
    tell(ada, liked(river, ben))
    with transaction():
        notifications.read_all(ada)

    assert tell(ada, liked(river, ben)) is None
    assert notifications.unread(ada) == 0


def test_another_comment_of_the_same_person_is_news(ada, ben, river):
    said = Tiding("commented", ben.id, "content", river.id, river.id, "comment-x")
    tell(ada, said)
    with transaction():
        notifications.read_all(ada)

    assert tell(ada, said) is not None
    assert notifications.unread(ada) == 1


def test_nobody_is_told_of_their_own_deeds(ada, river):
    assert tell(ada, liked(river, ada)) is None
    assert rows(ada) == []


@pytest.mark.parametrize("table", ["mute", "block", "blocked"])
def test_nobody_hears_of_people_whom_they_keep_away(ada, ben, river, table):
    with transaction():
        db.session.add(
            {
                "mute": graph.Mute(muter_id=ada.id, muted_id=ben.id),
                "block": graph.Block(blocker_id=ada.id, blocked_id=ben.id),
                "blocked": graph.Block(blocker_id=ben.id, blocked_id=ada.id),
            }[table]
        )

    assert tell(ada, liked(river, ben)) is None
    assert notifications.unread(ada) == 0


def test_what_was_told_before_a_block_is_not_shown_after_it(ada, ben, river):
    tell(ada, liked(river, ben))
    with transaction():
        db.session.add(graph.Block(blocker_id=ada.id, blocked_id=ben.id))

    assert rows(ada) == []
    assert notifications.count(ada) == 0


def blocked(one, other):
    with transaction():
        db.session.add(graph.Block(blocker_id=one.id, blocked_id=other.id))


def test_a_group_names_those_who_are_left_while_its_last_one_is_blocked(ada, ben, cy, mo, river):
    for who in (ben, mo, cy):
        tell(ada, liked(river, who))
    blocked(ada, cy)

    (row,) = rows(ada)
    assert notifications.named([row], ada)[row.id] == (mo.id, 2)
    assert notifications.count(ada) == 1
    assert notifications.summed(ada, row.last_at)["liked"] == 2

    with transaction():
        db.session.execute(delete(graph.Block))
    assert notifications.named(rows(ada), ada)[row.id] == (cy.id, 3)
    assert notifications.summed(ada, row.last_at)["liked"] == 3


def test_those_in_the_middle_of_a_group_are_not_counted_while_apart(ada, ben, cy, mo, river):
    for who in (ben, mo, cy):
        tell(ada, liked(river, who))
    blocked(mo, ada)
    with transaction():
        db.session.add(graph.Mute(muter_id=ada.id, muted_id=ben.id))

    (row,) = rows(ada)

    assert notifications.named([row], ada)[row.id] == (cy.id, 1)


def test_a_group_of_whom_nobody_is_left_is_gone(ada, ben, cy, river):
    for who in (ben, cy):
        tell(ada, liked(river, who))
    blocked(ada, cy)
    blocked(ben, ada)

    assert rows(ada) == []
    assert notifications.count(ada) == 0


def test_naming_many_costs_as_much_as_naming_one(ada, ben, cy, statements):
    for number in range(4):
        piece = published(ada, f"Film {number}")
        for who in (ben, cy):
            tell(ada, liked(piece, who))
    blocked(ada, cy)
    found, ben_id = rows(ada), ben.id
    notifications.named(found, ada)
    statements.clear()

    assert {each.actor_id for each in notifications.named(found, ada).values()} == {ben_id}
    assert len(statements) == 2


def test_what_became_private_is_not_shown(ada, ben, river):
    tell(ben, Tiding("published", ada.id, "content", river.id, river.id))
    assert len(rows(ben)) == 1

    with transaction():
        river.visibility = "private"
        db.session.merge(river)

    assert rows(ben) == []
    assert notifications.count(ben) == 0


def test_a_piece_that_one_may_not_open_is_not_told(ada, ben):
    private = published(ada, "For nobody", visibility="private")

    assert tell(ben, Tiding("mentioned", ada.id, "content", private.id, private.id)) is None


def test_what_is_not_wanted_is_not_told(ada, ben, river):
    with transaction():
        notifications.choose(ada, {("followed", "app")})

    assert tell(ada, liked(river, ben)) is None
    assert notifications.choices(ada)["followed", "app"]
    assert not notifications.choices(ada)["liked", "app"]


def test_reading_all_can_be_taken_back(ada, ben, cy, river):
    tell(ada, liked(river, ben))
    tell(ada, Tiding("followed", cy.id, "person", ada.id))

    with transaction():
        moment = notifications.read_all(ada)
    assert notifications.count(ada) == 0
    with transaction():
        notifications.reopen_all(ada, moment)

    assert notifications.count(ada) == 2


def test_taking_it_back_leaves_read_what_has_begun_anew(ada, ben, cy, river):
    tell(ada, liked(river, ben))
    with transaction():
        moment = notifications.read_all(ada)
    tell(ada, liked(river, cy))

    with transaction():
        notifications.reopen_all(ada, moment)

    assert [row.is_unread for row in rows(ada)] == [True, False]


def test_a_follow_tells_by_a_job(ada, ben, run_jobs):
    with transaction():
        graph.follow(ben, ada)

    ran = run_jobs()

    assert "notifications.person_followed" in ran
    assert [row.event for row in rows(ada)] == ["followed"]


def test_a_follow_taken_back_before_the_job_tells_nothing(ada, ben, run_jobs):
    with transaction():
        graph.follow(ben, ada)
        graph.unfollow(ben, ada)

    run_jobs()

    assert rows(ada) == []
    assert content.count_by_person(ada) == 0


def test_blocking_and_muting_move_the_bell_at_once(ada, ben, cy, river, run_jobs):
    tell(ada, liked(river, ben))
    tell(ada, Tiding("followed", cy.id, "person", ada.id))
    assert notifications.unread(ada) == 2

    with transaction():
        graph.mute(ada, ben)
        graph.block(cy, ada)
    run_jobs()
    assert notifications.unread(ada) == 0
    with transaction():
        graph.unmute(ada, ben)
        graph.unblock(cy, ada)
    run_jobs()

    assert notifications.unread(ada) == 2
