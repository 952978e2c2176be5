"""Prices: what a piece costs to keep or to rent, and the lock that goes with them."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from wm.domains import content
from wm.domains.content import Content
from wm.domains.market.errors import BadPrice
from wm.domains.market.models import RENTAL_HOURS, Offer
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

LEAST, MOST = 50, 1_000_000  # minor units of one price
PAGE = 50


class Prices(NamedTuple):
    """The live offers of one piece; None for what is not offered."""

    unlock: Offer | None = None
    rental: Offer | None = None

    @property
    def least(self) -> Offer | None:
        """The one that costs least."""
        return min(self.all, key=lambda offer: offer.amount, default=None)

    @property
    def all(self) -> list[Offer]:
        """Those that there are, to keep first."""
        return [offer for offer in self if offer is not None]


def offers(content_ids: Iterable[int]) -> dict[int, Prices]:
    """Return the prices of these pieces by row id; what has none is not there."""
    wanted = select(Offer).where(Offer.content_id.in_(list(content_ids)), Offer.ended_at.is_(None))
    found: dict[int, dict[str, Offer]] = {}
    for offer in db.session.scalars(wanted):
        found.setdefault(offer.content_id, {})[offer.kind] = offer
    return {each: Prices(**kinds) for each, kinds in found.items()}


def prices_of(piece: Content) -> Prices:
    """Return the prices of one piece, perhaps none."""
    return offers([piece.id]).get(piece.id, Prices())


def set_prices(
    piece: Content, *, unlock: int | None = None, rental: int | None = None, is_floor: bool = False
) -> Prices:
    """Let a piece cost so much (minor units) to keep, and to rent; None for what is not offered, both for a free piece.

    With `is_floor` the buyer may pay more to keep it. Raises BadPrice (422)."""
    _refuse(piece, unlock, rental)
    now = prices_of(piece)
    _change(piece, now.unlock, "unlock", unlock, is_floor=is_floor and unlock is not None)
    _change(piece, now.rental, "rental", rental, is_floor=False)
    db.session.flush()
    after = prices_of(piece)
    dearest = max((offer.amount for offer in after.all), default=0)
    door = {"by_sale": bool(after.all), "price": after.least.amount if after.least else None}
    content.set_lock(piece, **door, is_least=bool(after.least) and (is_floor or dearest > after.least.amount))
    return after


def _refuse(piece: Content, unlock: int | None, rental: int | None) -> None:
    sentence = f"A price is between {money.written(LEAST)} and {money.written(MOST)}."
    bad = {"unlock": unlock, "rental": rental}
    fields = {name: [sentence] for name, amount in bad.items() if amount is not None and not LEAST <= amount <= MOST}
    if rental is not None and piece.kind not in ("film", "course"):
        fields["rental"] = ["Films and courses can be rented; what is read is bought."]
    if rental is not None and unlock is not None and rental >= unlock:
        fields.setdefault("rental", ["To rent it costs less than to keep it."])
    if fields:
        raise BadPrice(fields=fields)


def _change(piece: Content, now: Offer | None, kind: str, amount: int | None, is_floor: bool) -> None:
    if now is not None and (now.amount, now.is_floor) == (amount, is_floor):
        return
    if now is not None:
        now.ended_at, now.slot = clock.now(), None
        db.session.flush()
    if amount is not None:
        shape = {"amount": amount, "is_floor": is_floor, "hours": RENTAL_HOURS if kind == "rental" else None}
        db.session.add(Offer(content_id=piece.id, maker_id=piece.person_id, kind=kind, slot=kind, **shape))


def priced(person, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of row ids of a person's pieces that have a price, latest priced first."""
    mine = select(Offer.content_id, Offer.id).where(Offer.maker_id == person.id, Offer.ended_at.is_(None))
    if place := decode(cursor, int):
        mine = mine.where(Offer.id < place[0])
    rows = db.session.execute(mine.order_by(Offer.id.desc()).limit(2 * size + 1)).all()
    latest: dict[int, int] = {}
    for content_id, offer_id in rows:
        latest.setdefault(content_id, offer_id)
    return cut(list(latest.items()), size, lambda row: (row[1],))
