"""The library: what one keeps, in one place; and where to keep a piece, asked from its page."""

from typing import NamedTuple

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import unlocking
from wm.blueprints.forms.saved import NameForm
from wm.domains import content, engagement, playlists
from wm.web.hypermedia import page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("library", __name__)
FEW = 4
LATER, SAVED = "later", "saved"  # places that everybody has before they are made


class Place(NamedTuple):
    """A playlist or a collection that a piece can be kept in."""

    id: str
    name: str
    holds: bool


@bp.get("/library")
@public
def index() -> Response:
    if not viewer().is_signed_in:
        return page("library/visitor.html")
    shown = {"begun": engagement.unfinished(viewer(), FEW), "watched": engagement.history(viewer(), size=FEW).items}
    shown |= {"saved": engagement.saved(viewer(), size=FEW).items, "liked": engagement.liked(viewer(), size=FEW).items}
    parts = engagement.parts(viewer(), {piece.id for pieces in shown.values() for piece in pieces})
    shown |= {"shelves": engagement.shelves(viewer()), "covers": playlists.by_person(viewer(), viewer())}
    return page("library/index.html", parts=parts, **shown)


@bp.get("/library/unlocked")
@signed_in
def unlocked() -> Response:
    known = unlocking.shown()
    known["parts"] = engagement.parts(viewer(), [each.piece.id for each in known["unlocked"]])
    return page("library/unlocked.html", "library/_unlocked.html", **known)


@bp.get("/library/places/<public_id>")
@signed_in
def choose(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    return page("library/choose.html", "library/_places.html", **_places(piece))


def _places(piece: content.Content, form: NameForm | None = None) -> dict:
    state = engagement.states(viewer(), [piece.id])[piece.id]
    known = {"piece": piece, "state": state, "form": form or NameForm(formdata=None)}
    return known | {"lists": _lists(piece), "collections": _collections(piece)}


def _lists(piece: content.Content) -> list[Place]:
    if not piece.is_film:
        return []
    holding = playlists.holding(viewer(), piece)
    mine = [cover.playlist for cover in playlists.by_person(viewer(), viewer())]
    places = [Place(LATER if each.is_watch_later else each.public_id, each.title, each.id in holding) for each in mine]
    return places if any(place.id == LATER for place in places) else [Place(LATER, _("Watch later"), False), *places]


def _collections(piece: content.Content) -> list[Place]:
    mine = [(shelf.collection, shelf.holds) for shelf in engagement.shelves(viewer(), piece)]
    places = [Place(SAVED if each.is_default else each.public_id, each.name, holds) for each, holds in mine]
    return places if any(place.id == SAVED for place in places) else [Place(SAVED, _("Saved"), False), *places]


@bp.post("/library/places/<public_id>/playlists/<place_id>")
@signed_in
def list_in(public_id: str, place_id: str) -> Response:
    piece, playlist = content.watchable(public_id, viewer()), _playlist(place_id)
    playlists.add(playlist, piece)
    return _kept(piece, _("Added to “%(name)s”.", name=playlist.title))


@bp.post("/library/places/<public_id>/playlists/<place_id>/removal")
@signed_in
def list_out(public_id: str, place_id: str) -> Response:
    piece, playlist = content.watchable(public_id, viewer()), _playlist(place_id)
    playlists.take_out(playlist, piece)
    return _kept(piece, _("Taken out of “%(name)s”.", name=playlist.title))


@bp.post("/library/places/<public_id>/collections/<place_id>")
@signed_in
def shelf_in(public_id: str, place_id: str) -> Response:
    piece, collection = content.watchable(public_id, viewer()), _collection(place_id)
    engagement.save(viewer(), piece, collection)
    return _kept(piece, _("Saved in “%(name)s”.", name=collection.name))


@bp.post("/library/places/<public_id>/collections/<place_id>/removal")
@signed_in
def shelf_out(public_id: str, place_id: str) -> Response:
    piece, collection = content.watchable(public_id, viewer()), _collection(place_id)
    engagement.unsave(viewer(), piece, collection)
    return _kept(piece, _("Taken out of “%(name)s”.", name=collection.name))


@bp.post("/library/places/<public_id>")
@signed_in
def begin(public_id: str) -> Response:
    piece, form = content.watchable(public_id, viewer()), NameForm()
    if not form.accepts(_begun, piece, form):
        return page("library/choose.html", "library/_places.html", form.status, **_places(piece, form))
    return _kept(piece, _("Kept in “%(name)s”.", name=form.name.data.strip()))


def _begun(piece: content.Content, form: NameForm) -> None:
    """Keep `piece` in a new collection or playlist, as the pressed button says."""
    if request.form.get("what") == "playlist":
        playlists.add(playlists.make(viewer(), form.name.data), piece)
    else:
        engagement.save(viewer(), piece, engagement.make_collection(viewer(), form.name.data))


def _playlist(place_id: str) -> playlists.Playlist:
    return playlists.watch_later(viewer()) if place_id == LATER else playlists.own(place_id, viewer())


def _collection(place_id: str) -> engagement.Collection:
    if place_id == SAVED:
        return engagement.default_collection(viewer())
    return engagement.own_collection(place_id, viewer())


def _kept(piece: content.Content, message: str) -> Response:
    back = url_for("library.choose", public_id=piece.public_id)
    return swap(back, "library/_places.html", "engagement/_save.html", message=message, **_places(piece))
