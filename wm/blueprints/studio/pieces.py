"""One piece of one's own of any kind."""

from flask import Response, redirect, url_for

from wm.blueprints.studio import bp as door
from wm.domains import content
from wm.web.viewer import signed_in, viewer


@door.get("/pieces/<public_id>")
@signed_in
def piece(public_id: str) -> Response:
    return redirect(url_for("studio.edit", public_id=content.own(public_id, viewer()).public_id))
