"""Pro, as the staff sees it: what it costs and promises, how many have it, and what goes into the pool."""

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from wm.blueprints.admin import two
from wm.blueprints.forms.memberships import TierForm
from wm.domains import memberships, platform
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

_ = lazy_gettext
bp = Blueprint("admin_pro", __name__, url_prefix="/admin/pro")


class ProForm(TierForm):
    """The form of Pro: that of a tier, whether it takes people, and the reason for the audit log."""

    is_open = BooleanField(_("People can join"), default=True)
    reason = StringField(
        _("Why it changes"),
        [DataRequired(_("Say why; it stands in the audit log.")), Length(max=platform.REASON_LENGTH)],
        render_kw={"maxlength": platform.REASON_LENGTH},
    )

    def ask(self) -> platform.Proposal:
        """Ask for Pro to be what the form says."""
        return memberships.ask_pro(viewer(), self.reason.data, bool(self.is_open.data), **self.fields_of_tier())


@bp.get("")
@staff("admin")
def index() -> Response:
    return _page(ProForm.of(memberships.find_pro()))


@bp.post("")
@staff("admin")
@fresh
def change() -> Response:
    form = ProForm.of(memberships.find_pro())
    if form.accepts(form.ask):
        return go(url_for("admin_pro.index"), two.asked_for())
    return _page(form)


def _page(form: ProForm) -> Response:
    tier = memberships.find_pro()
    if request.method == "GET" and tier is not None:
        form.is_open.data = tier.is_open
    numbers = memberships.counts(memberships.SITE).get(tier.id) if tier else None
    pool = current_app.config["PRO_POOL_BASIS_POINTS"]
    shown = {"form": form, "tier": tier, "numbers": numbers or memberships.Count(), "pool": pool}
    shown |= two.about("pro:site")
    return page("admin/pro.html", "admin/_pro.html", form.status, **shown)
