"""Films on other people's pages: the frame, and oEmbed, which tells them how to show it. No session is read here."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, request

from wm.blueprints import beating, described, playback
from wm.blueprints.door import door_of
from wm.domains import content
from wm.kernel.db import begins
from wm.kernel.errors import DomainError, NotFound
from wm.web.headers import framed, framed_by
from wm.web.hypermedia import page
from wm.web.viewer import VISITOR, public

bp = Blueprint("embed", __name__)
PLACES = ("watch", "embed")


class UnknownFormat(DomainError):
    status, code = 501, "unknown_format"
    message = "Only JSON is spoken here: ask with format=json."


class NotEmbedded(DomainError):
    """oEmbed (https://oembed.com, 2.3.4) asks for 401 where a page is not for other people's pages."""

    status, code = 401, "not_embedded"
    message = "The maker of this film shows it here only. Link to its page instead."


@bp.get("/embed/<public_id>")
@public
@framed
def show(public_id: str) -> Response:
    shown = content.watchable(public_id, VISITOR)
    framed_by(_frames(shown))
    start = playback.asked_start(request.args.get("t"))
    door = door_of(shown, VISITOR)
    player = playback.of(shown, start, door="embed") if shown.is_playable and not door else None
    known = {"door": door, "link": described.page_of(shown), "standfirst": described.standfirst(shown)}
    return page("embed/show.html", film=shown, player=player, viewer=VISITOR, **known)


@bp.get("/embed/<public_id>/source")
@public
def source(public_id: str) -> Response:
    shown = content.opened(content.watchable(public_id, VISITOR), VISITOR)
    if not shown.is_playable:
        raise NotFound()
    return jsonify(playback.fresh(shown))


@bp.get("/embed/<public_id>/chapters.vtt")
@public
def chapters(public_id: str) -> Response:
    return playback.chapters_of(content.opened(content.watchable(public_id, VISITOR), VISITOR))


@bp.post("/embed/<public_id>/beat")
@public
def beat(public_id: str) -> Response:
    begins(writing=False)
    return beating.take(content.opened(content.watchable(public_id, VISITOR), VISITOR), None)


bp.record_once(lambda setup: setup.app.extensions["csrf"].exempt(beat))  # nobody's session is behind it


@bp.get("/oembed")
@public
def oembed() -> Response:
    if request.args.get("format", "json") != "json":
        raise UnknownFormat()
    shown = content.watchable(_named(request.args.get("url", "")), VISITOR)
    if not shown.is_playable:
        raise NotFound()
    if not content.sharing.of(shown).is_framed:
        raise NotEmbedded()
    largest = (request.args.get(name, type=int) for name in ("maxwidth", "maxheight"))
    answer = jsonify(described.oembed(shown, *largest))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _frames(shown: content.Content) -> str:
    """Return which sites may frame the film, as frame-ancestors of a content policy."""
    sharing = content.sharing.of(shown)
    listed = " ".join(f"{site} *.{site}" for site in sharing.sites.split())
    return {"anywhere": "*", "listed": listed}.get(sharing.embed) or "'none'"


def _named(address: str) -> str:
    """Return the id of the film whose page `address` is. Raises NotFound."""
    ours = urlsplit(current_app.config["PUBLIC_URL"])
    try:
        asked = urlsplit(address)
    except ValueError:
        raise NotFound() from None
    place, _, public_id = asked.path.strip("/").partition("/")
    if asked.netloc != ours.netloc or place not in PLACES or not public_id:
        raise NotFound()
    return public_id
