"""What something costs with a discount code, before it is bought."""

from flask import Blueprint, Response, request

from wm.blueprints.door import door_of
from wm.domains import content
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("discounts", __name__)


@bp.get("/buy/<public_id>/price")
@public
def price(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    door = door_of(piece, viewer())
    known = {"piece": piece, "door": door, "plain": bool(request.args.get("plain"))}
    return page("market/buy.html", "market/_door.html" if door else "market/_buy.html", **known)
