"""The door of a locked piece: what it costs, what there is to pay with, and what stands behind it once it opens."""

from typing import NamedTuple

from wm.domains import content, ledger, market
from wm.domains.content import Content
from wm.domains.entitlements import Decision
from wm.kernel import ids
from wm.kernel.errors import DomainError


class Door(NamedTuple):
    """What is shown where the thing itself would be.

    `balance` is what the viewer's wallet has (minor units, None for visitors), `key` makes one press of the button count
    once, `refusal` is what stood in the way of the last one, `target` the element that becomes the thing (none: a page)."""

    piece: Content
    decision: Decision
    prices: market.Prices
    balance: int | None
    key: str
    target: str
    trailer: Content | None = None
    courses: tuple[Content, ...] = ()
    refusal: DomainError | None = None

    @property
    def policy(self) -> str:
        """What its maker promises about money back."""
        return market.policy_of(self.piece.person_id)

    @property
    def lock(self):
        """What closes it."""
        return self.decision.lock

    def missing(self, offer: market.Offer) -> int:
        """Return how much the wallet lacks for `offer`, 0 when it is enough."""
        return max(0, offer.amount - (self.balance or 0))


TARGETS = {"film": "#screen", "article": "#post", "update": "#post", "resource": "#post", "course": "#course-door"}


def door_of(piece: Content, who, refusal: DomainError | None = None) -> Door | None:
    """Return the door before `who`, None when it is open for them."""
    decision = content.decision(piece, who)
    if decision.is_open:
        return None
    balance = ledger.shown_balance(who.id) if who.is_signed_in else None
    known = {"balance": balance, "key": ids.new(22), "target": TARGETS[piece.kind], "refusal": refusal}
    return Door(piece, decision, market.prices_of(piece), trailer=content.trailer_of(piece, who), **known)
