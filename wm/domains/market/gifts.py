"""Gifts that were bought: opened by whom they are for, and taken back when nobody opens them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from wm.domains import content, earnings, entitlements
from wm.domains.market import licences
from wm.domains.market.bundle_models import Gift
from wm.domains.market.bundles import content_ids
from wm.domains.market.buying import KEPT
from wm.domains.market.errors import AlreadyUnlocked, GiftGone, OwnPiece
from wm.domains.market.models import Sale
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound, NotNow
from wm.kernel.paging import Page, cut, decode

DAYS = 14  # after so many a gift that nobody opened can be taken back
PAGE = 30


def claim(token: str, person) -> Gift:
    """Let whoever a gift is for open it, once; opened again by the same person it stays as it is.

    Raises NotFound, GiftGone, AlreadyUnlocked, OwnPiece, NotNow (409)."""
    gift = _locked(find(token, person).id)
    if gift.state == "claimed" and gift.recipient_id == person.id:
        return gift
    sale = db.session.get(Sale, gift.sale_id, populate_existing=True)
    if gift.state != "sent" or sale.state != "paid" or _went_back(sale):
        raise GiftGone()
    _refuse_owner(gift, sale, person)
    _open(sale, person)
    gift.state, gift.recipient_id, gift.claimed_at, gift.mail = "claimed", person.id, clock.now(), ""
    db.session.flush()
    return gift


def _open(sale: Sale, person) -> None:
    """Open all that was given; the hours of a rental begin now."""
    sale.until = clock.now() + timedelta(hours=sale.hours) if sale.hours else None
    source = "rental" if sale.hours else "gift"
    for each in content_ids(sale):
        right = {"scope": "content", "scope_id": each, "source": source, "source_ref": sale.public_id}
        entitlements.grant(person.id, **right, until=sale.until)
    licences.pass_on(sale.id, person.id)


def _refuse_owner(gift: Gift, sale: Sale, person) -> None:
    if gift.buyer_id == person.id:
        raise NotNow("This is a gift of yours to somebody else: send them the link.")
    if sale.seller_id == person.id:
        raise OwnPiece()
    pieces = content.in_order(content_ids(sale))
    if not pieces:
        raise NotFound()
    known = {each.why for each in content.decisions(pieces, person).values()}
    if known <= {*KEPT}:
        raise AlreadyUnlocked("You have this already. Whoever gave it can take the gift back.")
    if sale.hours and known == {"rental"}:
        raise NotNow("You have it for some hours now. Open the gift when they are over, and nothing of it is lost.")


def _went_back(sale: Sale) -> bool:
    earning = earnings.find("sale", sale.public_id)
    return earning is not None and earning.returned >= earning.gross


def find(token: str, person) -> Gift:
    """Return the gift behind a link, for its buyer, for whom it is for, or, when it names nobody, for anybody. Raises NotFound."""
    gift = db.session.scalars(select(Gift).where(Gift.token == token, Gift.state != "ordered")).first()
    if gift is None or (gift.recipient_id is not None and person.id not in (gift.recipient_id, gift.buyer_id)):
        raise NotFound()
    return gift


def own(public_id: str, person) -> Gift:
    """Return a gift for its buyer. Raises NotFound."""
    gift = db.session.scalars(select(Gift).where(Gift.public_id == public_id, Gift.buyer_id == person.id)).first()
    if gift is None:
        raise NotFound()
    return gift


def with_row_id(gift_id: int) -> Gift | None:
    """Return a gift by its row id, None when it is gone; for jobs."""
    return db.session.get(Gift, gift_id)


def of_sale(sale: Sale) -> Gift:
    """Return the gift that a sale was made for. Raises NotFound."""
    gift = db.session.scalars(select(Gift).where(Gift.sale_id == sale.id)).first()
    if gift is None:
        raise NotFound()
    return gift


def sale_of(gift: Gift) -> Sale:
    """Return what was paid for a gift."""
    return db.session.get(Sale, gift.sale_id)


def sales_of(gifts) -> dict[int, Sale]:
    """Return what was paid for these gifts, by the row id of the sale."""
    wanted = select(Sale).where(Sale.id.in_([gift.sale_id for gift in gifts]))
    return {sale.id: sale for sale in db.session.scalars(wanted)}


def sent_by(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the gifts that a person has made, newest first."""
    wanted = select(Gift).where(Gift.buyer_id == person.id, Gift.state != "ordered")
    if place := decode(cursor, int):
        wanted = wanted.where(Gift.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Gift.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda gift: (gift.id,))


def waiting_for(person) -> list[Gift]:
    """Return the gifts that wait for a person to open them, newest first."""
    mine = select(Gift).where(Gift.recipient_id == person.id, Gift.state == "sent")
    return list(db.session.scalars(mine.order_by(Gift.id.desc()).limit(PAGE)))


def may_take_back(gift: Gift) -> bool:
    """Whether nobody has opened it for so long that its buyer can have the money back."""
    return gift.state == "sent" and gift.sent_at + timedelta(days=DAYS) <= clock.now()


def take_back(gift: Gift) -> Gift:
    """Close a gift that nobody opened; its money goes back in the same transaction, before this. Raises GiftGone (409)."""
    gift = _locked(gift.id)
    if not may_take_back(gift):
        raise GiftGone() if gift.state != "sent" else NotNow(f"A gift can be taken back {DAYS} days after it was sent.")
    gift.state, gift.returned_at, gift.mail = "returned", clock.now(), ""
    sale_of(gift).state = "refunded"
    db.session.flush()
    return gift


def _locked(gift_id: int) -> Gift:
    wanted = select(Gift).where(Gift.id == gift_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).one()


def summary(gift: Gift) -> dict[str, Any]:
    """Return what a letter says of a gift."""
    sale = sale_of(gift)
    return {"title": sale.title, "hours": sale.hours, "message": gift.message, "token": gift.token}
