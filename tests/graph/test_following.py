"""Following, blocking and muting: who may, what ends, what is counted."""

import pytest

from jobs.graph import reconcile
from wm.domains import graph, people
from wm.kernel.db import db
from wm.kernel.errors import NotFound, TooMany


def counts(person):
    db.session.commit()
    db.session.expire_all()
    found = people.find(person.id)
    return found.followers_count, found.following_count


def test_a_follow_is_counted_on_both_sides_in_the_background(ada, ben, run_jobs):
    graph.follow(ben, ada)
    assert counts(ada) == (0, 0)

    assert run_jobs().count("graph.count_follows") == 1

    assert counts(ada) == (1, 0)
    assert counts(ben) == (0, 1)


def test_following_twice_is_following_once(ada, ben, run_jobs):
    graph.follow(ben, ada)
    graph.follow(ben, ada)

    assert run_jobs().count("graph.count_follows") == 1
    assert counts(ada) == (1, 0)


def test_unfollowing_takes_the_count_back_and_never_below_nothing(ada, ben, run_jobs):
    graph.follow(ben, ada)
    run_jobs()

    graph.unfollow(ben, ada)
    graph.unfollow(ben, ada)
    run_jobs()

    assert not graph.follows(ben, ada.id)
    assert counts(ada) == counts(ben) == (0, 0)


@pytest.mark.parametrize("deed", [graph.follow, graph.block, graph.mute])
def test_nobody_can_do_it_to_themselves(ada, deed, run_jobs):
    with pytest.raises(graph.ThatIsYou):
        deed(ada, ada)

    assert run_jobs() == []


def test_a_block_ends_both_follows(ada, ben, run_jobs):
    graph.follow(ben, ada)
    graph.follow(ada, ben)
    run_jobs()

    graph.block(ada, ben)
    run_jobs()

    assert graph.are_apart(ben, ada.id)
    assert not graph.follows(ben, ada.id)
    assert not graph.follows(ada, ben.id)
    assert counts(ada) == counts(ben) == (0, 0)


@pytest.mark.parametrize("deed", [graph.follow, graph.block, graph.mute])
def test_whoever_was_blocked_finds_nobody_there(ada, ben, deed):
    graph.block(ada, ben)
    db.session.commit()

    with pytest.raises(NotFound):
        deed(ben, ada)
    db.session.rollback()

    assert not graph.follows(ben, ada.id)
    assert not graph.has_blocked(ben, ada)
    assert not graph.mutes(ben, ada.id)


def test_whoever_blocked_must_unblock_before_they_can_follow(ada, ben):
    graph.block(ada, ben)
    db.session.commit()
    with pytest.raises(NotFound):
        graph.follow(ada, ben)
    db.session.rollback()

    graph.unblock(ada, ben)
    graph.follow(ada, ben)

    assert graph.follows(ada, ben.id)


def test_a_mute_is_one_sided_and_keeps_the_follow(ada, ben):
    graph.follow(ben, ada)
    graph.mute(ben, ada)

    assert graph.mutes(ben, ada.id)
    assert not graph.mutes(ada, ben.id)
    assert graph.follows(ben, ada.id)
    assert not graph.are_apart(ben, ada.id)


def test_the_night_puts_wrong_counts_right(ada, ben, run_jobs):
    graph.follow(ben, ada)
    run_jobs()
    people.find(ada.id).followers_count = 41
    people.find(ben.id).followers_count = 7
    db.session.commit()

    reconcile()

    assert counts(ada) == (1, 0)
    assert counts(ben) == (0, 1)


def test_the_database_refuses_a_count_below_nothing(ada):
    ada.followers_count = -1

    with pytest.raises(Exception, match="(?i)check|constraint"):
        db.session.flush()
    db.session.rollback()


def test_changes_are_limited(ben):
    for _each in range(graph.CHANGES_PER_MINUTE):
        graph.count_change(ben)

    with pytest.raises(TooMany):
        graph.count_change(ben)
