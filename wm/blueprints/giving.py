"""Giving: a piece to keep, a rental or a bundle for somebody else, paid from the wallet or by direct checkout."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import bundles, guessing, paying
from wm.blueprints.forms.gifts import GiftForm
from wm.blueprints.places import content_url
from wm.blueprints.supporting import door_to_money
from wm.domains import content, graph, ledger, market
from wm.kernel.db import rollback
from wm.kernel.errors import DomainError, NotFound, TooMany
from wm.web import limits
from wm.web.hypermedia import go, page
from wm.web.viewer import signed_in, viewer

bp = Blueprint("giving", __name__)
A_DAY = "30 per day"


class Present(NamedTuple):
    """What can be given: its name and page, the address of the form, whose it is, which pieces it holds (row ids), and the
    ways to have it: what the form names (an offer, or a bundle's revision), in words, and what it costs."""

    title: str
    back: str
    url: str
    maker_id: int
    content_ids: list[int]
    ways: list[tuple[str, str, int]]
    bundle: market.Bundle | None = None

    def thing(self, chosen: str) -> market.giving.Thing:
        """Return what was chosen, as the market asks for it. Raises NotFound for what is none of its ways but a revision."""
        if self.bundle is not None:
            return market.Seen(self.bundle, chosen)
        if chosen not in [each for each, _words, _price in self.ways]:
            raise NotFound()
        return chosen


@bp.route("/buy/<public_id>/gift", methods=("GET", "POST"))
@signed_in
def piece(public_id: str) -> Response:
    return _answered(lambda: _of_piece(content.watchable(public_id, viewer())))


@bp.route("/bundles/<public_id>/gift", methods=("GET", "POST"))
@signed_in
def bundle(public_id: str) -> Response:
    return _answered(lambda: _of_bundle(bundles.seen(public_id)))


def _of_piece(piece: content.Content) -> Present:
    prices = market.prices_of(piece)
    ways = [(each.public_id, _way(each), each.amount) for each in (prices.unlock, prices.rental) if each]
    if piece.belongs_to(viewer()):
        raise NotFound()
    where = url_for("giving.piece", public_id=piece.public_id)
    return Present(piece.heading, content_url(piece), where, piece.person_id, [piece.id], ways)


def _way(offer: market.Offer) -> str:
    return _("For %(hours)s hours, from when it is opened", hours=offer.hours) if offer.hours else _("To keep")


def _of_bundle(found: market.Bundle) -> Present:
    if found.maker_id == viewer().id:
        raise NotFound()
    where, back = (url_for(each, public_id=found.public_id) for each in ("giving.bundle", "bundles.show"))
    ways = [(found.revision, _("To keep"), found.amount)] if found.closed_at is None else []
    ids = market.bundles.pieces_of([found]).get(found.id, [])
    return Present(found.title, back, where, found.maker_id, ids, ways, found)


def _answered(look: Callable[[], Present]) -> Response:
    """Show the form, or take it: paid from the wallet, or led on to where the rest is paid."""
    present = look()
    chosen = request.args.get("offer") or (present.ways[0][0] if present.ways else "")
    form = GiftForm() if request.method == "POST" else GiftForm.fresh(chosen, request.args.get("code", ""))
    try:
        if form.accepts(_given, present, form):
            return form.result
    except DomainError as refusal:
        rollback()
        return _shown(look(), form, refusal.status, refusal)
    if form.status != 200:
        rollback()
    return _shown(look(), form, form.status)


def _given(present: Present, form: GiftForm) -> Response:
    if not limits.afford("gifts", str(viewer().id), 1, A_DAY):
        raise TooMany()
    to = graph.seen(form.person.handle, viewer()) if form.person else None
    said = {"key": form.key.data, "message": form.message.data or "", "code": guessing.allowed(form.code.data or "")}
    said |= {"to": to, "mail": form.mail}
    thing = present.thing(form.offer.data)
    if form.way.data and paying.lacking(_prices(present, said["code"])[0].get(form.offer.data, 0)):
        return paying.begin(market.giving.order(viewer(), thing, **said, paid_with=form.way.data))
    gift = market.giving.give(viewer(), thing, **said)
    if gift.state == "ordered":  # the same form once more: its payment is on the way
        return go(url_for("orders.show", public_id=market.gifts.sale_of(gift).public_id))
    return go(url_for("gifts.index"), _("Paid. Your gift is on its way."))


def _shown(present: Present, form: GiftForm, status: int, refusal: DomainError | None = None) -> Response:
    prices, why = _prices(present, form.code.data or "")
    form.offer.choices = [(each, words) for each, words, _price in present.ways]
    dearest = prices.get(form.offer.data, max(prices.values(), default=0))
    missing = paying.lacking(dearest)
    known = {"present": present, "form": form, "prices": prices, "code_refusal": why, "missing": missing}
    known["refusal"] = None if isinstance(refusal, ledger.InsufficientFunds) else refusal
    known["is_short"] = isinstance(refusal, ledger.InsufficientFunds)
    known |= {"ways": paying.ways(), "door": door_to_money(missing, request.full_path)}
    return page("market/gift.html", "market/_gift_form.html", status, **known)


def _prices(present: Present, word: str) -> tuple[dict[str, int], str]:
    """Return what each way costs with a typed code, and why the code does not count."""
    plain: dict[str, Any] = {each: price for each, _words, price in present.ways}
    if not word.strip():
        return plain, ""
    asked = present.maker_id, present.content_ids
    try:
        cuts = {each: guessing.quote(word, *asked, price) for each, price in plain.items()}
    except market.CodeRefused as refused:
        return plain, refused.message
    return {each: price - cuts[each].saved for each, price in plain.items()}, ""
