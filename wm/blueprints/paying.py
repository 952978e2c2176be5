"""Direct checkout: what the wallet lacks for an order comes from outside, and the order completes by itself once it is there."""

from flask import Response

from wm.blueprints.statement import way_names
from wm.domains import ledger, market, payments
from wm.web.hypermedia import go
from wm.web.limits import network
from wm.web.viewer import viewer


def ways() -> tuple[tuple[str, str], ...]:
    """Return the gateways that bring money from outside, by name and words."""
    names = way_names()
    return tuple((way.name, names.get(way.name, way.name)) for way in payments.offered() if way.takes_deposits)


def lacking(price: int) -> int:
    """Return how much of a price the viewer's wallet lacks, at least what a gateway takes; 0 when there is enough."""
    lacks = price - ledger.shown_balance(viewer().id) if viewer().is_signed_in else 0
    return max(lacks, payments.LEAST) if lacks > 0 else 0


def begin(order: market.Sale) -> Response:
    """Ask the order's gateway for what the wallet lacks, and lead on to it; the same order again leads to the same payment."""
    lacks = max(payments.LEAST, order.amount - ledger.wallet(viewer().id).available)
    known = {"purpose": "order", "purpose_ref": order.public_id, "key": f"order:{order.public_id}"}
    attempt = payments.checkout(viewer(), lacks, gateway=order.paid_with, network=network(), **known)
    order.payment_ref = attempt.public_id
    return go(attempt.url)
