"""What a creator earned: what is available, pending and held, by month, source and piece, and every line of it."""

from datetime import UTC, datetime, timedelta

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.studio import bp as door
from wm.blueprints.studio import money
from wm.domains import content, earnings, ledger, market, payouts
from wm.kernel import clock
from wm.kernel import money as coins
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page
from wm.web.hypermedia import page
from wm.web.sheets import sheet
from wm.web.viewer import signed_in, viewer

SHOWN = 8
LATELY = timedelta(days=30)
MOST_ROWS = 20_000


@door.get("/earnings", endpoint="earnings")
@signed_in
def index() -> Response:
    """Show what there is, where it comes from, and when it goes out."""
    me = viewer().id
    latest = earnings.lines(me, size=SHOWN).items
    bounds = _with_bundles(earnings.by_content(me), me)[:SHOWN]
    pieces = {piece.id: piece for piece in content.in_order([each.name for each in bounds])} | money.titles(latest)
    brought = {"by_source": earnings.by_source(me), "by_piece": bounds, "months": _bars(earnings.by_month(me))}
    words = {"sources": money.source_words(), "balanced": money.balanced()}
    return page("studio/earnings/index.html", lines=latest, pieces=pieces, **_standing(me), **brought, **words)


def _with_bundles(alone: list[earnings.Sum], me: int) -> list[earnings.Sum]:
    """Return what each piece brought alone and as a part of bundles, the most first."""
    found = {each.name: each for each in alone}
    for part in market.bundles.by_content(me):
        had = found.get(part.name, earnings.Sum(part.name, 0, 0, 0, 0))
        found[part.name] = earnings.Sum(part.name, *(a + b for a, b in zip(had[1:], part[1:], strict=True)))
    return sorted(found.values(), key=lambda each: -each.gross)


def _standing(me: int) -> dict:
    """Return the sums of a creator: what can go out, what waits, what is held, and the next payout."""
    accounts = ledger.balances(me)
    held = earnings.held(me)
    pending = accounts["pending"].posted if "pending" in accounts else 0
    schedule = payouts.schedule_of(viewer())
    day = payouts.next_day(schedule.rhythm)
    available = accounts["available"].available if "available" in accounts else 0
    now, before = (earnings.total(me, clock.now() - LATELY * n) for n in (1, 2))
    return {
        "available": available,
        "leaving": accounts["available"].held if "available" in accounts else 0,
        "held": held,
        "resting": earnings.resting(me),
        "held_sum": sum(each.amount for each in held),
        "pending": pending - sum(each.amount for each in held),
        "next_settling": earnings.next_settling(me),
        "payout_day": day,
        "expected": max(0, available) + earnings.expected(me, day) if day else 0,
        "lately": now,
        "before": before - now,
    }


def _bars(months: list[earnings.Sum]) -> list[tuple[earnings.Sum, int]]:
    """Return each month with the height of its bar, in hundredths of the highest one."""
    most = max((month.kept for month in months), default=0)
    return [(month, coins.split(100, [month.kept, most - month.kept])[0] if most else 0) for month in months]


@door.get("/earnings/lines", endpoint="earnings_lines")
@signed_in
def lines() -> Response:
    """List every earning, narrowed by what the address says."""
    wanted = _wanted()
    found = earnings.lines(viewer().id, request.args.get("after"), **_narrowed(wanted))
    given = {name: value for name, value in wanted.items() if value}
    next_url = url_for("studio.earnings_lines", after=found.next, **given) if found.next else None
    known = {"lines": found.items, "pieces": money.titles(found.items), "sources": money.source_words()}
    months = [month.name for month in reversed(earnings.by_month(viewer().id))]
    return page(
        "studio/earnings/lines.html",
        "studio/earnings/_lines.html",
        **known,
        next_url=next_url,
        wanted=wanted,
        given=given,
        months=months,
        about=_piece(wanted["piece"]),
    )


@door.get("/earnings/lines.csv", endpoint="earnings_csv")
@signed_in
def as_csv() -> Response:
    """Give out the same lines as a table for spreadsheets."""
    found = earnings.lines(viewer().id, size=MOST_ROWS, **_narrowed(_wanted())).items
    pieces = money.titles(found)
    head = ["When (UTC)", "Source", "Piece", "Currency", "Paid", "Tax", "Weekmotion's share", "Yours", "Returned"]
    head += ["State", "Number", "Journal"]
    return sheet([head, *(_row(each, pieces) for each in found)], "weekmotion-earnings.csv")


def _row(earning: earnings.Earning, pieces: dict) -> list:
    unit, piece = earning.currency, pieces.get(earning.content_id)
    sums = (earning.gross, earning.tax, earning.fee, earning.share, earning.returned)
    shown = [coins.in_major(each, unit) if each is not None else None for each in sums]
    when = f"{earning.sold_at:%Y-%m-%d %H:%M:%S}"
    source = money.source_words()[earning.source]
    return [when, source, piece.title if piece else "", unit, *shown, earning.state, earning.public_id, earning.journal]


@door.get("/earnings/<public_id>", endpoint="earnings_one")
@signed_in
def one(public_id: str) -> Response:
    """Show one earning from the sale to the payout: every move, between which accounts, in which journal."""
    earning = earnings.find_own(public_id, viewer().id)
    moves = ledger.of_subject(earnings.subject_of(earning))
    known = {"earning": earning, "returns": earnings.returns_of([earning.id]).get(earning.id, [])}
    known |= {"piece": money.titles([earning]).get(earning.content_id), "moves": moves}
    known |= {"rate": earnings.rate_at(earning.source, earning.sold_at), "sources": money.source_words()}
    accounts = ledger.by_ids(each for move in moves for each in (move.debit_id, move.credit_id))
    names = {"reasons": money.reason_words(), "kinds": money.account_words(), "accounts": accounts}
    return page("studio/earnings/one.html", **known, **names, me=viewer().id)


@door.get("/earnings/account", endpoint="earnings_account")
@signed_in
def account() -> Response:
    """Show every move of what is available: shares that came in, payouts, refunds."""
    mine = ledger.balances(viewer().id).get("available")
    found = ledger.statement(mine, request.args.get("after")) if mine else Page([], None)
    subjects = {entry.move.subject for entry in found.items}
    known = {"sold": earnings.by_subjects(subjects), "sent": payouts.by_subjects(subjects)}
    next_url = url_for("studio.earnings_account", after=found.next) if found.next else None
    words = {"reasons": money.reason_words(), "kinds": money.account_words()}
    known |= {"entries": found.items, "next_url": next_url, "account": mine}
    return page("studio/earnings/account.html", "studio/earnings/_entries.html", **known, **words)


def _wanted() -> dict[str, str]:
    args = request.args
    source = args.get("source", "") if args.get("source") in earnings.SOURCES else ""
    return {"source": source, "piece": args.get("piece", ""), "month": _month(args.get("month", ""))[0]}


def _narrowed(wanted: dict[str, str]) -> dict:
    piece, (_name, since, until) = _piece(wanted["piece"]), _month(wanted["month"])
    narrowed = {"source": wanted["source"], "content_id": piece.id if piece else None}
    return narrowed | {"since": since, "until": until}


def _piece(public_id: str) -> content.Content | None:
    return content.own(public_id, viewer()) if public_id else None


def _month(said: str) -> tuple[str, datetime | None, datetime | None]:
    """Return a month as the address names it ("2026-11"), when it begins and when it ends; nothing for anything else."""
    if not said:
        return "", None, None
    try:
        begins = datetime.strptime(said, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise NotFound(_("There is no such month.")) from None
    return f"{begins:%Y-%m}", begins, earnings.month_before(begins, -1)
