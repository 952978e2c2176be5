"""Playlists: the list itself, its order in its maker's hands, and those of a person."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from wm.blueprints import beating, portrait
from wm.blueprints.forms.playlists import PlaylistForm
from wm.domains import content, engagement, graph, playlists
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("playlists", __name__)
MOVED = 301
WHOLE, SOME = 500, 50


@bp.get("/playlists/<public_id>")
@public
def show(public_id: str) -> Response:
    playlist = playlists.visible(public_id, viewer())
    return page("playlists/show.html", "playlists/_items.html", **_shown(playlist, request.args.get("after")))


def _shown(playlist: playlists.Playlist, cursor: str | None = None) -> dict:
    size = WHOLE if playlist.belongs_to(viewer()) else SOME
    found = playlists.films(playlist, viewer(), cursor, size)
    next_url = url_for("playlists.show", public_id=playlist.public_id, after=found.next) if found.next else None
    parts = engagement.parts(viewer(), [film.id for film in found.items])
    return {"playlist": playlist, "films": found.items, "next_url": next_url, "parts": parts}


@bp.get("/@<handle>/playlists")
@public
def of_person(handle: str) -> Response:
    person = graph.seen(handle, viewer())
    if handle != person.handle:
        return redirect(url_for("playlists.of_person", handle=person.handle), MOVED)
    covers = playlists.by_person(person, viewer())
    known = portrait.of(person, "playlists.of_person")
    return page("playlists/of_person.html", "playlists/_covers.html", covers=covers, **known)


@bp.get("/playlists/new")
@signed_in
def new() -> Response:
    return page("playlists/edit.html", "playlists/_form.html", form=PlaylistForm(), playlist=None)


@bp.post("/playlists/new")
@signed_in
def create() -> Response:
    form = PlaylistForm()
    if not form.accepts(lambda: playlists.make(viewer(), **form.words())):
        return page("playlists/edit.html", "playlists/_form.html", form.status, form=form, playlist=None)
    return go(url_for("playlists.show", public_id=form.result.public_id), _("Playlist made."))


@bp.get("/playlists/<public_id>/edit")
@signed_in
def edit(public_id: str) -> Response:
    playlist = playlists.own(public_id, viewer())
    return page("playlists/edit.html", "playlists/_form.html", form=PlaylistForm(obj=playlist), playlist=playlist)


@bp.post("/playlists/<public_id>/edit")
@signed_in
def change(public_id: str) -> Response:
    playlist, form = playlists.own(public_id, viewer()), PlaylistForm()
    if not form.accepts(lambda: playlists.edit(playlist, **form.words())):
        return page("playlists/edit.html", "playlists/_form.html", form.status, form=form, playlist=playlist)
    return go(url_for("playlists.show", public_id=public_id), _("Saved."))


@bp.post("/playlists/<public_id>/removal")
@signed_in
def remove(public_id: str) -> Response:
    playlist = playlists.own(public_id, viewer())
    playlists.remove(playlist)
    return swap(url_for("playlists.removed", public_id=public_id), "playlists/_removed.html", playlist=playlist)


@bp.get("/playlists/<public_id>/removed")
@signed_in
def removed(public_id: str) -> Response:
    playlist = playlists.own(public_id, viewer(), removed=True)
    return page("playlists/removed.html", "playlists/_removed.html", playlist=playlist)


@bp.post("/playlists/<public_id>/return")
@signed_in
def restore(public_id: str) -> Response:
    playlists.restore(playlists.own(public_id, viewer(), removed=True))
    return go(url_for("playlists.show", public_id=public_id), _("Your playlist is back."))


@bp.post("/playlists/<public_id>/films/<film_id>/up")
@signed_in
def up(public_id: str, film_id: str) -> Response:
    return _moved(public_id, film_id, playlists.move_up)


@bp.post("/playlists/<public_id>/films/<film_id>/down")
@signed_in
def down(public_id: str, film_id: str) -> Response:
    return _moved(public_id, film_id, playlists.move_down)


def _moved(public_id: str, film_id: str, move) -> Response:
    playlist = playlists.own(public_id, viewer())
    move(playlist, content.watchable(film_id, viewer()))
    return swap(url_for("playlists.show", public_id=public_id), "playlists/_items.html", **_shown(playlist))


@bp.post("/playlists/<public_id>/films/<film_id>/removal")
@signed_in
def take_out(public_id: str, film_id: str) -> Response:
    playlist, film = playlists.own(public_id, viewer()), content.watchable(film_id, viewer())
    known = {"playlist": playlist, "film": film, "position": playlists.take_out(playlist, film) or 0}
    back = url_for("playlists.show", public_id=public_id)
    return swap(back, "playlists/_taken_out.html", message=_("Taken out of the playlist."), **known)


@bp.post("/playlists/<public_id>/films/<film_id>/return")
@signed_in
def put_back(public_id: str, film_id: str) -> Response:
    playlist = playlists.own(public_id, viewer())
    playlists.add(playlist, content.watchable(film_id, viewer()), beating.asked_place("position"))
    return swap(url_for("playlists.show", public_id=public_id), "playlists/_items.html", **_shown(playlist))
