"""Crediting a creator, and the accounts and the row of one earning, locked in the order of the house."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from wm.domains import ledger
from wm.domains.earnings.events import EarningCredited
from wm.domains.earnings.models import Earning
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record


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


def available_of(seller_id: int) -> ledger.Account:
    """Return what a creator can withdraw; refunds may bring it below nothing, down to a limit, withdrawals may not."""
    return ledger.of_person("available", seller_id, floor=-current_app.config["NEGATIVE_LIMIT"])


def with_accounts(earning_id: int, *more: ledger.Account) -> Earning:
    """Lock every account that one earning may touch, then its row, and return it as it is now."""
    seller = db.session.scalar(select(Earning.seller_id).where(Earning.id == earning_id))
    ledger.locked(account.id for account in [*accounts_of(seller), *more])
    fresh = select(Earning).where(Earning.id == earning_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def accounts_of(seller_id: int) -> list[ledger.Account]:
    """Return every account that an earning of this creator is divided among."""
    pending, available = ledger.of_person("pending", seller_id), available_of(seller_id)
    reserve = find_reserve(seller_id)
    return [pending, available, ledger.of_site("revenue"), ledger.of_site("tax"), *([reserve] if reserve else [])]


def find_reserve(seller_id: int) -> ledger.Account | None:
    """Return where a part of a creator's earnings rests, None for those of whom nothing was ever kept back."""
    return ledger.find_of_person("reserve", seller_id)


def subject_of(earning: Earning) -> str:
    """Return what the moves of one earning are about: sale:AbC."""
    return f"{earning.source}:{earning.source_ref}"
