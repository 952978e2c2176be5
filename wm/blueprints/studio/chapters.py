"""Chapters of one film: as its description says, or as its maker types them."""

from flask import Response, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.tracks import ChaptersForm
from wm.blueprints.studio import bp as door
from wm.domains import content, tracks
from wm.domains.content import Content
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer


@door.route("/films/<public_id>/chapters", methods=("GET", "POST"))
@signed_in
def chapters(public_id: str) -> Response:
    """Show the chapters of a film, and save what was typed."""
    piece = content.own(public_id, viewer())
    form = ChaptersForm(data={"words": tracks.chapters.written(piece)})
    if form.accepts(lambda: tracks.chapters.write(piece, form.words.data or "")):
        back = url_for("studio.chapters", public_id=public_id)
        form = ChaptersForm(formdata=None, data={"words": tracks.chapters.written(piece)})
        return swap(back, "studio/captions/_chapters.html", message=_("Saved."), **_shown(piece, form))
    return page("studio/captions/chapters.html", "studio/captions/_chapters.html", form.status, **_shown(piece, form))


def _shown(piece: Content, form: ChaptersForm) -> dict:
    """Return the form, and the chapters that hold; those of the description are offered to be typed on."""
    known = {"chapters": tracks.chapters.of(piece), "written": tracks.chapters.written(piece)}
    return {"film": piece, "form": form, **known}
