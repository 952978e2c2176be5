"""Putting back what a dispute had taken, once it is won: each part to whom it came from."""

from sqlalchemy import select

from wm.domains import ledger
from wm.domains.earnings.actions import available_of, subject_of, with_accounts
from wm.domains.earnings.models import Earning, Return
from wm.domains.earnings.rates import rate_at
from wm.kernel import clock, money
from wm.kernel.db import db


def reinstate(return_id: int, *, source: ledger.Account) -> Earning:
    """Undo one taking, out of `source` (an escrow), once; it has to be the last that happened to its earning.

    What was taken while it waited to be settled waits again, or is divided now if the rest was settled meanwhile."""
    earning = with_accounts(_earning_of(return_id), source)
    back = _locked(return_id)
    if back.restored_at is not None:
        return earning
    lines = []
    for move in ledger.journal(back.journal):
        lines += _lines(earning, move.amount, ledger.by_ids([move.debit_id])[move.debit_id], source)
    ledger.post(f"restored:{back.id}", lines, subject=subject_of(earning))
    earning.returned -= back.amount
    back.restored_at = clock.now()
    db.session.flush()
    return earning


def _earning_of(return_id: int) -> int:
    return db.session.scalar(select(Return.earning_id).where(Return.id == return_id))


def _locked(return_id: int) -> Return:
    fresh = select(Return).where(Return.id == return_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def _lines(earning: Earning, amount: int, origin: ledger.Account, source: ledger.Account) -> list[ledger.Line]:
    if origin.kind != "pending" or earning.state == "pending":
        return [ledger.Line("dispute_won", source, origin, amount)]
    return [ledger.Line("dispute_won", source, goal, part) for goal, part in _divided(earning, amount) if part]


def _divided(earning: Earning, net: int) -> list[tuple[ledger.Account, int]]:
    """Settle what comes back late as if it had never been away; returns who gets how much of it."""
    rate, left = rate_at(earning.source, earning.sold_at), earning.net - earning.returned_before + net
    fee = money.share(left, rate) - earning.fee
    accounts = available_of(earning.seller_id), ledger.of_site("revenue")  # asked for before the row is half changed
    earning.returned_before, earning.fee, earning.share = (
        earning.returned_before - net,
        earning.fee + fee,
        earning.share + net - fee,
    )
    return list(zip(accounts, (net - fee, fee), strict=True))
