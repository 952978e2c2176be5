"""Giving back: all of it or a part, to the buyer's wallet at once, and from there to their card if they like."""

from sqlalchemy import select

from wm.domains import earnings, platform
from wm.domains.earnings import Earning
from wm.domains.refunds import cards, machine, things
from wm.domains.refunds.errors import NotPossible, UnderDispute
from wm.domains.refunds.events import SaleRefunded
from wm.domains.refunds.locking import locked
from wm.domains.refunds.models import WORDS_LENGTH, Aftermath, Refund
from wm.domains.refunds.standing import change
from wm.kernel.db import db
from wm.kernel.errors import Invalid
from wm.kernel.facts import record


def refund(
    earning: Earning, amount: int | None, *, key: str, by_id: int, by_role: str, words: str = "", way: str = "wallet"
) -> Refund:
    """Give `amount` (minor units; None: all that is left) of something back to its buyer, once for this `key`.

    The seller and the site pay what they got of it; a whole refund ends access at once, a partial one keeps it.
    Raises NotPossible, UnderDispute, NoCard (409), Invalid (422)."""
    row, earning = locked(earning)
    known = db.session.scalars(select(Refund).where(Refund.key == key[:80])).first()
    if known is not None:
        return known
    amount = earning.left if amount is None else amount
    next_step = _allowed(row, earning, amount)
    back = Refund(key=key[:80], aftermath_id=row.id, buyer_id=row.buyer_id, seller_id=row.seller_id, amount=amount)
    back.by_id, back.by_role, back.words, back.way = by_id, by_role, words.strip()[:WORDS_LENGTH], way
    db.session.add(back)
    db.session.flush()
    earnings.reverse(earning, amount, key=f"refund:{back.public_id}", to=things.wallet_of(row))
    row.refunded += amount
    change(row, next_step)
    if way == "card":
        cards.send(row, back)
    record(SaleRefunded(back.id, row.source, row.source_ref, row.state == "refunded"))
    return back


def _allowed(row: Aftermath, earning: Earning, amount: int) -> machine.Step:
    """Return what follows from giving `amount` back. Raises NotPossible, UnderDispute (409), Invalid (422)."""
    if row.state in machine.DISPUTED:
        raise UnderDispute()
    next_step = machine.step(row.state, "refund" if amount == earning.left else "partial_refund")
    if next_step is None or not earning.left:
        raise NotPossible()
    if not 0 < amount <= earning.left:
        raise Invalid(fields={"amount": ["Between one cent and all that is left can go back."]})
    return next_step


def refund_by_staff(earning: Earning, amount: int | None, *, key: str, by, words: str, way: str = "wallet") -> Refund:
    """The same, by somebody of the staff, who says why. Raises ReasonMissing (422) besides."""
    platform.audit_explained("money.refunded", by, f"{earning.source}:{earning.source_ref}", words)
    return refund(earning, amount, key=key, by_id=by.id, by_role="staff", words=words, way=way)
