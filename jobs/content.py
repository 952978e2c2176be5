"""Publishing what was waiting."""

from jobs import job
from wm.domains import content


@job("high")
def film_became_playable(film_id: int) -> None:
    """Publish the piece that only waited for this film."""
    content.film_became_playable(film_id)


@job("default")
def publish_due() -> None:
    """Publish what was scheduled for this minute."""
    content.publish_due()
