"""The wallet: what is in it, every line that made it so, adding money, and limits that one sets oneself."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import periods, statement
from wm.blueprints.forms.wallet import AddForm, LimitsForm
from wm.domains import ledger, payments
from wm.kernel import clock, money
from wm.kernel.paging import Page
from wm.web.hypermedia import go, page
from wm.web.limits import network
from wm.web.redirects import local
from wm.web.sheets import sheet
from wm.web.viewer import signed_in, viewer

bp = Blueprint("wallet", __name__, url_prefix="/wallet")
SHOWN_OPEN = timedelta(days=14)
PRESETS = (500, 1000, 2500, 5000)


@bp.get("")
@signed_in
def index() -> Response:
    since = clock.now() - SHOWN_OPEN
    shown = {"account": _account(), "waiting": payments.open_deposits(viewer().id, since), **_lines()}
    shown |= {"allowance": payments.allowance(viewer().id), "fresh": payments.fresh_money(viewer())}
    return page("wallet/index.html", "wallet/_lines.html", **shown)


def _account() -> ledger.Account | None:
    """Return the viewer's wallet, None while nothing was ever in it."""
    return ledger.balances(viewer().id).get("wallet")


def _lines() -> dict:
    account, after = _account(), request.args.get("after")
    found = ledger.statement(account, after) if account else Page((), None)
    more = url_for("wallet.index", after=found.next) if found.next else None
    return {"lines": statement.lines(found.items), "next_url": more}


@bp.get("/balance")
@signed_in
def balance() -> Response:
    account = _account()
    return page("wallet/_balance.html", balance=account.available if account else 0)


@bp.route("/add", methods=("GET", "POST"))
@signed_in
def add() -> Response:
    form = AddForm(data={"amount": _wished()}).offer(_ways())
    if form.accepts(lambda: form.begin(viewer(), network())):
        return go(form.result.url)
    presets = [(each, money.written(each)) for each in PRESETS]
    bounds = {"least": payments.LEAST, "most": payments.MOST, "back": local(request.values.get("next"), "")}
    return page("wallet/add.html", "wallet/_add.html", form.status, form=form, presets=presets, **bounds)


def _wished() -> str:
    """Return the amount that a link asks for, in minor units, as one types it; a made-up one is none."""
    wish = request.args.get("amount", 0, int)
    return str(money.in_major(min(max(wish, payments.LEAST), payments.MOST))) if wish else ""


def _ways() -> list[tuple[str, str]]:
    names = statement.way_names()
    return [(way.name, names[way.name]) for way in payments.offered() if way.takes_deposits]


@bp.route("/limits", methods=("GET", "POST"))
@signed_in
def limits() -> Response:
    now = payments.allowance(viewer().id)
    wish = {"day": _typed(now.next_day), "month": _typed(now.next_month)}
    form = LimitsForm(data=wish)
    if form.accepts(lambda: payments.limit_spending(viewer().id, *form.wanted())):
        raised = _("What you lowered holds now; what you raised holds in 24 hours.")
        return go(url_for("wallet.limits"), raised if form.result.next_from else _("Your limits hold from now on."))
    return page("wallet/limits.html", "wallet/_limits.html", form.status, form=form, allowance=now)


def _typed(amount: int | None) -> str:
    return "" if amount is None else str(money.in_major(amount))


@bp.get("/statement")
@signed_in
def printed() -> Response:
    period = periods.asked(request.args)
    shown = periods.booked(_account(), period)
    return page("wallet/statement.html", period=period, choices=periods.choices(viewer().created_at), **shown)


@bp.get("/statement.csv")
@signed_in
def as_csv() -> Response:
    period = periods.asked(request.args)
    rows = periods.rows(periods.booked(_account(), period)["lines"])
    return sheet(rows, f"weekmotion-wallet-{period.name}.csv")
