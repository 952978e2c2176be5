"""Whom a sale has opened what for: its buyer and the one piece, all pieces of a bundle, or whoever opened a gift."""

from typing import NamedTuple

from sqlalchemy import select

from wm.domains import people
from wm.domains.market.bundle_models import Gift
from wm.domains.market.bundles import content_ids
from wm.domains.market.downloads import of_content
from wm.domains.market.models import Sale
from wm.kernel.db import db


class Reach(NamedTuple):
    """Who may open what (row ids of pieces) by one sale; nobody while a gift is closed."""

    person: people.Person | None
    content_ids: list[int]

    @property
    def is_fetched(self) -> bool:
        """Whether any file of it was downloaded."""
        return self.person is not None and any(of_content(self.person.id, each) for each in self.content_ids)


def reach_of(public_id: str) -> Reach:
    """Return what the sale with that public id reaches; nothing for what is no sale."""
    sale = db.session.scalars(select(Sale).where(Sale.public_id == public_id)).first()
    if sale is None:
        return Reach(None, [])
    gift = db.session.scalars(select(Gift).where(Gift.sale_id == sale.id)).first() if sale.kind == "gift" else None
    owner = sale.buyer_id if gift is None else gift.recipient_id if gift.state == "claimed" else None
    return Reach(people.find(owner) if owner else None, content_ids(sale))
