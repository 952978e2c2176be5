"""Films: probing, encoding, publishing, and clearing away."""

from jobs import job, long_job
from wm.domains import content, media

HOUR = 3600


@long_job("media", timeout=12 * HOUR)
def encode(film_id: int, run: int) -> None:
    """Look at a film's source, plan what is made of it, and promise the first steps."""
    media.encode(film_id, run)


@long_job("media", timeout=12 * HOUR)
def step(film_id: int, run: int, place: int) -> None:
    """Make one step of a film, and promise those that follow."""
    media.make(film_id, run, place)


@job("low")
def item_unlocked(sale_id: int, content_id: int, buyer_id: int, seller_id: int) -> None:
    """Have all of a film made that somebody has paid for."""
    media.wake([content.with_row_id(content_id).film_id])


@long_job("default", timeout=600)
def publish_texts(film_id: int) -> None:
    """Publish a film's playlist with the captions that there are now."""
    media.publish_texts(film_id)


@long_job("maintenance", timeout=HOUR)
def move(film_id: int, old_key: str, new_key: str) -> None:
    """Publish a film under another key, so that links made before stop working."""
    media.move(film_id, old_key, new_key)


@long_job("maintenance", timeout=HOUR)
def clear(film_key: str) -> None:
    """Remove the published files of a film that is no more."""
    media.clear(film_key)


@long_job("maintenance", timeout=600)
def settle(film_id: int, film_key: str) -> None:
    """Remove what better renditions have replaced."""
    media.settle(film_id, film_key)


@long_job("maintenance", timeout=600)
def tidy() -> None:
    """Close encodes that were given up, and remove what they left on this machine."""
    media.tidy()
