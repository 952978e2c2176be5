"""Withdrawals: what waits for somebody, deciding about it, and overrides that take two people."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.admin import two
from wm.domains import ledger, payouts, people
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_withdrawals", __name__, url_prefix="/admin/withdrawals")


@bp.get("")
@staff("admin")
def index() -> Response:
    """List withdrawals: those that wait for somebody, or all in one state."""
    state = request.args.get("state", "review")
    state = state if state in payouts.STATES else ""
    found = payouts.listed(state=state, cursor=request.args.get("after"))
    next_url = url_for("admin_withdrawals.index", state=state or "all", after=found.next) if found.next else None
    known = {"withdrawals": found.items, "next_url": next_url, "state": state, "counts": payouts.count_states()}
    owners = people.by_ids({each.person_id for each in found.items})
    where = payouts.targets_by_id(each.target_id for each in found.items)
    known |= {"owners": owners, "where": where, "standings": payouts.standings(found.items)}
    return page("admin/withdrawals/index.html", "admin/withdrawals/_rows.html", **known, states=payouts.STATES)


@bp.get("/<public_id>")
@staff("admin")
def show(public_id: str) -> Response:
    """Show one withdrawal with all that helps to decide about it."""
    withdrawal = payouts.find(public_id)
    owner, pairs = people.find(withdrawal.person_id), two.about(withdrawal.subject)
    target = payouts.targets_by_id([withdrawal.target_id])[withdrawal.target_id]
    known = {"withdrawal": withdrawal, "owner": owner, "target": target, "sharers": payouts.owners_of_mark(target)}
    known |= {"needs_two": payouts.needs_two(withdrawal)}
    known |= {"accounts": ledger.balances(withdrawal.person_id), "cases": ledger.cases_of(withdrawal.person_id)}
    before = payouts.listed(person_id=withdrawal.person_id, size=10).items
    known |= {"before": [each for each in before if each.id != withdrawal.id], "deeds": payouts.deeds(withdrawal)}
    known |= {"standing": payouts.standings([withdrawal]).get(public_id)} | pairs
    known["staff"] |= people.by_ids({withdrawal.decided_by or 0})
    return page("admin/withdrawals/show.html", **known, moves=ledger.of_subject(withdrawal.subject))


@bp.post("/<public_id>/<any(approval, refusal):deed>")
@staff("admin")
@fresh
def decide(public_id: str, deed: str) -> Response:
    """Let one go, or refuse it; the reason is for the audit log, and for the creator when it is refused."""
    decided = payouts.approve if deed == "approval" else payouts.refuse
    return _done(public_id, lambda: decided(public_id, viewer(), _reason()), _("Decided."))


@bp.post("/<public_id>/overrides")
@staff("admin")
@fresh
def ask_override(public_id: str) -> Response:
    """Ask for a deed against the ordinary way."""
    deed = request.form.get("deed", "")
    return _done(public_id, lambda: payouts.ask_override(public_id, deed, viewer(), _reason()), two.asked_for())


def _reason() -> str:
    return request.form.get("reason", "")


def _done(public_id: str, deed: Callable, message: str) -> Response:
    deed()
    return go(url_for("admin_withdrawals.show", public_id=public_id), message)
