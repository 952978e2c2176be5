"""Objecting to a payout, or to what the books say: the creator's side of the thread."""

import json

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.payouts import WordsForm
from wm.blueprints.studio import bp as door
from wm.domains import payouts
from wm.web.hypermedia import go, page
from wm.web.viewer import signed_in, viewer


@door.route("/payouts/objections/new", methods=("GET", "POST"), endpoint="object_to_payout")
@signed_in
def new() -> Response:
    """Say what is wrong; the books as they stand now are kept with it."""
    about = request.values.get("about", "")
    withdrawal = payouts.find(about, viewer()) if about else None
    form = WordsForm()
    if form.accepts(lambda: payouts.object_to(viewer(), form.words.data, key=form.key.data, withdrawal=withdrawal)):
        target = url_for("studio.payout_objection", public_id=form.result.public_id)
        return go(target, _("We have it, and the books as they stand now. You get an answer here."))
    known = {"form": form, "withdrawal": withdrawal}
    return page("studio/payouts/object.html", "studio/payouts/_object.html", form.status, **known)


@door.route("/payouts/objections/<public_id>", methods=("GET", "POST"), endpoint="payout_objection")
@signed_in
def one(public_id: str) -> Response:
    """Show the thread about it, and write to it."""
    dispute, form = payouts.find_dispute(public_id, viewer()), WordsForm()
    if form.accepts(lambda: payouts.write(viewer(), dispute, form.words.data)):
        return go(url_for("studio.payout_objection", public_id=public_id), _("It is in the thread."))
    known = {"dispute": dispute, "notes": payouts.thread(dispute), "snapshot": json.loads(dispute.snapshot)}
    return page("studio/payouts/objection.html", "studio/payouts/_objection.html", form.status, form=form, **known)
