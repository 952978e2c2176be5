"""Films: probing, encoding, publishing, and clearing away."""

from jobs import job, long_job
from wm.domains import media, uploads

HOUR = 3600


@job("high")
def upload_completed(upload_id: int, person_id: int) -> None:
    """Begin the film of an upload whose last byte has arrived."""
    upload = uploads.find(upload_id)
    if upload is not None and upload.state == "complete":
        media.start(upload)


@long_job("media", timeout=12 * HOUR)
def encode(film_id: int, run: int) -> None:
    """Take a film from its source to everything that is published of it."""
    media.encode(film_id, run)


@long_job("maintenance", timeout=HOUR)
def move(film_id: int, old_key: str, new_key: str) -> None:
    """Publish a film under another key, so that links made before stop working."""
    media.move(film_id, old_key, new_key)


@long_job("maintenance", timeout=HOUR)
def clear(film_key: str) -> None:
    """Remove the published files of a film that is no more."""
    media.clear(film_key)


@long_job("maintenance", timeout=600)
def tidy() -> None:
    """Close encodes that were given up, and remove what they left on this machine."""
    media.tidy()
