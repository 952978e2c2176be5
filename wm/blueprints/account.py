"""Coming in and going out: join, verify, sign in, sign out, a lost password."""

import hmac

from flask import Blueprint, Response, g, request, session, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.account import AgainForm, ForgottenForm, JoinForm, ResetForm, SignInForm, VerifyForm
from wm.domains import factors, people
from wm.kernel import ids
from wm.web import devices
from wm.web.hypermedia import go, page
from wm.web.limits import network
from wm.web.redirects import back
from wm.web.viewer import cookie_name, end_session, public, session_row, signed_in, start_session, viewer

bp = Blueprint("account", __name__)
GONE = 410


def come_in(person: people.Person, *, lasting: bool, target: str, message: str | None = None) -> Response:
    """Start a new session for `person` in this browser, end the one it had, and go to `target`."""
    renew_session(person, lasting=lasting)
    return go(target, message)


def renew_session(person: people.Person, *, lasting: bool) -> None:
    """Start a new session for `person` in this browser, and end the one it had."""
    if had := session_row():
        people.close_session(had)
    browser = {"device": request.user_agent.string, "address": request.remote_addr or ""}
    start_session(people.open_session(person, **browser, remember=lasting), lasting)
    devices.remember(person.public_id, is_proven=factors.has_any(person.id))


def take_first_step(person: people.Person, *, lasting: bool, target: str, message: str | None = None) -> Response:
    """Let in whoever proved a password or an address, or ask for the second step where there is one.

    What is between the two steps is no session: a ticket of this browser, good once and for minutes."""
    if not factors.has_any(person.id):
        return come_in(person, lasting=lasting, target=target, message=message)
    session["half"] = factors.begin_half(person, lasting=lasting)
    return go(url_for("second.code", next=target), message)


@bp.route("/join", methods=("GET", "POST"))
@public
def join() -> Response:
    form, mark = JoinForm(), ids.secret()
    wish = {name: form[name].data for name in ("name", "handle", "email", "password", "time_zone")}
    if form.accepts(people.join, **wish, network=network(), mark=mark):
        session["mark"] = mark
        return go(url_for("account.joined"))
    return page("account/join.html", "account/_join.html", form.status, form=form, least=people.password_min_length())


@bp.get("/join/sent")
@public
def joined() -> Response:
    return page("account/joined.html")


@bp.route("/verify/<secret>", methods=("GET", "POST"))
@public
def verify(secret: str) -> Response:
    wish = people.find_wish(secret)
    if wish is None:
        return _dead_link("account/verify_late.html", secret=secret, again=people.may_send_again(secret))
    form = VerifyForm(handle=wish["handle"])
    if form.accepts(people.verify, secret, handle=form.handle.data or ""):
        return _joined(form.result, wish["mark"])
    return _quiet(page("account/verify.html", "account/_verify.html", form.status, form=form, wish=wish, secret=secret))


def _joined(person: people.Person, mark: str) -> Response:
    """Let the browser that asked to join straight in; any other one signs in first."""
    if mark and hmac.compare_digest(session.pop("mark", ""), mark):
        return come_in(
            person, lasting=True, target="/", message=_("Welcome to Weekmotion, %(name)s.", name=person.name)
        )
    return go(url_for("account.sign_in"), _("Your address is confirmed. Sign in to begin."))


@bp.post("/verify/<secret>/again")
@public
def verify_again(secret: str) -> Response:
    people.send_again(secret, network=network())
    return go(url_for("account.joined"))


@bp.route("/sign-in", methods=("GET", "POST"))
@public
def sign_in() -> Response:
    form, device, target = SignInForm(), devices.known(), back()
    if viewer().is_signed_in and not form.is_submitted():
        return go(target)
    who = {"network": network(), "device": device.mark, "known": frozenset(device.people)}
    if form.accepts(people.sign_in, form.name.data, form.password.data, **who):
        return take_first_step(form.result, lasting=form.remember.data, target=target)
    return page("account/sign_in.html", "account/_sign_in.html", form.status, form=form, target=target)


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    if row := session_row():
        people.close_session(row)
    end_session()
    return go("/", _("You are signed out."))


@bp.route("/forgotten", methods=("GET", "POST"))
@public
def forgotten() -> Response:
    form = ForgottenForm()
    if form.accepts(people.forgotten, form.name.data, network=network()):
        return go(url_for("account.forgotten_sent"))
    return page("account/forgotten.html", "account/_forgotten.html", form.status, form=form)


@bp.get("/forgotten/sent")
@public
def forgotten_sent() -> Response:
    return page("account/forgotten_sent.html")


@bp.route("/reset/<secret>", methods=("GET", "POST"))
@public
def reset(secret: str) -> Response:
    person = people.find_forgetful(secret)
    if person is None:
        return _dead_link("account/reset_late.html")
    form = ResetForm()
    if form.accepts(people.reset, secret, password=form.password.data):
        return take_first_step(person, lasting=True, target="/", message=_("Your new password counts from now on."))
    known = {"form": form, "person": person, "secret": secret, "least": people.password_min_length()}
    return _quiet(page("account/reset.html", "account/_reset.html", form.status, **known))


@bp.route("/confirm", methods=("GET", "POST"))
@signed_in
def confirm() -> Response:
    form, target = AgainForm(), back()
    if form.accepts(people.confirm_password, viewer(), form.current_password.data):
        return take_first_step(viewer(), lasting=session_row().lasting, target=target)
    known = {"form": form, "target": target, "has_passkey": bool(factors.passkeys_of(viewer()))}
    return page("account/confirm.html", "account/_confirm.html", form.status, **known)


@bp.get("/settings")
@signed_in
def profile() -> Response:
    return go(url_for("settings.profile"))


@bp.after_app_request
def note_use(answer: Response) -> Response:
    """Remember that the session of this request is in use, now that its answer is made."""
    if row := g.get("session_row"):
        people.touch(row, request.cookies.get(cookie_name(), ""))
    return answer


def _dead_link(template: str, **context) -> Response:
    return _quiet(page(template, status=GONE, **context))


def _quiet(answer: Response) -> Response:
    """Keep the secret in this page's address out of every Referer; `no-referrer` would also blank the Origin of forms."""
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer
