"""One payment: the way on to the gateway's page, the way back from it, and how it stands."""

from flask import Blueprint, Response, redirect, url_for

from wm.domains import payments
from wm.kernel import cache
from wm.web.hypermedia import go, page
from wm.web.viewer import signed_in, viewer

bp = Blueprint("payments", __name__, url_prefix="/payments")
ASKED_SECONDS = 2
NEXT: dict[str, str] = {}  # purpose -> endpoint that shows what was paid for; it takes `public_id`


@bp.get("/<public_id>")
@signed_in
def show(public_id: str) -> Response:
    attempt = payments.own(public_id, viewer())
    return page("payments/show.html", "payments/_attempt.html", **_shown(attempt))


def _shown(attempt: payments.PaymentAttempt) -> dict:
    endpoint = NEXT.get(attempt.purpose)
    wanted = url_for(endpoint, public_id=attempt.purpose_ref) if endpoint else None
    return {
        "attempt": attempt,
        "leads_on": payments.leads_on(attempt),
        "wanted_url": wanted,
        **payments.papers(attempt),
    }


@bp.get("/<public_id>/onward")
@signed_in
def onward(public_id: str) -> Response:
    """Lead on to the gateway's page by a page of ours: no redirect of a form may leave the site."""
    attempt = payments.own(public_id, viewer())
    if attempt.has_ended or payments.papers(attempt):
        return go(url_for("payments.show", public_id=public_id))
    return page("payments/onward.html", "payments/_onward.html", **_shown(attempt))


@bp.get("/<public_id>/return")
@signed_in
def returned(public_id: str) -> Response:
    """Come back from the gateway: ask it how things stand, whatever its webhook has told or will tell."""
    attempt = payments.own(public_id, viewer())
    if not attempt.has_ended and cache.once(f"returned:{public_id}", ASKED_SECONDS):
        payments.follow_shortly(attempt.id)
    return redirect(url_for("payments.show", public_id=public_id), 303)
