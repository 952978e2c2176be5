"""One film of one's own: what is said about it, its poster, another try, taking it away and back."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.studio import bp as door
from wm.blueprints.studio import standing
from wm.blueprints.studio.forms import FilmForm
from wm.domains import content, media
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer


@door.route("/films/<public_id>", methods=("GET", "POST"))
@signed_in
def edit(public_id: str) -> Response:
    """Show the film's form, and save it."""
    piece = content.own(public_id, viewer())
    form = FilmForm.of(piece)
    if form.accepts(form.save, piece):
        shown = _all(piece, FilmForm.of(piece))
        return swap(_place(piece), "studio/_form.html", "studio/_standing.html", message=_("Saved."), **shown)
    return page("studio/edit.html", "studio/_form.html", form.status, **_all(piece, form))


@door.post("/films/<public_id>/details")
@signed_in
def save(public_id: str) -> Response:
    """Save what was typed so far, without touching the fields that somebody is typing in."""
    piece = content.own(public_id, viewer())
    form = FilmForm.of(piece)
    if form.accepts(form.save, piece):
        return swap(_place(piece), "studio/_saved.html", piece=piece, form=form, saved=True)
    return page("studio/edit.html", "studio/_saved.html", form.status, **_all(piece, form))


@door.get("/films/<public_id>/posters")
@signed_in
def posters(public_id: str) -> Response:
    """Show the pictures that can be the poster."""
    piece = content.own(public_id, viewer())
    return page("studio/edit.html", "studio/_posters.html", **_all(piece, FilmForm.of(piece)))


@door.post("/films/<public_id>/poster")
@signed_in
def poster(public_id: str) -> Response:
    """Choose another still as the poster."""
    piece = content.own(public_id, viewer())
    media.choose_poster(_file(piece), request.form.get("still", 0, type=int))
    return swap(_place(piece), "studio/_posters.html", message=_("The poster is changed."), film=piece)


@door.post("/films/<public_id>/encode")
@signed_in
def encode(public_id: str) -> Response:
    """Try again what could not be converted."""
    piece = content.own(public_id, viewer())
    media.retry(content.coming(piece) or _file(piece))
    return swap(_place(piece), "studio/_standing.html", message=_("It is tried again."), **_all(piece, None))


@door.post("/films/<public_id>/removal")
@signed_in
def remove(public_id: str) -> Response:
    """Take the film away; the list offers to bring it back."""
    piece = content.remove(content.own(public_id, viewer()))
    return go(url_for("studio.index", removed=piece.public_id))


@door.post("/films/<public_id>/restoration")
@signed_in
def restore(public_id: str) -> Response:
    """Bring a film back that was taken away."""
    piece = content.undo_removal(content.own(public_id, viewer(), removed=True))
    return go(_place(piece), _("It is back."))


def _file(piece: content.Content) -> media.Film:
    if piece.film is None:
        raise NotFound()
    return piece.film


def _place(piece: content.Content) -> str:
    return url_for("studio.edit", public_id=piece.public_id)


def _all(piece: content.Content, form: FilmForm | None) -> dict:
    return {"film": piece, "piece": piece, "form": form, "standing": standing.of_one(piece)}
