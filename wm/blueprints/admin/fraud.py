"""Accounts with signs of fraud: what was seen, what is kept back until when, and deciding about it with a reason."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.threads import asked_deed
from wm.domains import fraud, people
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_fraud", __name__, url_prefix="/admin/fraud")
DEEDS = {"release": fraud.release, "refuse": fraud.refuse}


@bp.get("")
@staff("admin")
def index() -> Response:
    accounts = fraud.accounts()
    known = {"accounts": accounts, "people": people.by_ids(each.person_id for each in accounts)}
    return page("fraud/index.html", "fraud/_accounts.html", **known)


@bp.get("/@<handle>")
@staff("admin")
def show(handle: str) -> Response:
    person = _person(handle)
    return page("fraud/show.html", "fraud/_signs.html", person=person, seen=fraud.flags_of(person.id), signs=signs())


@bp.post("/@<handle>")
@staff("admin")
@fresh
def decide(handle: str) -> Response:
    person, deed = _person(handle), asked_deed(DEEDS)
    number = DEEDS[deed](person.id, viewer(), request.form.get("reason", ""))
    said = {"release": _("%(num)d signs let go."), "refuse": _("%(num)d signs upheld; what could go back went back.")}
    return go(url_for("admin_fraud.index"), said[deed] % {"num": number})


def _person(handle: str) -> people.Person:
    person = people.by_name(handle)
    if person is None:
        raise NotFound()
    return person


def signs() -> dict[str, str]:
    """Return what each sign is called."""
    return {
        "device": _("One device"),
        "loop": _("Tips in a circle"),
        "crowd": _("A crowd behind one browser"),
        "devotion": _("No audience"),
    }
