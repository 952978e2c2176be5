"""Asking for money to be sent: it is held in the same moment, so that it can't be spent twice; and taking that back."""

from sqlalchemy import select

from wm.domains import earnings, factors, ledger
from wm.domains.payouts import policy
from wm.domains.payouts.errors import AmountRefused, TooLate
from wm.domains.payouts.events import WithdrawalAsked, WithdrawalEnded
from wm.domains.payouts.models import WHY_LENGTH, PayoutTarget, Withdrawal
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record


def ask(person, amount: int, target: PayoutTarget, *, key: str, period: str | None = None) -> Withdrawal:
    """Hold `amount` of what a creator has available and promise to send it, once per (person, key).

    By hand it takes a second factor, where the site asks for one. Raises AmountRefused (422), TooOften (429), UnderLook,
    Resting, AccountFrozen (409), AddressUnconfirmed, SecondFactorNeeded (403), KeyReused."""
    if period is None:
        factors.demand(person)
    account = earnings.available_of(person.id)
    row = ledger.locked([account.id])[account.id]
    own_key = f"{person.id}:{key}"[:64]
    known = db.session.scalars(select(Withdrawal).where(Withdrawal.key == own_key)).first()
    if known is not None:
        return _same(known, amount, target)
    policy.refuse(person, amount, row.posted - row.held)
    withdrawal = Withdrawal(key=own_key, person_id=person.id, target_id=target.id, amount=amount, period=period)
    _judge(withdrawal, target)
    db.session.add(withdrawal)
    db.session.flush()
    subject = withdrawal.subject
    ledger.hold(amount, account, reason="payout", key=withdrawal.hold_key, subject=subject)
    if withdrawal.state == "review":
        words = f"A withdrawal of {money.written(amount)} waits for somebody to look at it: {withdrawal.flags}."
        ledger.open_case("withdrawal", subject, words, owner_id=person.id)
    record(WithdrawalAsked(withdrawal.id, person.id))
    return withdrawal


def _judge(withdrawal: Withdrawal, target: PayoutTarget) -> None:
    flags = policy.flags(withdrawal.person_id, withdrawal.amount, target)
    withdrawal.currency, withdrawal.flags = money.currency(), ",".join(flags)
    withdrawal.state = "review" if flags else "requested"
    withdrawal.sends_at = max(clock.now(), target.usable_at)


def _same(known: Withdrawal, amount: int, target: PayoutTarget) -> Withdrawal:
    if (known.amount, known.target_id) != (amount, target.id):
        raise ledger.KeyReused()
    return known


def to_wallet(person, amount: int, *, key: str) -> ledger.Journal:
    """Move what a creator has available to the wallet that they spend from, once per (person, key).

    Raises AmountRefused (422), AccountFrozen, Resting (409), KeyReused (422)."""
    if amount <= 0:
        raise AmountRefused("Write how much should go to your wallet.")
    policy.refuse_rest(person)
    source, wallet = earnings.available_of(person.id), ledger.wallet(person.id)
    row = ledger.locked([source.id, wallet.id])[source.id]
    own_key = f"to_wallet:{person.id}:{key}"
    if amount > row.posted - row.held and not ledger.was_posted(own_key):
        raise AmountRefused(f"There is {money.written(max(0, row.posted - row.held))} available now.")
    return ledger.move(amount, source, wallet, reason="to_wallet", key=own_key, subject=f"to_wallet:{key}")


def cancel(person, public_id: str) -> Withdrawal:
    """Take a withdrawal back while it is not on its way. Raises NotFound, TooLate (409)."""
    withdrawal = locked(public_id)
    if withdrawal.person_id != person.id:
        raise NotFound()
    if withdrawal.state == "cancelled":
        return withdrawal
    if not withdrawal.can_be_cancelled:
        raise TooLate()
    return end(withdrawal, "cancelled")


def locked(public_id: str, *more: ledger.Account) -> Withdrawal:
    """Lock the account of a withdrawal (and `more`), then its row, and return it as it is now. Raises NotFound."""
    owner = db.session.scalar(select(Withdrawal.person_id).where(Withdrawal.public_id == public_id))
    if owner is None:
        raise NotFound()
    ledger.locked(account.id for account in (earnings.available_of(owner), *more))
    mine = select(Withdrawal).where(Withdrawal.public_id == public_id)
    return db.session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one()


def end(withdrawal: Withdrawal, state: str, why: str = "", by=None) -> Withdrawal:
    """Give back what a locked withdrawal holds, and say how it ended."""
    ledger.release(withdrawal.hold_key)
    return close(withdrawal, state, why, by)


def close(withdrawal: Withdrawal, state: str, why: str = "", by=None) -> Withdrawal:
    """Say how a locked withdrawal ended; its money has been moved already."""
    withdrawal.state, withdrawal.why, withdrawal.ended_at = state, why.strip()[:WHY_LENGTH], clock.now()
    withdrawal.decided_by = by.id if by else withdrawal.decided_by
    ledger.settle_case("withdrawal", withdrawal.subject, f"The withdrawal was {state}.")
    db.session.flush()
    record(WithdrawalEnded(withdrawal.id, withdrawal.person_id, state))
    return withdrawal
