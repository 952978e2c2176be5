"""Many at once: a piece is paid for once, and no cent is made or lost."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

from wm.domains import content, ledger, market, people
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import DomainError

AT_ONCE = 8


def together(app, deeds):
    """Do all deeds at the same time, each in a transaction of its own; returns what each said."""

    def one(deed):
        with app.app_context():
            try:
                return retried(lambda: _in_transaction(deed))
            except DomainError as refusal:
                return refusal.code
            finally:
                db.session.remove()

    db.session.commit()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda deed: contextvars.Context().run(one, deed), deeds))
    db.session.expire_all()
    return found


def _in_transaction(deed):
    with transaction():
        return deed()


def test_a_piece_is_paid_for_once_whatever_is_pressed(app, ben, film, give):
    give(ben)
    offer, who = market.prices_of(film).unlock.public_id, ben.id
    keys = [f"key{number % 8}" for number in range(24)]

    said = together(app, [lambda key=key: market.buy(people.find(who), offer, key=key).state for key in keys])

    assert set(said) == {"paid", "already_unlocked"}
    assert ledger.wallet(who).available == 4500
    assert len(market.bought_by(people.find(who)).items) == 1


def test_the_page_and_the_webhook_complete_an_order_once(app, ben, film, give):
    order = market.open_order(ben, market.prices_of(film).unlock.public_id, key="o1")
    give(ben, 700)
    public_id, who = order.public_id, ben.id

    said = together(app, [lambda: market.receive(public_id, people.find(who), "a1").state for _ in range(16)])

    assert set(said) == {"paid"}
    assert ledger.wallet(who).available == 200
    assert content.opens(content.with_row_id(film.id), people.find(who))
