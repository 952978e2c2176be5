"""Publishing what was waiting."""

from jobs import job
from wm.domains import content, uploads


@job("high")
def file_arrived(upload_id: int, person_id: int, meant_for: str) -> None:
    """Make a film of the file that somebody sent for their piece."""
    upload = uploads.find(upload_id)
    if upload is not None and upload.state == "complete":
        content.receive(meant_for, upload)


@job("high")
def film_became_playable(film_id: int) -> None:
    """Publish the piece that only waited for this film."""
    content.film_became_playable(film_id)


@job("default")
def publish_due() -> None:
    """Publish what was scheduled for this minute."""
    content.publish_due()


@job("maintenance", timeout=300)
def purge_removed() -> None:
    """Let go of the films and files of what was removed too long ago to come back."""
    content.purge_removed()


@job("maintenance", timeout=300)
def forget_waiting_pictures() -> None:
    """Delete pictures that no piece took."""
    content.forget_waiting_pictures()
