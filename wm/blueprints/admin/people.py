"""People: who is here, and for whom the site vouches."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import people, platform
from wm.web.hypermedia import page, swap
from wm.web.viewer import staff, viewer

bp = Blueprint("admin_people", __name__, url_prefix="/admin/people")
LONGEST = 100


@bp.get("")
@staff("admin")
def index() -> Response:
    words = request.args.get("q", "").strip()[:LONGEST]
    found = people.directory(words, request.args.get("after"))
    next_url = url_for("admin_people.index", q=words or None, after=found.next) if found.next else None
    return page(
        "admin/people/index.html", "admin/people/_rows.html", words=words, people=found.items, next_url=next_url
    )


@bp.post("/<handle>/badge")
@staff("admin")
def give_badge(handle: str) -> Response:
    person = people.by_handle(handle)
    people.give_badge(person)
    return _written("person.verified", person, _("%(name)s has the badge now.", name=person.name))


@bp.post("/<handle>/badge/removal")
@staff("admin")
def take_badge(handle: str) -> Response:
    person = people.by_handle(handle)
    people.take_badge(person)
    return _written("person.unverified", person, _("%(name)s has no badge any more.", name=person.name))


def _written(event: str, person: people.Person, message: str) -> Response:
    """Leave an audit record and answer with the row."""
    platform.audit_explained(event, viewer(), f"person:{person.id}", request.form.get("reason", ""))
    return swap(url_for("admin_people.index"), "admin/people/_person.html", message=message, person=person)
