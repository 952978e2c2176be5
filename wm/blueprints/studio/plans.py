"""What is made of a film: the plan and its steps, for its creator."""

from flask import Response, url_for
from flask_babel import gettext as _

from wm.blueprints import making
from wm.blueprints.studio import bp as door
from wm.domains import content, media
from wm.kernel.errors import NotFound
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer


@door.get("/films/<public_id>/plan")
@signed_in
def plan(public_id: str) -> Response:
    """Show what was decided about a film, and where each step stands; of two films, the one that is to come."""
    piece = content.own(public_id, viewer())
    if piece.film is None:
        raise NotFound()
    return page("studio/plan.html", "studio/_steps.html", film=piece, **making.of(content.coming(piece) or piece.film))


@door.post("/films/<public_id>/qualities")
@signed_in
def qualities(public_id: str) -> Response:
    """Have the qualities made that the film lacks."""
    piece = content.own(public_id, viewer())
    if piece.film is None:
        raise NotFound()
    film = media.complete(piece.film)
    place = url_for("studio.plan", public_id=public_id)
    return swap(place, "studio/_steps.html", message=_("They are being made."), film=piece, **making.of(film))
