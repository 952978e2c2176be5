"""The letters about what somebody bought: the receipt, and why an order could not be completed."""

from typing import Any

from flask_babel import gettext as _

from jobs import letters, long_job
from wm.domains import market, people
from wm.kernel import money
from wm.kernel.db import retried, transaction

SECONDS = 60


@long_job("high", timeout=SECONDS)
def receipt(sale_id: int, content_id: int, buyer_id: int, seller_id: int) -> None:
    """Mail the buyer what they have paid, to whom, and where the receipt is."""
    person, words = retried(lambda: _read(sale_id, buyer_id, seller_id))
    letters.write(person, "receipt", _("Your receipt for “%(title)s”", title=words["title"]), **words)


@long_job("high", timeout=SECONDS)
def order_failed(sale_id: int, buyer_id: int) -> None:
    """Mail the buyer why an order was not completed, and that their money is in their wallet."""
    person, words = retried(lambda: _read(sale_id, buyer_id, None))
    letters.write(person, "order_failed", _("Your order of “%(title)s”", title=words["title"]), **words)


def _read(sale_id: int, buyer_id: int, seller_id: int | None) -> tuple[people.Person | None, dict[str, Any]]:
    with transaction():
        sale, seller = market.with_row_id(sale_id), people.find(seller_id) if seller_id else None
        words = {"title": sale.title, "amount": money.written(sale.amount, sale.currency), "why": sale.why}
        words |= {"order": sale.public_id, "policy": sale.policy, "tax": money.written(sale.tax, sale.currency)}
        return people.find(buyer_id), words | {"seller": seller.name if seller else "", "hours": sale.hours}
