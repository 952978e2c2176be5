"""Accounts with signs of fraud: what was seen, what is kept back until when, and deciding about it with a reason."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.admin import two
from wm.blueprints.forms.reserve import ReserveForm
from wm.blueprints.threads import asked_deed
from wm.domains import earnings, fraud, people, refunds
from wm.kernel.errors import NotFound, NotNow
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_fraud", __name__, url_prefix="/admin/fraud")
DEEDS = ("release", "refuse")


@bp.get("")
@staff("admin")
def index() -> Response:
    accounts = fraud.accounts()
    known = {"accounts": accounts, "people": people.by_ids(each.person_id for each in accounts)}
    return page("fraud/index.html", "fraud/_accounts.html", **known)


@bp.get("/@<handle>")
@staff("admin")
def show(handle: str) -> Response:
    return _page(_person(handle), ReserveForm(formdata=None))


def _page(person: people.Person, form: ReserveForm) -> Response:
    known = {"person": person, "seen": fraud.flags_of(person.id), "signs": signs(), "form": form}
    known |= {"resting": earnings.resting(person.id), "disputed": refunds.disputed_share(person.id)}
    return page("fraud/show.html", "fraud/_signs.html", form.status, **known, **two.about(f"person:{person.id}"))


@bp.post("/@<handle>/reserve")
@staff("admin")
@fresh
def reserve(handle: str) -> Response:
    """Ask that a part of what settles for somebody with signs, or with many disputes, rests for a while."""
    person, form = _person(handle), ReserveForm()
    if not _has_grounds(person.id):
        raise NotNow(_("There is no sign about this account, and few of its sales were disputed."))
    if form.accepts(form.ask, person.id, viewer()):
        return go(url_for("admin_fraud.show", handle=handle), two.asked_for())
    return _page(person, form)


def _has_grounds(person_id: int) -> bool:
    disputed, sold = refunds.disputed_share(person_id)
    return (
        bool(fraud.flags_of(person_id, 1)) or disputed * 100 >= max(1, sold) or earnings.plan_of(person_id) is not None
    )


@bp.post("/@<handle>")
@staff("admin")
@fresh
def decide(handle: str) -> Response:
    """Ask that all signs are let go, or upheld."""
    person, deed = _person(handle), asked_deed(DEEDS)
    fraud.ask_decision(person.id, deed, viewer(), request.form.get("reason", ""))
    return go(url_for("admin_fraud.show", handle=handle), two.asked_for())


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
