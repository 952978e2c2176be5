"""The public page of a person: /@handle and its tabs."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from wm.blueprints import portrait
from wm.domains import content, discovery, engagement, graph, people
from wm.web.hypermedia import page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("people", __name__)
MOVED = 301
FIRST = "people.show"
SHELVES = {
    "people.show": ("film",),
    "people.posts": ("article", "update", "resource"),
    "people.courses": ("course",),
}


@bp.get("/@<handle>")
@public
def show(handle: str) -> Response:
    return _shelf(handle)


@bp.get("/@<handle>/posts")
@public
def posts(handle: str) -> Response:
    return _shelf(handle)


@bp.get("/@<handle>/courses")
@public
def courses(handle: str) -> Response:
    return _shelf(handle)


@bp.get("/@<handle>/about")
@public
def about(handle: str) -> Response:
    person = graph.seen(handle, viewer())
    if handle != person.handle:
        return redirect(url_for("people.about", handle=person.handle), MOVED)
    return page("people/about.html", "people/_about.html", **portrait.of(person, "people.about"))


def _shelf(handle: str) -> Response:
    """Answer with the tab that the request's endpoint names."""
    person, place, cursor = graph.seen(handle, viewer()), str(request.endpoint), request.args.get("after")
    if handle != person.handle:
        return redirect(url_for(place, handle=person.handle), MOVED)
    known = portrait.of(person, place) | _pieces(person, place, cursor)
    known |= {"choices": _choices(person)} if place == FIRST and not cursor else {}
    return page("people/show.html", "people/_pieces.html", **known)


def _pieces(person: people.Person, place: str, cursor: str | None = None) -> dict:
    """Return a page of a tab's pieces; what is pinned above the first tab is not among them."""
    pinned = discovery.pinned(person, viewer()) if place == FIRST else None
    found = discovery.shelf(person, viewer(), SHELVES[place], cursor, without=pinned.id if pinned else None)
    next_url = url_for(place, handle=person.handle, after=found.next) if found.next else None
    parts = engagement.parts(viewer(), [piece.id for piece in found.items])
    shown = {"pieces": found.items, "parts": parts, "next_url": next_url, "is_first": not cursor}
    return shown | {"pinned": None if cursor else pinned}


def _choices(person: people.Person) -> list[content.Content]:
    return discovery.pinnable(person) if viewer().id == person.id else []


@bp.post("/pin")
@signed_in
def pin() -> Response:
    wanted = request.form.get("piece", "")
    piece = content.own(wanted, viewer()) if wanted else None
    people.pin(viewer(), piece.id if piece else None)
    done = _("It stands first on your page now.") if piece else _("Nothing is pinned on your page any more.")
    known = {"person": viewer(), "is_own": True, "tab": FIRST, "choices": _choices(viewer())} | _pieces(viewer(), FIRST)
    page_of = url_for(FIRST, handle=viewer().handle)
    return swap(page_of, "people/_pinned.html", "people/_pieces.html", message=done, **known)
