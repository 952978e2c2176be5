"""Deciding: one of the staff lets a withdrawal go or refuses it; against the ordinary way it takes two of them."""

from flask import current_app

from wm.domains import earnings, ledger, platform
from wm.domains.payouts import policy
from wm.domains.payouts.carrier import carried_by
from wm.domains.payouts.errors import OwnMoney, SamePerson, TooLate
from wm.domains.payouts.models import DEEDS, Withdrawal
from wm.domains.payouts.queries import find
from wm.domains.payouts.withdrawals import close, end, locked
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import Invalid

APPLIES = {"approve": ("review",), "send_now": ("requested", "review", "approved")}
APPLIES |= {"settled": ("sent",), "bounced": ("sent",)}
WORDS = {"approve": "Let it go", "send_now": "Send it now, although its account is new"}
WORDS |= {"settled": "Say that it has arrived", "bounced": "Say that it has not gone out"}


def needs_two(withdrawal: Withdrawal) -> bool:
    """Whether letting it go takes a second person: a great amount, or a sign against it that still stands."""
    return withdrawal.amount >= current_app.config["PAYOUT_TWO_FROM"] or bool(policy.signs(withdrawal))


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
        raise SamePerson("This one takes two people: ask for an override, and let somebody else agree.")
    platform.audit_explained("payout.approved", by, withdrawal.subject, reason, amount=withdrawal.amount)
    return _let_go(withdrawal, by)


def refuse(public_id: str, by, reason: str) -> Withdrawal:
    """Give the money back to what is available, and tell the creator why. Raises as `approve` does."""
    withdrawal = _for_staff(public_id, by)
    if withdrawal.state not in ("requested", "review", "approved"):
        raise TooLate()
    platform.audit_explained("payout.refused", by, withdrawal.subject, reason, amount=withdrawal.amount)
    return end(withdrawal, "refused", reason, by)


def ask_override(public_id: str, deed: str, by, reason: str) -> platform.Proposal:
    """Ask for a deed against the ordinary way; nothing happens until somebody else agrees.

    Raises NotFound, TooLate (409), OwnMoney (403), Invalid, ReasonMissing (422)."""
    withdrawal = _for_staff(public_id, by)
    if deed not in DEEDS:
        raise Invalid()
    if withdrawal.state not in APPLIES[deed]:
        raise TooLate()
    words = f"{WORDS[deed]}: a withdrawal of {money.written(withdrawal.amount)}"
    told = {"deed": deed, "public_id": public_id}
    return platform.propose("payout.override", withdrawal.subject, words, by, reason, **told)


def _stands(public_id: str, deed: str) -> dict:
    withdrawal = find(public_id)
    return {"state": withdrawal.state, "amount": withdrawal.amount, "sends_at": withdrawal.sends_at.isoformat()}


def _owner(public_id: str, deed: str) -> set[int]:
    return {find(public_id).person_id}


@platform.takes_two("payout.override", look=_stands, whose=_owner)
def _overridden(pair: platform.Pair, public_id: str, deed: str) -> Withdrawal:
    withdrawal = _for_staff(public_id, pair.by)
    if withdrawal.state not in APPLIES[deed]:
        raise TooLate()
    return DONE[deed](withdrawal, pair.by, pair.reason)


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
