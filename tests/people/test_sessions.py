"""Sessions: they end when they should, whatever Redis remembers or forgets."""

import pytest
from sqlalchemy import select

from tests.conftest import PASSWORD
from wm.domains import people
from wm.domains.people.models import Session
from wm.kernel import cache, clock, redis
from wm.kernel.db import db

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
    " Mobile/15E148 Safari/604.1"
)


def opened(person, **how) -> str:
    token = people.open_session(person, **how)
    db.session.commit()
    return token


def again(token):
    """What another request would see."""
    db.session.commit()
    db.session.expire_all()
    return people.session_for(token)


def test_a_token_leads_to_its_person(ada):
    token = opened(ada)

    person, standing = again(token)

    assert person == ada
    assert standing.person_id == ada.id


def test_only_the_hash_of_a_token_is_kept(ada):
    token = opened(ada)
    again(token)

    row = db.session.scalars(select(Session)).one()

    assert len(token) == 43
    assert token not in (row.token_hash, row.public_id)
    assert all(token.encode() not in key for key in cache.client().keys("*"))


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 5000, "\0" * 43, "ä" * 43])
def test_a_made_up_token_leads_nowhere(ada, token):
    opened(ada)

    assert people.session_for(token) is None


def test_the_second_request_reads_its_session_from_redis(ada, statements):
    token = opened(ada)
    again(token)
    statements.clear()

    again(token)

    assert not any("FROM session" in statement for statement in statements)


def test_without_redis_the_row_is_enough(app, ada):
    app.config["CACHE_REDIS_URL"] = "unix:///nowhere/redis.sock?db=1"
    token = opened(ada)

    assert again(token)[0] == ada
    assert again(token)[0] == ada


@pytest.mark.parametrize("flushed", [False, True])
@pytest.mark.parametrize("end", ["close", "revoke", "revoke_all", "password", "reset", "closed"])
def test_an_ended_session_is_dead_at_the_next_request(app, ada, run_jobs, end, flushed):
    token = opened(ada)
    person, standing = again(token)
    {
        "close": lambda: people.close_session(standing),
        "revoke": lambda: people.revoke(person, standing.public_id),
        "revoke_all": lambda: people.revoke_all(person),
        "password": lambda: people.change_password(person, current=PASSWORD, new="my kettle sings at dawn"),
        "reset": lambda: reset(person),
        "closed": lambda: setattr(person, "closed_at", clock.now()),
    }[end]()
    db.session.commit()
    if flushed:
        redis.connect(app.config["REDIS_URL"], redis.QUEUE_TIMEOUT).flushall()

    assert again(token) is None


def reset(person):
    (letter,) = people.letters_about_reset(person.handle)
    people.reset(letter.secret, password="my kettle sings at dawn")


def test_a_copy_in_redis_that_outlived_its_session_counts_for_nothing(ada):
    token = opened(ada)
    _, standing = again(token)
    (key,) = cache.client().keys("session:*")
    copy = cache.client().get(key)
    people.close_session(standing)
    db.session.commit()

    cache.client().set(key, copy)

    assert again(token) is None


def test_ending_one_session_leaves_the_others(ada):
    one, other = opened(ada), opened(ada)
    _, standing = again(one)
    again(other)

    people.close_session(standing)

    assert again(one) is None
    assert again(other)[0] == ada


def test_all_others_end_and_this_one_stays(ada, ben):
    here, there, bens = opened(ada), opened(ada), opened(ben)
    person, standing = again(here)

    assert people.revoke_all(person, but=standing) == 1

    assert again(here)[0] == ada
    assert again(there) is None
    assert again(bens)[0] == ben


def test_nobody_ends_the_session_of_somebody_else(ada, ben):
    token = opened(ada)
    _, standing = again(token)

    with pytest.raises(people.SessionNotFound):
        people.revoke(ben, standing.public_id)

    assert again(token)[0] == ada


def test_a_session_ends_after_thirty_days_however_busy(ada, later):
    token = opened(ada)
    for day in range(0, 30, 5):
        later(days=day)
        people.touch(again(token)[1])

    later(days=30, minutes=1)

    assert again(token) is None


def test_a_session_ends_when_it_lies_unused_for_a_fortnight(ada, later):
    token = opened(ada)

    later(days=13, hours=23)
    assert again(token)
    later(days=14, minutes=1)

    assert again(token) is None


def test_a_copy_in_redis_does_not_outlast_its_session_either(ada, later):
    token = opened(ada, remember=False)
    again(token)

    later(days=1, seconds=1)

    assert again(token) is None


def test_use_is_noted_once_in_five_minutes(ada, later):
    token = opened(ada)
    row = db.session.scalars(select(Session)).one()
    began = row.last_used_at

    later(minutes=4)
    people.touch(again(token)[1])
    db.session.refresh(row)
    assert row.last_used_at == began

    later(minutes=6)
    people.touch(again(token)[1])
    db.session.refresh(row)
    assert row.last_used_at > began + clock.timedelta(minutes=5)


def test_a_password_is_fresh_for_five_minutes(ada, later):
    token = opened(ada)
    assert people.is_fresh(again(token)[1])

    later(minutes=5, seconds=1)

    assert not people.is_fresh(again(token)[1])


def test_sessions_are_listed_with_device_and_place_the_latest_first(ada, ben, later):
    opened(ada, device=CHROME, address="93.184.216.34")
    later(hours=1)
    opened(ada, device=PHONE, address="::ffff:127.0.0.1")
    opened(ben)

    seen = [(row.device, row.place, row.network) for row in people.sessions_of(ada)]

    assert seen == [
        ("Safari on iPhone", "This computer", "127.0.0.0/24"),
        ("Chrome on Windows", "Network 93.184.216.0/24", "93.184.216.0/24"),
    ]


@pytest.mark.parametrize("agent", ["", "x", "\n" * 900, "Mozilla/5.0 " + "(" * 5000])
def test_a_strange_browser_is_called_unknown(ada, agent):
    opened(ada, device=agent, address="not an address")

    (row,) = people.sessions_of(ada)

    assert row.device in ("Unknown browser", "Mozilla", "Other")
    assert (row.place, row.network) == ("Unknown place", "")


def test_ended_sessions_are_forgotten_a_month_later(ada, later):
    opened(ada)
    later(days=60, minutes=1)

    people.forget_old()

    assert db.session.scalars(select(Session)).all() == []
