"""Following, blocking and muting somebody; who follows whom; whom one has hidden."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from wm.domains import discovery, graph, people
from wm.web.hypermedia import go, page, swap
from wm.web.redirects import back
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("graph", __name__)
MOVED = 301
LISTS = {"followers": graph.followers, "following": graph.following}
HIDDEN = {
    "blocked": (graph.blocked, graph.has_blocked, graph.unblock),
    "muted": (graph.muted, graph.has_muted, graph.unmute),
}


def _met(handle: str) -> people.Person:
    """Return the person whom the viewer is about to follow, block or mute; counts the change."""
    graph.count_change(viewer())
    return graph.seen(handle, viewer())


def _page_of(person: people.Person) -> str:
    return back(url_for("people.show", handle=person.handle))


@bp.post("/@<handle>/follow")
@signed_in
def follow(handle: str) -> Response:
    person = _met(handle)
    graph.follow(viewer(), person)
    return swap(_page_of(person), "graph/_follow.html", person=person, is_followed=True)


@bp.post("/@<handle>/follow/removal")
@signed_in
def unfollow(handle: str) -> Response:
    person = _met(handle)
    graph.unfollow(viewer(), person)
    return swap(_page_of(person), "graph/_follow.html", person=person, is_followed=False)


@bp.post("/@<handle>/mute")
@signed_in
def mute(handle: str) -> Response:
    person = _met(handle)
    graph.mute(viewer(), person)
    said = _("%(name)s is kept out of your feed and your notifications.", name=person.name)
    return swap(_page_of(person), "graph/_menu.html", message=said, person=person, is_muted=True)


@bp.post("/@<handle>/mute/removal")
@signed_in
def unmute(handle: str) -> Response:
    person = _met(handle)
    graph.unmute(viewer(), person)
    said = _("%(name)s is back in your feed.", name=person.name)
    return swap(_page_of(person), "graph/_menu.html", message=said, person=person, is_muted=False)


@bp.post("/@<handle>/block")
@signed_in
def block(handle: str) -> Response:
    person = _met(handle)
    graph.block(viewer(), person)
    said = _("You and %(name)s don't see each other any more.", name=person.name)
    return go(url_for("graph.hidden", kind="blocked"), said)


@bp.get("/@<handle>/<any(followers, following):kind>")
@public
def listing(handle: str, kind: str) -> Response:
    person = graph.seen(handle, viewer())
    if handle != person.handle:
        return redirect(url_for("graph.listing", handle=person.handle, kind=kind), MOVED)
    found = LISTS[kind](person, viewer(), request.args.get("after"))
    next_url = url_for("graph.listing", handle=handle, kind=kind, after=found.next) if found.next else None
    followed = graph.followed_among(viewer(), (each.id for each in found.items))
    is_own = viewer().id == person.id
    known = {"suggested": discovery.suggested_people(viewer()) if is_own and not request.args.get("after") else []}
    known |= {"person": person, "kind": kind, "people": found.items, "followed": followed, "next_url": next_url}
    return page("graph/listing.html", "graph/_people.html", is_own=is_own, **known)


@bp.get("/suggestions")
@signed_in
def suggestions() -> Response:
    found = discovery.suggested_people(viewer(), limit=24)
    return page("graph/suggestions.html", "graph/_suggested.html", suggested=found, followed=set())


@bp.get("/settings/<any(blocked, muted):kind>")
@signed_in
def hidden(kind: str) -> Response:
    return page("graph/hidden.html", "graph/_hidden.html", **_hidden(kind, request.args.get("after")))


def _hidden(kind: str, cursor: str | None = None) -> dict:
    found = HIDDEN[kind][0](viewer(), cursor)
    next_url = url_for("graph.hidden", kind=kind, after=found.next) if found.next else None
    return {"kind": kind, "people": found.items, "next_url": next_url}


@bp.post("/settings/<any(blocked, muted):kind>/<handle>/removal")
@signed_in
def show_again(kind: str, handle: str) -> Response:
    _find, is_hidden, undo = HIDDEN[kind]
    person = people.by_handle(handle)
    if not is_hidden(viewer(), person):
        raise graph.NotThere()
    undo(viewer(), person)
    said = _("%(name)s is back.", name=person.name)
    return swap(url_for("graph.hidden", kind=kind), "graph/_hidden.html", message=said, **_hidden(kind))
