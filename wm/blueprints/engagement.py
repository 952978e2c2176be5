"""Liking and saving a piece, from wherever it stands; pausing one's history."""

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from wm.blueprints.places import back_to
from wm.domains import content, engagement
from wm.web.hypermedia import go, swap
from wm.web.viewer import signed_in, viewer

bp = Blueprint("engagement", __name__)


@bp.post("/pieces/<public_id>/like")
@signed_in
def like(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    engagement.like(viewer(), piece)
    return _answer(piece, "engagement/_like.html")


@bp.post("/pieces/<public_id>/like/removal")
@signed_in
def unlike(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    engagement.unlike(viewer(), piece)
    return _answer(piece, "engagement/_like.html")


@bp.post("/pieces/<public_id>/save")
@signed_in
def save(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    kept_in = engagement.save(viewer(), piece)
    return _answer(piece, "engagement/_save.html", _("Saved in “%(name)s”.", name=kept_in.name))


@bp.post("/pieces/<public_id>/save/removal")
@signed_in
def unsave(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    engagement.unsave(viewer(), piece)
    return _answer(piece, "engagement/_save.html", _("Not saved any more."))


def _answer(piece: content.Content, fragment: str, message: str | None = None) -> Response:
    state = engagement.states(viewer(), [piece.id])[piece.id]
    return swap(back_to(piece), fragment, message=message, piece=piece, state=state)


@bp.post("/history/pause")
@signed_in
def pause_history() -> Response:
    engagement.pause_history(viewer())
    return go(url_for("watch.history"), _("Your history is paused."))


@bp.post("/history/pause/removal")
@signed_in
def resume_history() -> Response:
    engagement.resume_history(viewer())
    return go(url_for("watch.history"), _("Your history goes on."))
