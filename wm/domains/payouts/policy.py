"""What a withdrawal has to keep to: what refuses it, and what makes somebody look at it first."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from wm.domains import factors, ledger
from wm.domains.payouts.errors import AddressUnconfirmed, AmountRefused, TooOften, UnderLook
from wm.domains.payouts.models import PayoutTarget, Withdrawal
from wm.kernel import clock, money
from wm.kernel.db import db

WINDOW = timedelta(days=7)
NOT_SENT = ("refused", "cancelled")


def refuse(person, amount: int, available: int) -> None:
    """Raise what stands against a withdrawal; the account has to be locked, so that nobody else asks meanwhile.

    AddressUnconfirmed (403), UnderLook, Resting (409), AmountRefused (422), TooOften (429)."""
    least, most = current_app.config["PAYOUT_LEAST"], current_app.config["PAYOUT_MOST"]
    if person.email_verified_at is None:
        raise AddressUnconfirmed()
    refuse_rest(person)
    if ledger.cases_of(person.id, "fraud"):
        raise UnderLook()
    if amount < least:
        raise AmountRefused(f"The least that can be sent is {money.written(least)}.")
    if amount > available:
        raise AmountRefused(f"There is {money.written(max(0, available))} available now.")
    if amount > most:
        raise AmountRefused(f"The most that can be sent at once is {money.written(most)}.")
    if _asked_lately(person.id) >= current_app.config["PAYOUTS_PER_WEEK"]:
        raise TooOften(retry_after=int(timedelta(days=1).total_seconds()))


def refuse_rest(person) -> None:
    """Raise Resting (409) while no money leaves because the staff has opened somebody's sign-in."""
    if until := factors.rests_until(person.id):
        raise factors.Resting(until)


def flags(person_id: int, amount: int, target: PayoutTarget) -> list[str]:
    """Return why somebody has to look at a withdrawal before it goes out; nothing for most of them."""
    found = ["large"] if amount >= current_app.config["PAYOUT_REVIEW_FROM"] else []
    found += ["often"] if _asked_lately(person_id) >= current_app.config["PAYOUTS_UNSEEN_PER_WEEK"] else []
    found += ["new_target"] if target.rests else []
    return found + (["case"] if any(not _is_objection(case) for case in ledger.cases_of(person_id)) else [])


def signs(withdrawal: Withdrawal) -> list[str]:
    """Return which flags of a withdrawal speak against it still; that it is large is no sign of anything."""
    cases = [case for case in ledger.cases_of(withdrawal.person_id) if case.subject != withdrawal.subject]
    target = db.session.get_one(PayoutTarget, withdrawal.target_id)
    stand = {"often": True, "new_target": target.rests, "case": not all(map(_is_objection, cases))}
    found = [flag for flag in withdrawal.flags.split(",") if stand.get(flag)]
    return found + (["fraud"] if any(case.kind == "fraud" for case in cases) else [])


def _is_objection(case: ledger.Case) -> bool:
    """Whether it is only that the creator objects to something: who does so is not to wait for it."""
    return case.kind == "payout" and case.subject.startswith("dispute:")


def stops(person_id: int) -> bool:
    """Whether nothing may go out now, whatever was decided before: a frozen account or a case of fraud."""
    frozen = any(account.is_frozen for account in ledger.balances(person_id).values())
    return frozen or bool(ledger.cases_of(person_id, "fraud"))


def _asked_lately(person_id: int) -> int:
    mine = Withdrawal.person_id == person_id, Withdrawal.created_at > clock.now() - WINDOW
    return db.session.scalar(select(func.count(Withdrawal.id)).where(*mine, Withdrawal.state.not_in(NOT_SENT)))
