"""Pictures in articles and updates, for whoever may see the piece that they stand in."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import content
from wm.kernel.errors import Invalid
from wm.web.files import send
from wm.web.hypermedia import page
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("images", __name__)
YEAR, HOUR = "public, max-age=31536000, immutable", "private, max-age=3600"


@bp.get("/images/<key>/<name>")
@public
def show(key: str, name: str) -> Response:
    path, is_open = content.picture_file(key, name, viewer())
    return send(path, caching=YEAR if is_open else HOUR)


@bp.post("/images")
@signed_in
def create() -> Response:
    sent = request.files.get("picture")
    if sent is None:
        raise Invalid(_("Choose a picture first."))
    picture = content.keep_picture(viewer(), sent.read(content.PICTURE_BYTES + 1), request.form.get("alt", ""))
    return page("posts/kept.html", "posts/_kept.html", picture=picture, here=url_for("images.create"))
