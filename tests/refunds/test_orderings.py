"""Every ordering of what can come to a sale, up to five events, against the real books (M8)."""

import pytest

from tests.refunds.world import EVENTS, GROSS, Refused, World, sums
from wm.domains import ledger, market, refunds
from wm.domains.refunds import machine
from wm.kernel.db import db, writing

SIDES = ("pending", "available", "revenue", "tax")


def walk(world: World, path: tuple[str, ...], seen: dict, length: int) -> None:
    """Do every event after `path`, look at the books, go on from there, and undo it; what is refused leads nowhere."""
    if len(path) == length:
        return
    before, ref, moved = sums(), world.ref, world.moved
    for event in EVENTS:
        place = db.session.begin_nested()
        try:
            world.do(event)
        except Refused:
            place.rollback()
            assert (sums(), world.ref, world.moved) == (before, ref, moved)
            seen["refused"] += 1
        else:
            seen["done"] += 1
            look(world, (*path, event))
            walk(world, (*path, event), seen, length)
            place.rollback()
        world.ref, world.moved = ref, moved
        db.session.expire_all()


def look(world: World, path: tuple[str, ...]) -> None:
    """Make sure that nobody has lost or won a cent that is not theirs."""
    now = sums()
    story = refunds.story(world.earning)
    has = lambda kind: now.get(kind, 0)  # noqa: E731
    back = sum(each.amount for each in story.refunds)
    assert sum(now.values()) == 0, path
    assert -has("clearing") == world.moved, (path, "posted is not what was moved at the gateway")
    assert has("wallet") >= 0, path
    assert has("pending") + has("available") >= 0, (path, "the seller was debited more than credited")
    is_open = story.state in machine.DISPUTED
    assert has("escrow") == (GROSS if is_open else 0), path
    added = sum(each.from_site for each in story.disputes if each.state != "won")
    taken = sum(each.from_sale for each in story.disputes if each.state != "won")
    assert sum(map(has, SIDES)) + added == GROSS - back - taken, path
    assert back + taken <= GROSS, path
    assert story.earning.returned == back + taken, path


@pytest.mark.parametrize(
    ("tax", "length"), [(0, 3), pytest.param(1700, 5, marks=pytest.mark.once)], ids=["untaxed", "taxed"]
)
def test_every_ordering_of_up_to_five_events(app, ada, ben, film, tax, length):
    app.config["TAX_BASIS_POINTS"] = tax
    offer = market.set_prices(film, unlock=500, is_floor=True).unlock.public_id
    db.session.commit()
    seen = {"done": 0, "refused": 0}

    with writing():
        walk(World(ben, ada, offer, market), (), seen, length)
        db.session.rollback()
    db.session.info.pop("after_commit", None)

    assert (seen["done"], seen["refused"]) == {5: (280, 520), 3: (21, 39)}[length]


def test_the_table_names_its_own_states():
    states = {state for state, _event in machine.TABLE} | {step.state for step in machine.TABLE.values()}

    assert states == set(machine.STATES)
    assert {state for state, _ in machine.ON_ITS_WAY} | {s.state for s in machine.ON_ITS_WAY.values()} == set(
        machine.CARD
    )


def test_a_dispute_ends_where_it_began_or_for_good():
    for (state, event), step in machine.TABLE.items():
        if event == "dispute":
            assert machine.step(step.state, "won").state == state
            assert machine.step(step.state, "lost").state == "lost"
    assert not any(state == "lost" for state, _event in machine.TABLE)
    assert ledger.allows("dispute_lost", "escrow", "clearing")
