"""Reads: how something stands, what waits for an answer, disputes, and who is below nothing."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select

from wm.domains import earnings, ledger
from wm.domains.earnings import Earning
from wm.domains.refunds import machine, things
from wm.domains.refunds.models import Aftermath, Dispute, Refund, Wish
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 30
RECENT = timedelta(days=180)


class Story(NamedTuple):
    """One paid thing from its sale on: what its seller got, how it stands, what went back, who asked, what banks said."""

    earning: Earning
    title: str
    row: Aftermath | None
    refunds: list[Refund]
    wishes: list[Wish]
    disputes: list[Dispute]

    @property
    def state(self) -> str:
        """How it stands."""
        return self.row.state if self.row else "sold"

    @property
    def wish(self) -> Wish | None:
        """The latest wish."""
        return self.wishes[-1] if self.wishes else None


def paid(source: str, ref: str, person, side: str = "payer_id") -> Earning:
    """Return a thing that `person` has paid for ("payer_id") or sold ("seller_id"). Raises NotFound for everybody else."""
    found = earnings.find(source, ref) if source in things.SOURCES else None
    if found is None or found.payer_id is None or getattr(found, side) != person.id:
        raise NotFound()
    return found


def any_paid(source: str, ref: str) -> Earning:
    """Return it for the staff. Raises NotFound."""
    found = earnings.find(source, ref) if source in things.SOURCES else None
    if found is None or found.payer_id is None:
        raise NotFound()
    return found


def story(earning: Earning) -> Story:
    """Return what became of a paid thing."""
    row = db.session.scalars(select(Aftermath).where(Aftermath.earning_id == earning.id)).first()
    if row is None:
        return Story(earning, things.title_of(earning), None, [], [], [])
    found = [_of(kind, row) for kind in (Refund, Wish, Dispute)]
    return Story(earning, row.title, row, *found)


def of_sale(public_id: str) -> list[Refund]:
    """Return what went back of one sale, oldest first."""
    about = Aftermath.source == "sale", Aftermath.source_ref == public_id
    wanted = select(Refund).join(Aftermath, Aftermath.id == Refund.aftermath_id).where(*about)
    return list(db.session.scalars(wanted.order_by(Refund.id)))


def may_give(told: Story) -> bool:
    """Whether anything of it can go back now."""
    return told.earning.left > 0 and machine.step(told.state, "refund") is not None


def closed(state: str) -> bool:
    """Whether nothing can go back in this state, because a bank has or had the last word."""
    return state in machine.CLOSED


def earning_of(told: Refund | Wish) -> Earning:
    """Return what its seller got for the thing that a refund or a wish is about."""
    return things.earning_of(db.session.get(Aftermath, told.aftermath_id))


def wishes_of(row: Aftermath) -> list[Wish]:
    """Return every wish about one thing, oldest first."""
    return _of(Wish, row)


def _of(kind, row: Aftermath) -> list:
    return list(db.session.scalars(select(kind).where(kind.aftermath_id == row.id).order_by(kind.id)))


def one_wish(public_id: str, **mine: int) -> Wish:
    """Return a wish, narrowed to whose it must be (buyer_id=, seller_id=). Raises NotFound."""
    return _found(select(Wish).where(Wish.public_id == public_id).filter_by(**mine))


def one_refund(public_id: str, **mine: int) -> Refund:
    """Return a refund, narrowed in the same way. Raises NotFound."""
    return _found(select(Refund).where(Refund.public_id == public_id).filter_by(**mine))


def one_dispute(public_id: str) -> Dispute:
    """Return a dispute. Raises NotFound."""
    return _found(select(Dispute).where(Dispute.public_id == public_id))


def with_row_id(kind, row_id: int):
    """Return a Refund, a Wish, a Dispute or an Aftermath by its row id, None when it is not there."""
    return db.session.get(kind, row_id)


def _found(wanted):
    row = db.session.scalars(wanted).first()
    if row is None:
        raise NotFound()
    return row


def rows(ids) -> dict[int, Aftermath]:
    """Return how things stand, by row id."""
    found = db.session.scalars(select(Aftermath).where(Aftermath.id.in_(set(ids))))
    return {row.id: row for row in found}


def refunds_page(cursor: str | None = None, size: int = PAGE, **mine: int) -> Page:
    """Return a page of refunds, newest first: a buyer's (buyer_id=), a seller's (seller_id=), or all."""
    return _page(select(Refund).filter_by(**mine), Refund, cursor, size)


def wishes_page(cursor: str | None = None, size: int = PAGE, *, is_waiting: bool = False, **mine) -> Page:
    """Return a page of wishes, newest first, in the same way."""
    wanted = select(Wish).filter_by(**mine)
    return _page(wanted.where(Wish.slot == 1) if is_waiting else wanted, Wish, cursor, size)


def disputes_page(cursor: str | None = None, size: int = PAGE, *, is_open: bool = True) -> Page:
    """Return a page of disputes, newest first: those that wait, or those that have ended."""
    wanted = select(Dispute).where((Dispute.state == "open") if is_open else (Dispute.state != "open"))
    return _page(wanted, Dispute, cursor, size)


def lost_by(buyer_id: int) -> int:
    """Return how many disputes of this buyer were lost."""
    lost = select(Dispute.id).where(Dispute.buyer_id == buyer_id, Dispute.state == "lost")
    return len(list(db.session.scalars(lost)))


def disputed_share(seller_id: int) -> tuple[int, int]:
    """Return how many of a creator's sales were disputed and how many were paid for at all, in the last 180 days."""
    since = clock.now() - RECENT
    disputed = select(func.count(Dispute.id)).where(Dispute.seller_id == seller_id, Dispute.created_at >= since)
    paid_for = Earning.seller_id == seller_id, Earning.payer_id.is_not(None), Earning.sold_at >= since
    return db.session.scalar(disputed), db.session.scalar(select(func.count(Earning.id)).where(*paid_for))


def at_loss() -> dict[str, int]:
    """Return what the site had to add to disputes by how they stand, in minor units."""
    sums = select(Dispute.state, func.sum(Dispute.from_site)).group_by(Dispute.state)
    return {state: int(total or 0) for state, total in db.session.execute(sums)}


def below_nothing(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what creators owe: accounts below nothing, the newest first."""
    account = ledger.Account
    return _page(select(account).where(account.kind == "available", account.posted < 0), account, cursor, size)


def bought_since(buyer_id: int, since: datetime, limit: int = 50) -> list[Earning]:
    """Return what somebody paid for since then, oldest first."""
    mine = select(Earning).where(Earning.payer_id == buyer_id, Earning.sold_at >= since)
    return list(db.session.scalars(mine.order_by(Earning.id).limit(limit)))


def count_waiting(seller_id: int) -> int:
    """Return how many wishes wait for this creator."""
    return len(list(db.session.scalars(select(Wish.id).where(Wish.seller_id == seller_id, Wish.state == "asked"))))


def touched(person_id: int) -> bool:
    """Whether anything was refunded to or by this person."""
    mine = or_(Refund.buyer_id == person_id, Refund.seller_id == person_id)
    return db.session.scalar(select(Refund.id).where(mine).limit(1)) is not None


def _page(wanted, kind, cursor: str | None, size: int) -> Page:
    if place := decode(cursor, int):
        wanted = wanted.where(kind.id < place[0])
    found = list(db.session.scalars(wanted.order_by(kind.id.desc()).limit(size + 1)))
    return cut(found, size, lambda row: (row.id,))
