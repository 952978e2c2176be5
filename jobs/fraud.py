"""Looking at what was paid, as soon as it was."""

from jobs import job
from wm.domains import earnings, fraud, notifications, people


@job("default")
def earning_credited(earning_id: int, seller_id: int, source: str) -> None:
    """Keep back what has signs of being made up, and tell its creator."""
    if source in earnings.SOURCES and fraud.look_at(earning_id):
        tiding = notifications.Tiding("held", seller_id, "person", seller_id)
        notifications.tell(people.find(seller_id), tiding)


@job("default")
def reserve_set(plan_id: int, seller_id: int, basis_points: int) -> None:
    """Tell a creator that a part of what settles rests, or that nothing more does."""
    tiding = notifications.Tiding("held" if basis_points else "freed", seller_id, "person", seller_id)
    notifications.tell(people.find(seller_id), tiding)
