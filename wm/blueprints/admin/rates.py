"""The site's share: what is in force, what was, and what will be from a later moment on."""

from datetime import datetime

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.admin import two
from wm.blueprints.hours import meant
from wm.blueprints.studio.money import source_words
from wm.domains import earnings, people
from wm.kernel import clock, money
from wm.kernel.errors import Invalid
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_rates", __name__, url_prefix="/admin/rates")


@bp.get("")
@staff("admin")
def index() -> Response:
    """List the shares by source and moment."""
    return _page()


@bp.post("")
@staff("admin")
@fresh
def add() -> Response:
    """Ask for another share of a source from a later moment on."""
    form = request.form
    try:
        share = money.read(form.get("share", ""), "EUR")  # per cent with two figures after the point
        moment = _moment(form.get("from_at", ""))
        earnings.ask_rate(form.get("source", ""), share, moment, viewer(), form.get("reason", ""))
    except Invalid as refusal:
        return _page(refusal)
    return go(url_for("admin_rates.index"), two.asked_for())


def _page(refusal: Invalid | None = None) -> Response:
    found = earnings.rates()
    now = {source: earnings.rate_at(source, clock.now()) for source in earnings.SOURCES}
    known = {"rates": found, "now": now, "sources": source_words(), "first": earnings.FIRST_RATES, "at": clock.now()}
    known |= {"by": people.by_ids({each.created_by for each in found if each.created_by})}
    typed = request.form if refusal else {}
    known |= {"why": refusal.message if refusal else "", "typed": typed}
    return page("admin/rates/index.html", None, refusal.status if refusal else 200, **known)


def _moment(said: str) -> datetime:
    try:
        return meant(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        raise Invalid(_("Write the day and the time from which it counts.")) from None
