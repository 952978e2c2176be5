"""What is made of a film: the plan and its steps, for its creator."""

from flask import Response

from wm.blueprints import making
from wm.blueprints.studio import bp as door
from wm.domains import content
from wm.kernel.errors import NotFound
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer


@door.get("/films/<public_id>/plan")
@signed_in
def plan(public_id: str) -> Response:
    """Show what was decided about a film, and where each step stands; of two films, the one that is to come."""
    piece = content.own(public_id, viewer())
    if piece.film is None:
        raise NotFound()
    return page("studio/plan.html", "studio/_steps.html", film=piece, **making.of(content.coming(piece) or piece.film))
