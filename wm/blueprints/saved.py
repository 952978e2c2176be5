"""What one saved and liked: all of it, or one collection; collections renamed, removed, brought back."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.saved import NameForm
from wm.domains import content, engagement
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

bp = Blueprint("saved", __name__)


@bp.get("/saved")
@signed_in
def index() -> Response:
    return page("engagement/saved.html", "engagement/_pieces.html", **_shelf(None))


@bp.get("/saved/<collection_id>")
@signed_in
def show(collection_id: str) -> Response:
    collection = engagement.own_collection(collection_id, viewer())
    return page("engagement/saved.html", "engagement/_pieces.html", **_shelf(collection))


@bp.get("/liked")
@signed_in
def liked() -> Response:
    shown = _pieces(engagement.liked(viewer(), request.args.get("after")), "saved.liked", collection=None)
    return page("engagement/liked.html", "engagement/_pieces.html", **shown)


def _shelf(collection: engagement.Collection | None, form: NameForm | None = None) -> dict:
    found = engagement.saved(viewer(), collection, request.args.get("after"))
    known = {"shelves": engagement.shelves(viewer()), "collection": collection}
    known["form"] = form or NameForm(formdata=None, obj=collection)
    if collection is None:
        return _pieces(found, "saved.index", **known)
    return _pieces(found, "saved.show", collection_id=collection.public_id, **known)


def _pieces(found, endpoint: str, collection_id: str | None = None, **known) -> dict:
    place = {"collection_id": collection_id} if collection_id else {}
    next_url = url_for(endpoint, after=found.next, **place) if found.next else None
    parts = engagement.parts(viewer(), [piece.id for piece in found.items])
    return {"pieces": found.items, "parts": parts, "next_url": next_url, **known}


@bp.post("/saved")
@signed_in
def begin() -> Response:
    form = NameForm()
    if form.accepts(lambda: engagement.make_collection(viewer(), form.name.data)):
        return go(url_for("saved.show", collection_id=form.result.public_id), _("Collection made."))
    return _named_again(form, None)


@bp.post("/saved/<collection_id>/name")
@signed_in
def rename(collection_id: str) -> Response:
    collection, form = engagement.own_collection(collection_id, viewer()), NameForm()
    if form.accepts(lambda: engagement.rename_collection(collection, form.name.data)):
        return go(url_for("saved.show", collection_id=collection_id), _("Renamed."))
    return _named_again(form, collection)


def _named_again(form: NameForm, collection: engagement.Collection | None) -> Response:
    shown = _shelf(collection, form)
    return page("engagement/saved.html", "engagement/_collection_form.html", form.status, **shown)


@bp.post("/saved/<collection_id>/removal")
@signed_in
def remove(collection_id: str) -> Response:
    engagement.remove_collection(engagement.own_collection(collection_id, viewer()))
    return go(url_for("saved.removed", collection_id=collection_id))


@bp.get("/saved/<collection_id>/removed")
@signed_in
def removed(collection_id: str) -> Response:
    collection = engagement.own_collection(collection_id, viewer(), removed=True)
    return page("engagement/removed.html", "engagement/_removed.html", collection=collection)


@bp.post("/saved/<collection_id>/return")
@signed_in
def restore(collection_id: str) -> Response:
    engagement.return_collection(engagement.own_collection(collection_id, viewer(), removed=True))
    return go(url_for("saved.show", collection_id=collection_id), _("Your collection is back."))


@bp.post("/saved/<collection_id>/pieces/<public_id>/removal")
@signed_in
def take_out(collection_id: str, public_id: str) -> Response:
    known = _both(collection_id, public_id)
    engagement.unsave(viewer(), known["piece"], known["collection"])
    back = url_for("saved.show", collection_id=collection_id)
    return swap(back, "engagement/_taken_out.html", message=_("Taken out of the collection."), **known)


@bp.post("/saved/<collection_id>/pieces/<public_id>/return")
@signed_in
def put_back(collection_id: str, public_id: str) -> Response:
    known = _both(collection_id, public_id)
    engagement.save(viewer(), known["piece"], known["collection"])
    parts = engagement.parts(viewer(), [known["piece"].id])
    return swap(url_for("saved.show", collection_id=collection_id), "engagement/_kept.html", parts=parts, **known)


def _both(collection_id: str, public_id: str) -> dict:
    collection = engagement.own_collection(collection_id, viewer())
    return {"collection": collection, "piece": content.watchable(public_id, viewer())}
