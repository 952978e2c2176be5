"""What follows a sale: orders are completed when their money arrives, creators hear of what was bought."""

from jobs import job
from wm.domains import market, notifications, payments, people


@job("critical")
def payment_arrived(attempt_id: int, person_id: int, purpose: str, purpose_ref: str, amount: int) -> None:
    """Complete the order that money came in for; the page that its buyer comes back to may have done so already."""
    attempt = payments.by_id(attempt_id)
    if purpose == "order" and attempt is not None:
        market.receive(purpose_ref, people.find(person_id), attempt.public_id)


@job("critical")
def payment_failed(attempt_id: int, person_id: int, purpose: str, purpose_ref: str, why: str) -> None:
    """Close the order that no money came in for."""
    if purpose == "order":
        market.give_up(purpose_ref, people.find(person_id), why)


@job("high")
def item_unlocked(sale_id: int, content_id: int, buyer_id: int, seller_id: int) -> None:
    """Tell a creator what was bought, and by whom."""
    tiding = notifications.Tiding("sold", buyer_id, "content", content_id, content_id)
    notifications.tell(people.find(seller_id), tiding)
