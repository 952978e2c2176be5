"""Sign-in and safety: second factors, recovery codes, and why somebody needs them."""

from flask import Blueprint, Response, current_app, request, session, url_for
from flask_babel import gettext as _

from wm.blueprints.account import renew_session
from wm.blueprints.forms.safety import AppForm, KeptForm, NewPasskeyForm
from wm.domains import factors, people
from wm.web.hypermedia import go, page
from wm.web.limits import network
from wm.web.redirects import back
from wm.web.squares import picture_of
from wm.web.viewer import fresh, session_row, signed_in, viewer

bp = Blueprint("safety", __name__, url_prefix="/settings/safety")


@bp.get("")
@signed_in
def index() -> Response:
    """Show what proves that it is you."""
    return page("safety/index.html", "safety/_ways.html", history=_history(), **_standing())


def _history() -> list[tuple]:
    """Return (what happened in words, when), newest first."""
    words = {
        "factor.app_added": _("An app was set up"),
        "factor.app_removed": _("The app was removed"),
        "factor.passkey_added": _("A passkey was added"),
        "factor.passkey_removed": _("A passkey was removed"),
        "factor.codes_made": _("New recovery codes were made"),
        "factor.code_used": _("A recovery code was used"),
        "factor.opening_asked": _("Our staff was asked to open the sign-in"),
        "factor.opened_by_staff": _("Our staff opened the sign-in"),
    }
    return [(words[each.event], each.created_at) for each in factors.history(viewer())]


def _standing() -> dict:
    person = viewer()
    known = {
        "app": factors.find_app(person),
        "passkeys": factors.passkeys_of(person),
        "left": factors.left(person),
        "most": factors.HOW_MANY,
    }
    return known | {"guarded": factors.is_guarded(person.id), "set": factors.has_any(person.id)}


@bp.get("/needed")
@signed_in
def needed() -> Response:
    """Say why a second factor is asked for, and lead to it."""
    return page("safety/needed.html", target=back(url_for("safety.index")), **_standing())


@bp.route("/app", methods=("GET", "POST"))
@fresh
def app() -> Response:
    """Set up an app that counts codes."""
    person, form, target = viewer(), AppForm(), back(url_for("safety.index"))
    setup = factors.same_app(person, form.setup.data) if form.is_submitted() else factors.begin_app(person)
    if form.accepts(factors.add_app, person, sealed=setup.sealed, code=form.code.data):
        return _changed(form.result, target, _("Your app counts from now on."))
    form.setup.data = setup.sealed
    known = {"form": form, "setup": setup, "picture": picture_of(setup.address), "target": target}
    return page("safety/app.html", "safety/_app.html", form.status, **known)


@bp.post("/app/removal")
@fresh
def remove_app() -> Response:
    """Take no more codes of the app."""
    factors.remove_app(viewer())
    return _changed([], url_for("safety.index"), _("The app is gone: its codes count no more."))


@bp.post("/passkeys/challenge")
@fresh
def challenge() -> Response:
    """Give this browser something to make a passkey for, once."""
    asked = factors.ask_new_passkey(viewer(), network=network())
    session["passkey"] = asked.secret
    return current_app.response_class(asked.options, mimetype="application/json")


@bp.route("/passkeys", methods=("GET", "POST"))
@fresh
def passkeys() -> Response:
    """Add a passkey."""
    form, target = (
        NewPasskeyForm(data={"name": people.device_name(request.user_agent.string)}),
        back(url_for("safety.index")),
    )
    sent = {"credential": form.credential.data, "name": form.name.data or ""}
    if form.accepts(lambda: factors.add_passkey(viewer(), secret=session.pop("passkey", ""), **sent)):
        return _changed(form.result, target, _("Your passkey counts from now on."))
    return page("safety/passkey.html", "safety/_passkey.html", form.status, form=form, target=target)


@bp.post("/passkeys/<public_id>/removal")
@fresh
def remove_passkey(public_id: str) -> Response:
    """Let one passkey sign nobody in any more."""
    factors.remove_passkey(viewer(), public_id)
    return _changed([], url_for("safety.index"), _("The passkey is gone: it signs nobody in any more."))


@bp.post("/codes")
@fresh
def codes() -> Response:
    """Make ten new recovery codes and show them, once."""
    return _shown(factors.renew(viewer()), back(url_for("safety.index")))


@bp.post("/codes/kept")
@signed_in
def kept() -> Response:
    """Note that the codes are kept."""
    form, target = KeptForm(), back(url_for("safety.index"))
    if form.accepts(factors.kept, viewer()):
        return go(target, _("Your sign-in has a second step now."))
    return go(url_for("safety.index"))


def _changed(codes: list[str], target: str, message: str) -> Response:
    """End every other session, give this browser a new one, and show new codes where there are some."""
    person, lasting = viewer(), session_row().lasting
    people.revoke_all(person)
    renew_session(person, lasting=lasting)
    return _shown(codes, target) if codes else go(target, message)


def _shown(codes: list[str], target: str) -> Response:
    form = KeptForm(formdata=None)
    return page("safety/codes.html", "safety/_codes.html", codes=codes, target=target, form=form)
