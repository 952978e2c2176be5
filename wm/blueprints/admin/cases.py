"""Cases about money: what somebody has to look at, and closing it with a reason."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.admin import two
from wm.domains import ledger, payouts, people
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_cases", __name__, url_prefix="/admin/cases")
KINDS = ("books", "withdrawal", "payout", "dispute", "fraud")


@bp.get("")
@staff("admin")
def index() -> Response:
    """List the open cases, and the closed ones below."""
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    waiting, closed = ledger.open_cases(kind), ledger.closed_cases(request.args.get("after"))
    next_url = url_for("admin_cases.index", after=closed.next) if closed.next else None
    every = [*waiting, *closed.items]
    owners = people.by_ids({each.owner_id for each in every if each.owner_id})
    known = {"waiting": waiting, "closed": closed.items, "next_url": next_url, "kind": kind, "kinds": KINDS}
    accounts = ledger.by_ids(each.account_id for each in every if each.account_id)
    known |= {"owners": owners, "accounts": accounts, "objections": payouts.open_disputes()}
    return page("admin/cases/index.html", "admin/cases/_closed.html", **known)


@bp.post("/<public_id>/end")
@staff("admin")
@fresh
def close(public_id: str) -> Response:
    """Close a case with a reason; where that lets money out, a second person agrees first."""
    asked = ledger.ask_closing(ledger.find_case(public_id), viewer(), request.form.get("reason", ""))
    return go(url_for("admin_cases.index"), two.asked_for() if asked else _("Closed."))
