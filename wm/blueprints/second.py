"""The second step of signing in: a code of an app, a passkey, or a recovery code."""

from email.utils import parseaddr
from typing import Any

from flask import Blueprint, Response, current_app, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wm.blueprints.account import come_in
from wm.blueprints.forms.safety import CodeForm, PasskeyForm, RecoveryForm
from wm.domains import factors, people
from wm.web import devices
from wm.web.hypermedia import go, page
from wm.web.limits import network
from wm.web.redirects import back
from wm.web.viewer import public, session_row, viewer

bp = Blueprint("second", __name__, url_prefix="/sign-in")


@bp.route("/second", methods=("GET", "POST"))
@public
def code() -> Response:
    person, form, target = _half_signed_in(), CodeForm(), back()
    if person is None:
        return _over(target)
    if form.accepts(factors.check_code, person, form.code.data, **_browser(person)):
        return _take(person, target)
    known = {"form": form, "target": target, "has_app": factors.find_app(person) is not None}
    known["has_passkey"] = bool(factors.passkeys_of(person))
    return page("account/second.html", "account/_second.html", form.status, **known)


@bp.route("/recovery", methods=("GET", "POST"))
@public
def recovery() -> Response:
    person, form, target = _half_signed_in(), RecoveryForm(), back()
    if person is None:
        return _over(target)
    if form.accepts(factors.check_recovery, person, form.code.data, **_browser(person)):
        said = ngettext("You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", form.result)
        return _take(person, target, said)
    return page("account/recovery.html", "account/_recovery.html", form.status, form=form, target=target)


@bp.post("/passkey/challenge")
@public
def challenge() -> Response:
    """Give this browser something to sign, once."""
    asked = factors.ask_passkey(_expected(), network=network())
    session["passkey"] = asked.secret
    return current_app.response_class(asked.options, mimetype="application/json")


@bp.post("/passkey")
@public
def passkey() -> Response:
    """Sign in with a passkey alone: it is both steps at once."""
    form, target, secret = PasskeyForm(), back(), session.pop("passkey", "")
    if form.accepts(factors.check_passkey, secret, form.credential.data, of=_expected()):
        return come_in(form.result, lasting=session_row().lasting if session_row() else True, target=target)
    return page("account/passkey.html", status=422, form=form, target=target)


@bp.app_template_global()
def passkeys_work_here() -> bool:
    """Whether this page was asked for by the name that passkeys are bound to."""
    return request.host_url.rstrip("/") == factors.origin()


@bp.app_template_global()
def passkey_origin() -> str:
    """Return the address at which they work."""
    return factors.origin()


@bp.app_template_global()
def our_address() -> str:
    """Return where people write to us: the address that our mails come from."""
    return parseaddr(current_app.config["MAIL_FROM"])[1]


def _expected() -> people.Person | None:
    """Return whose passkey it has to be: of whoever took the first step, or is signed in and confirms it."""
    return _half_signed_in() or (viewer() if viewer().is_signed_in else None)


def _half_signed_in() -> people.Person | None:
    return factors.half_signed_in(session.get("half", ""))


def _browser(person: people.Person) -> dict[str, Any]:
    """Return what tells the owner's browsers from those of strangers who try."""
    return {"network": network(), "is_known": person.public_id in devices.known().proven}


def _take(person: people.Person, target: str, message: str | None = None) -> Response:
    """Finish the second step: only now is there a session."""
    lasting = factors.finish_half(session.get("half", ""))
    return come_in(person, lasting=lasting, target=target, message=message)


def _over(target: str) -> Response:
    return go(url_for("account.sign_in", next=target), _("Begin with your password: the second step is over or done."))
