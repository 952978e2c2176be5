"""Bundles: several pieces of one creator at one price, made and changed in the studio."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, select

from wm.domains.earnings import Earning, Sum
from wm.domains.market.bundle_models import Bundle, BundlePiece, SalePart
from wm.domains.market.errors import BadBundle
from wm.domains.market.models import Sale
from wm.domains.market.pricing import LEAST, MOST, offers
from wm.kernel import clock, ids, money
from wm.kernel.db import db
from wm.kernel.errors import NotFound

FEWEST, MANY = 2, 30


def make(maker, *, title: str, words: str, amount: int, pieces: Sequence[int]) -> Bundle:
    """Offer some of a creator's pieces (row ids) together at one price (minor units). Raises BadBundle (422)."""
    _refuse_odd(maker, title, amount, pieces)
    bundle = Bundle(maker_id=maker.id, title=title.strip(), words=words.strip(), amount=amount)
    db.session.add(bundle)
    db.session.flush()
    _fill(bundle, pieces)
    return bundle


def edit(bundle: Bundle, maker, *, title: str, words: str, amount: int, pieces: Sequence[int]) -> Bundle:
    """Change a bundle for whoever buys it from now on; what was bought stays as it was. Raises BadBundle (422)."""
    _refuse_odd(maker, title, amount, pieces)
    if amount != bundle.amount or set(pieces) != set(pieces_of([bundle]).get(bundle.id, ())):
        bundle.revision = ids.new()
    bundle.title, bundle.words, bundle.amount = title.strip(), words.strip(), amount
    db.session.execute(delete(BundlePiece).where(BundlePiece.bundle_id == bundle.id))
    _fill(bundle, pieces)
    return bundle


def _refuse_odd(maker, title: str, amount: int, pieces: Collection[int]) -> None:
    fields = {}
    if not title.strip():
        fields["title"] = ["Give the bundle a name."]
    if not LEAST <= amount <= MOST:
        fields["price"] = [f"A price is between {money.written(LEAST)} and {money.written(MOST)}."]
    priced = offers(pieces)
    mine = all(each in priced and priced[each].unlock and priced[each].unlock.maker_id == maker.id for each in pieces)
    if not FEWEST <= len(set(pieces)) <= MANY or not mine:
        fields["pieces"] = [BadBundle.message]
    if fields:
        raise BadBundle(fields=fields)


def _fill(bundle: Bundle, pieces: Sequence[int]) -> None:
    rows = enumerate(dict.fromkeys(pieces))
    db.session.add_all(BundlePiece(bundle_id=bundle.id, content_id=each, position=n) for n, each in rows)
    db.session.flush()


def close(bundle: Bundle) -> Bundle:
    """Sell it no more; whoever has it keeps it."""
    bundle.closed_at = bundle.closed_at or clock.now()
    db.session.flush()
    return bundle


def reopen(bundle: Bundle) -> Bundle:
    """Sell it again."""
    bundle.closed_at = None
    db.session.flush()
    return bundle


def own(public_id: str, maker) -> Bundle:
    """Return a creator's own bundle. Raises NotFound."""
    return _found(select(Bundle).where(Bundle.public_id == public_id, Bundle.maker_id == maker.id))


def find(public_id: str) -> Bundle:
    """Return a bundle, sold or not. Raises NotFound."""
    return _found(select(Bundle).where(Bundle.public_id == public_id))


def public_id_of(sale: Sale) -> str | None:
    """Return the public id of the bundle that a sale is of, None when it is of none."""
    bundle = db.session.get(Bundle, sale.bundle_id) if sale.bundle_id else None
    return bundle and bundle.public_id


def of_maker(maker) -> list[Bundle]:
    """Return a creator's bundles, newest first."""
    return list(db.session.scalars(select(Bundle).where(Bundle.maker_id == maker.id).order_by(Bundle.id.desc())))


def with_piece(content_id: int, limit: int = 3) -> list[Bundle]:
    """Return the bundles that are sold and have this piece in them, newest first."""
    having = select(BundlePiece.bundle_id).where(BundlePiece.content_id == content_id)
    wanted = select(Bundle).where(Bundle.id.in_(having), Bundle.closed_at.is_(None)).order_by(Bundle.id.desc())
    return list(db.session.scalars(wanted.limit(limit)))


def pieces_of(bundles: Iterable[Bundle]) -> dict[int, list[int]]:
    """Return the row ids of the pieces in these bundles, in their order, by row id of the bundle."""
    found: dict[int, list[int]] = {}
    wanted = select(BundlePiece.bundle_id, BundlePiece.content_id).order_by(BundlePiece.position)
    for bundle_id, content_id in db.session.execute(wanted.where(BundlePiece.bundle_id.in_([b.id for b in bundles]))):
        found.setdefault(bundle_id, []).append(content_id)
    return found


def sold(bundles: Iterable[Bundle]) -> dict[int, int]:
    """Return how often these bundles were bought, by row id; never is not there."""
    wanted = select(Sale.bundle_id, func.count()).where(
        Sale.bundle_id.in_([b.id for b in bundles]), Sale.state == "paid"
    )
    return dict(db.session.execute(wanted.group_by(Sale.bundle_id)).all())


def parts_of(sale: Sale) -> list[SalePart]:
    """Return what a bundle's price was divided into when it was sold."""
    return list(db.session.scalars(select(SalePart).where(SalePart.sale_id == sale.id).order_by(SalePart.n)))


def content_ids(sale: Sale) -> list[int]:
    """Return the row ids of the pieces that a sale is for: one, or those that a bundle held when it was ordered."""
    return [sale.content_id] if sale.content_id else [part.content_id for part in parts_of(sale)]


def by_content(seller_id: int, since=None) -> list[Sum]:
    """Return what pieces brought as parts of bundles, by their row id: to be added to what they brought alone."""
    wanted = select(SalePart, Earning).join(Sale, Sale.id == SalePart.sale_id)
    wanted = wanted.join(Earning, (Earning.source == "sale") & (Earning.source_ref == Sale.public_id))
    wanted = wanted.where(Earning.seller_id == seller_id)
    found: dict[int, Sum] = {}
    for part, earning in db.session.execute(wanted.where(Earning.sold_at >= since) if since else wanted):
        back = money.split(earning.returned, [part.amount, earning.gross - part.amount])[0]
        had = found.get(part.content_id, Sum(part.content_id, 0, 0, 0, 0))
        found[part.content_id] = Sum(
            part.content_id, had.count + 1, had.gross + part.amount, had.tax + part.tax, had.returned + back
        )
    return list(found.values())


def _found(wanted) -> Bundle:
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound()
    return found
