"""The weights of For you: looked at on one's own feed first, then put in force."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import content, discovery, people
from wm.kernel.errors import Invalid
from wm.web.hypermedia import go, page
from wm.web.viewer import staff, viewer

bp = Blueprint("admin_ranking", __name__, url_prefix="/admin/ranking")
SHOWN = 12


@bp.get("")
@staff("admin")
def index() -> Response:
    try:
        return _page(discovery.checked_weights(request.args.to_dict()))
    except Invalid as refusal:
        return _page(discovery.present_weights(), refusal.fields)


@bp.post("")
@staff("admin")
def change() -> Response:
    try:
        discovery.change_weights(request.form.to_dict(), by=viewer())
    except Invalid as refusal:
        return _page(discovery.present_weights(), refusal.fields)
    return go(url_for("admin_ranking.index"), _("The new weights are in force."))


def _page(weights, errors: dict | None = None) -> Response:
    asked = request.values.get("for", "").strip()
    whom = people.by_handle(asked.lstrip("@")) if asked else viewer()
    pairs = discovery.rank(whom, weights)[:SHOWN]
    shown = {piece.id: piece for piece in content.in_order(each.id for each, _points in pairs)}
    preview = [(shown[each.id], points) for each, points in pairs if each.id in shown]
    chosen = {"weights": discovery.as_dict(weights), "limits": discovery.LIMITS, "errors": errors or {}}
    status = 422 if errors else 200
    return page("admin/ranking.html", "admin/_ranking.html", status, preview=preview, whom=whom, **chosen)
