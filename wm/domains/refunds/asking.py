"""A buyer asks: inside the creator's promise the money goes back at once, else somebody answers."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains import engagement, market, promises
from wm.domains.earnings import Earning
from wm.domains.promises import Promise
from wm.domains.refunds import machine
from wm.domains.refunds.errors import AlreadyAsked, NotPossible, UnderDispute, WordsMissing
from wm.domains.refunds.events import RefundWished
from wm.domains.refunds.giving import refund
from wm.domains.refunds.locking import find, locked
from wm.domains.refunds.models import WORDS_LENGTH, Aftermath, Refund, Wish
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

ANSWER_DAYS = 7
SELF_SERVED = 5  # how often a month a promise is kept without anybody looking
MONTH = timedelta(days=30)
LONGEST = timedelta(days=180)  # after which nothing can be asked for


class Chance(NamedTuple):
    """What a buyer can do: have it back at once, or ask somebody; and if not at once, why (a name, see the page)."""

    is_at_once: bool
    may_ask: bool
    why: str
    promise: Promise


def chance(earning: Earning, person) -> Chance:
    """Return what `person`, who paid for it, can do about it now."""
    promise = promises.in_force(earning.seller_id, earning.sold_at)
    row = find(earning)
    state = row.state if row else "sold"
    if state in machine.CLOSED or state == "refunded" or not earning.left:
        return Chance(False, False, state, promise)
    if clock.now() - earning.sold_at > LONGEST:
        return Chance(False, False, "too_late", promise)
    if row is not None and waiting(row) is not None:
        return Chance(False, False, "asked", promise)
    why = _beyond(earning, person, promise, row)
    return Chance(not why, True, why, promise)


def _beyond(earning: Earning, person, promise: Promise, row: Aftermath | None) -> str:
    """Return what puts a wish beyond the promise, "" when it is within."""
    if earning.source == "tip":
        return "tip"
    if clock.now() > earning.sold_at + timedelta(days=promise.days):
        return "late" if promise.days else "no_promise"
    if row is not None and row.refunded:
        return "partly"
    if used := _used(earning, promise):
        return used
    return "often" if _served_lately(person.id) >= SELF_SERVED else ""


def _used(earning: Earning, promise: Promise) -> str:
    """Return "watched" or "downloaded" when more was made of it than the promise lets; of a gift, by whom it was for."""
    reach = market.reach_of(earning.source_ref) if earning.source == "sale" else market.Reach(None, [])
    if reach.person is None:
        return ""
    if any(part > promise.part for part in engagement.parts(reach.person, reach.content_ids).values()):
        return "watched"
    return "downloaded" if promise.is_until_download and reach.is_fetched else ""


def _served_lately(person_id: int) -> int:
    lately = Refund.buyer_id == person_id, Refund.by_role == "promise", Refund.created_at > clock.now() - MONTH
    return db.session.scalar(select(func.count()).select_from(Refund).where(*lately))


def waiting(row: Aftermath) -> Wish | None:
    """Return the wish about this that waits for an answer, None when none does."""
    return db.session.scalars(select(Wish).where(Wish.aftermath_id == row.id, Wish.slot == 1)).first()


def ask(earning: Earning, person, words: str, *, key: str, way: str = "wallet") -> Refund | Wish:
    """Give `person` their money back when the creator promised so, else put the wish before the creator.

    Raises WordsMissing (422), AlreadyAsked, NotPossible, UnderDispute (409)."""
    row, earning = locked(earning)
    known = db.session.scalars(select(Refund).where(Refund.key == f"{person.id}:{key}"[:80])).first()
    if known is not None:
        return known
    can = chance(earning, person)
    if can.why == "asked" and waiting(row).words == words.strip():
        return waiting(row)
    if not can.is_at_once and not can.may_ask:
        raise _refusal(can.why)
    if can.is_at_once:
        said = {"key": f"{person.id}:{key}", "by_id": person.id, "by_role": "promise", "words": words, "way": way}
        return refund(earning, None, **said)
    return _wished(row, words, way)


def _refusal(why: str) -> Exception:
    if why == "asked":
        return AlreadyAsked()
    return UnderDispute() if why in machine.DISPUTED else NotPossible()


def _wished(row: Aftermath, words: str, way: str) -> Wish:
    words = words.strip()
    if not words or len(words) > WORDS_LENGTH:
        raise WordsMissing(fields={"words": [f"Say what is wrong, in at most {WORDS_LENGTH} characters."]})
    wish = Wish(aftermath_id=row.id, buyer_id=row.buyer_id, seller_id=row.seller_id, words=words, way=way)
    wish.due_at = clock.now() + timedelta(days=ANSWER_DAYS)
    db.session.add(wish)
    db.session.flush()
    record(RefundWished(wish.id))
    return wish
