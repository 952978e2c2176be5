"""What happened, in the words of this domain, before it is decided who is told."""

from dataclasses import dataclass
from typing import Any

from wm.domains.notifications.models import OF_MONEY, OF_SITE

SPEAKING = ("replied", "commented", *OF_MONEY, *OF_SITE)  # the same person may well do it again, and it is news again


@dataclass(frozen=True)
class Tiding:
    """`actor_id` did something to a subject; `anchor` names the comment under the piece `content_id`.

    Without a piece it is the round number that was reached, which is told apart from everything else.

    What the site itself has to say (OF_SITE) carries whom it is for as its actor, and is told to them."""

    event: str
    actor_id: int
    subject_kind: str
    subject_id: int
    content_id: int | None = None
    anchor: str = ""

    @property
    def group_key(self) -> str:
        """What is told in one row: everything of one kind about one subject."""
        apart = f":{self.anchor}" if self.anchor and self.content_id is None else ""
        return f"{self.event}:{self.subject_kind}:{self.subject_id}{apart}"

    @property
    def is_of_the_site(self) -> bool:
        """Whether nobody did it: the site says it to its own actor."""
        return self.event in OF_SITE

    @property
    def happens_again(self) -> bool:
        """Whether the same actor doing it once more is news."""
        return self.event in SPEAKING

    def row(self) -> dict[str, Any]:
        """Return the columns of a notification that say all this."""
        return {
            "event": self.event,
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "content_id": self.content_id,
            "anchor": self.anchor,
            "group_key": self.group_key,
            "round": 0,
            "last_actor_id": self.actor_id,
        }
