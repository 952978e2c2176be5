"""Giving, thanking, and hiding what somebody wrote with a tip."""

from sqlalchemy import select

from wm.domains import earnings, ledger, payments
from wm.domains.tips import limits, telling
from wm.domains.tips.errors import NotToOneself, WordsTooLong
from wm.domains.tips.events import TipGiven, TipThanked
from wm.domains.tips.models import SHOWN, THANKS_LENGTH, Tip
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Forbidden
from wm.kernel.facts import record


def give(
    person, to, amount: int, *, key: str, piece=None, comment=None, words: str = "", shown: str = "creator"
) -> Tip:
    """Give `to` that many minor units from the wallet of `person`, once for this `key` of theirs.

    `piece` is what it is for, None for nothing in particular; `comment`, what `to` has said under it. Whoever calls has made
    sure that `person` may open them.
    Raises NotToOneself, SpendingLimitReached, MoneyRests (409), TooMuchAtOnce and WordsTooLong (422), TooMany (429), InsufficientFunds (402),
    KeyReused (422)."""
    words = " ".join(words.split())
    if person.id == to.id:
        raise NotToOneself()
    limits.refuse_odd(amount, words)
    wallet, pending = ledger.wallet(person.id), ledger.of_person("pending", to.id)
    ledger.locked([wallet.id, pending.id])
    asked = {"from_id": person.id, "to_id": to.id, "amount": amount}
    asked |= {"content_id": piece and piece.id, "comment_id": comment and comment.id}
    known = _given_before(f"{person.id}:{key}")
    if known is not None:
        return _same(known, asked)
    limits.refuse_too_much(person.id, amount)
    payments.check_spending(person.id, amount)
    payments.check_giving(person, amount)
    tip = Tip(**asked, key=f"{person.id}:{key}", currency=wallet.currency, words=words)
    tip.shown = shown if shown in SHOWN else SHOWN[0]
    return _paid(tip, wallet)


def _given_before(key: str) -> Tip | None:
    """Return the tip under this key, read with a lock; the giver's wallet is locked already."""
    return db.session.scalars(select(Tip).where(Tip.key == key).with_for_update()).first()


def _same(known: Tip, asked: dict) -> Tip:
    if any(getattr(known, name) != value for name, value in asked.items()):
        raise ledger.KeyReused()
    return known


def _paid(tip: Tip, wallet: ledger.Account) -> Tip:
    db.session.add(tip)
    db.session.flush()
    about = tip.content_id if tip.comment_id is None else None  # a comment stands under somebody else's piece
    facts = {"seller_id": tip.to_id, "gross": tip.amount, "content_id": about}
    earnings.credit("tip", tip.public_id, payer=wallet, **facts)
    record(TipGiven(tip.id, tip.from_id, tip.to_id, tip.content_id))
    telling.tell(tip)
    return tip


def thank(tip: Tip, by, words: str) -> Tip:
    """Answer a tip in a few words. Raises Forbidden (403), WordsTooLong (422)."""
    words = " ".join(words.split())
    if len(words) > THANKS_LENGTH:
        raise WordsTooLong(fields={"words": [f"Use at most {THANKS_LENGTH} characters."]})
    was_answered, tip.thanks = _own(tip, by).is_answered, words
    return _told(tip, was_answered)


def heart(tip: Tip, by) -> Tip:
    """Give a tip the creator's heart. Raises Forbidden (403)."""
    was_answered = _own(tip, by).is_answered
    tip.hearted_at = tip.hearted_at or clock.now()
    return _told(tip, was_answered)


def unheart(tip: Tip, by) -> Tip:
    """Take the heart back. Raises Forbidden (403)."""
    _own(tip, by).hearted_at = None
    return tip


def hide(tip: Tip, by) -> Tip:
    """Take a tip from under the piece: its creator may, whoever gave it, and staff. Raises Forbidden (403)."""
    _refuse_strangers(tip, by)
    tip.hidden_at = tip.hidden_at or clock.now()
    return tip


def show_again(tip: Tip, by) -> Tip:
    """Take that back. Raises Forbidden (403)."""
    _refuse_strangers(tip, by)
    tip.hidden_at = None
    return tip


def mark_returned(earning_id: int) -> Tip | None:
    """Note that the money of a tip, if that earning was one, went back: it is not shown under the piece any more."""
    earning = db.session.get(earnings.Earning, earning_id)
    if earning is None or earning.source != "tip":
        return None
    tip = db.session.scalars(select(Tip).where(Tip.public_id == earning.source_ref)).first()
    if tip is not None:
        tip.returned_at = tip.returned_at or clock.now()
    return tip


def _own(tip: Tip, by) -> Tip:
    if tip.to_id != by.id:
        raise Forbidden()
    return tip


def _refuse_strangers(tip: Tip, by) -> None:
    if by.id not in (tip.to_id, tip.from_id) and by.role not in ("moderator", "admin"):
        raise Forbidden()


def _told(tip: Tip, was_answered: bool) -> Tip:
    if tip.is_answered and not was_answered:
        record(TipThanked(tip.id, tip.from_id, tip.to_id, tip.content_id))
    return tip
