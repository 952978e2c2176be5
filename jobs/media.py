"""Films: probing, encoding, publishing, and clearing away."""

from collections.abc import Iterable

from jobs import job, long_job
from wm.domains import content, housekeeping, media, storage

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
def publish_edition(film_id: int) -> None:
    """Publish a film's playlist with the rungs and captions that there are now."""
    media.publish_edition(film_id)


@long_job("default", timeout=HOUR)
def move(film_id: int, old_key: str, new_key: str, former: Iterable[str] = ()) -> None:
    """Publish a film under another key, so that old links end now: what lies under old keys waits behind nothing else."""
    _let_go(former)
    media.move(film_id, old_key, new_key)
    _let_go([old_key])


def _let_go(film_keys: Iterable[str]) -> None:
    known = housekeeping.knowing.is_needed, housekeeping.rules.gone
    for key in film_keys:
        storage.deleting.work_off(*known, at=f"published/{key}/", most=0)


@long_job("maintenance", timeout=HOUR)
def clear(film_key: str) -> None:
    """Have the files of a film go that is no more; promised like this before deletions had a queue, by nobody any more."""
    media.clear(film_key)


@long_job("maintenance", timeout=600)
def settle(film_id: int, film_key: str) -> None:
    """Have go what better renditions have replaced; promised like `clear`."""
    media.settle(film_id, film_key)


@long_job("maintenance", timeout=600)
def tidy() -> None:
    """Close encodes that were given up, and remove what they left on this machine."""
    media.tidy()
