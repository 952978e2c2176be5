"""The page of a bundle: what is in it, what it costs together, and buying it."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import guessing, paying
from wm.blueprints.cards import cards
from wm.blueprints.opening import wish
from wm.blueprints.supporting import door_to_money
from wm.domains import content, graph, ledger, market, people
from wm.kernel import ids
from wm.kernel.db import rollback
from wm.kernel.errors import DomainError, NotFound
from wm.web.hypermedia import go, page
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("bundles", __name__)
KEY_LENGTH = 22


@bp.get("/bundles/<public_id>")
@public
def show(public_id: str) -> Response:
    bundle = seen(public_id)
    return page("market/bundle.html", "market/_bundle.html", **_of(bundle))


@bp.post("/bundles/<public_id>")
@signed_in
def pay(public_id: str) -> Response:
    bundle = seen(public_id)
    try:
        sale = market.buy_bundle(viewer(), bundle, **_wish())
    except DomainError as refusal:
        return _refused(public_id, refusal)
    return go(url_for("orders.show", public_id=sale.public_id), _("Paid. Everything in it is yours."))


@bp.post("/bundles/<public_id>/checkout")
@signed_in
def checkout(public_id: str) -> Response:
    bundle = seen(public_id)
    try:
        order = market.order_bundle(viewer(), bundle, **_wish(), paid_with=request.form.get("way", ""))
    except DomainError as refusal:
        return _refused(public_id, refusal)
    return paying.begin(order)


def _wish() -> dict[str, str]:
    """Return the key of the form, the bundle as it was seen, and a code."""
    revision, words = wish()
    return {"key": words["key"], "revision": revision, "code": words["code"]}


def _refused(public_id: str, refusal: DomainError) -> Response:
    rollback()
    return page("market/bundle.html", "market/_bundle.html", refusal.status, **_of(seen(public_id), refusal))


def seen(public_id: str) -> market.Bundle:
    """Return a bundle whose maker the viewer may meet. Raises NotFound."""
    bundle = market.bundles.find(public_id)
    maker = people.find(bundle.maker_id)
    if maker is None or maker.closed_at is not None or graph.are_apart(viewer(), maker.id):
        raise NotFound()
    return bundle


def _of(bundle: market.Bundle, refusal: DomainError | None = None) -> dict[str, Any]:
    """Return what the page shows: cards, what they cost alone, what is open already, and the price with a typed code."""
    found = market.bundles.pieces_of([bundle]).get(bundle.id, [])
    pieces = content.in_order(found)
    known = {"bundle": bundle, "maker": people.find(bundle.maker_id), "pieces": pieces, "refusal": refusal}
    known |= {"cards": cards(found, viewer()), "alone": _alone(found), "key": ids.new(KEY_LENGTH)}
    known |= {"kept": _kept(pieces), "is_mine": viewer().id == bundle.maker_id} | _price(bundle, found)
    known |= {"missing": paying.lacking(known["price"]), "ways": paying.ways()}
    known["door"] = door_to_money(known["missing"], url_for("bundles.show", public_id=bundle.public_id))
    return known | {"balance": ledger.shown_balance(viewer().id) if viewer().is_signed_in else None}


def _alone(found: list[int]) -> int:
    """Return what the pieces cost one by one (minor units)."""
    return sum(each.unlock.amount for each in market.offers(found).values() if each.unlock)


def _kept(pieces: list[content.Content]) -> int:
    """Return how many of them the viewer has for good already."""
    decisions = content.decisions(pieces, viewer())
    return sum(each.why in ("sale", "gift", "bundle", "free") for each in decisions.values())


def _price(bundle: market.Bundle, found: list[int]) -> dict[str, Any]:
    word = request.values.get("code", "")[:40]
    known = {"price": bundle.amount, "code": word, "code_refusal": "", "saved": 0}
    if not word.strip():
        return known
    try:
        cut = guessing.quote(word, bundle.maker_id, found, bundle.amount)
    except market.CodeRefused as refused:
        return known | {"code_refusal": refused.message}
    return known | {"price": bundle.amount - cut.saved, "saved": cut.saved}
