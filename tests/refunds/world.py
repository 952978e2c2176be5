"""One sale that was paid by card, and everything that can come to it; what the gateway has really moved is counted beside."""

from wm.domains import earnings, ledger, payments, refunds
from wm.domains.payments.concluding import concluded
from wm.domains.payments.gateways import Standing
from wm.domains.refunds import Refund
from wm.kernel import ids
from wm.kernel.db import db
from wm.kernel.errors import DomainError

GROSS, PART = 999, 334
EVENTS = (
    "sale",
    "partial_refund",
    "refund",
    "dispute",
    "won",
    "lost",
    "refund_failed",
    "refund_again",
    "arrived",
    "settle",
)


class Refused(Exception):
    """What makes no sense; nothing has changed."""


class World:
    """A buyer with a card, a creator, the site, and a gateway that really holds money: `moved` is what it has."""

    def __init__(self, buyer, seller, offer, market):
        self.buyer, self.seller, self.offer, self.market = buyer, seller, offer, market
        self.moved, self.ref = 0, ""

    def do(self, event: str) -> None:
        """Let `event` happen. Raises Refused."""
        try:
            getattr(self, f"_{event}")()
        except DomainError as refusal:
            raise Refused(refusal.code) from refusal

    @property
    def earning(self):
        return earnings.find("sale", self.ref) if self.ref else None

    def _sold(self):
        if not self.ref:
            raise Refused("nothing was sold")
        return self.earning

    def _sale(self) -> None:
        if self.ref:
            raise Refused("sold already")
        order = self.market.open_order(self.buyer, self.offer, key=ids.new(12), amount=GROSS, paid_with="sandbox")
        said = {"purpose": "order", "purpose_ref": order.public_id, "key": ids.new(12)}
        attempt = payments.checkout(self.buyer, GROSS, gateway="sandbox", **said)
        concluded(attempt.id, Standing("succeeded", f"thing-{attempt.id}"))
        self.moved += GROSS
        self.ref = self.market.receive(order.public_id, self.buyer, attempt.public_id).public_id

    def _give(self, amount) -> None:
        said = {"by_id": self.seller.id, "by_role": "seller", "way": "card"}
        refunds.refund(self._sold(), amount, key=ids.new(12), **said)

    def _partial_refund(self) -> None:
        self._give(PART)

    def _refund(self) -> None:
        self._give(None)

    def _last(self, card: str) -> Refund:
        """Return the latest refund that is so far on its way to the card."""
        wanted = db.select(Refund).where(Refund.card == card, Refund.buyer_id == self.buyer.id)
        found = db.session.scalars(wanted.order_by(Refund.id.desc()).limit(1)).first()
        if found is None:
            raise Refused(f"nothing is {card}")
        return found

    def _arrived(self) -> None:
        back = self._last("sending")
        concluded(back.attempt_id, Standing("succeeded", f"thing-{back.attempt_id}"))
        self.moved -= back.amount
        refunds.arrived(back.attempt_id)

    def _refund_failed(self) -> None:
        back = self._last("sending")
        concluded(back.attempt_id, Standing("failed", f"thing-{back.attempt_id}", why="no such card"))
        refunds.stranded(back.attempt_id, "no such card")

    def _refund_again(self) -> None:
        refunds.again(self._last("failed"))

    def _dispute(self) -> None:
        story = refunds.story(self._sold())
        if refunds.closed(story.state):
            raise Refused("a bank disputes once")
        refunds.dispute_opened("sandbox", ids.new(12), self.buyer.id, earning=story.earning, amount=GROSS, fee=15)
        self.moved -= 15

    def _close(self, is_won: bool) -> None:
        story = refunds.story(self._sold())
        waiting = [each for each in story.disputes if each.state == "open"]
        if not waiting:
            raise Refused("nothing is disputed")
        refunds.dispute_closed(waiting[0], is_won=is_won)
        self.moved -= 0 if is_won else GROSS

    def _won(self) -> None:
        self._close(is_won=True)

    def _lost(self) -> None:
        self._close(is_won=False)

    def _settle(self) -> None:
        if self._sold().state == "settled":
            raise Refused("settled already")
        earnings.settle(self.earning.id)


def sums() -> dict[str, int]:
    """Return what all accounts of each kind add up to; kinds that have nothing are not there."""
    db.session.expire_all()
    return {row.kind: row.posted for row in ledger.sums_by_kind() if row.posted}
