"""What follows a refund, a wish or a dispute: gateways are heard, and whoever it is about is told in the app."""

from datetime import datetime

from jobs import job
from wm.domains import notifications, payments, people, refunds
from wm.domains.refunds import Aftermath, Dispute, Refund, Wish


@job("critical")
def arrived(attempt_id: int, person_id: int, purpose_ref: str, amount: int) -> None:
    """Note that a refund has reached a card."""
    refunds.arrived(attempt_id)


@job("critical")
def stranded(attempt_id: int, person_id: int, purpose_ref: str, why: str) -> None:
    """Note that a refund could not reach a card."""
    refunds.stranded(attempt_id, why)


@job("critical")
def freeze_evidence(dispute_id: int, source: str, sale_ref: str) -> None:
    """Keep what is known of a dispute as it opens."""
    refunds.freeze_evidence(refunds.with_row_id(Dispute, dispute_id))


@job("critical")
def dispute_said(
    attempt_id: int, gateway_ref: str, state: str, amount: int, reason: str, fee: int, evidence_by: str
) -> None:
    """Bring a dispute to the state that a gateway says it is in."""
    until = datetime.fromisoformat(evidence_by) if evidence_by else None
    told = {"amount": amount, "reason": reason, "fee": fee, "evidence_by": until}
    refunds.dispute_said(payments.by_id(attempt_id), gateway_ref, state, **told)


@job("maintenance")
def raise_overdue() -> None:
    """Put before the staff what creators did not answer in time."""
    refunds.raise_overdue()


@job("high")
def sale_refunded(refund_id: int, source: str, sale_ref: str, is_whole: bool) -> None:
    """Tell both sides that money went back."""
    back = refunds.with_row_id(Refund, refund_id)
    row = refunds.with_row_id(Aftermath, back.aftermath_id)
    _tell(row.buyer_id, "refunded", row)
    _tell(row.seller_id, "returned", row, actor_id=row.buyer_id)


@job("high")
def refund_wished(wish_id: int) -> None:
    """Tell the creator that somebody asks; the staff see what waits for them on their page."""
    wish = refunds.with_row_id(Wish, wish_id)
    if wish.state == "asked":
        row = refunds.with_row_id(Aftermath, wish.aftermath_id)
        _tell(row.seller_id, "refund_asked", row, actor_id=row.buyer_id)


@job("high")
def wish_answered(wish_id: int) -> None:
    """Tell the buyer that there is an answer."""
    wish = refunds.with_row_id(Wish, wish_id)
    _tell(wish.buyer_id, "refund_answered", refunds.with_row_id(Aftermath, wish.aftermath_id))


@job("high")
def refund_stranded(refund_id: int) -> None:
    """Tell the buyer that the card did not take it, and that the money is in the wallet."""
    back = refunds.with_row_id(Refund, refund_id)
    _tell(back.buyer_id, "refund_stranded", refunds.with_row_id(Aftermath, back.aftermath_id))


@job("high")
def sale_disputed(dispute_id: int, source: str, sale_ref: str) -> None:
    """Tell the creator that a bank is looking into a payment."""
    _tell_seller(dispute_id, "disputed")


@job("high")
def dispute_closed(dispute_id: int, source: str, sale_ref: str, is_won: bool) -> None:
    """Tell the creator how it ended."""
    _tell_seller(dispute_id, "dispute_ended")


def _tell_seller(dispute_id: int, event: str) -> None:
    dispute = refunds.with_row_id(Dispute, dispute_id)
    if dispute.aftermath_id:
        row = refunds.with_row_id(Aftermath, dispute.aftermath_id)
        _tell(row.seller_id, event, row)


def _tell(person_id: int, event: str, row: Aftermath, actor_id: int | None = None) -> None:
    """Tell somebody in the app; what the site itself says carries its own reader as the actor."""
    person = people.find(person_id)
    kind, subject = ("content", row.content_id) if row.content_id else ("person", person_id)
    notifications.tell(person, notifications.Tiding(event, actor_id or person_id, kind, subject, row.content_id))
