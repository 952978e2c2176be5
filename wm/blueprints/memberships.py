"""Memberships: Pro, the tiers of a creator, joining and changing, and one's own."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from wm.blueprints import badges, portrait, terms
from wm.blueprints.payments import NEXT
from wm.domains import graph, memberships
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("memberships", __name__)
MOVED, SEE_OTHER = 301, 303
NEXT["membership"] = "memberships.arrived"


@bp.app_template_global()
def has_tiers(person) -> bool:
    """Whether one can be a member of `person`."""
    return badges.has_tiers(person.id)


bp.app_template_global("member_tier")(badges.tier_of)


@bp.app_template_global()
def tiers_opening(lock) -> list[memberships.Tier]:
    """Return the tiers that open what `lock` closes and that one can join, the lowest first."""
    return [tier for tier in memberships.tiers_of(lock.maker_id) if tier.level >= lock.by_level > 0]


@bp.get("/pro")
@public
def pro() -> Response:
    shown = terms.of_pro()
    return page("memberships/pro.html", "memberships/_pro.html", **shown)


@bp.get("/@<handle>/membership")
@public
def of_person(handle: str) -> Response:
    person = graph.seen(handle, viewer())
    if handle != person.handle:
        return redirect(url_for("memberships.of_person", handle=person.handle), MOVED)
    known = portrait.of(person, "memberships.of_person") | terms.of_creator(person)
    return page("memberships/of_person.html", "memberships/_tiers.html", **known)


@bp.get("/memberships/tiers/<public_id>")
@signed_in
def choose(public_id: str) -> Response:
    if (had := terms.had_already(public_id)) is not None:
        return go(url_for("memberships.show", public_id=had.public_id))
    shown = terms.of_tier(public_id, terms.asked_period())
    return page("memberships/choose.html", "memberships/_choose.html", **shown)


@bp.post("/memberships/tiers/<public_id>")
@signed_in
def take(public_id: str) -> Response:
    tier, period = memberships.find_tier(public_id), terms.asked_period()
    row, missing = terms.taken(tier, period, request.form.get("key", ""))
    if row is None:
        shown = terms.of_tier(public_id, period, missing)
        return page("memberships/choose.html", "memberships/_choose.html", 402, **shown)
    return go(url_for("memberships.show", public_id=row.public_id), terms.done_words(row))


@bp.post("/memberships/tiers/<public_id>/checkout")
@signed_in
def checkout(public_id: str) -> Response:
    return go(terms.begin_payment(public_id, request.form.get("way", ""), request.form.get("key", "")).url)


@bp.get("/memberships/arrivals/<public_id>")
@signed_in
def arrived(public_id: str) -> Response:
    """Lead on from a payment from outside: to what it began, or to where it can still be said yes to."""
    tier_id, _dot, period = public_id.partition(".")
    return redirect(url_for("memberships.choose", public_id=tier_id, period=period or "month"), SEE_OTHER)


@bp.get("/memberships")
@signed_in
def index() -> Response:
    return page("memberships/index.html", "memberships/_mine.html", cards=terms.cards(viewer()))


@bp.get("/memberships/<public_id>")
@signed_in
def show(public_id: str) -> Response:
    row = memberships.own(public_id, viewer())
    return page("memberships/show.html", "memberships/_membership.html", **terms.of_membership(row))


@bp.post("/memberships/<public_id>/cancellation")
@signed_in
def cancel(public_id: str) -> Response:
    row = memberships.cancel(memberships.own(public_id, viewer()))
    return _changed(row, _("It ends with this period; until then everything stays open to you."))


@bp.post("/memberships/<public_id>/return")
@signed_in
def resume(public_id: str) -> Response:
    row = memberships.resume(memberships.own(public_id, viewer()))
    return _changed(row, _("It goes on. Nothing is charged before the day that stands here."))


@bp.post("/memberships/<public_id>/payment")
@signed_in
def pay(public_id: str) -> Response:
    row = memberships.pay_now(memberships.own(public_id, viewer()).id)
    return _changed(row, _("Paid. Thank you; everything goes on."))


def _changed(row: memberships.Membership, message: str) -> Response:
    back = url_for("memberships.show", public_id=row.public_id)
    said = message if row.is_live else _("It has ended. You can come back at any time.")
    return swap(back, "memberships/_membership.html", message=said, **terms.of_membership(row))
