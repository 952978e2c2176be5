"""Giving back: each part pays as much of it as it got, and nobody more than that."""

from sqlalchemy import select

from wm.domains import ledger
from wm.domains.earnings.actions import available_of, find_reserve, subject_of, with_accounts
from wm.domains.earnings.errors import NothingLeft
from wm.domains.earnings.events import EarningReturned
from wm.domains.earnings.models import Earning, Return
from wm.kernel import money
from wm.kernel.db import db
from wm.kernel.facts import record


def reverse(earning: Earning, amount: int, *, key: str, to: ledger.Account, reason: str = "refund") -> Return:
    """Give `amount` of the gross back to `to`, once per `key`; each part pays as much of it as it got.

    The creator is never debited more than was credited, nor below the limit of a negative balance: the site pays what
    is missing. `reason` is "refund" (to a wallet) or "dispute" (to escrow). Raises NothingLeft (409)."""
    earning = with_accounts(earning.id, to)
    known = db.session.scalars(select(Return).where(Return.key == key)).first()
    if known is not None:
        return known
    if not 0 < amount <= earning.left:
        raise NothingLeft()
    back = Return(earning_id=earning.id, key=key, reason=reason, amount=amount)
    lines = _lines_back(earning, back, to)
    back.journal = ledger.post(f"return:{key}", lines, subject=subject_of(earning)).id
    earning.returned += amount
    db.session.add(back)
    db.session.flush()
    record(EarningReturned(earning.id, earning.seller_id, amount))
    return back


def _lines_back(earning: Earning, back: Return, to: ledger.Account) -> list[ledger.Line]:
    """Say who pays: tax its part, then pending; or, once settled, the site its fee and the creator the share."""
    after = earning.returned + back.amount
    back.tax = taxed(earning, after) - taxed(earning, earning.returned)
    net = back.amount - back.tax
    parts = [(ledger.of_site("tax"), back.tax)]
    if earning.state == "pending":
        back.fee, back.share, back.absorbed = 0, net, 0
        parts += [(ledger.of_person("pending", earning.seller_id), net)]
    else:
        gone = after - taxed(earning, after) - earning.returned_before
        back.fee = _feed(earning, gone) - _feed(earning, gone - net)
        theirs = _covered(earning, net - back.fee)
        back.share = sum(part for _account, part in theirs)
        back.absorbed = net - back.fee - back.share
        parts += [*theirs, (ledger.of_site("revenue"), back.fee + back.absorbed)]
    return [ledger.Line(_reason(back.reason, source), source, to, part) for source, part in parts if part]


def _reason(reason: str, source: ledger.Account) -> str:
    return "tax_refund" if reason == "refund" and source.kind == "tax" else reason


def taxed(earning: Earning, gross: int) -> int:
    """Return how much of the first `gross` that goes back is tax."""
    return money.split(gross, [earning.net, earning.tax])[1] if earning.tax else 0


def pending_of(earning: Earning) -> int:
    """Return what of an earning that is not settled waits in the creator's account."""
    return earning.net - (earning.returned - taxed(earning, earning.returned))


def _feed(earning: Earning, net: int) -> int:
    """Return how much of the first `net` that goes back after settling was the site's fee."""
    return money.split(net, [earning.share, earning.fee])[1] if earning.fee else 0


def _covered(earning: Earning, share: int) -> list[tuple[ledger.Account, int]]:
    """Return what the creator can pay of `share`: out of what is available, then the reserve, then below nothing.

    What is missing the site has to add."""
    available, reserve = available_of(earning.seller_id), find_reserve(earning.seller_id)
    rows = ledger.locked([available.id, *([reserve.id] if reserve else [])])
    free = {each: row.posted - row.held if row.frozen_at is None else None for each, row in rows.items()}
    there = min(share, max(0, free[available.id] or 0))
    rests = min(share - there, max(0, free[reserve.id] or 0)) if reserve else 0
    room = max(0, free[available.id] - (available.floor or 0)) if free[available.id] is not None else 0
    below = min(share - there - rests, room - there)
    return [(available, there + below), *([(reserve, rests)] if reserve else [])]
