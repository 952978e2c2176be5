"""Answering wishes: the creator first; after seven days, or when the buyer does not accept a no, the staff."""

from sqlalchemy import select

from wm.domains import platform
from wm.domains.refunds import things
from wm.domains.refunds.errors import Answered, WordsMissing
from wm.domains.refunds.events import RefundWished, WishAnswered
from wm.domains.refunds.giving import refund
from wm.domains.refunds.locking import locked
from wm.domains.refunds.models import WORDS_LENGTH, Aftermath, Refund, Wish
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

BATCH = 200


def grant(wish: Wish, by, *, role: str, words: str = "") -> Refund:
    """Give back all that is left, as the buyer asked. Raises Answered, and what `refund` raises (409)."""
    wish, row, earning = _locked(wish)
    said = {"key": f"wish:{wish.public_id}", "by_id": by.id, "by_role": role, "words": words, "way": wish.way}
    if role == "staff":
        platform.audit("money.refund_granted", by, f"{row.source}:{row.source_ref}", words=words[:300])
    back = refund(earning, None, **said)
    _answer(wish, by, "granted", words)
    return back


def decline(wish: Wish, by, *, role: str, words: str) -> Wish:
    """Say no, and why; to a creator's no the buyer can object once. Raises WordsMissing (422), Answered (409)."""
    wish, row, _earning = _locked(wish)
    if not words.strip():
        raise WordsMissing("Say in a few words why not.", fields={"words": ["Say in a few words why not."]})
    if role == "staff":
        platform.audit("money.refund_declined", by, f"{row.source}:{row.source_ref}", words=words[:300])
    wish.is_final = role == "staff"
    return _answer(wish, by, "declined", words)


def withdraw(wish: Wish) -> Wish:
    """Take a wish back. Raises Answered (409)."""
    wish, _row, _earning = _locked(wish)
    wish.state, wish.slot, wish.answered_at = "withdrawn", None, clock.now()
    db.session.flush()
    return wish


def object_to(wish: Wish) -> Wish:
    """Put a creator's no before the staff, once. Raises Answered (409)."""
    wish, _row, _earning = _locked(wish, state="declined")
    if wish.is_final:
        raise Answered()
    wish.state, wish.slot, wish.answered_at = "raised", 1, None
    db.session.flush()
    record(RefundWished(wish.id))
    return wish


def raise_overdue() -> int:
    """Put before the staff whatever a creator did not answer in time; returns how many."""
    late = select(Wish).where(Wish.state == "asked", Wish.due_at <= clock.now()).order_by(Wish.due_at).limit(BATCH)
    found = list(db.session.scalars(late.with_for_update(skip_locked=True)))
    for wish in found:
        wish.state = "raised"
        record(RefundWished(wish.id))
    db.session.flush()
    return len(found)


def _locked(wish: Wish, state: str = "") -> tuple[Wish, Aftermath, object]:
    row, earning = locked(things.earning_of(db.session.get(Aftermath, wish.aftermath_id)))
    fresh = select(Wish).where(Wish.id == wish.id).with_for_update().execution_options(populate_existing=True)
    wish = db.session.scalars(fresh).one()
    if wish.state not in ((state,) if state else ("asked", "raised")):
        raise Answered()
    return wish, row, earning


def _answer(wish: Wish, by, state: str, words: str) -> Wish:
    wish.state, wish.slot, wish.answered_by = state, None, by.id
    wish.answer, wish.answered_at = words.strip()[:WORDS_LENGTH], clock.now()
    db.session.flush()
    record(WishAnswered(wish.id))
    return wish
