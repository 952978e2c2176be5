"""Avatars and covers, under names that change with every picture, so that browsers keep them for a year."""

from flask import Blueprint, Response

from wm.domains import people
from wm.web.files import send
from wm.web.viewer import public

bp = Blueprint("pictures", __name__)
YEAR = "public, max-age=31536000, immutable"


@bp.get("/pictures/<key>/<name>")
@public
def show(key: str, name: str) -> Response:
    return send(people.stored(key, name), caching=YEAR)
