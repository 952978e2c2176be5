"""The pool of rewards: what is in it, filling it from what the site earned, and the days that it paid."""

from flask import Blueprint, Response, request, url_for

from wm.blueprints.admin import two
from wm.blueprints.forms.rewards import FundForm, RuleForm
from wm.domains import ledger, platform, rewards
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
        return go(url_for("admin_rewards.index"), two.asked_for())
    return _page(form)


def _put_in(form: FundForm) -> platform.Proposal:
    return rewards.ask_fund(form.asked, viewer(), form.reason.data or "", key=form.key.data or "")


@bp.post("/rule")
@staff("admin")
@fresh
def rule() -> Response:
    form = RuleForm()
    if form.accepts(_say, form):
        return go(url_for("admin_rewards.index"), two.asked_for())
    return _page(FundForm.fresh(), form)


def _say(form: RuleForm) -> platform.Proposal:
    needed = {name: getattr(form, name).data for name in rewards.Needed._fields}
    return rewards.ask_rule(viewer(), form.why.data or "", **needed)


def _page(form: FundForm, rule_form: RuleForm | None = None) -> Response:
    found = rewards.cycles(request.args.get("after"))
    next_url = url_for("admin_rewards.index", after=found.next) if found.next else None
    known = {"form": form, "pool": rewards.in_the_pool(), "revenue": ledger.of_site("revenue").available}
    known |= {"cycles": found.items, "next_url": next_url, "rule_form": rule_form or RuleForm.filled()}
    status = max(form.status, known["rule_form"].status)
    return page("rewards/admin.html", "rewards/_cycles.html", status, **known, rules=rewards.rules())
