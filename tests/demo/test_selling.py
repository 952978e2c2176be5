"""The demo's prices: some of everything costs something, and has been bought."""

from sqlalchemy import func, select

from wm import demo
from wm.demo import selling
from wm.domains import content, ledger, market
from wm.kernel.db import db


def test_pieces_have_prices_and_buyers_and_the_books_balance(app):
    demo.seed()

    assert db.session.scalar(select(func.count(market.Sale.id)).where(market.Sale.paid_at.is_not(None))) == 8
    assert db.session.scalar(select(func.count(market.Offer.id))) == 9
    tiles = db.session.scalars(select(content.Content).where(content.Content.title == list(selling.BUYERS)[1])).one()
    assert content.lock_of(tiles).price == 250
    assert set(ledger.trial_balance().values()) == {0}
    assert db.session.scalar(select(func.count(market.Licence.id))) == 5
    assert market.bundles.with_piece(tiles.id)[0].amount == 450
    assert db.session.scalar(select(market.Gift.state)) == "sent"
