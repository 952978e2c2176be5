"""Telling creators of tips, telling givers of thanks, and noting what went back."""

from jobs import job
from wm.domains import notifications, people, tips


@job("high")
def tip_given(tip_id: int, from_id: int, to_id: int, content_id: int | None) -> None:
    """Tell a creator; whose tip it was stays unsaid when its giver wants that."""
    tip = tips.with_row_id(tip_id)
    event = "tipped_unnamed" if tip is not None and tip.is_anonymous else "tipped"
    _tell(to_id, event, from_id, content_id, tip and tip.comment_id)


@job("high")
def tip_thanked(tip_id: int, from_id: int, to_id: int, content_id: int | None) -> None:
    """Tell whoever gave a tip that the creator answered."""
    tip = tips.with_row_id(tip_id)
    _tell(from_id, "tip_thanked", to_id, content_id, tip and tip.comment_id)


@job("default")
def earning_returned(earning_id: int, seller_id: int, amount: int) -> None:
    """Take a tip whose money went back from under its piece."""
    tips.mark_returned(earning_id)


def _tell(person_id: int, event: str, actor_id: int, content_id: int | None, comment_id: int | None) -> None:
    kind, subject = ("content", content_id) if content_id else ("person", person_id)
    kind, subject = ("comment", comment_id) if comment_id else (kind, subject)
    notifications.tell(people.find(person_id), notifications.Tiding(event, actor_id, kind, subject, content_id))
