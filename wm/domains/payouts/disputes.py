"""Objecting: a creator says what is wrong, with the books as they stand at that moment; somebody answers."""

import json

from sqlalchemy import select

from wm.domains import earnings, ledger, platform
from wm.domains.payouts.events import DisputeAnswered
from wm.domains.payouts.models import WORDS_LENGTH, PayoutDispute, PayoutNote, Withdrawal
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotFound, NotNow
from wm.kernel.facts import record

SNAPSHOT_MOVES = 100


def object_to(person, words: str, *, key: str, withdrawal: Withdrawal | None = None) -> PayoutDispute:
    """Open a dispute about a withdrawal, or about what the books say at all, once per (person, key). Raises Invalid."""
    said, own_key = _said(words), f"{person.id}:{key}"[:64]
    known = db.session.scalars(select(PayoutDispute).where(PayoutDispute.key == own_key)).first()
    if known is not None:
        return known
    dispute = PayoutDispute(key=own_key, person_id=person.id, withdrawal_id=withdrawal and withdrawal.id)
    dispute.snapshot = json.dumps(_snapshot(person, withdrawal))
    db.session.add(dispute)
    db.session.flush()
    about = f"dispute:{dispute.public_id}"
    dispute.case_ref = ledger.open_case("payout", about, said[:1000], owner_id=person.id).public_id
    _note(dispute, person, said, is_staff=False)
    return dispute


def _snapshot(person, withdrawal: Withdrawal | None) -> dict:
    """Return the books of a creator at this moment: sums, what is held, and the last moves of what is available."""
    accounts = ledger.balances(person.id)
    sums = {kind: {"posted": each.posted, "held": each.held, "head": each.head} for kind, each in accounts.items()}
    moves = [_told(each) for each in ledger.statement(earnings.available_of(person.id), size=SNAPSHOT_MOVES).items]
    told = {"at": clock.now().isoformat(timespec="seconds"), "accounts": sums, "moves": moves, "about": None}
    if withdrawal is not None:
        about = {"withdrawal": withdrawal.public_id, "state": withdrawal.state, "amount": withdrawal.amount}
        told |= {"about": about}
    return told


def _told(entry: ledger.Entry) -> dict:
    move = entry.move
    told = {name: getattr(move, name) for name in ("id", "journal", "reason", "subject", "currency", "hash")}
    return told | {"amount": entry.amount, "other": entry.other.name, "at": move.created_at.isoformat()}


def write(person, dispute: PayoutDispute, words: str) -> PayoutNote:
    """Add to the thread of one's own dispute. Raises NotNow (409) when it is closed, Invalid (422)."""
    if dispute.closed_at is not None:
        raise NotNow("This is closed. Open another one when something is still wrong.")
    return _note(dispute, person, _said(words), is_staff=False)


def answer(dispute: PayoutDispute, by, words: str, is_last: bool = False) -> PayoutNote:
    """Answer for the site, and close it with that when `is_last`. Raises NotNow (409), Invalid (422)."""
    if dispute.closed_at is not None:
        raise NotNow()
    note = _note(dispute, by, _said(words), is_staff=True)
    event = "payout.dispute_closed" if is_last else "payout.dispute_answered"
    platform.audit(event, by, f"dispute:{dispute.public_id}", note.words[:300])
    if is_last:
        dispute.closed_at = clock.now()
        ledger.settle_case("payout", f"dispute:{dispute.public_id}", note.words[:300], by)
    record(DisputeAnswered(dispute.id, dispute.person_id, dispute.public_id))
    return note


def find_dispute(public_id: str, person=None) -> PayoutDispute:
    """Return a dispute, of `person` when that is given. Raises NotFound."""
    wanted = select(PayoutDispute).where(PayoutDispute.public_id == public_id)
    found = db.session.scalars(wanted.where(PayoutDispute.person_id == person.id) if person else wanted).first()
    if found is None:
        raise NotFound()
    return found


def disputes_of(person) -> list[PayoutDispute]:
    """Return what a creator objected to, newest first."""
    mine = select(PayoutDispute).where(PayoutDispute.person_id == person.id).order_by(PayoutDispute.id.desc())
    return list(db.session.scalars(mine))


def open_disputes() -> list[PayoutDispute]:
    """Return what waits for an answer, oldest first."""
    waiting = select(PayoutDispute).where(PayoutDispute.closed_at.is_(None)).order_by(PayoutDispute.id)
    return list(db.session.scalars(waiting))


def thread(dispute: PayoutDispute) -> list[PayoutNote]:
    """Return what was written about it, oldest first."""
    mine = select(PayoutNote).where(PayoutNote.dispute_id == dispute.id).order_by(PayoutNote.id)
    return list(db.session.scalars(mine))


def _note(dispute: PayoutDispute, author, words: str, is_staff: bool) -> PayoutNote:
    note = PayoutNote(dispute_id=dispute.id, author_id=author.id, words=words, is_staff=is_staff)
    db.session.add(note)
    db.session.flush()
    return note


def _said(words: str) -> str:
    said = words.strip()[:WORDS_LENGTH]
    if len(said) < 5:
        raise Invalid(fields={"words": ["Write what is wrong, in a sentence or two."]})
    return said
