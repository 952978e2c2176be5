"""Facts of refunds and disputes. `sale_ref` is the public id of the sale (source "sale"), or of the tip or period."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class SaleRefunded(Fact):
    """Money went back to a buyer's wallet; `is_whole` says that nothing is left and access has ended."""

    refund_id: int
    source: str
    sale_ref: str
    is_whole: bool


@dataclass(frozen=True)
class RefundArrived(Fact):
    """A refund has reached the buyer's card."""

    refund_id: int


@dataclass(frozen=True)
class RefundStranded(Fact):
    """A refund could not reach the buyer's card; the money is in their wallet."""

    refund_id: int


@dataclass(frozen=True)
class RefundWished(Fact):
    """A buyer asks for money back, and somebody has to answer."""

    wish_id: int


@dataclass(frozen=True)
class WishAnswered(Fact):
    """The creator or the staff have answered."""

    wish_id: int


@dataclass(frozen=True)
class SaleDisputed(Fact):
    """A bank has taken a payment back for now; `source` and `sale_ref` are empty for money that was only deposited."""

    dispute_id: int
    source: str
    sale_ref: str


@dataclass(frozen=True)
class DisputeClosed(Fact):
    """A dispute has ended; lost, whatever was sold is over."""

    dispute_id: int
    source: str
    sale_ref: str
    is_won: bool
