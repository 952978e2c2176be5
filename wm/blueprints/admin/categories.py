"""Categories: their names, addresses, icons and order; merging two into one."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import categories, content, platform
from wm.kernel.errors import Invalid
from wm.web.hypermedia import page, swap
from wm.web.viewer import staff, viewer

bp = Blueprint("admin_categories", __name__, url_prefix="/admin/categories")
STEPS = {"up": -1, "down": 1}


@bp.get("")
@staff("admin")
def index() -> Response:
    return page("admin/categories/index.html", "admin/categories/_list.html", **_known())


def _known() -> dict:
    return {"shelves": categories.all_in_order(), "held": content.count_shelved(), "icons": categories.ICONS}


@bp.post("")
@staff("admin")
def create() -> Response:
    try:
        made = categories.create(request.form.get("name", ""), request.form.get("icon", ""))
    except Invalid as refusal:
        return _refused(refusal)
    return _done("category.created", made, _("%(name)s is there.", name=made.name))


@bp.post("/<slug>")
@staff("admin")
def edit(slug: str) -> Response:
    category = categories.called(slug)
    wish = {name: request.form.get(name, "") for name in ("name", "icon", "slug")}
    try:
        categories.edit(category, **wish)
    except Invalid as refusal:
        return _refused(refusal, category.slug)
    return _done("category.edited", category, _("%(name)s is saved.", name=category.name), **wish)


@bp.post("/<slug>/place/<any(up, down):way>")
@staff("admin")
def place(slug: str, way: str) -> Response:
    categories.move(categories.called(slug), STEPS[way])
    return swap(url_for("admin_categories.index"), "admin/categories/_list.html", **_known())


@bp.post("/<slug>/merger")
@staff("admin")
def merge(slug: str) -> Response:
    category, into = categories.called(slug), categories.called(request.form.get("into", ""))
    categories.merge(category, into)
    said = _("%(name)s moves into %(into)s. That takes a moment.", name=category.name, into=into.name)
    return _done("category.merged", category, said, into=into.slug)


def _done(event: str, category: categories.Category, message: str, **details: str) -> Response:
    platform.audit(event, viewer(), f"category:{category.id}", **details)
    return swap(url_for("admin_categories.index"), "admin/categories/_list.html", message=message, **_known())


def _refused(refusal: Invalid, slug: str = "") -> Response:
    """Show the page again with the reason, and with what was typed, beside its form."""
    known = _known() | {"refused": slug, "why": refusal.message, "typed": request.form}
    return page("admin/categories/index.html", "admin/categories/_list.html", refusal.status, **known)
