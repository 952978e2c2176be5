"""How a piece is handed over to those who buy it: how many downloads, and which licence keys."""

from collections.abc import Iterable

from sqlalchemy import select

from wm.domains.content import Content
from wm.domains.market.goods_models import KEYS, MOST_DOWNLOADS, Product
from wm.kernel.db import db
from wm.kernel.errors import Invalid

NOTHING_SET = Product(download_limit=None, key_kind="none")


def of(piece: Content) -> Product:
    """Return how a piece is handed over; without a limit and keys where nothing is set."""
    return db.session.get(Product, piece.id) or NOTHING_SET


def among(content_ids: Iterable[int]) -> dict[int, Product]:
    """Return the settings of these pieces by row id; where nothing is set they are not there."""
    wanted = select(Product).where(Product.content_id.in_(list(content_ids)))
    return {row.content_id: row for row in db.session.scalars(wanted)}


def set_up(piece: Content, *, download_limit: int | None, key_kind: str) -> Product:
    """Say how a piece is handed over from now on. Raises Invalid (422)."""
    if download_limit is not None and not 0 < download_limit <= MOST_DOWNLOADS:
        raise Invalid(
            fields={"download_limit": [f"Between 1 and {MOST_DOWNLOADS}, or empty for as often as one likes."]}
        )
    if key_kind not in KEYS:
        raise Invalid(fields={"key_kind": ["Choose one of these."]})
    row = db.session.get(Product, piece.id)
    if row is None:
        row = Product(content_id=piece.id, maker_id=piece.person_id)
        db.session.add(row)
    row.download_limit, row.key_kind = download_limit, key_kind
    db.session.flush()
    return row


def with_keys(maker) -> list[Product]:
    """Return a creator's products that come with licence keys, newest first."""
    mine = select(Product).where(Product.maker_id == maker.id, Product.key_kind != "none")
    return list(db.session.scalars(mine.order_by(Product.content_id.desc())))
