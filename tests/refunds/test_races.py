"""Many at once at one sale: it is refunded once, disputed once, and never both out of the creator's part."""

import threading

import pytest

from wm.domains import earnings, ledger, refunds
from wm.kernel import ids
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import DomainError

AT_ONCE = 8


def together(app, *deeds) -> list[str]:
    """Do all of them at the same moment; returns how each ended."""
    ended, gate = [], threading.Barrier(len(deeds))

    def one(deed) -> None:
        with app.app_context():
            gate.wait()
            try:
                retried(lambda: _done(deed))
                ended.append("done")
            except DomainError as refusal:
                ended.append(refusal.code)
            finally:
                db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=one, args=(deed,)) for deed in deeds]
    [each.start() for each in threads]
    [each.join() for each in threads]
    db.session.expire_all()
    return ended


def _done(deed) -> None:
    with transaction():
        deed()


def refund_of(sold, amount=None):
    def deed() -> None:
        mine = earnings.find("sale", sold.source_ref)
        refunds.refund(mine, amount, key=ids.new(12), by_id=sold.seller_id, by_role="seller")

    return deed


def dispute_of(sold, ref):
    def deed() -> None:
        mine = earnings.find("sale", sold.source_ref)
        refunds.dispute_opened("sandbox", ref, sold.payer_id, earning=mine, amount=500)

    return deed


def test_many_refunds_at_once_are_one(app, ada, ben, sold, has):
    ended = together(app, *[refund_of(sold)] * AT_ONCE)

    assert sorted(ended) == ["done"] + ["not_refundable"] * (AT_ONCE - 1)
    assert (has("wallet", ben), has("pending", ada)) == (5000, 0)


def test_parts_at_once_never_come_to_more_than_the_whole(app, ada, ben, sold, has):
    ended = together(app, *[refund_of(sold, 150)] * AT_ONCE)

    assert ended.count("done") == 3
    assert (has("wallet", ben), has("pending", ada)) == (4950, 50)


def test_a_dispute_that_is_told_many_times_at_once_is_one(app, ada, sold, has):
    together(app, *[dispute_of(sold, "same")] * AT_ONCE)

    assert len(refunds.disputes_page().items) == 1
    assert has("pending", ada) == 0


@pytest.mark.parametrize("round_", range(3))
def test_a_refund_and_a_dispute_at_once_take_from_the_creator_once(app, ada, ben, sold, has, round_):
    together(app, refund_of(sold), dispute_of(sold, "dp"), refund_of(sold), refund_of(sold, 100))

    dispute = refunds.disputes_page().items[0]
    assert has("pending", ada) == 0
    assert refunds.story(sold).earning.returned == 500
    assert ledger.of_site("escrow", dispute.public_id).posted == 500
