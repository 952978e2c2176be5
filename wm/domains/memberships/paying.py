"""Paying for a period: accounts are locked, then the membership; the money moves once for each period."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from wm.domains import earnings, entitlements, ledger, payments
from wm.domains.memberships.models import SITE, Membership, Period, Price, Tier
from wm.domains.memberships.periods import lasts_until
from wm.kernel import money
from wm.kernel.db import db


def lock_accounts(person_id: int, creator_id: int) -> None:
    """Lock whatever a payment between the two may touch, in the order of the house, before any other row."""
    taxed = [ledger.of_site("tax")] if current_app.config["TAX_BASIS_POINTS"] else []
    paid = [ledger.of_person("pending", creator_id)] if creator_id != SITE else _of_pro()
    ledger.locked(account.id for account in (ledger.wallet(person_id), *paid, *taxed))


def _of_pro() -> list[ledger.Account]:
    return [ledger.of_site("revenue"), ledger.of_site("rewards")]


def locked(membership_id: int) -> Membership:
    """Lock the accounts of a membership, then its row, and return it as it is now."""
    who = db.session.execute(
        select(Membership.person_id, Membership.creator_id).where(Membership.id == membership_id)
    ).one()
    lock_accounts(*who)
    return fresh(Membership.id == membership_id)


def fresh(*conditions) -> Membership | None:
    """Lock one row and return it as it is now, with its tiers."""
    wanted = select(Membership).where(*conditions).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(wanted).first()
    for name in ("tier", "next_tier") if row is not None else ():
        tier_id = getattr(row, f"{name}_id")
        set_committed_value(row, name, db.session.get(Tier, tier_id) if tier_id else None)
    return row


def begin(row: Membership, kind: str, price: int, *, key: str | None = None, starts=None) -> Period:
    """Pay `price` for what the row says of its present period, and write it down as the next number.

    Raises InsufficientFunds (402), AccountFrozen, SpendingLimitReached (409)."""
    number = row.number + 1
    if price:
        _pay(row, f"{row.public_id}:{number}", price)
    row.number, tier = number, db.session.get(Tier, row.tier_id)
    span = {"starts_at": starts or row.starts_at, "ends_at": row.ends_at, "period": row.period}
    said = {"tier_id": tier.id, "name": tier.name, "amount": price, "currency": tier.currency, "key": key}
    period = Period(membership_id=row.id, number=number, kind=kind, **span, **said)
    db.session.add(period)
    db.session.flush()
    return period


def _pay(row: Membership, ref: str, price: int) -> None:
    payments.check_spending(row.person_id, price)
    payer, tax = ledger.wallet(row.person_id), earnings.tax_in(price)
    if not row.is_pro:
        earnings.credit("membership", ref, payer=payer, seller_id=row.creator_id, gross=price, tax=tax)
        return
    revenue, rewards = _of_pro()
    pool = money.share(price - tax, current_app.config["PRO_POOL_BASIS_POINTS"])
    lines = [ledger.Line("pro", payer, revenue, price - tax)]
    lines += [ledger.Line("tax", payer, ledger.of_site("tax"), tax)] if tax else []
    lines += [ledger.Line("pool", revenue, rewards, pool)] if pool else []
    ledger.post(f"pro:{ref}", lines, subject=f"membership:{ref}")


def open_up(row: Membership, tier: Tier) -> None:
    """Let a member open what the tier opens, until the days of grace after the present period are over."""
    scope = {"scope": "site", "scope_id": SITE, "source": "pro"} if row.is_pro else _of_creator(row)
    level = 0 if row.is_pro else tier.level
    until = lasts_until(row.ends_at, row.state)
    entitlements.grant(row.person_id, **scope, source_ref=row.public_id, level=level, until=until)


def _of_creator(row: Membership) -> dict:
    return {"scope": "creator", "scope_id": row.creator_id, "source": "membership"}


def shut(row: Membership) -> None:
    """Let it open nothing any more, from this moment on."""
    entitlements.revoke("pro" if row.is_pro else "membership", row.public_id)


def agreed(row: Membership) -> Price:
    """Return the price that the present period was agreed at."""
    return db.session.get(Price, row.price_id)
