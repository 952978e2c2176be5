"""Media: the files of a film under a signed path that runs out; nginx does this in production.

A signature says what was given out; whether it still may be seen is asked again with every request, here and by nginx."""

import re

from flask import Blueprint, Response, abort, request

from wm.domains import content, media, people, storage
from wm.kernel import clock
from wm.kernel.db import begins
from wm.kernel.errors import Gone
from wm.web.files import foretold, let_read, send
from wm.web.viewer import VISITOR, public

bp = Blueprint("media", __name__)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.(m3u8|mp4|webp|avif|vtt)")
YEAR = "public, max-age=31536000, s-maxage=10, immutable"  # caches that are shared ask again whether it is still open
OWN = "private, max-age=600, immutable"
bp.after_request(let_read)


@bp.before_request
def foretell() -> Response | None:
    """Say ahead what may be asked of any file, whoever asks: what it opens is seen when it is asked for."""
    return foretold() if request.method == "OPTIONS" else None


@bp.get("/media/<int:expires>/<signature>/<key>/face/<name>")
@public
def face(expires: int, signature: str, key: str, name: str) -> Response:
    """Give out a poster; its signature opens nothing else of the film."""
    if name not in media.FACES:
        abort(404)
    _checked(expires, signature, f"{key}/face")
    is_wide = expires - clock.now().timestamp() > media.SHORT
    return send(f"published/{key}/{name}", caching=YEAR if is_wide else OWN)


@bp.get("/media/<int:expires>/<signature>/<key>/<name>")
@public
def show(expires: int, signature: str, key: str, name: str) -> Response:
    """Give out a file of a film that anybody may watch."""
    _checked(expires, signature, key, name)
    return _played(key, VISITOR, name, YEAR)


@bp.get("/media/<int:expires>/<signature>/<key>/<who>/<name>")
@public
def personal(expires: int, signature: str, key: str, who: str, name: str) -> Response:
    """Give out a file to whoever the link was made for, as long as they may watch the film."""
    _checked(expires, signature, f"{key}/{who}", name)
    return _played(key, people.by_public_id(who), name, OWN)


@bp.get("/media/gate/<key>", defaults={"who": ""})
@bp.get("/media/gate/<key>/<who>")
@public
def gate(key: str, who: str) -> Response:
    """Tell nginx, which has looked at the signature, whether the film is open to that person now."""
    begins(writing=False)
    person = people.by_public_id(who) if who else VISITOR
    return Response(status=204 if _may(key, person) else 403)


def _may(key: str, person) -> bool:
    """Whether somebody may have the files of a folder; the file that checks of the CDN fetch is everybody's."""
    return key == storage.PROBE or (person is not None and content.may_play(key, person))


def _checked(expires: int, signature: str, signed: str, name: str = "x.mp4") -> None:
    begins(writing=False)
    if not NAME.fullmatch(name) or not media.is_signed(expires, signature, signed):
        abort(404)
    if expires <= clock.now().timestamp():
        raise Gone("This link has run out. Open the film's page again.")


def _played(key: str, person, name: str, caching: str) -> Response:
    if not _may(key, person):
        abort(404)
    return send(f"published/{key}/{name}", caching=caching)
