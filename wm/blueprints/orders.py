"""Orders and receipts of the viewer; and what is paid for with money that comes from outside."""

from flask import Blueprint, Response, request, url_for

from wm.blueprints import opening, paying
from wm.blueprints.payments import NEXT
from wm.blueprints.statement import Source, source_of, way_names
from wm.domains import content, market, payments, people, refunds
from wm.kernel.db import retried, transaction
from wm.kernel.errors import DomainError
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer

bp = Blueprint("orders", __name__)
NEXT["order"] = "orders.show"


@bp.get("/orders")
@signed_in
def index() -> Response:
    found = market.bought_by(viewer(), request.args.get("after"))
    more = url_for("orders.index", after=found.next) if found.next else None
    return page(
        "market/orders.html", "market/_orders.html", orders=found.items, pieces=_pieces(found.items), next_url=more
    )


@bp.get("/orders/<public_id>")
@signed_in
def show(public_id: str) -> Response:
    order = market.order(public_id, viewer())
    if order.state == "pending" and _has_arrived(order):
        order = retried(lambda: _received(public_id, order.payment_ref))
    return page("market/order.html", "market/_order.html", order=order, **_beside(order))


def _has_arrived(order: market.Sale) -> bool:
    """Whether the money of an order is there already: whoever comes back first completes it, webhook or browser."""
    return bool(order.payment_ref) and payments.own(order.payment_ref, viewer()).state == "succeeded"


def _received(public_id: str, payment_ref: str) -> market.Sale:
    who = viewer().id
    with transaction():
        return market.receive(public_id, people.find(who), payment_ref)


def _beside(order: market.Sale) -> dict:
    attempt = payments.own(order.payment_ref, viewer()) if order.payment_ref else None
    known = {
        "piece": _pieces([order]).get(order.content_id),
        "seller": people.by_ids([order.seller_id]).get(order.seller_id),
    }
    known["keys"] = market.licences.of_sale(order) if order.state == "paid" else []  # what went back opens nothing
    known["saved"] = market.codes.saved_on(order) if order.code else 0
    known["parts"] = market.bundles.parts_of(order) if order.bundle_id else []
    known["inside"] = _inside(known["parts"])
    known["bundle"] = market.bundles.public_id_of(order)
    known["returned"] = refunds.of_sale(order.public_id) if order.paid_at else []
    return known | {"attempt": attempt, "way": way_names().get(order.paid_with, order.paid_with)}


def _inside(parts: list[market.SalePart]) -> dict[int, content.Content]:
    """Return the pieces of a bundle that was bought, as far as the viewer may see their pages, by row id."""
    found = content.in_order(part.content_id for part in parts)
    return {piece.id: piece for piece in found if content.may_watch(piece, viewer())}


def _pieces(orders: list[market.Sale]) -> dict[int, content.Content]:
    """Return the pieces that orders are about, as far as the viewer may see their pages, by row id."""
    found = content.in_order({order.content_id for order in orders if order.content_id})
    return {piece.id: piece for piece in found if content.may_watch(piece, viewer())}


@bp.post("/buy/<public_id>/checkout")
@signed_in
def checkout(public_id: str) -> Response:
    try:
        offer, wish = opening.wish()
        order = market.open_order(viewer(), offer, **wish, paid_with=request.form.get("way", ""))
    except DomainError as refusal:
        return opening.refused(public_id, refusal)
    return paying.begin(order)


@source_of("sale")
def sources(subjects: set[str]) -> dict[str, Source]:
    """Name what the viewer bought behind lines of a wallet."""
    found = market.orders_named((subject.split(":")[1] for subject in subjects), viewer())
    return {f"sale:{ref}": Source(sale.title, url_for("orders.show", public_id=ref)) for ref, sale in found.items()}
