"""Crediting a creator, settling what waited long enough, and giving back."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from wm.domains import ledger
from wm.domains.earnings.errors import NothingLeft
from wm.domains.earnings.events import EarningCredited, EarningReturned
from wm.domains.earnings.models import Earning, Return
from wm.domains.earnings.rates import rate_at
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.facts import record

BATCH = 200


def credit(
    source: str,
    source_ref: str,
    *,
    payer: ledger.Account,
    seller_id: int,
    gross: int,
    tax: int = 0,
    content_id: int | None = None,
) -> Earning:
    """Let `payer` pay a creator for something, once per (source, source_ref); amounts in minor units.

    Raises InsufficientFunds (402), AccountFrozen (409), KeyReused (422)."""
    pending, subject = ledger.of_person("pending", seller_id), f"{source}:{source_ref}"
    lines = [ledger.Line(source, payer, pending, gross - tax)]
    lines += [ledger.Line("tax", payer, ledger.of_site("tax"), tax)] if tax else []
    journal = ledger.post(f"earn:{subject}", lines, subject=subject)
    known = find(source, source_ref)
    if known is not None:
        return known
    now = clock.now()
    earning = Earning(
        source=source, source_ref=source_ref, seller_id=seller_id, payer_id=payer.owner_id, gross=gross, tax=tax
    )
    earning.content_id, earning.currency, earning.journal = content_id, payer.currency, journal.id
    earning.sold_at, earning.settles_at = now, now + timedelta(days=current_app.config["EARNINGS_HOLD_DAYS"])
    db.session.add(earning)
    db.session.flush()
    record(EarningCredited(earning.id, seller_id, source))
    return earning


def find(source: str, source_ref: str) -> Earning | None:
    """Return the earning of one sale, tip, period or reward, None when there is none."""
    return db.session.scalars(select(Earning).where(Earning.source == source, Earning.source_ref == source_ref)).first()


def settle_due(limit: int = BATCH) -> int:
    """Settle what waited long enough, oldest first; returns how many earnings. Call it until it returns 0."""
    due = select(Earning.id).where(
        Earning.state == "pending", Earning.settles_at <= clock.now(), Earning.held_why == ""
    )
    chosen = list(db.session.scalars(due.order_by(Earning.settles_at).limit(limit)))
    for earning_id in chosen:
        settle(earning_id)
    return len(chosen)


def settle(earning_id: int) -> Earning:
    """Divide what is left of one earning by the share that was in force when it was sold."""
    earning = _with_accounts(earning_id)
    if earning.state == "settled":
        return earning
    gone = earning.returned - _taxed(earning, earning.returned)
    left = earning.net - gone
    earning.fee = money.share(left, rate_at(earning.source, earning.sold_at))
    earning.share = left - earning.fee
    earning.returned_before, earning.state, earning.settled_at = gone, "settled", clock.now()
    pending, available = ledger.of_person("pending", earning.seller_id), available_of(earning.seller_id)
    lines = [ledger.Line("settle", pending, available, earning.share)] if earning.share else []
    lines += [ledger.Line("fee", pending, ledger.of_site("revenue"), earning.fee)] if earning.fee else []
    if lines:
        ledger.post(f"settle:{earning.public_id}", lines, subject=_subject(earning))
    db.session.flush()
    return earning


def available_of(seller_id: int) -> ledger.Account:
    """Return what a creator can withdraw; refunds may bring it below nothing, down to a limit, withdrawals may not."""
    return ledger.of_person("available", seller_id, floor=-current_app.config["NEGATIVE_LIMIT"])


def reverse(earning: Earning, amount: int, *, key: str, to: ledger.Account, reason: str = "refund") -> Return:
    """Give `amount` of the gross back to `to`, once per `key`; each part pays as much of it as it got.

    The creator is never debited more than was credited, nor below the limit of a negative balance: the site pays what
    is missing. `reason` is "refund" (to a wallet) or "dispute" (to escrow). Raises NothingLeft (409)."""
    earning = _with_accounts(earning.id, to)
    known = db.session.scalars(select(Return).where(Return.key == key)).first()
    if known is not None:
        return known
    if not 0 < amount <= earning.left:
        raise NothingLeft()
    back = Return(earning_id=earning.id, key=key, reason=reason, amount=amount)
    lines = _lines_back(earning, back, to)
    back.journal = ledger.post(f"return:{key}", lines, subject=_subject(earning)).id
    earning.returned += amount
    db.session.add(back)
    db.session.flush()
    record(EarningReturned(earning.id, earning.seller_id, amount))
    return back


def _lines_back(earning: Earning, back: Return, to: ledger.Account) -> list[ledger.Line]:
    """Say who pays: tax its part, then pending; or, once settled, the site its fee and the creator the share."""
    after = earning.returned + back.amount
    back.tax = _taxed(earning, after) - _taxed(earning, earning.returned)
    net = back.amount - back.tax
    parts = [(ledger.of_site("tax"), back.tax)]
    if earning.state == "pending":
        back.fee, back.share, back.absorbed = 0, net, 0
        parts += [(ledger.of_person("pending", earning.seller_id), net)]
    else:
        gone = after - _taxed(earning, after) - earning.returned_before
        back.fee = _feed(earning, gone) - _feed(earning, gone - net)
        back.share, back.absorbed = _covered(earning, net - back.fee)
        parts += [(available_of(earning.seller_id), back.share), (ledger.of_site("revenue"), back.fee + back.absorbed)]
    return [ledger.Line(_reason(back.reason, source), source, to, part) for source, part in parts if part]


def _reason(reason: str, source: ledger.Account) -> str:
    return "tax_refund" if reason == "refund" and source.kind == "tax" else reason


def _taxed(earning: Earning, gross: int) -> int:
    """Return how much of the first `gross` that goes back is tax."""
    return money.split(gross, [earning.net, earning.tax])[1] if earning.tax else 0


def _feed(earning: Earning, net: int) -> int:
    """Return how much of the first `net` that goes back after settling was the site's fee."""
    return money.split(net, [earning.share, earning.fee])[1] if earning.fee else 0


def _covered(earning: Earning, share: int) -> tuple[int, int]:
    """Return how much of `share` the creator can pay, and what the site has to."""
    account = available_of(earning.seller_id)
    row = ledger.locked([account.id])[account.id]
    room = max(0, row.posted - row.held - (row.floor or 0)) if row.frozen_at is None else 0
    paid = min(share, room)
    return paid, share - paid


def _with_accounts(earning_id: int, *more: ledger.Account) -> Earning:
    """Lock every account that one earning may touch, then its row, and return it as it is now."""
    seller = db.session.scalar(select(Earning.seller_id).where(Earning.id == earning_id))
    kinds = [
        ledger.of_person("pending", seller),
        available_of(seller),
        ledger.of_site("revenue"),
        ledger.of_site("tax"),
        *more,
    ]
    ledger.locked(account.id for account in kinds)
    fresh = select(Earning).where(Earning.id == earning_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def _subject(earning: Earning) -> str:
    return f"{earning.source}:{earning.source_ref}"
