"""Corrections: a wrong booking is mended by another one, asked for by one and posted when another agrees."""

from flask import Blueprint, Response, request, url_for

from wm.blueprints.admin import two
from wm.blueprints.forms.corrections import CorrectionForm
from wm.domains import ledger, platform
from wm.kernel import money
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_corrections", __name__, url_prefix="/admin/corrections")
KIND = "money.correction"


@bp.get("")
@staff("admin")
def index() -> Response:
    """Show the form, filled with the case that one came from, and what was posted before."""
    case = request.args.get("case", "")
    return _page(CorrectionForm.fresh(case=case, source=ledger.account_of_case(case)))


@bp.post("")
@staff("admin")
@fresh
def ask() -> Response:
    """Ask for a correction."""
    form = CorrectionForm()
    if form.accepts(_asked, form):
        return go(url_for("admin_corrections.index"), two.asked_for())
    return _page(form)


def _asked(form: CorrectionForm) -> platform.Proposal:
    case = ledger.find_case(form.case.data)
    said = form.source.data, form.target.data, form.asked, viewer(), form.reason.data or ""
    return ledger.ask_correction(case, *said, key=form.key.data)


def _page(form: CorrectionForm) -> Response:
    moves = ledger.corrections()
    named = ledger.by_ids(each for move in moves for each in (move.debit_id, move.credit_id))
    waits = [each for each in platform.waiting() if each.kind == KIND]
    owners = {case.owner_id for case in form.cases} - {None}
    known = {"form": form, "cases": form.cases, "moves": moves, "named": named, "kinds_of_accounts": ledger.CORRECTED}
    known |= {"accounts": ledger.names_to_correct(owners), "currency": money.currency(), "next_url": None}
    return page("admin/corrections/index.html", None, form.status, **known, **two.known(waits))
