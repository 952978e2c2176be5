"""The demo's money: months of it, through the same doors as everybody's, with something on every page; and the books balance."""

from sqlalchemy import func, select

from wm import demo
from wm.demo import dealing, members, selling
from wm.domains import (
    content,
    earnings,
    entitlements,
    ledger,
    market,
    memberships,
    payouts,
    people,
    platform,
    refunds,
    rewards,
    tips,
)
from wm.kernel.db import db


def test_the_demo_has_months_of_money_something_on_every_page_and_balanced_books(app):
    demo.seed()

    ada, ben, nomvula = (people.by_handle(handle) for handle in ("ada", "ben", "nomvula"))
    _has_months(ada)
    _is_rewarded(ada)
    _is_paid_out(ada, nomvula)
    _is_sold()
    _has_bought(ben)
    _opens_what_tiers_promise(ada, nomvula)
    assert ledger.trial_balance() == {"USD": 0}
    assert refunds.count_waiting(ada.id) == 1
    assert [each.state for each in refunds.disputes_page().items] == ["open"]
    _lets_two_admins_agree()


def _lets_two_admins_agree():
    for each in platform.waiting():
        platform.agree(each.public_id, people.by_handle("rosa"), "I counted again.")
    assert [each.state for each in platform.decided().items] == ["agreed"] * 2


def _has_months(ada):
    months = earnings.by_month(ada.id, 7)
    assert all(month.count > 1 for month in months)
    assert {each.name for each in earnings.by_source(ada.id)} == set(earnings.SOURCES)
    moves = db.session.scalars(select(ledger.Move.created_at).order_by(ledger.Move.id)).all()
    assert (moves[-1] - moves[0]).days > 200


def _is_rewarded(ada):
    flower = content.owned(ada, words="how a flower counts").items[0]
    (cycle,) = rewards.cycles().items
    assert [each.person.handle for each in tips.supporters(ada, content_id=flower.id)] == ["cy", "ben"]
    assert (cycle.pool, cycle.paid, cycle.creators) == (40_000, cycle.budget, 3)
    assert rewards.paid_to(ada.id).items[0].share.amount > 100
    assert rewards.needed() == (10, 3, 5)
    assert rewards.meter(ada.id).followers == 8
    assert rewards.meter(people.by_handle("meenal").id).followers == 4


def _is_paid_out(ada, nomvula):
    (asked,) = payouts.listed(person_id=ada.id).items
    assert (asked.amount, asked.state, payouts.targets(ada)[0].rests) == (1000, "requested", False)
    assert earnings.available_of(ada.id).available > 1000
    assert payouts.schedule_of(ada).rhythm == "week"
    assert [each.state for each in payouts.listed(person_id=nomvula.id).items] == ["review"]


def _is_sold():
    tiles = db.session.scalars(select(content.Content).where(content.Content.title == list(selling.BUYERS)[1])).one()
    assert content.lock_of(tiles).price == 250
    assert market.bundles.with_piece(tiles.id)[0].amount == 450
    assert set(db.session.scalars(select(market.Gift.state))) == {"sent"}
    assert db.session.scalar(select(func.count(market.Licence.id))) == 5 + len(dealing.SOLD[dealing.PLOTS]) + 2


def _has_bought(ben):
    kinds = {sale.kind for sale in market.bought_by(ben).items}
    assert kinds == {"unlock", "rental", "gift"}
    assert {right.source for right in entitlements.live_grants(ben.id)} == {"sale", "rental", "membership"}


def _opens_what_tiers_promise(*makers):
    for maker in makers:
        opened = memberships.opened(maker.id)
        assert len(memberships.tiers_of(maker.id)) == len(members.TIERS[maker.handle])
        assert max(opened.values()) == len(members.LOCKED[maker.handle])
        assert all(row.is_live for row in db.session.scalars(select(memberships.Membership)))
