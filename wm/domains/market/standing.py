"""How a sale stands after it was sold, as the room of refunds says."""

from sqlalchemy import select

from wm.domains.market.models import Sale
from wm.kernel.db import db

TOLD = {"sold": "paid", "partly_refunded": "paid", "refunded": "refunded", "lost": "refunded"}


def stands(public_id: str, state: str) -> Sale | None:
    """Write down on the receipt how a sale stands now: paid, disputed or refunded."""
    sale = db.session.scalars(select(Sale).where(Sale.public_id == public_id).with_for_update()).first()
    if sale is not None:
        sale.state = TOLD.get(state, "disputed")
        db.session.flush()
    return sale


def by_refs(public_ids) -> dict[str, Sale]:
    """Return sales by their public ids, whoever bought them."""
    found = db.session.scalars(select(Sale).where(Sale.public_id.in_(set(public_ids))))
    return {sale.public_id: sale for sale in found}
