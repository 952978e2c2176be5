"""Media: the files of a film under a signed path that runs out; nginx does this in production."""

import re

from flask import Blueprint, Response, abort

from wm.domains import media
from wm.kernel import clock
from wm.kernel.errors import Gone
from wm.web.files import send
from wm.web.viewer import public

bp = Blueprint("media", __name__)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.(m3u8|mp4|webp|avif|vtt)")
SHORT = 3600


@bp.get("/media/<int:expires>/<signature>/<key>/face/<name>")
@public
def face(expires: int, signature: str, key: str, name: str) -> Response:
    """Give out a poster; its signature opens nothing else of the film."""
    if name not in media.FACES:
        abort(404)
    return _sent(expires, signature, f"{key}/face", f"published/{key}/{name}")


@bp.get("/media/<int:expires>/<signature>/<key>/<name>")
@public
def show(expires: int, signature: str, key: str, name: str) -> Response:
    if not NAME.fullmatch(name):
        abort(404)
    return _sent(expires, signature, key, f"published/{key}/{name}")


def _sent(expires: int, signature: str, signed: str, place: str) -> Response:
    if not media.is_signed(expires, signature, signed):
        abort(404)
    left = expires - int(clock.now().timestamp())
    if left <= 0:
        raise Gone("This link has run out. Open the film's page again.")
    scope = "public" if left > SHORT else "private"
    return send(place, caching=f"{scope}, max-age={left}, immutable")
