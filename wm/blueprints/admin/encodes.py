"""Encodes: what is at work, what waits, what failed, and the plan of each film."""

from flask import Blueprint, Response, request, url_for

from wm.blueprints import making
from wm.domains import content, media
from wm.web.hypermedia import page
from wm.web.viewer import staff

bp = Blueprint("admin_encodes", __name__, url_prefix="/admin/encodes")


@bp.get("")
@staff("admin")
def index() -> Response:
    """List the films that are being encoded, wait for it, or failed."""
    found = media.at_work(request.args.get("after"))
    pieces = content.of_films(film.id for film in found.items)
    next_url = url_for("admin_encodes.index", after=found.next) if found.next else None
    return page(
        "admin/encodes/index.html", "admin/encodes/_films.html", films=found.items, pieces=pieces, next_url=next_url
    )


@bp.get("/<public_id>")
@staff("admin")
def show(public_id: str) -> Response:
    """Show the plan of one film and where each step stands."""
    film = media.with_public_id(public_id)
    piece = content.of_films([film.id]).get(film.id)
    return page("admin/encodes/show.html", "admin/encodes/_steps.html", piece=piece, **making.of(film))
