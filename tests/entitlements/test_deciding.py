"""The one decision: who may open a piece, why, and until when."""

from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import content, entitlements
from wm.kernel import clock
from wm.kernel.db import db
from wm.web.viewer import VISITOR


@pytest.fixture
def piece(ada):
    return published(ada, "A film")


def why(piece, viewer):
    db.session.flush()
    return content.decision(piece, viewer).why


def given(person, piece, scope="content", source="sale", ref="s1", **more):
    scope_id = {"content": piece.id, "creator": piece.person_id, "site": 0}[scope]
    return entitlements.grant(person.id, scope=scope, scope_id=scope_id, source=source, source_ref=ref, **more)


def test_without_a_lock_it_is_free_for_everybody(piece, ben):
    assert [why(piece, who) for who in (VISITOR, ben)] == ["free", "free"]


def test_a_lock_closes_it_for_all_but_its_maker_and_the_staff(piece, ada, ben, mo, ruth):
    content.set_lock(piece, by_sale=True, price=500)

    found = [why(piece, who) for who in (VISITOR, ben, ada, mo, ruth)]

    assert found == ["locked", "locked", "own", "staff", "staff"]


@pytest.mark.parametrize(
    ("lock", "right", "opens"),
    [
        ({"by_sale": True}, {"source": "sale"}, True),
        ({"by_sale": True}, {"source": "gift"}, True),
        ({"by_sale": True}, {"scope": "creator", "source": "membership", "level": 5}, False),
        ({"by_level": 2}, {"scope": "creator", "source": "membership", "level": 2}, True),
        ({"by_level": 2}, {"scope": "creator", "source": "membership", "level": 1}, False),
        ({"by_level": 1}, {"scope": "site", "source": "pro"}, False),
        ({"by_pro": True}, {"scope": "site", "source": "pro"}, True),
        ({"by_pro": True, "by_level": 3}, {"scope": "creator", "source": "membership", "level": 3}, True),
        ({"by_pro": True}, {"source": "sale"}, True),
    ],
)
def test_each_lock_is_opened_by_its_own_rights(piece, ben, cy, lock, right, opens):
    content.set_lock(piece, **lock)
    given(ben, piece, **right)

    assert content.opens(piece, ben) is opens
    assert not content.opens(piece, cy)


def test_a_right_ends_with_its_time_and_is_extended(piece, ben):
    content.set_lock(piece, by_sale=True)
    soon = clock.now() + timedelta(hours=1)
    given(ben, piece, source="rental", until=soon)
    assert content.decision(piece, ben).until == soon

    clock.shift(timedelta(hours=1, seconds=1))
    assert why(piece, ben) == "locked"

    given(ben, piece, source="rental", until=soon + timedelta(days=30))
    assert why(piece, ben) == "rental"


def test_the_right_that_lasts_longest_is_named(piece, ben):
    content.set_lock(piece, by_sale=True)
    given(ben, piece, source="rental", ref="r1", until=clock.now() + timedelta(hours=1))
    given(ben, piece, source="sale", ref="s1")

    assert content.decision(piece, ben)[:3] == (True, "sale", None)


def test_given_twice_it_is_one_right(piece, ben):
    assert given(ben, piece).id == given(ben, piece).id
    assert len(entitlements.live_grants(ben.id)) == 1


def test_many_pieces_cost_no_more_statements_than_one(ada, ben, statements):
    pieces = [published(ada, f"Film {number}") for number in range(12)]
    for each in pieces:
        content.set_lock(each, by_sale=True)
    db.session.commit()

    statements.clear()
    content.decisions(pieces[:1], ben)
    few = len(statements)
    statements.clear()
    content.decisions(pieces, ben)

    assert len(statements) == few == 1


def test_a_right_that_is_revoked_is_refused_at_the_next_request(as_ben, ben, piece):
    content.set_lock(piece, by_sale=True)
    given(ben, piece)
    db.session.commit()
    address = f"/watch/{piece.public_id}/source"
    assert as_ben.get(address).status_code == 200
    assert as_ben.get(address).json["seconds"] <= 900

    entitlements.revoke("sale", "s1")

    assert as_ben.get(address).status_code == 402
