"""Deciding: one of the staff lets a withdrawal go or refuses it; against the ordinary way it takes two of them."""

from flask import current_app
from sqlalchemy import select

from wm.domains import earnings, ledger, platform
from wm.domains.payouts.carrier import carried_by
from wm.domains.payouts.errors import OwnMoney, SamePerson, TooLate
from wm.domains.payouts.models import DEEDS, PayoutOverride, Withdrawal
from wm.domains.payouts.queries import find
from wm.domains.payouts.withdrawals import close, end, locked
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotFound

APPLIES = {"approve": ("review",), "send_now": ("requested", "review", "approved")}
APPLIES |= {"settled": ("sent",), "bounced": ("sent",)}


def needs_two(withdrawal: Withdrawal) -> bool:
    """Whether letting it go takes a second person: a great amount, or an account under a case of fraud."""
    is_great = withdrawal.amount >= current_app.config["PAYOUT_TWO_FROM"]
    return is_great or bool(ledger.cases_of(withdrawal.person_id, "fraud"))


def deeds(withdrawal: Withdrawal) -> list[str]:
    """Return the overrides that can be asked for now."""
    return [
        deed for deed in DEEDS if withdrawal.state in APPLIES[deed] and (deed != "approve" or needs_two(withdrawal))
    ]


def approve(public_id: str, by, reason: str) -> Withdrawal:
    """Let a withdrawal go that was looked at. Raises NotFound, TooLate (409), SamePerson, OwnMoney (403), ReasonMissing."""
    withdrawal = _for_staff(public_id, by)
    if withdrawal.state != "review":
        raise TooLate()
    if needs_two(withdrawal):
        raise SamePerson("This one takes two people: ask for an override, and let somebody else confirm it.")
    platform.audit_explained("payout.approved", by, withdrawal.subject, reason, amount=withdrawal.amount)
    return _let_go(withdrawal, by)


def refuse(public_id: str, by, reason: str) -> Withdrawal:
    """Give the money back to what is available, and tell the creator why. Raises as `approve` does."""
    withdrawal = _for_staff(public_id, by)
    if withdrawal.state not in ("requested", "review", "approved"):
        raise TooLate()
    platform.audit_explained("payout.refused", by, withdrawal.subject, reason, amount=withdrawal.amount)
    return end(withdrawal, "refused", reason, by)


def ask_override(public_id: str, deed: str, by, reason: str) -> PayoutOverride:
    """Ask for a deed against the ordinary way; nothing happens until somebody else confirms it.

    Raises NotFound, TooLate (409), OwnMoney (403), Invalid, ReasonMissing (422)."""
    withdrawal = _for_staff(public_id, by)
    if deed not in DEEDS:
        raise Invalid()
    if withdrawal.state not in APPLIES[deed]:
        raise TooLate()
    waiting = PayoutOverride.withdrawal_id == withdrawal.id, PayoutOverride.state == "asked"
    known = db.session.scalars(select(PayoutOverride).where(*waiting, PayoutOverride.deed == deed)).first()
    if known is not None:
        return known
    details = {"deed": deed, "amount": withdrawal.amount, "step": "asked"}
    platform.audit_explained("payout.override", by, withdrawal.subject, reason, **details)
    asked = PayoutOverride(withdrawal_id=withdrawal.id, deed=deed, reason=reason.strip()[:300], asked_by=by.id)
    db.session.add(asked)
    db.session.flush()
    return asked


def confirm_override(public_id: str, by, reason: str) -> Withdrawal:
    """Do what somebody else asked for. Raises SamePerson, OwnMoney (403), TooLate (409), NotFound, ReasonMissing (422)."""
    withdrawal, asked = _asked(public_id, by)
    if asked.asked_by == by.id:
        raise SamePerson()
    if withdrawal.state not in APPLIES[asked.deed]:
        raise TooLate()
    details = {"deed": asked.deed, "amount": withdrawal.amount, "step": "confirmed", "asked_by": asked.asked_by}
    platform.audit_explained("payout.override", by, withdrawal.subject, reason, **details)
    _answer(asked, "done", by)
    return DONE[asked.deed](withdrawal, by, asked.reason)


def drop_override(public_id: str, by, reason: str) -> PayoutOverride:
    """Say no to what was asked for; whoever asked may do so too. Raises as `confirm_override` does."""
    withdrawal, asked = _asked(public_id, by)
    details = {"deed": asked.deed, "amount": withdrawal.amount, "step": "dropped", "asked_by": asked.asked_by}
    platform.audit_explained("payout.override", by, withdrawal.subject, reason, **details)
    return _answer(asked, "dropped", by)


def _asked(public_id: str, by) -> tuple[Withdrawal, PayoutOverride]:
    owner = select(Withdrawal.public_id).join(PayoutOverride, PayoutOverride.withdrawal_id == Withdrawal.id)
    name = db.session.scalar(owner.where(PayoutOverride.public_id == public_id))
    if name is None:
        raise NotFound()
    withdrawal = _for_staff(name, by)
    mine = select(PayoutOverride).where(PayoutOverride.public_id == public_id)
    asked = db.session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one()
    if asked.state != "asked":
        raise TooLate()
    return withdrawal, asked


def _answer(asked: PayoutOverride, state: str, by) -> PayoutOverride:
    asked.state, asked.answered_by, asked.answered_at = state, by.id, clock.now()
    db.session.flush()
    return asked


def _for_staff(public_id: str, by) -> Withdrawal:
    gateway = carried_by(find(public_id))
    withdrawal = locked(public_id, *([ledger.of_site("clearing", gateway)] if gateway else []))
    if withdrawal.person_id == by.id:
        raise OwnMoney()
    return withdrawal


def _let_go(withdrawal: Withdrawal, by, reason: str = "") -> Withdrawal:
    withdrawal.state, withdrawal.decided_by = "approved", by.id
    ledger.settle_case("withdrawal", withdrawal.subject, "Somebody looked at it and let it go.", by)
    db.session.flush()
    return withdrawal


def _send_now(withdrawal: Withdrawal, by, reason: str) -> Withdrawal:
    withdrawal.sends_at = clock.now()
    return _let_go(withdrawal, by)


def _settled_by_hand(withdrawal: Withdrawal, by, reason: str) -> Withdrawal:
    clearing = ledger.of_site("clearing", carried_by(withdrawal))
    available = earnings.available_of(withdrawal.person_id)
    line = ledger.Line("payout", available, clearing, withdrawal.amount)
    ledger.settle(withdrawal.hold_key, line, subject=withdrawal.subject)
    return close(withdrawal, "settled", by=by)


def _bounced_by_hand(withdrawal: Withdrawal, by, reason: str) -> Withdrawal:
    return end(withdrawal, "bounced", reason, by)


DONE = {"approve": _let_go, "send_now": _send_now, "settled": _settled_by_hand, "bounced": _bounced_by_hand}
