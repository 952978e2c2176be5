"""The poster of one film: a frame at any moment, taken by a job, or a picture of one's own."""

from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.sharing import FrameForm, PosterForm
from wm.blueprints.studio import bp as door
from wm.blueprints.studio import moments
from wm.domains import content, media
from wm.kernel.errors import Invalid, NotFound
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

FRAGMENT, PANEL, PAGE = "studio/travel/_frame.html", "studio/_posters.html", "studio/travel/poster.html"


@door.route("/films/<public_id>/frame", methods=("GET", "POST"))
@signed_in
def frame(public_id: str) -> Response:
    """Show how far the chosen frame is, and choose one."""
    piece = _with_film(public_id)
    form = FrameForm()
    if form.accepts(lambda: media.frames.ask(piece.film, moments.read(form.at.data or "", "at"))):
        return swap(_place(piece), FRAGMENT, **_shown(piece, frame_form=FrameForm(formdata=None)))
    return page(PAGE, FRAGMENT, form.status, **_shown(piece, frame_form=form))


@door.post("/films/<public_id>/picture")
@signed_in
def picture(public_id: str) -> Response:
    """Let a picture that was sent be the poster."""
    piece, form = _with_film(public_id), PosterForm()
    if form.accepts(_use, piece, form):
        return swap(_place(piece), FRAGMENT, PANEL, message=_("The poster is changed."), **_shown(piece))
    return page(PAGE, FRAGMENT, form.status, **_shown(piece, poster_form=form))


def _use(piece: content.Content, form: PosterForm) -> None:
    sent = form.picture.data.read(content.PICTURE_BYTES + 1) if form.picture.data else b""
    try:
        media.use_picture(piece.film, content.picture_in(sent))
    except Invalid as refusal:
        raise Invalid(fields={"picture": [refusal.message]}) from None


def _with_film(public_id: str) -> content.Content:
    piece = content.own(public_id, viewer())
    if piece.film is None or not piece.film.is_playable:
        raise NotFound(_("This film does not play yet. Its poster can be chosen as soon as it does."))
    return piece


def _place(piece: content.Content) -> str:
    return url_for("studio.frame", public_id=piece.public_id)


def _shown(piece: content.Content, **forms: Any) -> dict[str, Any]:
    known = {"film": piece, "wish": media.frames.wish(piece.film)}
    fresh = {"frame_form": FrameForm(formdata=None), "poster_form": PosterForm(formdata=None)}
    return known | fresh | forms
