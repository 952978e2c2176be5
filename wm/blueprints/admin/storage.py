"""The store: what lies where and what it costs, what is astray, what waits to go, and who may keep how much."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.storage import QuotaForm
from wm.domains import housekeeping, people, platform, storage, uploads
from wm.kernel import clock, job
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_storage", __name__, url_prefix="/admin/storage")
WALK_SECONDS = 600  # one walk at a time is enough


@bp.get("")
@staff("admin")
def index() -> Response:
    found = housekeeping.weighing.largest(request.args.get("after"))
    next_url = url_for("admin_storage.index", after=found.next) if found.next else None
    known = {"films": found.items, "next_url": next_url, "price": housekeeping.weighing.price}
    known |= {"totals": housekeeping.weighing.totals(), "sweep": housekeeping.sweeping.latest()}
    known |= {"strays": housekeeping.sweeping.strays(), "waiting": housekeeping.weighing.waiting()}
    return page("admin/storage/index.html", "admin/storage/_largest.html", **known, carrier=storage.cdn.state())


@bp.post("/walk")
@staff("admin")
def walk() -> Response:
    """Walk through the store now; the nightly walk comes all the same."""
    minutes = int(clock.now().timestamp()) // WALK_SECONDS
    job.enqueue("storage.sweep", subject="asked", key=f"storage.sweep:asked:{minutes}")
    return go(url_for("admin_storage.index"), _("The walk has been asked for. Look again in a few minutes."))


@bp.get("/waiting")
@staff("admin")
def waiting() -> Response:
    return page("admin/storage/queue.html", "admin/storage/_queue.html", **_queue(request.args.get("after")))


@bp.post("/waiting/<public_id>/return")
@staff("admin")
def take_back(public_id: str) -> Response:
    row = storage.take_back(public_id)
    platform.audit("storage.taken_back", viewer(), f"deletion:{row.public_id}", place=row.place)
    place = url_for("admin_storage.waiting")
    return swap(place, "admin/storage/_queue.html", message=_("It stays."), **_queue(None))


def _queue(cursor: str | None) -> dict:
    found = storage.deleting.waiting(cursor)
    next_url = url_for("admin_storage.waiting", after=found.next) if found.next else None
    known = {"rows": found.items, "next_url": next_url, "now": clock.now(), "waiting": housekeeping.weighing.waiting()}
    return known | {"gone": storage.deleting.count_gone(), "refused": storage.deleting.count_refused()}


@bp.get("/people")
@staff("admin")
def find_person() -> Response:
    """Lead from a typed handle to what that person keeps."""
    person = people.by_handle(request.args.get("handle", "").strip().lstrip("@"))
    return go(url_for("admin_storage.person", handle=person.handle))


@bp.get("/people/<handle>")
@staff("admin")
def person(handle: str) -> Response:
    found = people.by_handle(handle)
    own = uploads.own_quota(found.id)
    return _person(found, QuotaForm(formdata=None, size=None if own is None else own // 10**9))


@bp.post("/people/<handle>")
@staff("admin")
@fresh
def set_quota(handle: str) -> Response:
    found, form = people.by_handle(handle), QuotaForm()
    if form.accepts(_say_quota, found, form):
        return go(url_for("admin_storage.person", handle=handle), _("The quota is in force."))
    return _person(found, form)


def _say_quota(found: people.Person, form: QuotaForm) -> None:
    uploads.set_quota(found.id, form.bytes)
    platform.audit_explained("storage.quota", viewer(), f"person:{found.id}", form.reason.data or "", bytes=form.bytes)


def _person(found: people.Person, form: QuotaForm) -> Response:
    films = housekeeping.weighing.largest(person_id=found.id).items
    known = {"person": found, "form": form, "share": housekeeping.weighing.share(found.id), "films": films}
    return page("admin/storage/person.html", "admin/storage/_quota.html", form.status, **known)
