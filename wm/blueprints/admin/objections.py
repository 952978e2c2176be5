"""What creators object to: the thread, the books as they stood, and answering."""

import json

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.payouts import AnswerForm
from wm.domains import ledger, payouts, people
from wm.web.hypermedia import go, page
from wm.web.viewer import staff, viewer

bp = Blueprint("admin_objections", __name__, url_prefix="/admin/objections")


@bp.route("/<public_id>", methods=("GET", "POST"))
@staff("admin")
def show(public_id: str) -> Response:
    """Show one, and answer it; the last answer closes it."""
    dispute, form = payouts.find_dispute(public_id), AnswerForm()
    is_last = request.form.get("deed") == "close"
    if form.accepts(lambda: payouts.answer(dispute, viewer(), form.words.data, is_last=is_last)):
        return go(url_for("admin_objections.show", public_id=public_id), _("Your answer is in the thread."))
    known = {"dispute": dispute, "notes": payouts.thread(dispute), "snapshot": json.loads(dispute.snapshot)}
    known |= {"owner": people.find(dispute.person_id), "accounts": ledger.balances(dispute.person_id)}
    about = payouts.with_row_id(dispute.withdrawal_id) if dispute.withdrawal_id else None
    return page("admin/objections/show.html", None, form.status, form=form, withdrawal=about, **known)
