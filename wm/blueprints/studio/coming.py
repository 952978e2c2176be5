"""The film that is to take the place of another: how far it is, and letting go of it."""

from flask import Response, url_for
from flask_babel import gettext as _

from wm.blueprints.studio import bp as door
from wm.blueprints.studio import standing
from wm.domains import content, media
from wm.web.hypermedia import swap
from wm.web.viewer import signed_in, viewer


@door.app_template_global()
def coming_film(piece: content.Content) -> media.Film | None:
    """Return the film that is being made to take the place of the one that plays."""
    return content.coming(piece)


@door.post("/films/<public_id>/coming/removal")
@signed_in
def forget(public_id: str) -> Response:
    """Forget the new file; what plays goes on."""
    piece = content.own(public_id, viewer())
    content.forget_coming(piece)
    shown = {"film": piece, "standing": standing.of_one(piece)}
    place = url_for("studio.edit", public_id=piece.public_id)
    return swap(place, "studio/_standing.html", message=_("The film stays as it is."), **shown)
