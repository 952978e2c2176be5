"""The page of a film, its fresh addresses, the beats of its player, and the history of who watches."""

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from wm.blueprints import beating, described, opening, originals, playback, supporting
from wm.blueprints.places import content_url
from wm.blueprints.threads import under
from wm.domains import content, discovery, engagement, graph, playlists
from wm.kernel.db import begins
from wm.kernel.errors import NotNow
from wm.web.hypermedia import page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("watch", __name__)
UP_NEXT = 8


@bp.get("/watch/<public_id>")
@public
def show(public_id: str) -> Response:
    shown = content.watchable(public_id, viewer())
    if not shown.is_film:
        return redirect(content_url(shown))
    known = {**_screen(shown), **_beside(shown)}
    known |= _told(shown, known["player"])
    known |= supporting.of(shown)
    known |= {"is_followed": graph.follows(viewer(), shown.person_id)}
    known |= {"way": content.courses.way(shown, request.args.get("course"), viewer())}
    return page("watch/show.html", "watch/_screen.html", **known, **under(shown))


def _told(shown: content.Content, player: playback.Playback | None) -> dict:
    """What is told to others, what they may take along, and what the film is cut into."""
    sharing = content.sharing.of(shown)
    return described.of(shown, player.chapters if player else (), sharing) | originals.offered(shown, sharing)


def _beside(shown: content.Content) -> dict:
    """What stands around a film: what the viewer did with it, what comes next, and the playlist that it is played from."""
    films = discovery.up_next(shown, viewer(), UP_NEXT)
    states = engagement.states(viewer(), [shown.id, *(each.id for each in films)])
    parts = {each: state.part for each, state in states.items()}
    return {"state": states[shown.id], "next_films": films, "parts": parts, "queue": _queue(shown)}


def _queue(shown: content.Content) -> playlists.Queue | None:
    asked = request.args.get("list")
    playlist = playlists.find_visible(asked, viewer()) if asked else None
    return playlists.queue(playlist, viewer(), shown) if playlist else None


def _screen(shown: content.Content) -> dict:
    asked = playback.asked_start(request.args.get("t"))
    return opening.screen(shown, engagement.resume_at(viewer(), shown) if asked is None else asked)


@bp.get("/watch/<public_id>/source")
@public
def source(public_id: str) -> Response:
    shown = content.opened(content.watchable(public_id, viewer()), viewer())
    if not shown.is_playable:
        raise NotNow()
    return jsonify(playback.fresh(shown, viewer()))


@bp.get("/watch/<public_id>/chapters.vtt")
@public
def chapters(public_id: str) -> Response:
    return playback.chapters_of(content.opened(content.watchable(public_id, viewer()), viewer()))


@bp.post("/watch/<public_id>/beat")
@public
def beat(public_id: str) -> Response:
    begins(writing=False)  # its word goes to Redis; it must wait for nobody's writing
    if viewer().is_signed_in and current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()
    shown = content.opened(content.watchable(public_id, viewer()), viewer())
    return beating.take(shown, viewer().id)


# A visitor has no session that a foreign page could borrow, and no token either; the edge still refuses other origins.
bp.record_once(lambda setup: setup.app.extensions["csrf"].exempt(beat))


@bp.get("/history")
@public
def history() -> Response:
    if not viewer().is_signed_in:
        return page("watch/history_visitor.html")
    return page("watch/history.html", "watch/_history.html", **_history(request.args.get("after")))


def _history(cursor: str | None = None) -> dict:
    found = engagement.history(viewer(), cursor)
    begun = engagement.unfinished(viewer()) if not cursor else []
    others = [each for each in found.items if each not in begun]
    next_url = url_for("watch.history", after=found.next) if found.next else None
    parts = engagement.parts(viewer(), [each.id for each in (*begun, *others)])
    known = {"films": others, "unfinished": begun, "parts": parts, "next_url": next_url, "is_first": not cursor}
    return known | {"paused_since": engagement.history_paused_since(viewer())}


@bp.post("/history/<public_id>/removal")
@signed_in
def forget(public_id: str) -> Response:
    shown = content.watchable(public_id, viewer())
    was = engagement.forget(viewer(), shown)
    place = {"film": shown, "position_ms": was.position_ms if was else 0}
    return swap(url_for("watch.history"), "watch/_forgotten.html", message=_("Taken out of your history."), **place)


@bp.post("/history/<public_id>/return")
@signed_in
def restore(public_id: str) -> Response:
    shown = content.watchable(public_id, viewer())
    engagement.restore(viewer(), shown, beating.asked_place("position_ms") or 0)
    return swap(url_for("watch.history"), "watch/_history.html", **_history())


@bp.post("/history/clearing")
@signed_in
def clear() -> Response:
    engagement.clear_history(viewer())
    return swap(url_for("watch.history"), "watch/_history.html", message=_("Your history is empty now."), **_history())
