"""The second step of signing in: a code of an app, a passkey, or a recovery code."""

from flask import Blueprint, Response, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wm.blueprints.account import come_in
from wm.blueprints.forms.safety import CodeForm, RecoveryForm
from wm.domains import factors, people
from wm.web.hypermedia import go, page
from wm.web.redirects import back
from wm.web.viewer import public

bp = Blueprint("second", __name__, url_prefix="/sign-in")


@bp.route("/second", methods=("GET", "POST"))
@public
def code() -> Response:
    person, form, target = _half_signed_in(), CodeForm(), back()
    if person is None:
        return _over(target)
    if form.accepts(factors.check_code, person, form.code.data):
        return _take(person, target)
    known = {"form": form, "target": target, "has_app": factors.find_app(person) is not None}
    return page("account/second.html", "account/_second.html", form.status, **known)


@bp.route("/recovery", methods=("GET", "POST"))
@public
def recovery() -> Response:
    person, form, target = _half_signed_in(), RecoveryForm(), back()
    if person is None:
        return _over(target)
    if form.accepts(factors.check_recovery, person, form.code.data):
        said = ngettext("You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", form.result)
        return _take(person, target, said)
    return page("account/recovery.html", "account/_recovery.html", form.status, form=form, target=target)


def _half_signed_in() -> people.Person | None:
    return factors.half_signed_in(session.get("half", ""))


def _take(person: people.Person, target: str, message: str | None = None) -> Response:
    """Finish the second step: only now is there a session."""
    lasting = factors.finish_half(session.get("half", ""))
    return come_in(person, lasting=lasting, target=target, message=message)


def _over(target: str) -> Response:
    return go(url_for("account.sign_in", next=target), _("Begin with your password: the second step is over or done."))
