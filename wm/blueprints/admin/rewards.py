"""The pool of rewards: what is in it, filling it from what the site earned, and the days that it paid."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.rewards import FundForm
from wm.domains import ledger, rewards
from wm.kernel import money
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_rewards", __name__, url_prefix="/admin/rewards")


@bp.get("")
@staff("admin")
def index() -> Response:
    return _page(FundForm.fresh())


@bp.post("")
@staff("admin")
@fresh
def fund() -> Response:
    form = FundForm()
    if form.accepts(_put_in, form):
        return go(url_for("admin_rewards.index"), _("%(sum)s is in the pool now.", sum=money.written(form.asked)))
    return _page(form)


def _put_in(form: FundForm) -> ledger.Journal:
    return rewards.fund(form.asked, viewer(), form.reason.data or "", key=form.key.data or "")


def _page(form: FundForm) -> Response:
    found = rewards.cycles(request.args.get("after"))
    next_url = url_for("admin_rewards.index", after=found.next) if found.next else None
    known = {"form": form, "pool": rewards.in_the_pool(), "revenue": ledger.of_site("revenue").available}
    known |= {"cycles": found.items, "next_url": next_url}
    return page("rewards/admin.html", "rewards/_cycles.html", form.status, **known)
