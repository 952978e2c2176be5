"""What a person was told: the list, reading and taking that back, and what they want to be told."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import tellings
from wm.domains import notifications
from wm.kernel.errors import Invalid
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

bp = Blueprint("notifications", __name__)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = 8


@bp.app_template_global()
def unread_notifications() -> int:
    """Return the number in the viewer's bell."""
    return notifications.unread(viewer())


@bp.get("/notifications")
@signed_in
def index() -> Response:
    return page(
        "notifications/index.html",
        "notifications/_list.html",
        **_list(request.args.get("after"), request.args.get("read", type=int)),
    )


@bp.get("/notifications/latest")
@signed_in
def latest() -> Response:
    return page("notifications/index.html", "notifications/_latest.html", **_list(size=LATEST))


def _list(cursor: str | None = None, stamp: int | None = None, size: int = notifications.PAGE) -> dict:
    is_narrow = request.args.get("show") == "unread"
    found = notifications.told(viewer(), cursor, unread_only=is_narrow, size=size)
    narrowed = {"show": "unread"} if is_narrow else {}
    next_url = url_for("notifications.index", after=found.next, **narrowed) if found.next else None
    shown = {"tellings": tellings.of(found.items, viewer()), "next_url": next_url, "is_first": not cursor}
    return shown | {"is_narrow": is_narrow, "unread": notifications.count(viewer()), "read_stamp": stamp}


@bp.post("/notifications/<public_id>/opening")
@signed_in
def opening(public_id: str) -> Response:
    row = notifications.one(public_id, viewer())
    notifications.read(row)
    return go(tellings.place(row, viewer()))


@bp.post("/notifications/<public_id>/reading")
@signed_in
def reading(public_id: str) -> Response:
    return _changed(public_id, notifications.read)


@bp.post("/notifications/<public_id>/return")
@signed_in
def unread_again(public_id: str) -> Response:
    return _changed(public_id, notifications.unread_again)


def _changed(public_id: str, deed) -> Response:
    row = notifications.one(public_id, viewer())
    deed(row)
    shown = {"telling": tellings.of([row], viewer())[0], "unread": notifications.count(viewer())}
    return swap(url_for("notifications.index"), "notifications/_telling.html", "notifications/_head.html", **shown)


@bp.post("/notifications/reading")
@signed_in
def read_all() -> Response:
    return _read_all("notifications/_list.html", notifications.PAGE)


@bp.post("/notifications/latest/reading")
@signed_in
def read_latest() -> Response:
    return _read_all("notifications/_latest.html", LATEST)


def _read_all(fragment: str, size: int) -> Response:
    moment = notifications.read_all(viewer())
    stamp = (moment - BEGINNING) // timedelta(microseconds=1) if moment else None
    back = url_for("notifications.index", read=stamp)
    return swap(back, fragment, message=_("All read."), **_list(stamp=stamp, size=size))


@bp.post("/notifications/return")
@signed_in
def reopen_all() -> Response:
    return _reopen_all("notifications/_list.html", notifications.PAGE)


@bp.post("/notifications/latest/return")
@signed_in
def reopen_latest() -> Response:
    return _reopen_all("notifications/_latest.html", LATEST)


def _reopen_all(fragment: str, size: int) -> Response:
    stamp = request.form.get("stamp", "")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 17:
        raise Invalid()
    notifications.reopen_all(viewer(), BEGINNING + timedelta(microseconds=int(stamp)))
    return swap(url_for("notifications.index"), fragment, **_list(size=size))


@bp.route("/settings/notifications", methods=("GET", "POST"))
@signed_in
def choices() -> Response:
    if request.method == "POST":
        wanted = {tuple(pair.split(":", 1)) for pair in request.form.getlist("wanted") if ":" in pair}
        notifications.choose(viewer(), wanted)
        return go(url_for("notifications.choices"), _("Your choice is saved."))
    return page("settings/notifications.html", "settings/_notifications.html", **tellings.matrix(viewer()))
