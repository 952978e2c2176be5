"""What waits for a second pair of eyes: deeds about money that one person asked for and another one has to agree to."""

import json
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import people, platform
from wm.kernel import money
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_two", __name__, url_prefix="/admin/two")
SHOWN = 6  # names beside a deed
SALES = ("sale", "membership", "tip")
SUMS = ("paid", "left", "revenue", "pool", "amount", "from_sale", "from_wallet", "from_site", "rests")
SUMS += ("per_month", "per_year")


@bp.get("")
@staff("admin")
def index() -> Response:
    """List what waits, and what was decided below."""
    asked, closed = platform.waiting(), platform.decided(request.args.get("after"))
    next_url = url_for("admin_two.index", after=closed.next) if closed.next else None
    return page("admin/two/index.html", "admin/two/_decided.html", **known(asked, closed.items), next_url=next_url)


def known(asked: list[platform.Proposal], closed: list[platform.Proposal] = ()) -> dict[str, Any]:
    """Return what the fragments of proposals need, here and on the page of whatever they are about."""
    who = {each.asked_by for each in (*asked, *closed)} | {each.answered_by for each in (*asked, *closed)}
    about_whom = {each.id: sorted(platform.concerned(each))[:SHOWN] for each in asked}
    who |= {person_id for found in about_whom.values() for person_id in found}
    told = {"asked": asked, "closed": closed, "staff": people.by_ids(who - {None}), "kinds": kinds()}
    told["about_whom"] = about_whom
    told["stood"] = {each.id: _readable(json.loads(each.before)) for each in asked}
    return told | {"places": {each.id: where(each.subject) for each in (*asked, *closed)}}


def _readable(stood: dict[str, Any]) -> dict[str, Any]:
    """Return what stood then as people read it: sums of money written out, the rest as it is."""
    return {name: money.written(value) if ":" in name or name in SUMS else value for name, value in stood.items()}


def about(subject: str) -> dict[str, Any]:
    """Return the same for what is or was asked for about one thing."""
    found = platform.proposals_about(subject)
    return known([each for each in found if each.waits], [each for each in found if not each.waits])


@bp.post("/<public_id>")
@staff("admin")
@fresh
def answer(public_id: str) -> Response:
    """Agree, and it is done; or drop it."""
    is_agreed = request.form.get("deed") == "agree"
    (platform.agree if is_agreed else platform.drop)(public_id, viewer(), request.form.get("reason", ""))
    return go(url_for("admin_two.index"), _("Agreed, and done.") if is_agreed else _("Dropped."))


def asked_for() -> str:
    """Return what is said to whoever has asked for a deed."""
    return _("Asked for. Nothing happens until somebody else agrees, under Two people.")


def where(subject: str) -> str:
    """Return the page of what a deed is about, "" when it has none."""
    kind, _colon, ref = subject.partition(":")
    if kind in SALES:
        return url_for("admin_disputes.one", source=kind, ref=ref)
    pages = {"withdrawal": "admin_withdrawals.show", "dispute": "admin_disputes.show"}
    if kind in pages:
        return url_for(pages[kind], public_id=ref)
    if kind == "sign-in":
        return url_for("admin_safety.show", handle=ref)
    if kind == "batch":
        return url_for("admin_bank.show", batch_id=ref)
    lists = {
        "payment": "admin_bank",
        "rate": "admin_rates",
        "rewards": "admin_rewards",
        "case": "admin_cases",
        "pro": "admin_pro",
        "person": "admin_fraud",
    }
    return url_for(f"{lists[kind]}.index") if kind in lists else ""


def kinds() -> dict[str, str]:
    """Return what each kind of deed is called."""
    return {
        "payout.override": _("Override of a withdrawal"),
        "bank.booking": _("Line of the bank"),
        "bank.lines": _("Statement without sums"),
        "bank.paid": _("Batch that was paid"),
        "bank.bounce": _("Payout that bounced"),
        "money.refund": _("Refund"),
        "money.refund_wish": _("Wish for a refund"),
        "money.dispute": _("End of a dispute"),
        "money.rate": _("Share"),
        "money.pro": _("Pro"),
        "factor.opening": _("Lost sign-in"),
        "money.case": _("Case that keeps money back"),
        "money.correction": _("Correction"),
        "money.reserve": _("Reserve"),
        "reward.pool": _("Pool of rewards"),
        "reward.rule": _("Rule of rewards"),
        "fraud.decision": _("Signs of fraud"),
    }
