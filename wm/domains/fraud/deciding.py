"""What the staff decides about an account with signs: all of it is let go, or goes back to where it came from."""

from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import earnings, ledger, platform, rewards
from wm.domains.fraud.flagging import case_subject
from wm.domains.fraud.models import WORDS, Flag
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import NotNow

SAID = {"release": "Let go what is kept back", "refuse": "Uphold the signs, and give back what can go back"}


class Flagged(NamedTuple):
    """An account with open signs: whose, how many, since when."""

    person_id: int
    signs: int
    since: object


class Seen(NamedTuple):
    """One sign with the earning that it is about."""

    flag: Flag
    earning: earnings.Earning | None


def accounts() -> list[Flagged]:
    """Return the accounts with open signs, the most signs first."""
    number = func.count()
    wanted = select(Flag.person_id, number, func.min(Flag.created_at)).where(Flag.state == "open")
    wanted = wanted.group_by(Flag.person_id).order_by(number.desc(), Flag.person_id)
    return [Flagged(*row) for row in db.session.execute(wanted)]


def flags_of(person_id: int, limit: int = 100) -> list[Seen]:
    """Return the signs about somebody, newest first, with what they are about."""
    mine = select(Flag).where(Flag.person_id == person_id).order_by(Flag.id.desc()).limit(limit)
    flags = list(db.session.scalars(mine))
    known = earnings.by_subjects({flag.subject for flag in flags})
    return [Seen(flag, known.get(flag.subject)) for flag in flags]


def ask_decision(person_id: int, deed: str, by, reason: str) -> platform.Proposal:
    """Ask that all open signs about somebody are let go ("release") or upheld ("refuse"); a second person agrees.

    Raises NotNow (409), ReasonMissing (422), OwnMoney (403)."""
    seen = _open(person_id)
    waits = sum(each.earning.left for each in seen if each.earning and each.earning.state == "pending")
    said = f"{SAID[deed]} (signs: {len(seen)}; waiting: {money.written(waits)})"
    return platform.propose("fraud.decision", f"person:{person_id}", said, by, reason, person_id=person_id, deed=deed)


def _stands(person_id: int, deed: str) -> dict:
    states = [each.flag.state for each in flags_of(person_id, 1000)]
    return {state: states.count(state) for state in sorted(set(states))}


@platform.takes_two("fraud.decision", look=_stands, whose=lambda person_id, deed: {person_id})
def _agreed(pair: platform.Pair, person_id: int, deed: str) -> int:
    return DEEDS[deed](person_id, pair.by, pair.reason)


def release(person_id: int, by, reason: str) -> int:
    """Let everything go that is kept back for open signs; returns how many. Raises ReasonMissing (422), NotNow (409)."""
    seen = _open(person_id)
    platform.audit_explained("fraud.released", by, f"person:{person_id}", reason, signs=len(seen))
    earnings.let_go([each.earning.id for each in seen if each.earning])
    return _decided(seen, "released", by, reason)


def refuse(person_id: int, by, reason: str) -> int:
    """Give back what waits for open signs: tips to who gave them, rewards to the pool.

    Sales and memberships are kept back for good, until the buyer is refunded there. Raises as `release` does."""
    seen = _open(person_id)
    platform.audit_explained("fraud.refused", by, f"person:{person_id}", reason, signs=len(seen))
    for flag, earning in seen:
        if earning is not None and earning.state == "pending" and earning.left:
            _back(flag, earning)
    return _decided(seen, "refused", by, reason)


def _back(flag: Flag, earning: earnings.Earning) -> None:
    if earning.source == "tip":
        earnings.reverse(earning, earning.left, key=f"fraud:{earning.public_id}", to=ledger.wallet(earning.payer_id))
    elif earning.source == "reward":
        to = rewards.account()
        earnings.reverse(earning, earning.left, key=f"fraud:{earning.public_id}", to=to, reason="reward_returned")
    else:
        earnings.hold_back([earning.id], flag.words)


def _open(person_id: int) -> list[Seen]:
    found = [each for each in flags_of(person_id, 1000) if each.flag.state == "open"]
    if not found:
        raise NotNow("Somebody has decided this already.")
    return found


def _decided(seen: list[Seen], state: str, by, reason: str) -> int:
    for each in seen:
        each.flag.state, each.flag.reason = state, reason.strip()[:WORDS]
        each.flag.decided_by, each.flag.decided_at = by.id, clock.now()
    db.session.flush()
    subject = case_subject(seen[0].flag.person_id)
    for case in [case for case in ledger.open_cases("fraud") if case.subject == subject]:
        ledger.close_case(case, by, reason)
    return len(seen)


DEEDS = {"release": release, "refuse": refuse}
