"""The public page of a person: /@handle."""

from flask import Blueprint, Response, redirect, request, url_for

from wm.domains import content, people
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("people", __name__)
MOVED = 301


@bp.get("/@<handle>")
@public
def show(handle: str) -> Response:
    person = people.by_handle(handle)
    if handle != person.handle:
        return redirect(url_for("people.show", handle=person.handle), MOVED)
    films = content.by_person(person, viewer(), request.args.get("after"))
    next_url = url_for("people.show", handle=handle, after=films.next) if films.next else None
    known = {"films": films.items, "films_count": content.count_by_person(person), "next_url": next_url}
    return page("people/show.html", "people/_films.html", person=person, **known)
