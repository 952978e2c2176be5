"""Facts of the market."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class ItemUnlocked(Fact):
    """Somebody has paid for a piece, and it is open for them."""

    sale_id: int
    content_id: int
    buyer_id: int
    seller_id: int


@dataclass(frozen=True)
class OrderFailed(Fact):
    """The money for an order has come, but it could not be completed: the money is in the buyer's wallet."""

    sale_id: int
    buyer_id: int


@dataclass(frozen=True)
class GiftSent(Fact):
    """Somebody has bought something for somebody else, who has not opened it yet."""

    gift_id: int
