"""Settings: what a person shows, the account behind it, open sessions, and how the site looks."""

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask_babel import gettext as _

from wm.blueprints import hours
from wm.blueprints.account import come_in
from wm.blueprints.forms.settings import (
    AddressForm,
    AvatarForm,
    ConfirmAddressForm,
    CoverForm,
    PasswordForm,
    ProfileForm,
    ThemeForm,
    ZoneForm,
)
from wm.domains import people
from wm.web.hypermedia import go, page, swap
from wm.web.limits import network
from wm.web.redirects import back
from wm.web.viewer import fresh_if_guarded, public, session_row, signed_in, viewer

bp = Blueprint("settings", __name__, url_prefix="/settings")
KINDS = {"avatar": (people.AVATAR, AvatarForm), "cover": (people.COVER, CoverForm)}
YEAR = 365 * 24 * 3600
bp.app_template_filter()(hours.clock_time)
bp.app_template_filter()(hours.when_here)
bp.app_template_global()(hours.zone_name)


@bp.route("/profile", methods=("GET", "POST"))
@signed_in
def profile() -> Response:
    person = people.with_links(viewer())
    form = ProfileForm(obj=person, prefix="profile-")
    wish = {name: form[name].data for name in ("name", "handle", "bio")}
    if form.accepts(people.edit_profile, person, **wish, links=form.wanted_links()):
        return go(url_for("settings.profile"), _("Your profile is saved."))
    return _profile(person, "settings/_profile.html", form=form)


def _profile(
    person: people.Person, fragment: str, form: ProfileForm | None = None, kind: str = "", **pictures
) -> Response:
    """Answer with the profile page; a form that was refused comes with what was typed and why."""
    refused = form or pictures.get(kind)
    fresh = {name: blank(formdata=None, prefix=f"{name}-") for name, (_place, blank) in KINDS.items()}
    form = (form or ProfileForm(obj=person, prefix="profile-", formdata=None)).offer_row()
    return page(
        "settings/profile.html",
        fragment,
        refused.status,
        person=person,
        form=form,
        pictures=fresh | pictures,
        kind=kind,
    )


@bp.post("/profile/<any(avatar, cover):kind>")
@signed_in
def picture(kind: str) -> Response:
    place, form_class = KINDS[kind]
    form = form_class(prefix=f"{kind}-")
    if form.accepts(lambda: people.change_picture(viewer(), place, form.content())):
        return go(url_for("settings.profile"), _("Your picture is saved."))
    return _profile(people.with_links(viewer()), "settings/_picture.html", kind=kind, **{kind: form})


@bp.post("/profile/<any(avatar, cover):kind>/removal")
@signed_in
def remove_picture(kind: str) -> Response:
    people.drop_picture(viewer(), KINDS[kind][0])
    return go(url_for("settings.profile"), _("The picture is gone."))


@bp.get("/account")
@signed_in
def account() -> Response:
    return _account("settings/_password.html")


def _account(
    fragment: str,
    address: AddressForm | None = None,
    password: PasswordForm | None = None,
    zone: ZoneForm | None = None,
) -> Response:
    refused = address or password or zone
    forms = {
        "address": address or AddressForm(formdata=None, prefix="address-"),
        "password": password or PasswordForm(formdata=None, prefix="password-"),
        "zone": zone or ZoneForm(formdata=None, obj=viewer()),
    }
    status = refused.status if refused else 200
    return page("settings/account.html", fragment, status, **forms, least=people.password_min_length())


@bp.post("/account/address")
@fresh_if_guarded
def change_address() -> Response:
    form = AddressForm(prefix="address-")
    wish = {"email": form.email.data, "current_password": form.current_password.data}
    if form.accepts(people.change_address, viewer(), **wish, network=network()):
        return go(
            url_for("settings.account"), _("Look into your mail: the new address counts once you open the link there.")
        )
    return _account("settings/_address.html", address=form)


@bp.route("/address/<secret>", methods=("GET", "POST"))
@signed_in
def confirm_address(secret: str) -> Response:
    form, address = ConfirmAddressForm(), people.new_address(viewer(), secret)
    if form.accepts(people.confirm_address, viewer(), secret):
        return go(url_for("settings.account"), _("Your new address counts from now on."))
    answer = page("settings/address.html", status=form.status, form=form, secret=secret, address=address)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


@bp.post("/account/password")
@fresh_if_guarded
def change_password() -> Response:
    form, person = PasswordForm(prefix="password-"), viewer()
    if form.accepts(people.change_password, person, current=form.current_password.data, new=form.password.data):
        done = _("Your new password counts from now on. All other browsers are signed out.")
        return come_in(person, lasting=session_row().lasting, target=url_for("settings.account"), message=done)
    return _account("settings/_password.html", password=form)


@bp.post("/account/zone")
@signed_in
def change_zone() -> Response:
    form = ZoneForm()
    if form.accepts(people.choose_zone, viewer(), form.time_zone.data):
        return go(url_for("settings.account"), _("Times are in %(zone)s from now on.", zone=form.result.time_zone))
    return _account("settings/_zone.html", zone=form)


@bp.get("/sessions")
@signed_in
def sessions() -> Response:
    return page("settings/sessions.html", "settings/_sessions.html", **_sessions())


def _sessions() -> dict:
    return {"sessions": people.sessions_of(viewer()), "here": session_row()}


@bp.post("/sessions/<public_id>/revocation")
@signed_in
def revoke(public_id: str) -> Response:
    if public_id == session_row().public_id:
        abort(409)
    people.revoke(viewer(), public_id)
    done = _("That browser is signed out.")
    return swap(url_for("settings.sessions"), "settings/_sessions.html", message=done, **_sessions())


@bp.post("/sessions/revocation")
@signed_in
def revoke_others() -> Response:
    people.revoke_all(viewer(), but=session_row())
    done = _("All other browsers are signed out.")
    return swap(url_for("settings.sessions"), "settings/_sessions.html", message=done, **_sessions())


@bp.route("/theme", methods=("GET", "POST"))
@public
def theme() -> Response:
    now = request.args.get("theme") or request.cookies.get("theme") or "system"
    form, target = ThemeForm(data={"theme": now}), back()
    if not form.sent():
        return page("settings/theme.html", "settings/_theme.html", form.status, form=form, target=target)
    answer, secure = go(target), current_app.config["SESSION_COOKIE_SECURE"]
    chosen = form.theme.data
    age = 0 if chosen == "system" else YEAR
    answer.set_cookie("theme", chosen, max_age=age, secure=secure, samesite="Lax", path="/")
    return answer
