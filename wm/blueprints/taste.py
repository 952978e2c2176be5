"""What one's feed knows: what is muted, and whether it may learn at all."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import categories, discovery
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

bp = Blueprint("taste", __name__, url_prefix="/feed")


@bp.get("/taste")
@signed_in
def show() -> Response:
    return page("feed/taste.html", "feed/_taste.html", **_taste())


@bp.post("/taste")
@signed_in
def personalise() -> Response:
    is_on = request.form.get("personal") == "yes"
    discovery.personalise(viewer(), is_on)
    return _changed(_("Your feed learns from you again.") if is_on else _("Your feed is the same as everybody's now."))


@bp.post("/taste/reset")
@signed_in
def reset() -> Response:
    discovery.reset(viewer())
    return _changed(_("Forgotten. Your feed starts anew."))


@bp.post("/mutes/<slug>")
@signed_in
def mute(slug: str) -> Response:
    shelf = categories.called(slug)
    discovery.mute_category(viewer(), shelf)
    return _changed(_("%(name)s stays out of your feed.", name=shelf.name))


@bp.post("/mutes/<slug>/removal")
@signed_in
def unmute(slug: str) -> Response:
    shelf = categories.called(slug)
    discovery.unmute_category(viewer(), shelf)
    return _changed(_("%(name)s is back in your feed.", name=shelf.name))


def _changed(message: str) -> Response:
    return swap(url_for("taste.show"), "feed/_taste.html", message=message, **_taste())


def _taste() -> dict:
    muted = discovery.muted_by(viewer())
    open_ones = [each for each in categories.all_in_order() if each not in muted]
    return {"is_personal": discovery.is_personal(viewer()), "muted": muted, "shelves": open_ones}
