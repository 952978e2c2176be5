"""Rules by age and views: a look at what would go, the deed, how far it is, and taking it back."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.storage import AppliedForm, RuleForm
from wm.domains import housekeeping, platform
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_storage_rules", __name__, url_prefix="/admin/storage/rules")


@bp.get("")
@staff("admin")
def index() -> Response:
    """Show the form, and, when it was filled, what the rule would take; nothing is changed."""
    is_asked = "rule" in request.args
    form = RuleForm(formdata=request.args if is_asked else None, meta={"csrf": False})
    rule = form.asked if is_asked and form.validate() else None
    return _page(form, rule)


@bp.post("")
@staff("admin")
@fresh
def apply() -> Response:
    form = AppliedForm()
    if form.accepts(_apply, form):
        return go(url_for("admin_storage_rules.index"), _("The rule is being applied."))
    return _page(form, form.asked if form.is_understood else None)


def _apply(form: AppliedForm) -> None:
    run = housekeeping.rules.apply(form.asked, viewer())
    platform.audit_explained("storage.rule", viewer(), f"rule:{run.public_id}", form.reason.data or "", words=run.words)


@bp.get("/runs")
@staff("admin")
def runs() -> Response:
    return page("admin/storage/runs.html", "admin/storage/_runs.html", runs=housekeeping.rules.runs())


@bp.post("/runs/<public_id>/undoing")
@staff("admin")
def undo(public_id: str) -> Response:
    run = housekeeping.rules.undo(public_id)
    platform.audit("storage.rule_undone", viewer(), f"rule:{run.public_id}", words=run.words)
    place = url_for("admin_storage_rules.runs")
    return swap(place, "admin/storage/_runs.html", message=_("All of it stays."), runs=housekeeping.rules.runs())


def _page(form: RuleForm, rule: housekeeping.Rule | None) -> Response:
    preview = housekeeping.rules.preview(rule) if rule else None
    known = {
        "form": form,
        "rule": rule,
        "preview": preview,
        "runs": housekeeping.rules.runs(),
        "price": housekeeping.weighing.price,
    }
    known |= {"reason": AppliedForm(formdata=None).reason}
    return page("admin/storage/rules.html", "admin/storage/_rule.html", form.status, **known)
