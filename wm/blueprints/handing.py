"""What a buyer is handed: the versions of a file, how often they may still be fetched, and licence keys."""

from typing import NamedTuple

from wm.domains import content, market
from wm.domains.content import Content, FileVersion


class Goods(NamedTuple):
    """What the page of a resource shows to somebody whom it is open for.

    `counts` says how often they fetched each version, by row id; `is_counted` that their downloads are counted at all."""

    product: market.Product
    versions: list[FileVersion]
    counts: dict[int, int]
    keys: list[market.Licence]
    is_counted: bool

    def left(self, version: FileVersion) -> int | None:
        """Return how often a version may still be fetched, None for as often as they like."""
        limit = self.product.download_limit
        return None if limit is None or not self.is_counted else max(0, limit - self.counts.get(version.id, 0))


def of(piece: Content, viewer) -> Goods | None:
    """Return what is handed over with a piece that is open for `viewer`; None for what is no resource."""
    if piece.kind != "resource":
        return None
    versions, is_known = content.versions(piece), viewer.is_signed_in
    counts = market.downloads.counts(viewer, [each.id for each in versions]) if is_known and versions else {}
    keys = market.licences.of_person(viewer, [piece.id]) if is_known else []
    is_counted = content.decision(piece, viewer).why not in market.downloads.UNCOUNTED
    return Goods(market.products.of(piece), versions, counts, keys, is_counted)
